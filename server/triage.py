"""The site's decision tree as it goes over the wire, and where the kiosks' counts of it are taken in."""

from collections.abc import Sequence
from datetime import date

from server.domain.refusal import Refusal
from server.site.content import Localized, LocalizedLines
from server.site.tree import Triage
from server.store.tallies import Tally
from server.wire import messages as m

Count = m.CountOutcome | m.CountAbandoned


def wire_tree(triage: Triage, languages: Sequence[str]) -> m.Triage:
    """The tree with every text in all `languages` of the office."""

    def texts(text: Localized) -> dict[str, str]:
        return {language: text.text(language) for language in languages} if text else {}

    def lines(found: LocalizedLines) -> dict[str, list[str]]:
        return {language: list(found.lines(language)) for language in languages} if found.by_language else {}

    return m.Triage(
        triage.first,
        triage.person,
        [
            m.TriageQuestion(
                question.slug,
                texts(question.text),
                [m.TriageAnswer(a.slug, texts(a.text), a.to, a.icon) for a in question.answers],
            )
            for question in triage.questions
        ],
        [
            m.TriageOutcome(
                slug=outcome.slug,
                kind=outcome.kind,  # type: ignore[arg-type]  # the site's reader knows the same kinds
                title=texts(outcome.title),
                text=texts(outcome.text),
                service=outcome.service,
                missing=outcome.missing,
                topic=outcome.topic,
                url=outcome.url,
                address=list(outcome.address),
                hours=lines(outcome.hours),
                documents=lines(outcome.documents),
            )
            for outcome in triage.outcomes
        ],
    )


def tally(triage: Triage | None, count: Count, today: date) -> Tally:
    """What a kiosk's count adds to. Raises `Refusal` for what is not in the tree, and for a day that cannot be.

    A day after today (a kiosk whose clock is fast) becomes today.
    """
    try:
        day = min(date.fromisoformat(count.day), today)
    except ValueError:
        raise Refusal("no_such_day", "there is no such day") from None
    if isinstance(count, m.CountAbandoned):
        known = triage is not None and (triage.question(count.step) or triage.outcome(count.step))
        if not known:
            raise Refusal("unknown_step", "the office's tree has no such step")
        return Tally(day.isoformat(), count.language, count.step, "", "abandoned")
    outcome = triage.outcome(count.outcome) if triage else None
    if outcome is None or triage is None or triage.question(count.question) is None:
        raise Refusal("unknown_outcome", "the office's tree has no such outcome")
    return Tally(day.isoformat(), count.language, count.question, outcome.slug, outcome.kind)
