"""Who stands before one counter, and who of them goes first: the rules, on a copy that can be played forward."""

from bisect import bisect_left, insort
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from operator import itemgetter

from server.domain.lines import Line, Rank, rank
from server.domain.plan import FIFO
from server.domain.pools import Pool
from server.domain.queue import Queue
from server.domain.ticket import Kind, Ticket

_Group = tuple[str, Kind]
_Worth = tuple[int, float, Rank]
# The first of a worth's three parts: whoever is beyond the wait bound, before all who are due, before the others.
_OVERDUE, _DUE, _EARLY = range(3)


class _Called:
    """A line of the queue, and how far it was called here."""

    __slots__ = ("at", "line")

    def __init__(self, line: Line) -> None:
        self.line, self.at = line, 0


class Standing:
    """The tickets that `counter` could serve at `now`. `pick` and `take` in turn play its calls; the queue stays."""

    def __init__(self, queue: Queue, counter: str, now: datetime) -> None:
        self._queue, self._plan, self._index, self._levels = queue, queue.plan, queue.index, queue.plan.levels
        self._languages = frozenset(queue.counter(counter).languages) - {queue.plan.language}
        self._now = now.timestamp()
        self._fifo = self._plan.rule.preset == FIFO
        self._drains: Mapping[Pool, float] = {} if self._fifo else queue.pools.drain_minutes(self._now)
        self._standing = queue.reach.standing(counter, queue.lines)
        self._capped: dict[Kind, list[Rank]] = {}
        if queue.capped.total:
            for line in queue.reach.standing(counter, queue.capped):
                self._capped.setdefault(line.kind, []).extend(line)
            for capped in self._capped.values():
                capped.sort()
        self._overtaken: dict[str, int] = {}
        self._heads: dict[_Group, _Worth] = {}
        """The first of each service and kind; the least goes first."""
        heads, weigh = self._heads, self._weigh
        for line in self._standing:
            head = line[0]
            other = heads.get(line.group)
            if other is None or head < other[2]:
                heads[line.group] = weigh(line, head)

    @cached_property
    def _lines(self) -> dict[_Group, list[_Called]]:
        lines: dict[_Group, list[_Called]] = {}
        for line in self._standing:
            lines.setdefault(line.group, []).append(_Called(line))
        return lines

    def count(self) -> int:
        """How many stand here, whoever was taken included."""
        return sum(map(len, self._standing))

    def pick(self, advised: str = "") -> tuple[Ticket, str] | None:
        """Who goes first, and the rule that decides it; None only when nobody stands here.

        Where the index decides, the `advised` ticket is taken if it is the first of its service and kind, is due and
        passes nobody who must not be overtaken; any other advice is not heard.
        """
        if not self._heads:
            return None
        capped = {kind: ranks[0] for kind, ranks in self._capped.items() if ranks}
        best = first = min(self._heads.values())
        kept_back = capped and capped.get(self._queue.tickets[first[2][2]].kind)
        if kept_back and first[2] > kept_back:
            # whoever is beyond the bound is the earliest of the kind, and so never kept back here
            best = min(w for (_, kind), w in self._heads.items() if kind not in capped or w[2] <= capped[kind])
        ticket = self._queue.tickets[best[2][2]]
        if best[0] == _OVERDUE:
            return ticket, "longest_overdue"
        if best != first and capped.get(ticket.kind) == best[2]:
            return ticket, "overtake_cap"
        if self._fifo:
            return ticket, FIFO
        for (_, kind), worth in self._heads.items() if advised else ():
            heard = worth[2][2] == advised != ticket.id and worth[0] == _DUE
            if heard and (kind not in capped or worth[2] <= capped[kind]):
                return self._queue.tickets[advised], "look_ahead"
        return ticket, "index"

    def take(self, ticket: Ticket) -> None:
        """Let the ticket, which `pick` gave, be called."""
        group, own = (ticket.service, ticket.kind), rank(ticket)
        for called in self._lines[group]:
            if called.at < len(called.line) and called.line[called.at] == own:
                called.at += 1
        self._weigh_head(group)
        capped = self._capped.setdefault(ticket.kind, [])
        if own in capped[:1]:
            del capped[0]
        for passed, (_, _, head) in self._heads.items():
            if head < own and passed[1] is ticket.kind:
                for called in self._lines[passed]:
                    if called.at < len(called.line) and called.line[called.at] < own:
                        self._overtake(called, own, capped)

    def _overtake(self, called: _Called, own: Rank, capped: list[Rank]) -> None:
        most = self._plan.max_overtakes
        for overtaken in called.line[called.at : bisect_left(called.line, own, lo=called.at)]:
            id = overtaken[2]
            count = self._overtaken.get(id)
            count = (self._queue.tickets[id].overtaken if count is None else count) + 1
            self._overtaken[id] = count
            if count == most:
                insort(capped, overtaken)

    def _weigh_head(self, group: _Group) -> None:
        heads = [(called.line[called.at], called.line) for called in self._lines[group] if called.at < len(called.line)]
        if heads:
            head, line = min(heads, key=itemgetter(0))
            self._heads[group] = self._weigh(line, head)
        else:
            del self._heads[group]

    def _weigh(self, line: Line, head: Rank) -> _Worth:
        wait_s, level = self._now - head[0], self._levels[line.kind]
        if wait_s > level.bound_s:
            return (_OVERDUE, -wait_s / level.bound_s, head)
        if -wait_s > self._plan.early_s:
            return (_EARLY, 0.0, head)
        if self._fifo:
            return (_DUE, 0.0, head)
        if line.weighed is not head:
            ticket = self._queue.tickets[head[2]]
            line.weighed, line.language = head, ticket.language
            line.scale = self._index.scale(line.kind, self._plan.work_s(line.service, ticket.people))
        if line.drains is not self._drains:
            line.drains, line.drain_s = self._drains, 60.0 * self._drains[line.pool]
        speaks = line.language in self._languages
        return (_DUE, -self._index.score(line.scale, wait_s, line.drain_s, level.target_s, speaks), head)
