"""One visitor's way through the office's decision tree: answers, back, and what is counted of it.

Pure: no clock, no window. `Walk.step` names what is to be shown: "question", "checklist", "confirm", or the outcome.
"""

from copy import copy
from dataclasses import dataclass

from server.wire.messages import Triage, TriageOutcome, TriageQuestion

OUTCOMES = ("answer", "online", "check_in", "authority", "documents")
"""Steps that show an outcome other than a ticket."""


@dataclass(frozen=True)
class Tally:
    """What is counted of one visit, and nothing else: `outcome` "" says that it was abandoned at `step`."""

    language: str
    step: str
    outcome: str = ""


@dataclass(frozen=True)
class Handout:
    """The visitor wants this outcome on paper; `service`: whose documents it lists."""

    visit: int
    outcome: TriageOutcome
    service: str


def found(topic: str) -> TriageOutcome:
    """The answer that a visitor found in own words, as the tree would have led to it."""
    return TriageOutcome(slug=topic, kind="answer", topic=topic)


class Walk:
    """Where a visitor is in `tree`, and how she came there."""

    def __init__(self, tree: Triage) -> None:
        self.tree = tree
        self._questions = {question.slug: question for question in tree.questions}
        self._outcomes = {outcome.slug: outcome for outcome in tree.outcomes}
        self._path = [tree.first]
        self._have_papers = False

    @property
    def place(self) -> str:
        """The slug of the question or the outcome that was reached."""
        return self._path[-1]

    @property
    def question(self) -> TriageQuestion | None:
        """The question that is asked now; None at an outcome."""
        return self._questions.get(self._path[-1])

    @property
    def outcome(self) -> TriageOutcome | None:
        """The outcome that was reached; None at a question."""
        return self._outcomes.get(self._path[-1])

    @property
    def asked_for(self) -> TriageOutcome | None:
        """The ticket whose papers were asked for, also on the screen that says which are missing."""
        for slug in reversed(self._path):
            outcome = self._outcomes.get(slug)
            if outcome is not None and outcome.kind == "ticket":
                return outcome
        return None

    @property
    def service(self) -> str:
        """The service of the ticket that was reached or asked for, ""."""
        return self.asked_for.service if self.asked_for else ""

    @property
    def step(self) -> str:
        """What is to be shown."""
        outcome = self.outcome
        if outcome is None:
            return "question"
        if outcome.kind == "ticket":
            return "checklist" if outcome.missing and not self._have_papers else "confirm"
        return "check_in" if outcome.kind == "checkin" else outcome.kind

    def again(self) -> "Walk":
        """Another one at the same place."""
        other = copy(self)
        other._path = list(self._path)
        return other

    def take(self, verb: str, choice: str) -> bool:
        """A touch: "answer:SLUG", "have:yes", "have:no" or "person". False where it means nothing here."""
        question, step = self.question, self.step
        if verb == "answer" and question is not None:
            to = next((answer.to for answer in question.answers if answer.slug == choice), "")
            return self._go(to)
        if verb == "person" and (step in OUTCOMES or step in ("question", "checklist")):
            return self._go(self.tree.person)
        if verb == "have" and step == "checklist" and choice in ("yes", "no"):
            if choice == "yes":
                self._have_papers = True
                return True
            assert self.outcome is not None
            return self._go(self.outcome.missing)
        return False

    def back(self) -> bool:
        """One step back; False at the first question."""
        if self._have_papers:
            self._have_papers = False
            return True
        if len(self._path) > 1:
            self._path.pop()
            return True
        return False

    def ended(self, language: str, has_ticket: bool) -> Tally:
        """What is counted now that the visitor goes."""
        outcome = self.outcome
        if outcome is None or (outcome.kind == "ticket" and not has_ticket):
            return Tally(language, self._path[-1])
        question = next(slug for slug in reversed(self._path) if slug in self._questions)
        return Tally(language, question, outcome.slug)

    def _go(self, to: str) -> bool:
        if to not in self._questions and to not in self._outcomes:
            return False
        self._have_papers = False
        self._path.append(to)
        return True
