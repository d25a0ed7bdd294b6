"""`lotse simulate`: plays days of the office and says how people would wait."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from server.planning.asking import Refused, Source, about, add_common, asked, write
from server.planning.days import Day
from server.planning.export import as_csv
from server.planning.measures import Outcome, outcome
from server.planning.playing import play_day, rule_named, rule_names, shape_of
from server.planning.progress import Progress
from server.planning.telling import sentences, table
from server.planning.traffic import Traffic
from server.planning.words import Words
from server.simulation.shapes import Rule

SUMMARY = """Play days of the office with the rule that dispatches, on a virtual clock, and say how people would wait.

Several --preset are played on the same visitors, so that they can be compared. The first one is compared with the
others. `site` is the rule of the site itself; names that begin with "baseline:" are rules of other products."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `lotse simulate` understands."""
    add_common(parser, days=60)
    names = ", ".join(["site", *rule_names()])
    parser.add_argument(
        "--preset", action="append", metavar="NAME", help=f"the rule to play (may be repeated): {names}"
    )
    parser.add_argument(
        "--forecast-days",
        type=int,
        default=40,
        metavar="N",
        help="days of the report's forecasts (default: %(default)s)",
    )
    parser.add_argument("--export", type=Path, metavar="FILE.csv", help="write every ticket to a CSV file")


def run(args: argparse.Namespace) -> int:
    """0 and a table; 1 and what to do when it cannot be played."""
    try:
        names = list(dict.fromkeys(args.preset or ["site"]))
        unknown = [name for name in names if name not in ("site", *rule_names())]
        if unknown:
            raise Refused(f'there is no rule "{unknown[0]}". Known are: site, {", ".join(rule_names())}.')
        source = asked(args)
        days = source.days(args.days, args.seed)
        results = simulated(names, source.traffic, days)
        words = Words(args.language)
        if args.export:
            write(args.export, as_csv(source.traffic, results))
        if args.report:
            write(args.report, _report(words, source, days, names, results, args))
        sys.stdout.write(table(words, results) + "\n" + "\n".join(sentences(words, results)) + "\n")
    except Refused as refusal:
        sys.stderr.write(f"lotse simulate: {refusal}\n")
        return 1
    return 0


def _report(
    words: Words,
    source: Source,
    days: Sequence[Day],
    names: Sequence[str],
    results: Sequence[Outcome],
    args: argparse.Namespace,
) -> str:
    # only here: whoever wants no page needs no matplotlib
    from server.planning.accuracy import accuracy
    from server.planning.simulate_page import simulate_page

    traffic, rule, sample = source.traffic, rule_named(names[0], source.traffic.site), None
    if rule is not None:
        some = days[: args.forecast_days]
        progress = Progress("forecasting", len(some))
        shape = shape_of(traffic)
        played = [play_day(day, traffic, shape, rule) for day in some]
        sample = accuracy(traffic, shape, rule, some, played, args.seed, progress.step) if some else None
        progress.close()
    return simulate_page(words, traffic, days, results, sample, about(words, source, len(days), args.seed))


def simulated(names: Sequence[str], traffic: Traffic, days: Sequence[Day]) -> list[Outcome]:
    """Each rule, by its name, on the same days."""
    return simulated_rules({name: rule_named(name, traffic.site) for name in names}, traffic, days)


def simulated_rules(rules: Mapping[str, Rule | None], traffic: Traffic, days: Sequence[Day]) -> list[Outcome]:
    """Each rule on the same days; None: join the shortest queue."""
    shape, results = shape_of(traffic), []
    progress = Progress("playing days", len(rules) * len(days))
    for name, rule in rules.items():
        played = []
        for day in days:
            played.append(play_day(day, traffic, shape, rule))
            progress.step()
        results.append(outcome(name, traffic, days, played))
    progress.close()
    return results
