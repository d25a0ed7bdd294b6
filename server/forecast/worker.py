"""The forecast's own process: questions come in on standard input, answers go out on standard output, in turn.

`python -m server.forecast.worker` is started by the server alone. It ends when its standard input does.
"""

import contextlib
import ctypes
import os
import pickle
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec

from server.forecast.frames import Advised, Answer, Foreseen, Question, Snapshot, frame, read_frame

NO_NUMBA = 69
"""The exit code that says: a library is missing here."""
NICENESS = 19
"""The office's own work goes first, always."""
AGAIN = "LOTSE_FORECAST_AGAIN"
"""Set in the second attempt to load what is compiled."""
_COMPILED = [Path(__file__).parents[1] / room / "__pycache__" for room in ("simulation", "forecast")]
PR_SET_PDEATHSIG = 1  # from linux/prctl.h


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer questions until there are no more."""
    from server.forecast.ahead import look_ahead
    from server.forecast.foresee import foresee

    def answer(question: Question) -> Answer:
        return foresee(question) if isinstance(question, Snapshot) else Advised(look_ahead(question))

    answers.write(frame(msgspec.msgpack.encode(Foreseen([], []))))
    answers.flush()
    decoder: msgspec.msgpack.Decoder[Question] = msgspec.msgpack.Decoder(Question)
    while (body := read_frame(questions)) is not None:
        answers.write(frame(msgspec.msgpack.encode(answer(decoder.decode(body)))))
        answers.flush()


def forget_compiled(folders: Iterable[Path] = _COMPILED) -> int:
    """Delete what numba keeps in `folders` of earlier compilations; how many files that were."""
    kept = [file for folder in folders for file in folder.glob("*.nb[ci]")]
    for file in kept:
        file.unlink(missing_ok=True)
    return len(kept)


def _ready(answers: BinaryIO) -> None:
    """Load or compile what forecasts. What an older Lotse left compiled can stop a newer one from loading: then it is
    forgotten, and this process begins anew."""
    from server.forecast.foresee import warm_up

    try:
        warm_up()
    except (AttributeError, ImportError, TypeError, EOFError, pickle.UnpicklingError) as error:
        if AGAIN in os.environ or not forget_compiled():
            raise
        sys.stderr.write(f"forecast: what was compiled before does not fit ({error}); compiling anew\n")
        os.environ[AGAIN] = "1"
        os.dup2(answers.fileno(), 1)
        os.execv(sys.executable, [sys.executable, "-m", "server.forecast.worker"])


def main() -> int:
    """Serve; the exit code says why it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the server, and its end ends this
    _die_with_the_server()
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not look like an answer
    try:
        import numba  # noqa: F401
        import numpy  # noqa: F401
    except ImportError:
        return NO_NUMBA
    _ready(answers)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers)
    return 0


def _die_with_the_server() -> None:
    """Also while the libraries are still being loaded, when nobody looks at standard input. Only Linux knows how."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
