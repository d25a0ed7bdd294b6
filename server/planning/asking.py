"""What the planning commands ask alike: the site, the days, where they come from, where the report goes."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from server.planning.days import Day, make_days
from server.planning.past import Past
from server.planning.traffic import NoDays, Traffic, traffic_of
from server.planning.words import Words
from server.site import SiteError, load_site
from server.store.database import StoreFault
from server.store.visits import read_visits

MOST_DAYS = 5000
MOST_VISITORS = 20_000


class Refused(Exception):
    """It cannot be done. The message says why and what a person does about it."""


class Source:
    """Where days come from: the site's own expectation, or the office's log."""

    def __init__(self, traffic: Traffic, past: Past | None = None) -> None:
        self.traffic, self._past = (past.traffic if past else traffic), past

    @property
    def from_log(self) -> bool:
        """Whether the visitors are those of the log."""
        return self._past is not None

    def days(self, count: int, seed: int, first: int = 0) -> list[Day]:
        """`count` days from number `first` on; a log's days come once only, so there may be fewer."""
        if self._past is not None:
            return self._past.make_days(count, seed, first)
        return make_days(self.traffic, count, seed, first)

    def more(self, factor: float) -> "Source":
        """The same office with `factor` times the visitors; those of a log come again as often, at other moments."""
        if self._past is not None:
            return Source(self.traffic, self._past.more(factor))
        return Source(self.traffic.more(factor))

    def split(self, share: float, count: int, seed: int) -> tuple[list[Day], list[Day]]:
        """`count` days, or as many as the log holds, in two parts: `share` of them to search, the others to measure."""
        days = self.days(count, seed)
        first = min(max(2, round(share * len(days))), len(days) - 2)
        return days[:first], days[first:]


def add_common(parser: argparse.ArgumentParser, days: int, *, report: bool = True) -> None:
    """The arguments that all planning commands have; `report`: whether it writes a page."""
    parser.add_argument("site", metavar="SITE", type=Path, help="the site folder, as `lotse init` makes one")
    parser.add_argument("--days", type=int, default=days, help="how many days to play (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another number, other visitors (default: %(default)s)")
    parser.add_argument("--visitors", type=int, help="visitors on a day (default: the counters are busy to 85 percent)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="take the visitors from this server's own log")
    if report:
        parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a page with pictures and sentences")
    parser.add_argument(
        "--language", choices=("de", "en"), default="en", help="of text and report (default: %(default)s)"
    )


def asked(args: argparse.Namespace) -> Source:
    """The site and where its days come from. Raises `Refused`."""
    if not 4 <= args.days <= MOST_DAYS:
        raise Refused(f"--days must be between 4 and {MOST_DAYS}, not {args.days}.")
    if args.seed < 0:
        raise Refused(f"--seed must not be negative, but is {args.seed}.")
    if args.visitors is not None and not 1 <= args.visitors <= MOST_VISITORS:
        raise Refused(f"--visitors must be between 1 and {MOST_VISITORS}, not {args.visitors}.")
    if args.visitors is not None and args.data is not None:
        raise Refused("--visitors and --data exclude each other: the log says who came.")
    for file in (getattr(args, "report", None), getattr(args, "export", None)):
        if file is not None and (file.is_dir() or not file.absolute().parent.is_dir()):
            raise Refused(f"{file} cannot be written: name a file in a folder that exists.")
    if getattr(args, "report", None) is not None and find_spec("matplotlib") is None:
        raise Refused("the pictures of a report need matplotlib, which is missing: pip install 'lotse[server]'.")
    try:
        traffic = traffic_of(load_site(args.site), args.visitors)
        return Source(traffic, Past(traffic, read_visits(args.data)) if args.data is not None else None)
    except SiteError as error:
        raise Refused(f"{args.site} has mistakes; `lotse check {args.site}` names them, too:\n{error}") from error
    except StoreFault as error:
        raise Refused(f"{error}. {error.remedy}") from error
    except NoDays as error:
        raise Refused(str(error)) from error


def about(words: Words, source: Source, days: int, seed: int) -> str:
    """Where a report's figures come from."""
    if source.from_log:
        return words(f"{days} Tage aus dem eigenen Verlauf", f"{days} days from the office's own log")
    return words(
        f"{days} durchgespielte Tage nach den Angaben des Standorts, Zufallszahl {seed}",
        f"{days} days played from what the site says, seed {seed}",
    )


def write(file: Path, text: str) -> None:
    """Write the file whole. Raises `Refused`."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{file} could not be written: {error.strerror or error}.") from error
