"""The one table of what can happen to a ticket. What is not here cannot happen."""

from server.domain import events as e
from server.domain.ticket import State

S = State

TRANSITIONS: dict[tuple[State, type[e.TicketEvent]], State | None] = {
    (S.WAITING, e.TicketCalled): S.CALLED,
    (S.WAITING, e.PriorityConfirmed): S.WAITING,
    (S.WAITING, e.PriorityDeclined): S.WAITING,
    (S.WAITING, e.TicketCancelled): S.CANCELLED,
    (S.WAITING, e.TicketExpired): S.EXPIRED,
    (S.CALLED, e.TicketRecalled): S.CALLED,
    (S.CALLED, e.ServiceStarted): S.SERVING,
    (S.CALLED, e.ServiceFinished): S.FINISHED,
    (S.CALLED, e.NoShowReported): S.NO_SHOW,
    (S.CALLED, e.TicketParked): S.PARKED,
    (S.CALLED, e.TicketTransferred): S.WAITING,
    (S.CALLED, e.VisitContinued): S.SERVING,
    (S.CALLED, e.VisitMovedOn): S.WAITING,
    (S.CALLED, e.TicketExpired): S.EXPIRED,
    (S.SERVING, e.ServiceFinished): S.FINISHED,
    (S.SERVING, e.TicketParked): S.PARKED,
    (S.SERVING, e.TicketTransferred): S.WAITING,
    (S.SERVING, e.VisitContinued): S.SERVING,
    (S.SERVING, e.VisitMovedOn): S.WAITING,
    (S.SERVING, e.TicketExpired): S.EXPIRED,
    (S.PARKED, e.TicketResumed): S.CALLED,
    (S.PARKED, e.TicketCancelled): S.CANCELLED,
    (S.PARKED, e.TicketExpired): S.EXPIRED,
    # who turns up after all is called by hand
    (S.NO_SHOW, e.TicketCalled): S.CALLED,
    # None: back to the state that the event names
    (S.FINISHED, e.EndingUndone): None,
    (S.NO_SHOW, e.EndingUndone): None,
    (S.WAITING, e.EndingUndone): None,
}


def possible(state: State, event: type[e.TicketEvent]) -> bool:
    """Whether `event` can happen to a ticket in `state`."""
    return (state, event) in TRANSITIONS


def diagram() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", "    [*] --> waiting: TicketIssued"]
    lines += [
        f"    {before.value} --> {after.value}: {event.__name__}"
        for (before, event), after in TRANSITIONS.items()
        if after is not None
    ]
    lines += [
        f"    {before.value} --> called: EndingUndone\n    {before.value} --> serving: EndingUndone"
        for (before, event), after in TRANSITIONS.items()
        if after is None
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(diagram())
