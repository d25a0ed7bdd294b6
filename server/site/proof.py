"""What `lotse check` proves of a decision tree: every path ends soon, and everything can be reached."""

from collections.abc import Mapping, Sequence

from server.site.mistakes import did_you_mean
from server.site.tables import Table
from server.site.tree import MOST_QUESTIONS, Triage


def prove(
    triage: Triage,
    root: Table,
    places: Mapping[str, Table],
    answers: Mapping[str, Sequence[Table]],
    services: Sequence[str] | None,
) -> None:
    """Note what is wrong with the tree as a whole. `places` and `answers`: the tables of questions and outcomes, and of
    each question's answers; `services`: those that need a path, None when they could not be read.
    """
    if triage.first and triage.question(triage.first) is None:
        known = [question.slug for question in triage.questions]
        root.wrong("first", f'there is no question "{triage.first}"{did_you_mean(triage.first, known)}')
        return
    reached = _follow(triage, places, answers)
    for slug in places:
        if slug and slug not in reached:
            places[slug].wrong("slug", f'no path leads to "{slug}"; let an answer go there, or remove it')
    ends = [outcome for outcome in triage.outcomes if outcome.slug in reached and outcome.kind == "ticket"]
    served = {outcome.service for outcome in ends}
    for service in services or ():
        if service and service not in served:
            root.wrong("first", f'no path leads to a ticket for the service "{service}"')


def _follow(triage: Triage, places: Mapping[str, Table], answers: Mapping[str, Sequence[Table]]) -> set[str]:
    """Everything that can be reached; notes cycles, paths that are too long, and answers that lead nowhere."""
    depth: dict[str, int] = {triage.person: 0}
    noted: set[tuple[str, str]] = set()

    def wrong(question: str, number: int, message: str) -> None:
        if (question, message) not in noted:
            noted.add((question, message))
            answers[question][number].wrong("to", message)

    def mark(slug: str) -> None:
        if slug in depth:
            return
        depth[slug] = MOST_QUESTIONS
        question = triage.question(slug)
        for answer in question.answers if question else ():
            mark(answer.to)

    def go(slug: str, path: tuple[str, ...]) -> None:
        depth[slug] = len(path)
        question = triage.question(slug)
        if question is None:
            return
        for number, answer in enumerate(question.answers):
            if not answer.to:
                continue
            if answer.to not in places:
                known = [other for other in places if other]
                message = f'there is no question or outcome "{answer.to}"{did_you_mean(answer.to, known)}'
                wrong(slug, number, message)
            elif answer.to in (*path, slug):
                wrong(slug, number, f'this goes round in a circle: "{answer.to}" was asked before')
            elif triage.question(answer.to) is not None and len(path) + 1 >= MOST_QUESTIONS:
                mark(answer.to)  # one mistake, not another for all that lies behind
                wrong(slug, number, f"this would be question {len(path) + 2}; a path has at most {MOST_QUESTIONS}")
            elif depth.get(answer.to, -1) < len(path) + 1:
                go(answer.to, (*path, slug))

    if triage.first:
        go(triage.first, ())
    reached = set(depth)
    for outcome in triage.outcomes:
        if outcome.slug in reached and outcome.missing:
            reached.add(outcome.missing)
    return reached
