"""The decision tree that leads a visitor from a first question to what helps: questions, answers, outcomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from server.site.content import Localized, LocalizedLines

KINDS = ("ticket", "answer", "online", "checkin", "authority", "documents")
CLEARED = frozenset({"answer", "online", "authority", "documents"})
"""Kinds of outcome that need no counter."""
MOST_ANSWERS, MOST_QUESTIONS = 6, 4


@dataclass(frozen=True)
class Answer:
    """One of a question's answers. `to`: the slug of the next question or of an outcome; `icon`: as in services."""

    slug: str
    text: Localized
    to: str
    icon: str = ""


@dataclass(frozen=True)
class Question:
    """A question in plain language. Beside its answers the kiosk always offers a person."""

    slug: str
    text: Localized
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Outcome:
    """Where a path ends; `kind` is one of KINDS.

    ticket: for `service`; with `missing`, the slug of a documents outcome, the visitor is first asked whether all
    papers are here: its `documents`, else the service's. answer: the FAQ `topic`, or `text` alone. online: the address
    `url`. checkin: of an appointment. authority: another one, with `address` and `hours`, and its page `url`.
    documents: what is missing; its own `documents`, else those of the ticket that asked for them. An empty `title` is
    made by the kiosk; `text` stands below it.
    """

    slug: str
    kind: str
    title: Localized
    text: Localized
    service: str = ""
    missing: str = ""
    topic: str = ""
    url: str = ""
    address: tuple[str, ...] = ()
    hours: LocalizedLines = LocalizedLines({})  # noqa: RUF009 - frozen, and never changed
    documents: LocalizedLines = LocalizedLines({})  # noqa: RUF009


@dataclass(frozen=True)
class Triage:
    """The whole tree. `first`: the first question's slug; `person`: the outcome of "I need a person"."""

    first: str
    person: str
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]

    def question(self, slug: str) -> Question | None:
        """The question called `slug`, None when it is an outcome or nothing."""
        return self._questions.get(slug)

    def outcome(self, slug: str) -> Outcome | None:
        """The outcome called `slug`, None when there is none."""
        return self._outcomes.get(slug)

    def ways(self) -> Iterator[tuple[tuple[tuple[str, str], ...], str]]:
        """Every way through a sound tree: ((question, answer), ...) and the outcome's slug."""
        yield from self._ways_from(self.first, ())

    def way_to(self, service: str) -> tuple[str, ...]:
        """What a visitor touches to get a ticket for `service`, up to the confirmation; () when no way leads there."""
        for way, end in self.ways():
            outcome = self.outcome(end)
            if outcome is not None and outcome.kind == "ticket" and outcome.service == service:
                have = ("have:yes",) if outcome.missing else ()
                return (*(f"answer:{answer}" for _, answer in way), *have)
        return ()

    def _ways_from(
        self, slug: str, way: tuple[tuple[str, str], ...]
    ) -> Iterator[tuple[tuple[tuple[str, str], ...], str]]:
        question = self.question(slug)
        if question is None:
            yield way, slug
            return
        for answer in question.answers:
            yield from self._ways_from(answer.to, (*way, (slug, answer.slug)))

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.slug: question for question in self.questions}

    @cached_property
    def _outcomes(self) -> dict[str, Outcome]:
        return {outcome.slug: outcome for outcome in self.outcomes}
