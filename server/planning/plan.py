"""`lotse plan`: how many counters when, which skill to teach next, and what if more people come."""

import argparse
import sys

from server.planning.asking import Refused, Source, about, add_common, asked, write
from server.planning.measures import Outcome
from server.planning.plan_words import told
from server.planning.playing import rule_named
from server.planning.progress import Progress
from server.planning.simulate import simulated_rules
from server.planning.staffing import Target, staffing
from server.planning.teaching import lessons, steps
from server.planning.traffic import Traffic
from server.planning.words import Words
from server.simulation.rules import KIND_ORDER
from server.simulation.shapes import Rule

SUMMARY = """Plan the staff by playing days of the office: how many counters at which hour for a target, which skill
to teach to whom next, and what if more people come.

The target is that a share of the visitors is called within so many minutes, at every hour of the day."""

MORE = (1.1, 1.2, 1.3)
SEARCH_STEPS = 40  # about so many trials per kind of day


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `lotse plan` understands."""
    add_common(parser, days=60)
    kinds = [kind.value for kind in KIND_ORDER]
    parser.add_argument("--within", type=float, metavar="MINUTES", help="the wait aimed at (default: the site's)")
    parser.add_argument("--share", type=float, default=0.9, help="of the visitors (default: %(default)s)")
    parser.add_argument("--of", choices=kinds, default=kinds[0], help="which visitors (default: %(default)s)")


def run(args: argparse.Namespace) -> int:
    """0 and the plan; 1 and what to do when there is none."""
    try:
        kind = [k.value for k in KIND_ORDER].index(args.of)
        if not 0.1 <= args.share <= 0.99:
            raise Refused(f"--share must be between 0.1 and 0.99, not {args.share:g}: 0.9 means 90 of 100 visitors.")
        if args.within is not None and not 1.0 <= args.within <= 600.0:
            raise Refused(f"--within must be between 1 and 600 minutes, not {args.within:g}.")
        source = asked(args)
        rule = rule_named("site", source.traffic.site)
        assert rule is not None
        target = Target(args.within or float(source.traffic.targets[kind]), args.share, kind)
        words = Words(args.language)
        progress = Progress("teaching", steps(source))
        taught = lessons(source, rule, args.days, args.seed, progress.step)
        progress.close()
        progress = Progress("counters by the hour", SEARCH_STEPS * 2)
        plans = staffing(source, rule, target, args.days, args.seed, progress.step)
        progress.close()
        crowds = more_people(source, rule, args.days, args.seed)
        for chapter, lines in told(words, source.traffic, target, plans, taught, crowds):
            sys.stdout.write(chapter + "\n" + "".join(f"  {line}\n" for line in lines) + "\n")
        if args.report:
            # only here: whoever wants no page needs no matplotlib
            from server.planning.plan_page import plan_page

            origin = about(words, source, args.days, args.seed)
            write(args.report, plan_page(words, source, target, plans, taught, crowds, origin))
            sys.stdout.write(words(f"Der Bericht steht in {args.report}.\n", f"The report is in {args.report}.\n"))
    except Refused as refusal:
        sys.stderr.write(f"lotse plan: {refusal}\n")
        return 1
    return 0


def more_people(source: Source, rule: Rule, days: int, seed: int) -> list[tuple[float, Outcome]]:
    """The office of today with 1, and with each of MORE times the visitors: (factor, outcome)."""
    found = []
    for factor in (1.0, *MORE):
        busier = source.more(factor)
        found.append((factor, _played(busier.traffic, busier, rule, days, seed)))
    return found


def _played(traffic: Traffic, source: Source, rule: Rule, days: int, seed: int) -> Outcome:
    return simulated_rules({"site": rule}, traffic, source.days(days, seed))[0]
