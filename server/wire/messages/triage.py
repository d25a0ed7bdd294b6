"""The decision tree as a kiosk asks it, and the counts of what came of it. No message here tells of a person."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from server.wire.messages.base import Language, Message, Slug

OutcomeKind = Literal["ticket", "answer", "online", "checkin", "authority", "documents"]
Day = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class TriageAnswer(Struct, frozen=True):
    """An answer; `to` is the slug of a question or an outcome. Texts by language."""

    slug: str
    text: dict[str, str]
    to: str
    icon: str = ""


class TriageQuestion(Struct, frozen=True):
    """A question with at most six answers."""

    slug: str
    text: dict[str, str]
    answers: list[TriageAnswer]


class TriageOutcome(Struct, frozen=True):
    """Where a path ends. `missing`: the documents outcome of a ticket for which papers are asked for first; `url` by
    language; empty fields are not of this kind, an empty `title` is the kiosk's own.
    """

    slug: str
    kind: OutcomeKind
    title: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    service: str = ""
    missing: str = ""
    topic: str = ""
    url: str = ""
    address: list[str] = field(default_factory=list)
    hours: dict[str, list[str]] = field(default_factory=dict)
    documents: dict[str, list[str]] = field(default_factory=dict)


class Triage(Struct, frozen=True):
    """The whole tree: begins with the question `first`; `person` is the outcome of "I need a person"."""

    first: str
    person: str
    questions: list[TriageQuestion]
    outcomes: list[TriageOutcome]


class CountOutcome(Message, frozen=True):
    """Somebody's path ended in `outcome` behind `question` on `day` (local). Its key must not be that of a visit."""

    day: Day
    language: Language
    outcome: Slug
    question: Slug


class CountAbandoned(Message, frozen=True):
    """Somebody went away at `step`, the slug of a question or of a ticket's outcome that was not confirmed."""

    day: Day
    language: Language
    step: Slug
