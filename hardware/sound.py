"""Plays a sound file without waiting for its end, through whatever this computer has."""

import logging
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

# In the order of preference: PipeWire, PulseAudio, ALSA. Each takes the file's path as its last argument.
PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"))
REMEDY: Final = "install one with `apt install alsa-utils`"


class Sounds:
    """Plays sounds; what is wrong is said once, never raised: an office goes on without its chime."""

    def __init__(
        self, players: tuple[tuple[str, ...], ...] = PLAYERS, say: Callable[[str], None] | None = None
    ) -> None:
        self._players = players
        self._say = say or _log.warning
        self._complained = False

    def play(self, path: Path | str) -> str | None:
        """Start playing a WAV file and return at once: None, or why nothing can be heard and what to do."""
        path = Path(path)
        if not path.is_file():
            return self._complain(f"there is no sound file {path}")
        commands = [[*player, str(path)] for player in self._players if shutil.which(player[0])]
        if not commands:
            return self._complain(f"no program plays sound here: {REMEDY}")
        threading.Thread(target=self._run, args=(commands,), name="sound", daemon=True).start()
        return None

    def _run(self, commands: list[list[str]]) -> None:
        """Try each player: one may be installed without its sound server running."""
        troubles = []
        for command in commands:
            try:
                ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
            except (OSError, subprocess.TimeoutExpired) as why:
                troubles.append(f"{command[0]}: {why}")
                continue
            if ended.returncode == 0:
                return
            troubles.append(f"{command[0]}: {(ended.stderr.strip().splitlines() or ['no reason given'])[-1]}")
        self._complain(
            f"{commands[0][-1]} could not be heard ({'; '.join(troubles)}). "
            "Is a loudspeaker connected and the user in the group 'audio'?"
        )

    def _complain(self, trouble: str) -> str:
        if not self._complained:
            self._complained = True
            self._say(trouble)
        return trouble


_sounds = Sounds()


def play(path: Path | str) -> str | None:
    """`Sounds.play` of this process."""
    return _sounds.play(path)
