"""The outcome of played days, as a table and in sentences."""

from collections.abc import Sequence

import numpy as np

from server.planning.measures import Outcome, difference
from server.planning.words import Words
from server.simulation.shapes import APPOINTMENT, KINDS, PRIORITY, WALK_IN, Floats


def wait(result: Outcome) -> Floats:
    """Minutes waited."""
    return result.wait


def badness(result: Outcome) -> Floats:
    """(wait / target)²."""
    return result.badness


def inside(result: Outcome) -> Floats:
    """1 inside the target."""
    return result.inside


def overtaken(result: Outcome) -> Floats:
    """1 for who was overtaken inside the kind."""
    return (result.overtaken > 0).astype(np.float64)


def table(words: Words, results: Sequence[Outcome]) -> str:
    """One row per rule, in plain text."""
    heads = [
        words("Regel", "rule"),
        words("Mittel", "mean"),
        *(f"p95 {words.kind(kind)}" for kind in range(KINDS)),
        words("im Ziel", "in target"),
        words("überholt", "overtaken"),
        words("nach Schluss", "after closing"),
    ]
    rows = [heads]
    for result in results:
        rows.append(
            [
                words.rule(result.name),
                words.number(float(result.wait.mean()), 1),
                *(words.number(late(result, kind)) for kind in range(KINDS)),
                words.percent(float(result.inside.mean())),
                words.percent(float(overtaken(result).mean())),
                words.number(float(result.overtime.mean())),
            ]
        )
    widths = [max(len(row[n]) for row in rows) for n in range(len(heads))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def late(result: Outcome, kind: int) -> float:
    """95 of 100 visitors of the kind wait shorter than this; 0 when none came."""
    own = result.wait[result.kind == kind]
    return float(np.percentile(own, 95)) if len(own) else 0.0


def sentences(words: Words, results: Sequence[Outcome]) -> list[str]:
    """What the days say, for somebody who reads no tables."""
    first = results[0]
    visitors = len(first.wait) / first.days
    found = [
        words(
            f"{first.days} Tage mit im Mittel {words.number(visitors)} Besuchen, Zeiten in Minuten.",
            f"{first.days} days with {words.number(visitors)} visits on average, times in minutes.",
        )
    ]
    for kind in (WALK_IN, APPOINTMENT, PRIORITY):
        own = first.kind == kind
        if own.any():
            found.append(_of_kind(words, first, kind))
    for other in results[1:]:
        found.append(comparison(words, first, other))
    return found


def _of_kind(words: Words, result: Outcome, kind: int) -> str:
    own = result.kind == kind
    share, target = float(result.inside[own].mean()), float(result.target[own][0])
    median, limit = float(np.median(result.wait[own])), late(result, kind)
    who = words(
        ("Ohne Termin", "Mit Termin", "Mit Vorrang")[kind],
        ("Walk-ins", "Visitors with an appointment", "Priority persons")[kind],
    )
    half = words(f"die Hälfte wartet höchstens {words.minutes(median)}", f"half wait {words.minutes(median)} at most")
    if median < 1.0:
        half = words("mindestens die Hälfte wartet keine Minute", "at least half wait less than a minute")
    return words(
        f"{who}: {half}, 95 von 100 höchstens {words.minutes(limit)}; "
        f"{words.percent(share)} kommen in {target:.0f} Minuten dran.",
        f"{who}: {half}, 95 of 100 {words.minutes(limit)} at most; "
        f"{words.percent(share)} are called within {target:.0f} minutes.",
    )


def comparison(words: Words, ours: Outcome, theirs: Outcome) -> str:
    """One rule against another on the same visitors; no difference is claimed that chance could explain."""
    gap = difference(ours, theirs, wait)
    one, other = words.rule(ours.name), words.rule(theirs.name)
    if not gap.clear:
        said = words(
            f"„{one}“ gegen „{other}“: kein klarer Unterschied der mittleren Wartezeit",
            f'"{one}" against "{other}": no clear difference of the average wait',
        )
    else:
        amount = words.minutes(abs(gap.value))
        said = words(
            f"„{one}“ gegen „{other}“: im Mittel {amount} {'kürzer' if gap.value < 0 else 'länger'} warten",
            f'"{one}" against "{other}": the average wait is {amount} {"shorter" if gap.value < 0 else "longer"}',
        )
    share = difference(ours, theirs, inside)
    interval = words(f" (95\u00a0%: {words.between(gap)})", f" (95\u00a0%: {words.between(gap)})")
    if not share.clear:
        unclear = words(
            "kein klarer Unterschied darin, wie oft das Ziel erreicht wird",
            "no clear difference in how often the target is met",
        )
        return f"{said}{interval}; {unclear}."
    points = words.number(abs(100.0 * share.value), 1)
    return (
        said
        + interval
        + words(
            f"; {points} von 100 Menschen {'mehr' if share.value > 0 else 'weniger'} kommen in der Zielzeit dran.",
            f"; {points} people of 100 {'more' if share.value > 0 else 'fewer'} are called within their target.",
        )
    )
