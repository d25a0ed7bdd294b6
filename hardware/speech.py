"""Reads texts aloud into headphones: a voice makes the sound, a headset plays it, a speaker does one after the other.

Voice and headset can be swapped; what is missing is told once and never stops the program.
"""

import asyncio
import json
import logging
import shutil
import tempfile
import time
import wave
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import parse_qs, urlsplit

from hardware.sound import PLAYERS

_log = logging.getLogger(__name__)

VOICES: Final[Mapping[str, str]] = {
    "de": "de",
    "en": "en-gb",
    "uk": "uk",
    "ar": "ar",
    "tr": "tr",
    "ru": "ru",
    "fa": "fa",
    "prs": "fa",
    "kmr": "ku",
    "ku": "ku",
    "sq": "sq",
    "sr": "sr",
    "pl": "pl",
    "ro": "ro",
    "fr": "fr-fr",
}
"""The voice of espeak-ng by the first part of a language tag. It has none that can be understood for others."""
_SLOWLY: Final = {"de-x-leicht": 0.85, "de-simple": 0.85}
_WORDS_A_MINUTE: Final = 165
_LOUDNESS: Final = {1: 30, 2: 60, 3: 100, 4: 140, 5: 190}
REMEDY: Final = "install it with `apt install espeak-ng`"


def voiced(language: str) -> bool:
    """Whether `VOICES` has one for a language tag."""
    return language.replace("_", "-").lower().split("-", 1)[0] in VOICES


class CannotSpeak(RuntimeError):
    """No sound came; the message says why and what a person does about it."""


@dataclass(frozen=True)
class Utterance:
    """What is said in one breath, in the language of a tag."""

    text: str
    language: str


class Voice(Protocol):
    """Makes sound of text."""

    def trouble(self) -> str:
        """Why it cannot speak at all on this computer, and what to do; "" when it can."""

    def voice(self, language: str) -> str | None:
        """The name of the voice for a language tag; None where there is none."""

    async def record(self, said: Utterance, file: Path, rate: float, volume: int) -> None:
        """Write the utterance as WAV, `rate` times as fast as usual, `volume` 1 to 5. Raises CannotSpeak."""


class Headset(Protocol):
    """Plays sound for one person."""

    async def play(self, file: Path) -> None:
        """Play a WAV file to its end; cancelled, be silent at once. Raises CannotSpeak."""


class EspeakVoice:
    """Speech by the program espeak-ng."""

    def trouble(self) -> str:
        """Whether the program is missing."""
        return "" if shutil.which("espeak-ng") else f"the program espeak-ng is missing: {REMEDY}"

    def voice(self, language: str) -> str | None:
        """The voice of `VOICES`."""
        return VOICES.get(language.replace("_", "-").lower().split("-", 1)[0])

    async def record(self, said: Utterance, file: Path, rate: float, volume: int) -> None:
        """The text goes through a pipe, so that it stands in no list of processes."""
        speed = round(_WORDS_A_MINUTE * rate * _SLOWLY.get(said.language, 1.0))
        options = ("-v", self.voice(said.language) or "de", "-s", str(speed), "-a", str(_LOUDNESS[volume]))
        await _run("espeak-ng", "--stdin", *options, "-w", str(file), given=said.text.encode(), remedy=REMEDY)
        if not file.is_file():
            raise CannotSpeak(f"espeak-ng made no sound of a text in {said.language!r}")


class SoundCard:
    """Plays through this computer's sound, or through one ALSA device of it ("plughw:1,0"), the headphones' own."""

    def __init__(self, device: str = "") -> None:
        self._players = [("aplay", "-q", "-D", device)] if device else list(PLAYERS)

    async def play(self, file: Path) -> None:
        """Through the first player that can."""
        why: CannotSpeak | None = None
        for program, *options in [player for player in self._players if shutil.which(player[0])]:
            try:
                await _run(program, *options, str(file), remedy="is a sound card there, and this user in 'audio'?")
                return
            except CannotSpeak as reason:
                why = reason
        raise why or CannotSpeak("no program plays sound here: install one with `apt install alsa-utils`")


class FolderHeadset:
    """Keeps the sound as WAV files in a folder and takes as long as playing would, divided by `faster`."""

    def __init__(self, folder: Path, faster: float = 1.0) -> None:
        self._folder, self._faster, self._count = folder, faster, 0
        folder.mkdir(parents=True, exist_ok=True)

    async def play(self, file: Path) -> None:
        """Keep it."""
        self._count += 1
        kept = self._folder / f"{self._count:05}.wav"
        kept.write_bytes(file.read_bytes())
        with wave.open(str(kept)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
        await asyncio.sleep(seconds / self._faster)


def headset(written: str) -> Headset:
    """ "" (this computer's sound), an ALSA device's name, or file:///folder?faster=10. Raises ValueError."""
    if not written.startswith("file:"):
        return SoundCard(written)
    parts = urlsplit(written)
    if not parts.path.startswith("/"):
        raise ValueError(f"{written!r} names no folder; write for example file:///tmp/speech")
    faster = float(parse_qs(parts.query).get("faster", ["1"])[0])
    if not faster > 0:
        raise ValueError(f"{written!r}: faster has to be a number above 0")
    return FolderHeadset(Path(parts.path), faster)


class Speaker:
    """Says one list of utterances at a time; a new one replaces the old. Use it inside one event loop.

    `log` is a file to which each utterance's start and end is written as a line of JSON, for tests: it would keep
    what was said to a visitor. `told` hears once why nothing can be said.
    """

    def __init__(
        self, voice: Voice, headset: Headset, log: Path | None = None, told: Callable[[str], None] = _log.warning
    ) -> None:
        self.voice, self._headset, self._log, self._told = voice, headset, log, told
        self.trouble = ""
        self._queue: list[Utterance] = []
        self._task: asyncio.Task[None] | None = None
        self._sound = (1.0, 3)

    @property
    def speaking(self) -> bool:
        """Whether something is being said now."""
        return self._task is not None and not self._task.done()

    @property
    def paused(self) -> bool:
        """Whether something is left to go on with."""
        return bool(self._queue) and not self.speaking

    def look(self) -> None:
        """Find out whether the voice can speak on this computer."""
        if why := self.voice.trouble():
            self._complain(why)

    def say(self, utterances: Sequence[Utterance], *, rate: float = 1.0, volume: int = 3) -> None:
        """Say these, in this order, instead of what is being said. What has no voice is left out."""
        self.stop()
        self._queue = [one for one in utterances if one.text.strip() and self.voice.voice(one.language)]
        self._sound = rate, volume
        self.go_on()

    def stop(self) -> None:
        """Be silent at once and forget the rest."""
        self.pause()
        self._queue = []

    def pause(self) -> None:
        """Be silent at once; `go_on` begins the utterance again."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def go_on(self) -> None:
        """Say what is left."""
        if self._queue and not self.speaking:
            self._task = asyncio.create_task(self._say_all(), name="speech")

    async def close(self) -> None:
        """Be silent and wait until it is quiet."""
        task = self._task
        self.stop()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    async def _say_all(self) -> None:
        rate, volume = self._sound
        with tempfile.TemporaryDirectory(prefix="lotse-speech-") as folder:
            while self._queue:
                said, file = self._queue[0], Path(folder) / "said.wav"
                self._note("started", said)
                ended = "stopped"
                try:
                    await self.voice.record(said, file, rate, volume)
                    await self._headset.play(file)
                    ended = "ended"
                    self.trouble = ""
                except CannotSpeak as why:
                    ended = "unheard"
                    self._complain(str(why))
                finally:
                    self._note(ended, said)
                del self._queue[0]

    def _complain(self, why: str) -> None:
        if not self.trouble:
            self._told(f"nothing can be read aloud: {why}")
        self.trouble = why

    def _note(self, event: str, said: Utterance) -> None:
        if self._log is not None:
            voice = self.voice.voice(said.language)
            line = {"event": event, "text": said.text, "language": said.language, "voice": voice, "at": time.time()}
            with self._log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


async def _run(program: str, *arguments: str, given: bytes = b"", remedy: str = "") -> None:
    """Run a program to its end; cancelled, kill it."""
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            program, *arguments, stdin=pipe, stdout=asyncio.subprocess.DEVNULL, stderr=pipe
        )
    except OSError as why:
        raise CannotSpeak(f"{program} cannot be run ({why.strerror}): {remedy}") from why
    try:
        _, said = await process.communicate(given)
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode:
        reason = (said.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
        raise CannotSpeak(f"{program}: {reason}; {remedy}")
