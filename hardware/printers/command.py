"""`lotse printer`: find slip printers, see what they can do, write it down."""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from hardware.printers import profile as profiles
from hardware.printers.address import open_printer
from hardware.printers.asking import Identity, ask
from hardware.printers.finding import find
from hardware.printers.logo import logo
from hardware.printers.printer import Fate
from hardware.printers.profile import Profile
from hardware.printers.questions import QUESTIONS, given_answers, profile_from
from hardware.printers.testpage import proof_page

SUMMARY = """Set up a slip printer.

  find   list the printers on serial lines, on USB and on the network
  setup  print a test page, ask what is to be seen on it, and write the printer's profile
  test   print the test page only

The kiosk takes the profile by: lotse kiosk --printer ADDRESS --printer-profile FILE"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="find|setup|test")
    finding = actions.add_parser("find", help="list the printers that this computer can see")
    setup = actions.add_parser("setup", help="print a test page, ask about it, write the profile")
    test = actions.add_parser("test", help="print the test page")
    for action in (finding, setup):
        action.add_argument(
            "--seconds", type=float, default=3, help="how long to listen on the network (default: %(default)s)"
        )
    setup.add_argument("address", nargs="?", help="tcp://host:9100 or as `find` lists it (default: the only one found)")
    setup.add_argument("--out", type=Path, default=Path("printer.toml"), metavar="FILE", help="default: %(default)s")
    setup.add_argument("--overwrite", action="store_true", help="replace a profile that is there already")
    setup.add_argument("--logo", type=Path, metavar="PICTURE", help="a small picture to stand at the head of each slip")
    setup.add_argument(
        "--answers",
        metavar="TEXT",
        help='for scripts: "width=5 line=48 feed=20 middle=yes pages=1+2 code=yes cut=partial"',
    )
    test.add_argument("address", help="tcp://host:9100 or as `find` lists it")
    test.add_argument("--printer-profile", type=Path, metavar="FILE", help="prove this profile too")


def run(args: argparse.Namespace) -> int:
    """0: done; 1: it could not be done, and why."""
    try:
        match args.action:
            case "find":
                return _find(args.seconds)
            case "setup":
                return _setup(args)
            case _:
                profile = profiles.load(args.printer_profile) if args.printer_profile else None
                _print_page(args.address, profile, Identity())
                return 0
    except EOFError:
        print(f"lotse printer {args.action}: no answer was given; scripts use --answers", file=sys.stderr)
    except (OSError, ValueError) as why:
        print(f"lotse printer {args.action}: {why}", file=sys.stderr)
    return 1


def _find(seconds: float) -> int:
    found = find(seconds)
    for one in found:
        print(f"{one.address}  {one.called}")
    if not found:
        print("no printer was found. One on the network can be given by its address, tcp://192.168.1.50:9100.")
    return 0 if found else 1


def _setup(args: argparse.Namespace) -> int:
    if args.out.exists() and not args.overwrite:
        raise ValueError(f"{args.out} is there already; give another --out, or --overwrite")
    answers = _given(args.answers)
    if args.logo is not None:
        _check_logo(args.logo)
    address = args.address or _only_one(args.seconds)
    identity = _identity(address)
    _print_page(address, None, identity)
    answers = answers if answers is not None else _asked()
    profile = profile_from(answers, identity, address)
    if args.logo is not None:
        profile = profiles.with_logo(profile, args.logo)
    args.out.write_text(profiles.as_toml(profile), encoding="utf-8")
    print(f"written to {args.out}: {profile.encoding}, {profile.width_dots} dots, {profile.dpi} dpi")
    print(f"use it: lotse kiosk --printer '{address}' --printer-profile {args.out}")
    return 0


def _given(written: str | None) -> dict[str, str] | None:
    """The answers of --answers, None without. Raises ValueError that names every mistake."""
    if written is None:
        return None
    try:
        return given_answers(written)
    except ValueError as why:
        raise ValueError(f"--answers:\n{why}") from why


def _check_logo(file: Path) -> None:
    logo(profiles.with_logo(Profile(), file))


def _only_one(seconds: float) -> str:
    found = find(seconds)
    if len(found) == 1:
        print(f"found {found[0].address} ({found[0].called})")
        return found[0].address
    listed = "".join(f"\n  {one.address}  {one.called}" for one in found)
    raise ValueError(f"say which printer: lotse printer setup ADDRESS{listed}" if found else "no printer was found")


def _identity(address: str) -> Identity:
    open_printer(address)  # says what is wrong with the address
    try:
        identity = ask(address)
    except OSError as why:
        raise ValueError(f"nothing answers at {address} ({why.strerror or why}); is it switched on?") from why
    named = " ".join(word for word in (identity.maker, identity.model) if word)
    print(f"the printer says it is {named}" if named else "the printer does not say what it is")
    return identity


def _print_page(address: str, profile: Profile | None, identity: Identity) -> None:
    printer = open_printer(address)
    page = proof_page(profile, f"{identity.maker} {identity.model}")
    began = time.monotonic()
    fate = asyncio.run(printer.send(page))
    took = time.monotonic() - began
    if fate is Fate.REFUSED:
        troubles = ", ".join(printer.last_status.troubles) or "it does not answer"
        raise ValueError(f"{address} prints nothing ({troubles}); mend that and try again")
    if fate is not Fate.PRINTED:
        print(f"the end of the page was not confirmed ({fate.value})")
    print(f"test page: {len(page)} bytes in {took:.1f} s")


def _asked() -> dict[str, str]:
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        if not question.asked(answers):
            continue
        print(question.words)
        while wrong := question.wrong(answer := input(f"  {question.key}: ").strip().lower()):
            print(f"  {wrong}")
        answers[question.key] = answer
    return answers
