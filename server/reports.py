"""`lotse report SITE`: what share of the concerns was cleared without a counter, and where people gave up."""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from platformdirs import user_data_path

from server.site.content import OFFICE_LANGUAGE, Site
from server.site.load import load_site
from server.site.mistakes import SiteError
from server.site.tree import CLEARED
from server.store.database import StoreFault
from server.store.tallies import Tally, read_tallies

SUMMARY = """Report what came of the questions that the kiosks asked: what share of the concerns was cleared without a
counter, by question, outcome and language, and at which step people went away. Nothing is known of any person."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `lotse report` understands."""
    parser.add_argument("site", type=Path, metavar="SITE", help="the site folder of the office")
    data = user_data_path("lotse") / "office"
    parser.add_argument("--data", type=Path, metavar="DIR", default=data, help="the server's (default: %(default)s)")
    parser.add_argument("--days", type=int, default=30, help="so many days back, today included (default: %(default)s)")
    parser.add_argument("--export", type=Path, metavar="FILE", help="write the counts as CSV, too")


def run(args: argparse.Namespace) -> int:
    """0 and the report; 1 and what to do when there is none."""
    try:
        if not 1 <= args.days <= 3660:
            raise ValueError(f"--days must be between 1 and 3660, not {args.days}")
        site = load_site(args.site)
        today = datetime.now(ZoneInfo(site.timezone)).date()
        since = today - timedelta(days=args.days - 1)
        tallies = read_tallies(args.data, since.isoformat())
        if args.export:
            export(args.export, tallies)
    except SiteError:
        sys.stderr.write(f"lotse report: {args.site} has mistakes; `lotse check {args.site}` names them\n")
        return 1
    except StoreFault as fault:
        sys.stderr.write(f"lotse report: {fault}. {fault.remedy}\n")
        return 1
    except (ValueError, OSError) as why:
        sys.stderr.write(f"lotse report: {why}\n")
        return 1
    sys.stdout.write("\n".join(told(tallies, site, f"{since} to {today}")) + "\n")
    return 0


@dataclass(frozen=True)
class Share:
    """How many concerns there were, and how many of them needed no counter."""

    cleared: int = 0
    all: int = 0

    def __str__(self) -> str:
        return f"{self.cleared} of {self.all} ({self.cleared / self.all:.0%})" if self.all else "none"


def shares(tallies: Iterable[Tally], by: Callable[[Tally], str]) -> dict[str, Share]:
    """The shares cleared without a counter, the most frequent first; abandoned visits do not count."""
    every: Counter[str] = Counter()
    cleared: Counter[str] = Counter()
    for tally in tallies:
        if tally.kind != "abandoned":
            every[by(tally)] += tally.times
            cleared[by(tally)] += tally.times * (tally.kind in CLEARED)
    return {name: Share(cleared[name], times) for name, times in every.most_common()}


def abandoned(tallies: Iterable[Tally]) -> list[tuple[str, int]]:
    """At which steps visitors went away, the most frequent first."""
    counted: Counter[str] = Counter()
    for tally in tallies:
        if tally.kind == "abandoned":
            counted[tally.question] += tally.times
    return counted.most_common()


def told(tallies: Sequence[Tally], site: Site, span: str) -> list[str]:
    """The report in lines."""
    whole = shares(tallies, lambda tally: "").get("", Share())
    gone = abandoned(tallies)
    lines = [
        f"{site.name.text('en')}, {span}",
        f"Cleared without a counter: {whole}",
        f"Went away before the end: {sum(times for _, times in gone)}",
    ]
    if not tallies:
        return [*lines, "The kiosks have counted nothing in these days."]
    for heading, by in (
        ("By the question that decided, cleared without a counter", lambda tally: tally.question),
        ("By language, cleared without a counter", lambda tally: tally.language),
    ):
        lines += ["", heading]
        lines += [f"  {_name(site, name):<52} {share}" for name, share in shares(tallies, by).items()]
    lines += ["", "By outcome"]
    outcomes: Counter[tuple[str, str]] = Counter()
    for tally in tallies:
        if tally.outcome:
            outcomes[tally.outcome, tally.kind] += tally.times
    lines += [f"  {_name(site, slug):<52} {times:>5}  {kind}" for (slug, kind), times in outcomes.most_common()]
    if gone:
        lines += ["", "Where visitors went away"]
        lines += [f"  {_name(site, step):<52} {times:>5}" for step, times in gone]
    return lines


def export(file: Path, tallies: Iterable[Tally]) -> None:
    """Write the sums as CSV, a row for each day, language, question and outcome."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(field.name for field in fields(Tally))
        writer.writerows(astuple(tally) for tally in tallies)


def _name(site: Site, slug: str) -> str:
    """What a step is called: its question, its title, its service, else its slug."""
    question = site.triage.question(slug) if site.triage else None
    outcome = site.triage.outcome(slug) if site.triage else None
    if question is not None:
        name = question.text.text(OFFICE_LANGUAGE)
    elif outcome is not None and outcome.service:
        name = site.service(outcome.service).name.text(OFFICE_LANGUAGE)
    else:
        name = outcome.title.text(OFFICE_LANGUAGE) if outcome else ""
    return name if len(name) <= 50 and name else slug
