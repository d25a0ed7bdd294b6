"""`lotse tune`: finds better weights for who is next, and never changes the site."""

import argparse
import sys
import time

from server.domain.index import PRESETS
from server.domain.plan import Plan
from server.planning.asking import Refused, Source, add_common, asked
from server.planning.measures import Span, difference
from server.planning.playing import rule_named
from server.planning.progress import Progress
from server.planning.simulate import simulated_rules
from server.planning.telling import badness, late, wait
from server.planning.trials import Trials
from server.planning.tuning import Found, lines, search, tuned
from server.planning.words import Words
from server.running import plan_of
from server.simulation.rules import compiled
from server.simulation.shapes import KINDS

SUMMARY = """Find weights for who is next by playing days of the office, and show what they bring.

The gain is measured on days that were not used in the search. The site is never changed: the lines to paste into
site.toml are printed. Ctrl-C ends the search and keeps the best so far."""

SEARCH_SHARE = 0.6  # of the days; the others measure the gain
MOST_MINUTES = 600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `lotse tune` understands."""
    add_common(parser, days=100, report=False)
    parser.add_argument("--minutes", type=float, default=5.0, help="search no longer than this (default: %(default)g)")


def run(args: argparse.Namespace) -> int:
    """0 and what was found, be it nothing; 1 and what to do when it cannot be searched."""
    try:
        if not 0.0 < args.minutes <= MOST_MINUTES:
            raise Refused(f"--minutes must be more than 0 and at most {MOST_MINUTES:g}, not {args.minutes:g}.")
        source = asked(args)
    except Refused as refusal:
        sys.stderr.write(f"lotse tune: {refusal}\n")
        return 1
    plan = plan_of(source.traffic.site)
    found = _searched(source, plan, args)
    if found is None:
        sys.stderr.write("lotse tune: interrupted before anything was found.\n")
        return 130
    sys.stdout.write("\n".join(_told(Words(args.language), source, plan, found, args)) + "\n")
    return 0


def _searched(source: Source, plan: Plan, args: argparse.Namespace) -> Found | None:
    """The best weights when time is up, or when somebody has interrupted."""
    best: Found | None = None
    until = time.monotonic() + 60.0 * args.minutes
    progress = Progress("searching", 60)

    def better(found: Found) -> None:
        nonlocal best
        best = found
        progress.step()

    start = [plan.rule.weights, *PRESETS.values()]
    try:
        with Trials(source.traffic, source.split(SEARCH_SHARE, args.days, args.seed)[0]) as trials:
            search(trials, plan, start, until, args.seed, better)
    except KeyboardInterrupt:
        if best is not None:
            sys.stderr.write("\ninterrupted; this is the best so far\n")
    progress.close()
    return best


def _told(words: Words, source: Source, plan: Plan, found: Found, args: argparse.Namespace) -> list[str]:
    first, days = source.split(SEARCH_SHARE, args.days, args.seed)
    rules = {"site": rule_named("site", source.traffic.site), "tuned": compiled(tuned(found.weights), plan)}
    now, new = simulated_rules(rules, source.traffic, days)
    gain, minutes = difference(new, now, badness), difference(new, now, wait)
    told = [
        words(
            f"{found.tried} Gewichtungen an {len(first)} Tagen versucht, an {len(days)} anderen gemessen.",
            f"Tried {found.tried} weightings on {len(first)} days, measured on {len(days)} others.",
        )
    ]
    if not gain.clear or gain.value > 0.0:
        told.append(
            words(
                "Kein klarer Gewinn gegenüber der jetzigen Regel. Lassen Sie die Datei site.toml, wie sie ist.",
                "No clear gain over the present rule. Leave site.toml as it is.",
            )
        )
        return told
    share = float(now.badness.mean())
    fall = f"{words.percent(-gain.value / share)} (95\u00a0%: {words.between(_share(gain, share), 0, 100.0)}\u00a0%)"
    told.append(
        words(
            f"Verstöße gegen die Wartezeit-Ziele (Mittel von (Wartezeit/Ziel)²) sinken um {fall}.",
            f"How badly targets are missed (mean of (wait / target)²) falls by {fall}.",
        )
    )
    told.append(_average(words, minutes))
    for kind in range(KINDS):
        before, after, who = words.minutes(late(now, kind)), words.minutes(late(new, kind)), words.kind(kind)
        told.append(
            words(
                f"  {who}: 95 von 100 warten höchstens {after} (jetzt {before})",
                f"  {who}: 95 of 100 wait {after} at most (now {before})",
            )
        )
    told += ["", words("Zum Einfügen in site.toml:", "To paste into site.toml:"), ""]
    return [*told, *lines(found.weights, source.traffic.site.calling.preset)]


def _share(gain: Span, of: float) -> Span:
    return Span(-gain.value / of, -gain.high / of, -gain.low / of)


def _average(words: Words, minutes: Span) -> str:
    if not minutes.clear:
        return words("Die mittlere Wartezeit ändert sich nicht klar.", "The average wait does not clearly change.")
    amount = words.minutes(abs(minutes.value))
    return words(
        f"Die mittlere Wartezeit wird um {amount} {'kürzer' if minutes.value < 0 else 'länger'}.",
        f"The average wait gets {amount} {'shorter' if minutes.value < 0 else 'longer'}.",
    )
