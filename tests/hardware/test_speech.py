"""Reading aloud: which language has which voice, how quickly it falls silent, and what happens without the program."""

import asyncio
import json
import os
import time
import wave

import pytest

from hardware.jack import Jack, jack_event
from hardware.speech import EspeakVoice, FolderHeadset, Speaker, Utterance, headset

LONG = Utterance("Bitte nehmen Sie Platz. " * 20, "de")


def speaker(folder, faster=1.0, told=lambda why: None):
    return Speaker(EspeakVoice(), FolderHeadset(folder / "wav", faster), folder / "said", told)


def noted(folder):
    file = folder / "said"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


async def until(condition, deadline_s=10):
    ends = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < ends, "it did not come true in time"
        await asyncio.sleep(0.005)


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        *(("de", "de"), ("de-x-leicht", "de"), ("en", "en-gb"), ("fa-AF", "fa"), ("kmr", "ku"), ("sr-Latn", "sr")),
        *(("ti", None), ("ps", None), ("so", None)),
    ],
)
def test_a_language_has_its_voice_or_honestly_none(language, voice):
    assert EspeakVoice().voice(language) == voice


async def test_every_voice_of_the_table_makes_sound(tmp_path):
    speaking = speaker(tmp_path, faster=1000)
    texts = {"de": "Guten Tag", "uk": "Добрий день", "ar": "مرحبا", "tr": "Günaydın", "ru": "Привет", "fa": "سلام"}

    speaking.say(
        [Utterance(texts.get(tag, "salut 12"), tag) for tag in ("de", "en", *texts, "kmr", "sq", "pl", "ro", "fr")]
    )
    await until(lambda: not speaking.speaking)

    files = sorted((tmp_path / "wav").iterdir())
    assert len(files) == 13
    for file in files:
        with wave.open(str(file)) as sound:
            assert sound.getnframes() / sound.getframerate() > 0.2, file


async def test_speech_falls_silent_within_150_ms_and_new_speech_takes_its_place(tmp_path):
    speaking = speaker(tmp_path)
    speaking.say([LONG])
    await until(lambda: list((tmp_path / "wav").glob("*")))

    struck = time.time()
    speaking.say([Utterance("Nein", "de")])
    await until(lambda: not speaking.speaking)

    events = [(note["event"], note["text"][:5]) for note in noted(tmp_path)]
    assert events == [("started", "Bitte"), ("stopped", "Bitte"), ("started", "Nein"), ("ended", "Nein")]
    assert noted(tmp_path)[1]["at"] - struck <= 0.15


async def test_a_pause_goes_on_with_the_utterance_that_was_cut(tmp_path):
    speaking = speaker(tmp_path)
    speaking.say([Utterance("Erstens", "de"), Utterance("Zweitens", "de")])
    await until(lambda: any(note["text"] == "Zweitens" for note in noted(tmp_path)))

    speaking.pause()
    assert speaking.paused
    speaking.go_on()
    await until(lambda: not speaking.speaking)

    started = [note["text"] for note in noted(tmp_path) if note["event"] == "started"]
    assert started == ["Erstens", "Zweitens", "Zweitens"]
    assert not speaking.paused


async def test_what_has_no_voice_is_not_read_in_a_wrong_one(tmp_path):
    speaking = speaker(tmp_path)

    speaking.say([Utterance("ሰላም", "ti")])

    assert not speaking.speaking
    assert noted(tmp_path) == []


async def test_without_the_program_it_is_said_once_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    heard = []
    speaking = speaker(tmp_path, told=heard.append)

    speaking.look()
    speaking.say([Utterance("Guten Tag", "de"), Utterance("Guten Abend", "de")])
    await until(lambda: not speaking.speaking)

    assert len(heard) == 1
    assert "apt install espeak-ng" in heard[0]


def test_a_headset_is_a_device_or_a_folder():
    assert headset("").__class__.__name__ == headset("plughw:1,0").__class__.__name__ == "SoundCard"
    with pytest.raises(ValueError, match="names no folder"):
        headset("file:here")


async def test_headphones_are_noticed_when_they_come_and_when_they_go(tmp_path):
    os.mkfifo(tmp_path / "jack")
    heard = []
    jack = Jack(tmp_path / "jack", heard.append)
    with (tmp_path / "jack").open("wb", buffering=0) as socket:
        socket.write(jack_event(True)[:10])
        socket.write(jack_event(True)[10:] + jack_event(False))
        await until(lambda: len(heard) == 2)
    jack.close()

    assert heard == [True, False]
