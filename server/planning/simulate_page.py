"""The report of `lotse simulate`: waits, the day's course, overtakes, the counters' work, rules compared, forecasts."""

from collections.abc import Sequence

import numpy as np

from server.planning.accuracy import Accuracy
from server.planning.days import Day
from server.planning.measures import Outcome, Span, curve, difference
from server.planning.page import Chapter, Figures, document
from server.planning.pictures import Bar, bars, day_curve, intervals
from server.planning.telling import comparison, inside, late, sentences, wait
from server.planning.traffic import Traffic
from server.planning.words import Words
from server.simulation.shapes import KINDS, Flags

FEWEST = 20  # visitors of a service, from which on its percentiles say something


def simulate_page(
    words: Words, traffic: Traffic, days: Sequence[Day], results: Sequence[Outcome], sample: Accuracy | None, about: str
) -> str:
    """The page about `results`, whose first is the rule in question; `sample`: forecasts made under it."""
    first = results[0]
    chapters = [
        _by_kind(words, first),
        _by_service(words, traffic, first),
        _course(words, first, days),
        _overtakes(words, results),
        _work(words, traffic, first),
    ]
    if len(results) > 1:
        chapters.append(_compared(words, results))
    if sample is not None:
        chapters.append(_forecasts(words, sample))
    title = words("Ein Tag im Amt, durchgespielt", "The office's days, played")
    return document(words, traffic.site, title, about, chapters)


def _waits(
    words: Words, result: Outcome, groups: Sequence[tuple[str, Flags]], heading: str, said: Sequence[str]
) -> Chapter:
    rows, table = [], []
    for label, own in groups:
        waits, target = result.wait[own], result.target[own]
        median, limit, share = np.median(waits), np.percentile(waits, 95), np.mean(waits <= target)
        same = float(target[0]) if (target == target[0]).all() else float("nan")
        rows.append(Bar(label, float(limit), float(median), same))
        figures = (
            str(len(waits)),
            words.number(float(median), 1),
            words.number(float(limit), 1),
            words.percent(float(share)),
        )
        table.append((label, *figures))
    axis = words("Minuten Wartezeit", "minutes waited")
    legend = (
        words("95 von 100 höchstens", "95 of 100 at most"),
        words("die Hälfte höchstens", "half at most"),
        words("Ziel", "target") if any(row.aim == row.aim for row in rows) else "",
    )
    longest = max(rows, key=lambda row: row.value)
    alt = words(
        f"Balken je Gruppe. Am längsten: {longest.label}, 95 von 100 höchstens {words.minutes(longest.value)}.",
        f"One bar per group. The longest: {longest.label}, 95 of 100 at most {words.minutes(longest.value)}.",
    )
    heads = (
        words("Wer", "who"),
        words("Besuche", "visits"),
        words("Median", "median"),
        words("95 von 100", "95 of 100"),
        words("im Ziel", "in target"),
    )
    return Chapter(heading, said, [(bars(rows, axis, legend, alt), Figures(heads, table))])


def _by_kind(words: Words, result: Outcome) -> Chapter:
    groups = [(words.kind(kind), result.kind == kind) for kind in range(KINDS) if (result.kind == kind).any()]
    heading = words("So lange wird gewartet", "How long people wait")
    return _waits(words, result, groups, heading, sentences(words, [result])[1:])


def _by_service(words: Words, traffic: Traffic, result: Outcome) -> Chapter:
    found = []
    for p, slug in enumerate(traffic.services):
        own = result.pool == p
        if own.sum() >= FEWEST:
            found.append(
                (float(np.percentile(result.wait[own], 95)), traffic.site.service(slug).name.text(words.language), own)
            )
    found.sort(key=lambda row: -row[0])
    groups = [(name, own) for _, name, own in found]
    heading = words("Die Anliegen im Vergleich", "Service by service")
    if not groups:
        return Chapter(heading, [words("Zu wenige Besuche für einen Vergleich.", "Too few visits to compare.")])
    said = words(
        f"Am längsten warten Menschen mit dem Anliegen „{groups[0][0]}“, am kürzesten mit „{groups[-1][0]}“.",
        f'People wait longest for "{groups[0][0]}" and shortest for "{groups[-1][0]}".',
    )
    return _waits(words, result, groups, heading, [said])


def _course(words: Words, result: Outcome, days: Sequence[Day]) -> Chapter:
    moments, counts, hours = curve(result, days)
    middle, high = np.median(counts, axis=0), np.quantile(counts, 0.95, axis=0)
    peak = int(np.argmax(middle))
    at = f"{int(moments[peak] // 60)}:{int(moments[peak] % 60):02d}"
    most, crowd = words.number(float(middle[peak])), words.number(float(high.max()))
    said = words(
        f"An einem gewöhnlichen Tag warten um {at} Uhr die meisten: {most} Menschen. "
        f"An einem von zwanzig Tagen werden es bis zu {crowd} und mehr.",
        f"On an ordinary day the room is fullest at {at}: {most} people wait. "
        f"On one day in twenty it is {crowd} or more.",
    )
    axis = words("wartende Menschen", "people waiting")
    legend = (words("mittlerer Tag", "middle day"), words("90 von 100 Tagen", "90 of 100 days"))
    hourly = range(0, len(moments), 6)
    low = np.quantile(counts, 0.05, axis=0)
    rows = [
        (
            f"{int(moments[n] // 60)}:{int(moments[n] % 60):02d}",
            *(words.number(float(v[n])) for v in (low, middle, high)),
        )
        for n in hourly
    ]
    heads = (words("Uhrzeit", "time"), "5 %", words("mittlerer Tag", "middle day"), "95 %")
    picture = day_curve(moments, counts, hours, axis, legend, said)
    return Chapter(
        words("Der Wartebereich über den Tag", "The waiting room over the day"),
        [said],
        [(picture, Figures(heads, rows))],
    )


def _overtakes(words: Words, results: Sequence[Outcome]) -> Chapter:
    first = results[0]
    share, most = float(np.mean(first.overtaken > 0)), int(first.overtaken.max(initial=0))
    said = words(
        f"{words.percent(share)} werden von später Gekommenen derselben Art überholt; niemand öfter als {most}-mal.",
        f"{words.percent(share)} are overtaken by later ones of their kind; nobody more than {most} times.",
    )
    rows = [
        (
            words.rule(result.name),
            words.percent(float(np.mean(result.overtaken > 0))),
            str(int(result.overtaken.max(initial=0))),
            words.number(float(result.overtime.mean())),
        )
        for result in results
    ]
    heads = (
        words("Regel", "rule"),
        words("überholt", "overtaken"),
        words("höchstens", "at most"),
        words("Minuten nach Schluss", "minutes after closing"),
    )
    over = words.minutes(float(first.overtime.mean()))
    after = words(
        f"Im Mittel geht der letzte Besuch {over} nach Schluss.",
        f"On average the last visitor leaves {over} after closing.",
    )
    return Chapter(
        words("Überholen und Feierabend", "Overtaking and closing time"), [said, after], [("", Figures(heads, rows))]
    )


def _work(words: Words, traffic: Traffic, result: Outcome) -> Chapter:
    share = result.busy.sum(axis=0) / result.there.sum(axis=0)
    most, least = int(np.argmax(share)), int(np.argmin(share))
    names = traffic.counters
    said = words(
        f"Schalter {names[most]} ist am stärksten belegt ({words.percent(share[most])} der Öffnungszeit), "
        f"Schalter {names[least]} am wenigsten ({words.percent(share[least])}).",
        f"Counter {names[most]} is the busiest ({words.percent(share[most])} of the opening hours), "
        f"counter {names[least]} the least busy ({words.percent(share[least])}).",
    )
    label = words("Schalter", "counter")
    rows = [Bar(f"{label} {name}", 100.0 * float(share[c])) for c, name in enumerate(names)]
    picture = bars(
        rows, words("Prozent der Öffnungszeit", "percent of the opening hours"), ("", "", ""), said, most=100.0
    )
    table = Figures(
        (label, words("belegt", "busy")), [(name, words.percent(float(share[c]))) for c, name in enumerate(names)]
    )
    return Chapter(words("Die Arbeit der Schalter", "The counters' work"), [said], [(picture, table)])


def _compared(words: Words, results: Sequence[Outcome]) -> Chapter:
    first, *others = results
    said = [comparison(words, first, other) for other in others]
    said.append(
        words(
            "Alle Regeln hatten dieselben Besuche. Berührt ein Balken die Null, kann der Unterschied Zufall sein.",
            "All rules had the same visitors. Where a bar touches zero, the difference may be chance.",
        )
    )
    waits = [(words.rule(other.name), difference(first, other, wait)) for other in others]
    shares = [(words.rule(other.name), difference(first, other, _percent_inside)) for other in others]
    name = words.rule(first.name)
    axis = words(
        f"Minuten, die „{name}“ länger (+) oder kürzer (−) ist", f'minutes "{name}" is longer (+) or shorter (−)'
    )
    axis_share = words(
        f"so viele von 100 mehr (+) im Ziel mit „{name}“", f'people of 100 more (+) in target with "{name}"'
    )
    heads = (words("Regel", "rule"), words("Unterschied", "difference"), words("95-%-Bereich", "95 % interval"))
    pictures = [
        (intervals(rows, label, alt, words(",", ".")), Figures(heads, [_difference(words, *row) for row in rows]))
        for rows, label, alt in ((waits, axis, said[0]), (shares, axis_share, said[0]))
    ]
    limits = Figures(
        (words("Regel", "rule"), *(words.kind(kind) for kind in range(KINDS))),
        [(words.rule(r.name), *(words.number(late(r, kind)) for kind in range(KINDS))) for r in results],
        words("So lange warten 95 von 100 höchstens (Minuten)", "95 of 100 wait so long at most (minutes)"),
    )
    heading = words("Die Regeln nebeneinander", "The rules side by side")
    return Chapter(heading, said, [*pictures, ("", limits)])


def _percent_inside(result: Outcome) -> np.ndarray:
    return 100.0 * inside(result)


def _difference(words: Words, name: str, span: Span) -> tuple[str, str, str]:
    return name, words.number(span.value, 1), words.between(span)


def _forecasts(words: Words, sample: Accuracy) -> Chapter:
    names = (
        words("Vorausrechnung mit der Regel", "forecast with the rule"),
        words("Leute davor × Mittel / Schalter", "people ahead × mean / counters"),
        words("Mittel der letzten 30 Wartezeiten", "mean of the last 30 waits"),
    )
    errors = [sample.error(said) for said in (sample.said, sample.ahead, sample.lately)]
    coverage, low = sample.coverage, sample.far_too_low
    held = f"{words.percent(coverage.value)} (95\u00a0%: {words.between(coverage, 0, 100.0)}\u00a0%)"
    width = words.minutes(float((sample.high - sample.low).mean()))
    said = [
        words(
            f"Bei {len(sample.said)} Nummern lag die Vorausrechnung im Mittel um {words.minutes(errors[0].value)} "
            f"daneben, die Faustregel „Leute davor“ um {words.minutes(errors[1].value)}.",
            f"For {len(sample.said)} tickets the forecast was off by {words.minutes(errors[0].value)} on average, "
            f'the rule of thumb "people ahead" by {words.minutes(errors[1].value)}.',
        ),
        words(
            f"Die angesagte Spanne (im Mittel {width} breit) traf in {held} der Fälle zu; 90 % ist das Ziel.",
            f"The span that was told ({width} wide on average) was true in {held} of the cases; 90 % is the aim.",
        ),
        words(
            f"{words.percent(low.value)} warteten mehr als 10 Minuten länger als angesagt.",
            f"{words.percent(low.value)} waited more than 10 minutes longer than they were told.",
        ),
    ]
    rows = [Bar(name, error.value) for name, error in zip(names, errors, strict=True)]
    picture = bars(rows, words("Minuten daneben, im Mittel", "minutes off, on average"), ("", "", ""), said[0])
    heads = (
        words("Verfahren", "method"),
        words("Minuten daneben", "minutes off"),
        words("95-%-Bereich", "95 % interval"),
    )
    table = Figures(heads, [_difference(words, name, error) for name, error in zip(names, errors, strict=True)])
    return Chapter(
        words("Wie gut die Wartezeit vorhergesagt wird", "How true the forecasts are"), said, [(picture, table)]
    )
