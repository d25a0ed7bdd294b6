"""`lotse`: finds the subcommands of every room and runs one.

A room offers a subcommand by a module with `SUMMARY: str`, `add_arguments(parser)` and `run(args) -> int`,
named in pyproject.toml under the entry-point group "lotse.commands". Modules are imported only when they
are run (or their help is asked for), so a server needs no Kivy and a kiosk no database.
"""

import argparse
import gc
import importlib
import os
import signal
import sys
from importlib.metadata import PackageNotFoundError, entry_points, version

# One line each, in the order of the office; the room's own SUMMARY is shown by its --help.
SUBCOMMANDS = {
    "server": "run the office's server: the queue, the pages, the displays",
    "kiosk": "run a visitors' kiosk with its slip printer",
    "display": "run a waiting-room display",
    "counter": "open the counter page on this PC",
    "demo": "run a whole office on this computer",
    "doctor": "say what this computer lacks and how to get it",
    "check": "name every mistake in a site folder",
    "init": "copy the model site to start your own",
    "simulate": "play days of the office and compare rules",
    "plan": "how many counters when, and which skill to teach next",
    "report": "what share of the concerns was cleared without a counter",
    "tune": "find better weights for who is next",
    "bench": "measure the office's speed and safety",
    "printer": "find slip printers, prove what they can do, write their profiles",
    "printer-sim": "run a simulated ESC/POS slip printer",
}


def installed_version() -> str:
    """The version of the installed project, "unknown" in a checkout that was not installed."""
    try:
        return version("lotse")
    except PackageNotFoundError:
        return "unknown"


def main(argv: list[str] | None = None) -> int:
    """Run `lotse` with `argv` (default: the process's) and return its exit status.

    0: done; 1: it could not be done, the reason is on stderr; 2: wrong use; 130: interrupted.
    """
    argv = sys.argv[1:] if argv is None else argv
    overview = "\n".join(f"  {name:<12} {summary}" for name, summary in SUBCOMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="lotse",
        usage="lotse [--help] [--version] COMMAND ...",
        description="Runs the front office of a public authority.",
        epilog=f"commands:\n{overview}\n\n`lotse COMMAND --help` tells the rest.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"lotse {installed_version()}")
    parser.add_argument("command", nargs="?", choices=list(SUBCOMMANDS), metavar="COMMAND", help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv[:1])
    if chosen.command is None:
        parser.print_help()
        return 2
    (entry,) = entry_points(group="lotse.commands", name=chosen.command)
    gc.disable()  # what modules make stays, and looking through it again and again is a twentieth of the start
    try:
        module = importlib.import_module(entry.value)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.split(".")[0] in {"server", "kiosk", "display", "counter", "hardware"}:
            raise
        extra = chosen.command if chosen.command in {"server", "kiosk", "display", "counter"} else "server,kiosk"
        print(
            f"lotse {chosen.command}: the Python package {missing.name!r} is not installed here. "
            f"Install this part with: pip install 'lotse[{extra}]'",
            file=sys.stderr,
        )
        return 1
    finally:
        gc.enable()
    sub = argparse.ArgumentParser(
        prog=f"lotse {chosen.command}",
        description=module.SUMMARY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(sub)
    args = sub.parse_args(argv[1:])
    try:
        code = int(module.run(args))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads has had enough; Python's own farewell would be a traceback
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 128 + signal.SIGPIPE
    return code


if __name__ == "__main__":
    sys.exit(main())
