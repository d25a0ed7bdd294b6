"""Who stands before one counter, and who of them goes first: the rules, on a copy that can be played forward."""

from bisect import bisect_left, insort
from collections.abc import Mapping
from datetime import datetime

from server.domain.index import score
from server.domain.lines import Rank, rank, target
from server.domain.plan import FIFO
from server.domain.pools import Pool, drain_minutes
from server.domain.queue import Queue
from server.domain.ticket import Kind, Ticket

_Group = tuple[str, Kind]
_Worth = tuple[int, float, Rank]
# The first of a worth's three parts: whoever is beyond the wait bound, before all who are due, before the others.
_OVERDUE, _DUE, _EARLY = range(3)


class _Line:
    """A line of the queue, and how far it was called here."""

    __slots__ = ("at", "ranks")

    def __init__(self, ranks: list[Rank]) -> None:
        self.ranks, self.at = ranks, 0


class Standing:
    """The tickets that `counter` could serve at `now`. `pick` and `take` in turn play its calls; the queue stays."""

    def __init__(self, queue: Queue, counter: str, now: datetime) -> None:
        self._queue, self._plan = queue, queue.plan
        self._languages = queue.counter(counter).languages
        self._now = now.timestamp()
        self._drains: Mapping[Pool, float] | None = None
        self._lines: dict[_Group, list[_Line]] = {}
        for service, kind, ranks in queue.reach.standing(counter, queue.lines):
            self._lines.setdefault((service, kind), []).append(_Line(ranks))
        self._capped: dict[Kind, list[Rank]] = {}
        for _, kind, ranks in queue.reach.standing(counter, queue.capped):
            self._capped.setdefault(kind, []).extend(ranks)
        for capped in self._capped.values():
            capped.sort()
        self._overtaken: dict[str, int] = {}
        self._heads: dict[_Group, _Worth] = {}
        """The first of each service and kind; the least goes first."""
        for group in self._lines:
            self._weigh_head(group)

    def count(self) -> int:
        """How many stand here."""
        return sum(len(line.ranks) - line.at for lines in self._lines.values() for line in lines)

    def pick(self, advised: str = "") -> tuple[Ticket, str] | None:
        """Who goes first, and the rule that decides it; None only when nobody stands here.

        Where the index decides, the `advised` ticket is taken if it is the first of its service and kind, is due and
        passes nobody who must not be overtaken; any other advice is not heard.
        """
        if not self._heads:
            return None
        capped = {kind: ranks[0] for kind, ranks in self._capped.items() if ranks}
        best = first = min(self._heads.values())
        if capped:
            # whoever is beyond the bound is the earliest of the kind, and so never kept back here
            best = min(w for (_, kind), w in self._heads.items() if kind not in capped or w[2] <= capped[kind])
        ticket = self._queue.tickets[best[2][2]]
        if best[0] == _OVERDUE:
            return ticket, "longest_overdue"
        if best != first and capped.get(ticket.kind) == best[2]:
            return ticket, "overtake_cap"
        if self._plan.rule.preset == FIFO:
            return ticket, FIFO
        for (_, kind), worth in self._heads.items():
            heard = worth[2][2] == advised != ticket.id and worth[0] == _DUE
            if heard and (kind not in capped or worth[2] <= capped[kind]):
                return self._queue.tickets[advised], "look_ahead"
        return ticket, "index"

    def take(self, ticket: Ticket) -> None:
        """Let the ticket, which `pick` gave, be called."""
        group, own = (ticket.service, ticket.kind), rank(ticket)
        for line in self._lines[group]:
            if line.at < len(line.ranks) and line.ranks[line.at] == own:
                line.at += 1
        self._weigh_head(group)
        capped = self._capped.setdefault(ticket.kind, [])
        if own in capped[:1]:
            del capped[0]
        for (_, kind), lines in self._lines.items():
            if kind is ticket.kind:
                for line in lines:
                    if line.at < len(line.ranks) and line.ranks[line.at] < own:
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

    def _weigh_head(self, group: _Group) -> None:
        heads = [line.ranks[line.at] for line in self._lines[group] if line.at < len(line.ranks)]
        if heads:
            self._heads[group] = self._weigh(group, min(heads))
        else:
            del self._heads[group]

    def _weigh(self, group: _Group, head: Rank) -> _Worth:
        service, kind = group
        plan = self._plan
        wait_s, level = self._now - head[0], plan.levels[kind]
        if wait_s > level.bound_s:
            return (_OVERDUE, -wait_s / level.bound_s, head)
        if -wait_s > plan.early_s:
            return (_EARLY, 0.0, head)
        if plan.rule.preset == FIFO:
            return (_DUE, 0.0, head)
        ticket = self._queue.tickets[head[2]]
        if self._drains is None:
            self._drains = drain_minutes(self._queue)
        drain = self._drains[target(ticket), (service, ticket.needs)]
        value = score(
            plan.rule.weights,
            kind,
            wait_s=wait_s,
            drain_s=60.0 * drain,
            target_s=level.target_s,
            work_s=plan.work_s(service, ticket.people),
            speaks=ticket.language != plan.language and ticket.language in self._languages,
        )
        return (_DUE, -value, head)
