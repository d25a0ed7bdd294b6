"""What a staff plan says, in sentences. A gain whose interval holds zero is not claimed."""

from collections.abc import Sequence

from assets.languages import Texts
from server.planning.measures import Outcome
from server.planning.staffing import Staffing, Target
from server.planning.teaching import Lesson
from server.planning.telling import late
from server.planning.traffic import Traffic
from server.planning.words import Words

Chapter = tuple[str, list[str]]


def told(
    words: Words,
    traffic: Traffic,
    target: Target,
    plans: Sequence[Staffing],
    taught: Sequence[Lesson],
    crowds: Sequence[tuple[float, Outcome]],
) -> list[Chapter]:
    """Heading and sentences of each chapter."""
    return [
        (
            hours_heading(words),
            [aim(words, target), *(line for plan in plans for line in of_hours(words, target, plan))],
        ),
        (teaching_heading(words), of_teaching(words, traffic, taught)),
        (crowd_heading(words), of_crowds(words, crowds)),
    ]


def hours_heading(words: Words) -> str:
    """Of the chapter on hours."""
    return words("Wie viele Schalter zu welcher Stunde", "How many counters at which hour")


def teaching_heading(words: Words) -> str:
    """Of the chapter on skills."""
    return words("Wer als Nächstes was lernen sollte", "Who should learn what next")


def crowd_heading(words: Words) -> str:
    """Of the chapter on more people."""
    return words("Wenn mehr Menschen kommen", "If more people come")


def aim(words: Words, target: Target) -> str:
    """The target as a sentence."""
    share, kind = words.percent(target.share), words.kind(target.kind)
    return words(
        f"Ziel: {share} der Besuche „{kind}“ kommen zu jeder Stunde in {target.within:g} Minuten dran.",
        f"Target: at every hour {share} of the {kind} are called within {target.within:g} minutes.",
    )


def weekdays(words: Words, plan: Staffing) -> str:
    """Monday, Tuesday and so on."""
    texts = Texts(words.language)
    return ", ".join(texts.weekday(day) for day in plan.weekdays)


def of_hours(words: Words, target: Target, plan: Staffing) -> list[str]:
    """How many counters the hours of one kind of day need."""
    found = [f"{weekdays(words, plan)} ({words('heute', 'today')}: {plan.present}):"]
    for hour in plan.hours:
        n, share = plan.counters[hour], words.percent(plan.share[hour])
        found.append(
            words(
                f"  {hour:02d}–{hour + 1:02d} Uhr: {n} Schalter; {share} kommen rechtzeitig dran",
                f"  {hour:02d}:00–{hour + 1:02d}:00: {n} counters; {share} are called in time",
            )
        )
    missed = [f"{hour}:00" for hour in plan.hours if plan.share[hour] < target.share]
    found.append(
        words("Gemessen an Tagen, die nicht zur Suche dienten", "Measured on days that were not used in the search")
        + (
            words("; das Ziel wurde dort verfehlt um ", "; there the target was missed at ") + ", ".join(missed)
            if missed and plan.reached
            else ""
        )
        + "."
    )
    least, most = min(plan.counters.values()), max(plan.counters.values())
    if not plan.reached:
        found.append(
            words(
                f"Das Ziel ist auch mit {most} Schaltern nicht zu jeder Stunde zu erreichen.",
                f"The target cannot be reached at every hour, not even with {most} counters.",
            )
        )
    elif most > plan.present:
        extra = sorted({name for hour in plan.hours for name in plan.who[hour] if name.startswith("+")})
        like = ", ".join(name.removeprefix("+ ") for name in extra)
        found.append(
            words(
                f"Schalter, die zeitweise fehlen: {most - plan.present}, am besten mit den Kenntnissen von {like}.",
                f"Counters lacking at times: {most - plan.present}, best with the skills of {like}.",
            )
        )
    elif least < plan.present:
        found.append(
            words(
                f"Die Schalter von heute reichen; zu ruhigen Stunden genügen {least}.",
                f"Today's counters are enough; in quiet hours {least} will do.",
            )
        )
    else:
        found.append(words("Es braucht alle Schalter von heute.", "It takes all of today's counters."))
    return found


def of_teaching(words: Words, traffic: Traffic, taught: Sequence[Lesson]) -> list[str]:
    """The clear gains in their order, and what is not clear as such."""
    clear = [lesson for lesson in taught if is_clear(lesson)]
    if not clear:
        return [
            words(
                "Kein klarer Gewinn: keine einzelne Kenntnis mehr verkürzt die Wartezeiten sicher.",
                "No clear gain: no single further skill surely makes waits shorter.",
            )
        ]
    found = [lesson_sentence(words, traffic, lesson) for lesson in clear]
    unclear = len(taught) - len(clear)
    if unclear:
        found.append(
            words(
                f"Bei den {unclear} nächstbesten: kein klarer Gewinn.", f"For the next best {unclear}: no clear gain."
            )
        )
    return found


def is_clear(lesson: Lesson) -> bool:
    """Whether the waits surely get shorter."""
    return lesson.better.low > 0.0 and lesson.own.low > 0.0


def lesson_sentence(words: Words, traffic: Traffic, lesson: Lesson) -> str:
    """If counter 104 could also do naturalisation ..."""
    counter = traffic.counters[lesson.counter]
    service = traffic.site.service(traffic.services[lesson.service]).name.text(words.language)
    first = words(
        f"Könnte Schalter {counter} auch „{service}“ bearbeiten, sänke die mittlere Wartezeit dafür von "
        f"{words.number(lesson.before, 1)} auf {words.minutes(lesson.after)}",
        f'If counter {counter} could also do "{service}", the average wait for it would fall from '
        f"{words.number(lesson.before, 1)} to {words.minutes(lesson.after)}",
    )
    if lesson.gain.low <= 0.0:
        return first + words("; im Mittel aller kein klarer Gewinn.", "; no clear gain on average over everybody.")
    now, then = (words.number(value, 1) for value in lesson.everybody)
    interval = words.between(lesson.gain, 2)
    return first + words(
        f", für alle zusammen von {now} auf {then} (Gewinn mit 95 %: {interval} Minuten).",
        f", over everybody from {now} to {then} (gain with 95 %: {interval} minutes).",
    )


def of_crowds(words: Words, crowds: Sequence[tuple[float, Outcome]]) -> list[str]:
    """Waits of today and with more people."""
    (_, today), *others = crowds
    mean, share = words.minutes(float(today.wait.mean())), words.percent(float(today.inside.mean()))
    found = [
        words(
            f"Heute: im Mittel {mean} Wartezeit; {share} kommen in ihrer Zielzeit dran.",
            f"Today: an average wait of {mean}; {share} are called within their target.",
        )
    ]
    for factor, result in others:
        mean, share = words.minutes(float(result.wait.mean())), words.percent(float(result.inside.mean()))
        more = words.percent(factor - 1.0)
        limit = words.minutes(late(result, 0))
        found.append(
            words(
                f"{more} mehr: {mean}; {share} in der Zielzeit; 95 von 100 ohne Termin warten höchstens {limit}.",
                f"{more} more: {mean}; {share} within their target; 95 of 100 walk-ins wait {limit} at most.",
            )
        )
    return found
