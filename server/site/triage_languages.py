"""[triage] in languages/<tag>.toml: the decision tree's texts in one more language."""

from collections.abc import Mapping
from dataclasses import replace

from server.site.content import OFFICE_LANGUAGE, Localized
from server.site.languages import Section, joined, joined_lines
from server.site.tables import Table
from server.site.tree import Answer, Outcome, Question, Triage


def with_languages(triage: Triage, tables: Mapping[str, Table]) -> Triage:
    """`triage` with the texts of the files. What is missing, unknown or doubled is noted.

    [triage.question.SLUG] has its `text` and in `answer` a text for each answer's slug; [triage.outcome.SLUG] has
    `title`, `text`, `hours` and `documents` where there are German ones.
    """
    for language, root in tables.items():
        tree = root.table("triage")
        questions = Section(tree, "question", [question.slug for question in triage.questions], "triage.")
        outcomes = Section(tree, "outcome", [outcome.slug for outcome in triage.outcomes], "triage.")
        triage = replace(
            triage,
            questions=tuple(_question(one, language, questions.table(one.slug)) for one in triage.questions),
            outcomes=tuple(
                _outcome(one, language, outcomes.table(one.slug)) if _speaks(one) else one for one in triage.outcomes
            ),
        )
        questions.close()
        outcomes.close()
        tree.close()
    return triage


def _speaks(outcome: Outcome) -> bool:
    said = (outcome.title, outcome.text, outcome.hours.by_language, outcome.documents.by_language)
    return any(OFFICE_LANGUAGE in texts for texts in said)


def _question(question: Question, language: str, table: Table | None) -> Question:
    if table is None:
        return question
    written = table.texts("answer")
    known = [answer.slug for answer in question.answers]
    for slug in written:
        if slug not in known:
            table.wrong(("answer", slug), f'the question "{question.slug}" has no answer "{slug}"')
    return replace(
        question,
        text=joined(question.text, language, table, "text"),
        answers=tuple(_answer(answer, language, table, written) for answer in question.answers),
    )


def _answer(answer: Answer, language: str, table: Table, written: Mapping[str, str]) -> Answer:
    if answer.slug not in written:
        table.wrong("answer", f'"answer" lacks a text for "{answer.slug}"')
        return answer
    return replace(answer, text=Localized({**answer.text, language: written[answer.slug]}))


def _outcome(outcome: Outcome, language: str, table: Table | None) -> Outcome:
    if table is None:
        return outcome
    return replace(
        outcome,
        title=joined(outcome.title, language, table, "title"),
        text=joined(outcome.text, language, table, "text"),
        hours=joined_lines(outcome.hours, language, table, "hours"),
        documents=joined_lines(outcome.documents, language, table, "documents"),
    )
