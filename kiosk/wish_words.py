"""What the kiosk says of a visitor's wishes: on their own screen, and before the ticket is given."""

from collections.abc import Iterator
from typing import Any

from assets.languages import Texts
from kiosk.session import Session
from kiosk.slip import FOR_OTHER
from kiosk.wishes import INTERPRETER, MOST_PEOPLE, offered

SOONER = "Sooner: in a wheelchair, pregnant, with an infant, or severely disabled. The staff confirm it."
NEEDS = {
    "step_free": ("Step-free counter", "step-free"),
    "quiet": ("A quiet place", "quiet"),
    INTERPRETER: ("Speak my language", "my language"),
}
"""Each need as it is chosen, and in a word."""


def wishes_screen(session: Session, texts: Texts) -> dict[str, Any]:
    """The screen on which wishes are chosen."""
    wishes, language, meets = session.wishes, session.language, session.meets.get(session.service, ())
    toggles = [("other", texts.text("I come for somebody else"), wishes.other, True)]
    met = wishes.met(language, meets)
    for need in offered(language, meets):
        toggles.append(
            (need, texts.text(NEEDS[need][0]), need in met, need in met or wishes.possible(need, language, meets))
        )
    toggles.append(("priority", texts.text("Please call me sooner"), wishes.priority, True))
    chosen = {True: texts.text("chosen"), False: texts.text("not chosen")}
    apart = texts.text("not at the same counter")
    return {
        "title": texts.text("Do you need something special?"),
        "text": texts.text(SOONER),
        "apart": "" if all(can for *_, can in toggles) else texts.text("Without a box: not at the same counter."),
        "people": texts.plural("{n} person", "{n} people", wishes.people),
        "fewer": texts.text("One person fewer"),
        "more_people": texts.text("One person more"),
        "can_fewer": wishes.people > 1,
        "can_more": wishes.people < MOST_PEOPLE,
        "entries": [
            (f"wish:{key}", name, chosen[on] if can else "", "" if can else apart, on, can)
            for key, name, on, can in toggles
        ],
        "done": texts.text("Next"),
    }


def confirm_words(session: Session, texts: Texts) -> dict[str, Any]:
    """The way to the wishes from the last look before a ticket, and `bring_also`, what they make necessary."""
    wished = list(_in_words(session, texts))
    return {
        "wishes": "\u00a0· ".join(wished) if wished else texts.text("Do you need something special?"),
        "wished": bool(wished),
        "bring_also": [texts.text(FOR_OTHER)] if session.wishes.other else [],
    }


def _in_words(session: Session, texts: Texts) -> Iterator[str]:
    wishes = session.wishes
    if wishes.people > 1:
        yield texts.plural("{n} person", "{n} people", wishes.people)
    if wishes.other:
        yield texts.text("for somebody else")
    for need in wishes.met(session.language, session.meets.get(session.service, ())):
        yield texts.text(NEEDS[need][1])
    if wishes.priority:
        yield texts.text("sooner")
