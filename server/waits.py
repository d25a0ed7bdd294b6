"""How long still: the forecast's spans, and the one honest way in which every surface says them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from server.domain.queue import Queue
from server.domain.ticket import Kind, State, Ticket
from server.wire import messages as m

GRACE_S = 300.0
"""A span is told until this long after its end; then it has proven wrong, and nobody can tell."""
TOO_OLD_S = 900.0
"""A forecast older than this tells nothing any more: whoever makes them has stopped."""
TOO_FAR_S = 4 * 3600.0
"""A span that ends later than this is no help to anybody: nobody can tell."""


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds from the forecast's moment until the call: the median, and the ends of the 90 % interval."""

    low_s: float
    median_s: float
    high_s: float


@dataclass(frozen=True, slots=True)
class Waits:
    """A forecast, whole. What is missing cannot be told.

    `tickets` by id; `services` by slug, for somebody who draws a walk-in ticket now; `too_late`: the services that
    would not be finished before closing.
    """

    as_of: datetime
    tickets: Mapping[str, Span] = field(default_factory=dict)
    services: Mapping[str, Span] = field(default_factory=dict)
    too_late: frozenset[str] = frozenset()


NONE = Waits(datetime.min.replace(tzinfo=UTC))
"""Nothing is known."""


def wait_of(span: Span | None, as_of: datetime, now: datetime) -> m.Wait | None:
    """What is left of `span` at `now`, in whole minutes that contain it: low rounded down, high up, and high > low.

    To 5 minutes up to an hour, to 10 up to two hours, to 30 beyond. None: it cannot be told, or ends too far away.
    """
    passed = max(0.0, (now - as_of).total_seconds())
    if span is None or passed > TOO_OLD_S or span.high_s > TOO_FAR_S:
        return None
    least, most = min(span.low_s, span.high_s) - passed, max(span.low_s, span.high_s) - passed
    if most < -GRACE_S:
        return None
    low, high = _down(max(0.0, least) / 60), _up(max(0.0, most) / 60)
    return m.Wait(low, max(high, low + _step(low)))


def of_ticket(waits: Waits, ticket: Ticket, now: datetime) -> m.Wait | None:
    """When a waiting ticket will be called; a walk-in that the forecast has not seen yet is told its service's span."""
    if ticket.state is not State.WAITING:
        return None
    span = waits.tickets.get(ticket.id)
    if span is None and ticket.kind is Kind.WALK_IN and ticket.to_counter is None:
        span = waits.services.get(ticket.service)
    return wait_of(span, waits.as_of, now)


def of_service(waits: Waits, slug: str, now: datetime) -> m.Wait | None:
    """When somebody would be called who draws a walk-in ticket now."""
    return wait_of(waits.services.get(slug), waits.as_of, now)


def around(several: list[m.Wait | None]) -> m.Wait | None:
    """From the smallest low to the largest high; None when there is none, or one that cannot be told."""
    known = [wait for wait in several if wait is not None]
    if not known or len(known) < len(several):
        return None
    return m.Wait(min(wait.low for wait in known), max(wait.high for wait in known))


def too_late(waits: Waits, queue: Queue) -> frozenset[str]:
    """The services for which a kiosk gives no tickets any more today; the lead may keep one open."""
    return waits.too_late - queue.kept_open


def _step(minutes: float) -> int:
    if minutes < 60:
        return 5
    return 10 if minutes < 120 else 30


def _down(minutes: float) -> int:
    step = _step(minutes)
    return int(minutes // step) * step


def _up(minutes: float) -> int:
    """Rounded up; at least one step, so that "at once" is "up to 5 minutes"."""
    step = _step(minutes) if minutes not in (60, 120) else 10
    return max(step, -int(-minutes // step) * step)
