"""What the kiosk shows, one after the other, and which of these steps belong together."""

import enum
from typing import Final

from kiosk.checkin import STEP_OF


class Step(enum.Enum):
    """What the kiosk shows."""

    START = "start"
    LANGUAGE = "language"
    GROUP = "group"
    SERVICE = "service"
    ASK = "ask"
    TOPIC = "topic"
    QUESTION = "question"
    CHECKLIST = "checklist"
    ANSWER = "answer"
    ONLINE = "online"
    AUTHORITY = "authority"
    DOCUMENTS = "documents"
    CONFIRM = "confirm"
    WISHES = "wishes"
    TOO_LATE = "too_late"
    PRINTING = "printing"
    TAKE_SLIP = "take_slip"
    REMEMBER = "remember"
    CLOSED = "closed"
    ASK_DESK = "ask_desk"
    CHECK_IN = "check_in"
    EARLY = "early"
    WRONG_DAY = "wrong_day"
    ALREADY = "already"
    UNKNOWN_CODE = "unknown_code"
    CANCELLED = "cancelled"


NOT_CHECKED_IN: Final = frozenset(Step(name) for name in STEP_OF.values())
OUTCOMES: Final = frozenset({Step.ANSWER, Step.ONLINE, Step.AUTHORITY, Step.DOCUMENTS})
"""Steps of the tree that need no ticket."""
TRIAGE: Final = OUTCOMES | {Step.QUESTION, Step.CHECKLIST}
ASKING: Final = frozenset({Step.ASK, Step.TOPIC})
READ: Final = OUTCOMES | {Step.TOPIC}
"""Pages that may be printed."""
CHECKING_IN: Final = NOT_CHECKED_IN | {Step.CHECK_IN}
CHOOSING: Final = (
    frozenset({Step.LANGUAGE, Step.GROUP, Step.SERVICE, Step.CONFIRM, Step.WISHES, Step.TOO_LATE})
    | TRIAGE
    | ASKING
    | CHECKING_IN
)
"""Steps that wait for the visitor, warn and go back to the start."""
