"""Who stands before one counter, and who of them goes first: the rules, on a copy that can be played forward."""

from bisect import bisect_left, insort
from datetime import datetime

from server.domain.index import score
from server.domain.lines import Rank, rank
from server.domain.plan import FIFO
from server.domain.queue import Queue
from server.domain.ticket import Kind, Ticket

_Group = tuple[str, Kind]
_Worth = tuple[bool, float, Rank]


class _Line:
    """A line of the queue, and how far it was called here."""

    __slots__ = ("at", "ranks")

    def __init__(self, ranks: list[Rank]) -> None:
        self.ranks, self.at = ranks, 0


class Standing:
    """The tickets that `counter` could serve at `now`. `pick` and `take` in turn play its calls; the queue stays."""

    def __init__(self, queue: Queue, counter: str, now: datetime) -> None:
        self._queue, self._plan, self._counter = queue, queue.plan, counter
        self._now = now.timestamp()
        self._lines: dict[_Group, list[_Line]] = {}
        for service, kind, ranks in queue.reach.standing(counter, queue.lines):
            self._lines.setdefault((service, kind), []).append(_Line(ranks))
        self._heads = {group: min(line.ranks[0] for line in lines) for group, lines in self._lines.items()}
        self._capped: dict[Kind, list[Rank]] = {}
        for _, kind, ranks in queue.reach.standing(counter, queue.capped):
            self._capped.setdefault(kind, []).extend(ranks)
        for capped in self._capped.values():
            capped.sort()
        self._overtaken: dict[str, int] = {}
        self._worths: dict[str, _Worth] = {}

    def count(self) -> int:
        """How many stand here."""
        return sum(len(line.ranks) - line.at for lines in self._lines.values() for line in lines)

    def pick(self) -> tuple[Ticket, str] | None:
        """Who goes first, and the rule that decides it; None only when nobody stands here."""
        heads = self._heads
        if not heads:
            return None
        overdue = self._longest_overdue()
        if overdue is not None:
            return self._queue.tickets[overdue[2]], "longest_overdue"
        best = min((self._worth(group, head) for group, head in heads.items() if self._admissible(group[1], head)))
        ticket = self._queue.tickets[best[2][2]]
        if best[2] in self._capped.get(ticket.kind, ())[:1] and best > min(
            self._worth(group, head) for group, head in heads.items()
        ):
            return ticket, "overtake_cap"
        return ticket, FIFO if self._plan.rule.preset == FIFO else "index"

    def take(self, ticket: Ticket) -> None:
        """Let the ticket, which `pick` gave, be called."""
        group, own = (ticket.service, ticket.kind), rank(ticket)
        lines = self._lines[group]
        line = next(line for line in lines if line.at < len(line.ranks) and line.ranks[line.at] == own)
        line.at += 1
        heads = [line.ranks[line.at] for line in lines if line.at < len(line.ranks)]
        if heads:
            self._heads[group] = min(heads)
        else:
            del self._heads[group]
        capped = self._capped.setdefault(ticket.kind, [])
        if own in capped[:1]:
            del capped[0]
        for other, lines in self._lines.items():
            if other[1] is ticket.kind:
                for line in lines:
                    self._overtake(line, own, capped)

    def _overtake(self, line: _Line, own: Rank, capped: list[Rank]) -> None:
        most = self._plan.max_overtakes
        for overtaken in line.ranks[line.at : bisect_left(line.ranks, own, lo=line.at)]:
            id = overtaken[2]
            count = self._overtaken.get(id)
            count = (self._queue.tickets[id].overtaken if count is None else count) + 1
            self._overtaken[id] = count
            if count == most:
                insort(capped, overtaken)

    def _longest_overdue(self) -> Rank | None:
        worst: tuple[float, Rank] | None = None
        for (_, kind), head in self._heads.items():
            beyond = (head[0] - self._now) / self._plan.levels[kind].bound_s
            if beyond < -1.0 and (worst is None or (beyond, head) < worst):
                worst = (beyond, head)
        return None if worst is None else worst[1]

    def _admissible(self, kind: Kind, head: Rank) -> bool:
        capped = self._capped.get(kind)
        return not capped or head <= capped[0]

    def _worth(self, group: _Group, head: Rank) -> _Worth:
        """What heads are sorted by, the least first; an appointment that is not due comes after all who are."""
        found = self._worths.get(head[2])
        if found is None:
            found = self._worths[head[2]] = self._weigh(group, head)
        return found

    def _weigh(self, group: _Group, head: Rank) -> _Worth:
        service, kind = group
        plan = self._plan
        if head[0] > self._now + plan.early_s:
            return (True, 0.0, head)
        if plan.rule.preset == FIFO:
            return (False, 0.0, head)
        ticket = self._queue.tickets[head[2]]
        able = self._queue.reach.able(service, ticket.needs, ticket.to_counter)
        spoken = ticket.language != plan.language and ticket.language in self._queue.counter(self._counter).languages
        value = score(
            plan.rule.weights,
            kind,
            wait_s=max(0.0, self._now - head[0]),
            target_s=plan.levels[kind].target_s,
            work_s=plan.work_s(service, ticket.people),
            others=len(able) - (self._counter in able),
            speaks=spoken,
        )
        return (False, -value, head)
