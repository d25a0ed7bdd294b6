"""The chime, and what happens where nothing can be heard."""

import array
import cmath
import stat
import time
import wave
from pathlib import Path

from hardware import chime
from hardware.sound import Sounds

CHIME = Path(__file__).parents[2] / "assets" / "sounds" / "chime.wav"


def until(condition, deadline_s: float = 5) -> None:
    ends = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < ends, "it did not come about in time"
        time.sleep(0.01)


def player(folder: Path, script: str) -> tuple[tuple[str, ...], ...]:
    program = folder / "player"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return ((str(program), "-q"),)


def test_the_committed_chime_is_what_the_generator_makes(tmp_path):
    chime.write(tmp_path / "chime.wav")

    with wave.open(str(tmp_path / "chime.wav")) as made, wave.open(str(CHIME)) as file:
        pairs = zip(array.array("h", made.readframes(99_999)), array.array("h", file.readframes(99_999)), strict=True)
        assert all(abs(one - other) <= 1 for one, other in pairs), "sines differ in the last bit between computers"
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
    assert CHIME.stat().st_size <= 200_000


def test_the_chime_lies_below_two_kilohertz_and_does_not_clip():
    samples = chime.samples()[12_000:16_096]

    def strength(hertz: float) -> float:
        return abs(sum(value * cmath.exp(-2j * cmath.pi * hertz * n / 44_100) for n, value in enumerate(samples)))

    assert strength(880) > 20 * max(strength(hertz) for hertz in (2_200, 2_640, 3_520, 5_000))
    assert max(map(abs, chime.samples())) <= 0.5


def test_a_sound_is_handed_to_a_player_without_waiting_for_it(tmp_path):
    sounds = Sounds(player(tmp_path, f'sleep 0.3; echo "$@" > {tmp_path}/heard'))
    begun = time.monotonic()

    assert sounds.play(CHIME) is None

    assert time.monotonic() - begun < 0.25
    until(lambda: (tmp_path / "heard").is_file() and (tmp_path / "heard").read_text())
    assert (tmp_path / "heard").read_text() == f"-q {CHIME}\n"


def test_no_player_is_said_once_with_a_remedy_and_never_raised():
    said: list[str] = []
    sounds = Sounds((("no-such-player",),), said.append)

    assert "apt install alsa-utils" in (sounds.play(CHIME) or "")
    assert sounds.play(CHIME) is not None
    assert len(said) == 1


def test_no_sound_device_is_said_with_the_players_words(tmp_path):
    said: list[str] = []
    sounds = Sounds(player(tmp_path, "echo 'cannot find card 0' >&2; exit 1"), said.append)

    assert sounds.play(CHIME) is None

    until(lambda: said)
    assert "cannot find card 0" in said[0]
    assert "group 'audio'" in said[0]


def test_a_second_player_is_tried_where_the_first_has_no_server(tmp_path):
    (tmp_path / "other").mkdir()
    said: list[str] = []
    first, second = player(tmp_path, "exit 1"), player(tmp_path / "other", f"echo > {tmp_path}/heard")
    sounds = Sounds((*first, *second), said.append)

    sounds.play(CHIME)

    until((tmp_path / "heard").exists)
    assert said == []


def test_a_missing_file_is_named(tmp_path):
    assert Sounds(say=lambda _: None).play(tmp_path / "gong.wav") == f"there is no sound file {tmp_path}/gong.wav"
