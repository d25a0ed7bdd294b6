"""Which counter can serve whom: by its skills, by the needs that it meets, and by who was sent to it."""

from collections.abc import Collection, Iterator

from server.domain.lines import Group, Line, Lines, Rank
from server.domain.plan import Plan
from server.domain.ticket import Kind

_NOTHING: frozenset[str] = frozenset()


class Reach:
    """The plan's skills and offers, and the counters that are open now."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._targets = {id: (f"counter:{id}", *(f"service:{s}" for s in skills)) for id, skills in plan.skills.items()}
        self._open: set[str] = set()
        self.revision = 0
        """Changes with every counter that opens or leaves."""
        self._able: dict[tuple[str, frozenset[str]], tuple[str, ...]] = {}

    def opened(self, counter: str) -> None:
        """This counter is open now."""
        self.revision += 1
        self._open.add(counter)
        self._able.clear()

    def left(self, counter: str) -> None:
        """This counter is closed or paused now."""
        self.revision += 1
        self._open.discard(counter)
        self._able.clear()

    def targets(self, counter: str) -> tuple[str, ...]:
        """What the counter serves: those who were sent to it first, then each service that it is skilled for."""
        return self._targets.get(counter) or (f"counter:{counter}",)

    def can_serve(self, counter: str, service: str, needs: Collection[str], to_counter: str | None = None) -> bool:
        """Whether the counter would call such a ticket by itself, open or not."""
        if to_counter:
            return counter == to_counter
        return service in self._plan.skills.get(counter, _NOTHING) and self._meets(counter, needs)

    def serves(self, counter: str, where: str, group: Group) -> bool:
        """Whether the counter serves those of a group who wait at this target."""
        return where == f"counter:{counter}" or (
            where == f"service:{group[0]}" and self.can_serve(counter, group[0], group[1])
        )

    def at_work(self) -> list[str]:
        """The open counters, in the order of the plan."""
        return [id for id in self._plan.skills if id in self._open]

    def could(self, service: str, needs: Collection[str]) -> list[str]:
        """The counters that can serve such a ticket when they are open."""
        return [id for id in self._plan.skills if self.can_serve(id, service, needs)]

    def able(self, service: str, needs: frozenset[str], to_counter: str | None = None) -> tuple[str, ...]:
        """The open counters that can serve such a ticket, in the order of the plan."""
        if to_counter:
            return (to_counter,) if to_counter in self._open else ()
        key = (service, needs)
        if key not in self._able:
            self._able[key] = tuple(id for id in self.could(service, needs) if id in self._open)
        return self._able[key]

    def standing(self, counter: str, lines: Lines) -> list[Line]:
        """Each line that the counter serves, none of them empty; not to be changed."""
        served = lines.served.get(counter)
        if served is None:
            served = lines.served[counter] = self._served(counter, lines)
        return served

    def _served(self, counter: str, lines: Lines) -> list[Line]:
        served: list[Line] = []
        for position, where in enumerate(self.targets(counter)):
            for (_, needs), kinds in lines.at(where).items():
                # who was sent to this very counter is served there whatever the needs
                if not needs or position == 0 or self._meets(counter, needs):
                    served += kinds.values()
        return served

    def line_heads(self, counter: str, service: str, kind: Kind, lines: Lines) -> Iterator[Rank]:
        """The first of each line of a service and kind that the counter serves."""
        for position, where in enumerate((f"counter:{counter}", f"service:{service}")):
            if position == 0 or service in self._plan.skills.get(counter, _NOTHING):
                for (waits_for, needs), kinds in lines.at(where).items():
                    if waits_for == service and kind in kinds and (position == 0 or self._meets(counter, needs)):
                        yield kinds[kind][0]

    def _meets(self, counter: str, needs: Collection[str]) -> bool:
        return not needs or self._plan.offers.get(counter, _NOTHING).issuperset(needs)
