"""The report of `lotse plan`: counters by the hour, skills to teach, and more people."""

from collections.abc import Sequence

from server.planning.asking import Source
from server.planning.measures import Outcome
from server.planning.page import Chapter, Figures, document
from server.planning.pictures import Bar, bars, by_hour, intervals
from server.planning.plan_words import (
    aim,
    crowd_heading,
    hours_heading,
    is_clear,
    of_crowds,
    of_hours,
    of_teaching,
    teaching_heading,
    weekdays,
)
from server.planning.staffing import Staffing, Target
from server.planning.teaching import Lesson
from server.planning.telling import late
from server.planning.traffic import Traffic
from server.planning.words import Words


def plan_page(
    words: Words,
    source: Source,
    target: Target,
    plans: Sequence[Staffing],
    taught: Sequence[Lesson],
    crowds: Sequence[tuple[float, Outcome]],
    about: str,
) -> str:
    """The page."""
    chapters = [_hours(words, target, plan) for plan in plans]
    chapters += [_teaching(words, source.traffic, taught), _crowds(words, crowds)]
    title = words("Planung der Schalter", "Planning the counters")
    return document(words, source.traffic.site, title, about, chapters)


def _hours(words: Words, target: Target, plan: Staffing) -> Chapter:
    said = [aim(words, target), *of_hours(words, target, plan)[len(plan.hours) + 1 :]]
    legend = (words("nötig", "needed"), words("heute da", "there today"))
    alt = words("Nötige Schalter je Stunde: ", "Counters needed by the hour: ") + ", ".join(
        f"{hour}:00 {plan.counters[hour]}" for hour in plan.hours
    )
    picture = by_hour(plan.counters, plan.present, words("Schalter", "counters"), legend, alt)
    heads = (
        words("Stunde", "hour"),
        words("nötig", "needed"),
        words("rechtzeitig", "in time"),
        words("mit allen von heute", "with all of today's"),
        words("welche", "which"),
    )
    rows = [
        (
            f"{hour}:00–{hour + 1}:00",
            str(plan.counters[hour]),
            words.percent(plan.share[hour]),
            words.percent(plan.now[hour]),
            ", ".join(plan.who[hour]),
        )
        for hour in plan.hours
    ]
    return Chapter(f"{hours_heading(words)}: {weekdays(words, plan)}", said, [(picture, Figures(heads, rows))])


def _teaching(words: Words, traffic: Traffic, taught: Sequence[Lesson]) -> Chapter:
    said = of_teaching(words, traffic, taught)
    clear = [lesson for lesson in taught if is_clear(lesson)]
    if not clear:
        return Chapter(teaching_heading(words), said)
    labels = [f"{_counter(words, traffic, lesson)}: {_service(words, traffic, lesson)}" for lesson in clear]
    axis = words("Minuten weniger im Mittel für dieses Anliegen", "minutes less on average for that service")
    rows = [(label, lesson.own) for label, lesson in zip(labels, clear, strict=True)]
    heads = (
        words("Schalter und Anliegen", "counter and service"),
        words("dafür vorher", "for it before"),
        words("nachher", "after"),
        words("Gewinn (95 %)", "gain (95 %)"),
        words("Gewinn aller (95 %)", "everybody's gain (95 %)"),
    )
    table = [
        (
            label,
            words.number(lesson.before, 1),
            words.number(lesson.after, 1),
            words.between(lesson.own),
            words.between(lesson.gain, 2) if lesson.gain.low > 0.0 else words("nicht klar", "not clear"),
        )
        for label, lesson in zip(labels, clear, strict=True)
    ]
    return Chapter(
        teaching_heading(words), said, [(intervals(rows, axis, said[0], words(",", ".")), Figures(heads, table))]
    )


def _counter(words: Words, traffic: Traffic, lesson: Lesson) -> str:
    return f"{words('Schalter', 'counter')} {traffic.counters[lesson.counter]}"


def _service(words: Words, traffic: Traffic, lesson: Lesson) -> str:
    return traffic.site.service(traffic.services[lesson.service]).name.text(words.language)


def _crowds(words: Words, crowds: Sequence[tuple[float, Outcome]]) -> Chapter:
    said = of_crowds(words, crowds)
    rows, table = [], []
    for factor, result in crowds:
        label = words("heute", "today") if factor == 1.0 else f"+ {words.percent(factor - 1.0)}"
        mean, limit = float(result.wait.mean()), late(result, 0)
        rows.append(Bar(label, mean))
        share = words.percent(float(result.inside.mean()))
        table.append((label, words.number(mean, 1), words.number(limit), share))
    picture = bars(
        rows, words("Minuten Wartezeit im Mittel", "minutes waited on average"), ("", "", ""), " ".join(said)
    )
    heads = (
        words("Besuche", "visits"),
        words("Mittel", "mean"),
        words("95 von 100 ohne Termin", "95 of 100 walk-ins"),
        words("im Ziel", "in target"),
    )
    return Chapter(crowd_heading(words), said, [(picture, Figures(heads, table))])
