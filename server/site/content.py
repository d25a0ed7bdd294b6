"""What a site says: its groups, services, counters, hours and FAQ. Frozen, and valid once it is loaded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assets.languages import OFFICE_LANGUAGE as OFFICE_LANGUAGE
from assets.languages import Texts, fallbacks

if TYPE_CHECKING:
    from server.site.tree import Triage

# No I, O, Q: they sound or look like others.
PREFIXES = "ABCDEFGHJKLMNPRSTUVWXYZ"

# Where a visitor walks to reach a counter, seen from the waiting room.
DIRECTIONS = ("left", "right", "up", "straight")

# How a service is reached.
ACCESS = ("walk-in", "appointment", "online")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Localized(Mapping[str, str]):
    """One text in several languages, German always among them: a mapping from language to text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def text(self, language: str) -> str:
        """The text in `language`, else in the nearest one there is, at last German, else ""."""
        return next((text for near in fallbacks(language) if (text := self._texts.get(near))), "")

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Localized({self._texts!r})"


@dataclass(frozen=True)
class LocalizedLines:
    """A list of lines in several languages, German always among them."""

    by_language: Mapping[str, tuple[str, ...]]

    def lines(self, language: str) -> tuple[str, ...]:
        """The lines in `language`, else in the nearest one there is, at last German."""
        return next((lines for near in fallbacks(language) if (lines := self.by_language.get(near))), ())


@dataclass(frozen=True)
class ServiceGroup:
    """Services that share a number range: their tickets begin with `prefix`, one letter of PREFIXES.

    `icon`: the name of a picture in assets/icons without ".svg", or "".
    """

    slug: str
    prefix: str
    name: Localized
    icon: str


@dataclass(frozen=True)
class Service:
    """What a visitor may want. `minutes`: how long it takes at the counter; `faq`: slug of its FAQ topic;
    `keywords`: what people say who mean it, by language.
    """

    slug: str
    group: str
    name: Localized
    description: Localized
    minutes: int
    fee: str
    law: str
    documents: LocalizedLines
    faq: str
    access: tuple[str, ...]
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Counter:
    """A place where a clerk serves. `skills`: slugs of the services it can settle; `direction`: one of DIRECTIONS.

    `quiet`: a quiet place; `languages`: spoken there besides the office's own.
    """

    id: str
    name: str
    room: Localized
    direction: str
    skills: tuple[str, ...]
    step_free: bool
    quiet: bool = False
    languages: tuple[str, ...] = ()

    @property
    def meets(self) -> frozenset[str]:
        """The needs that can be met here, as `domain.plan.is_need` names them."""
        places = {"step_free": self.step_free, "quiet": self.quiet}
        return frozenset(
            [*(need for need, met in places.items() if met), *(f"interpreter:{spoken}" for spoken in self.languages)]
        )


END_OF_DAY = time.max
"""What is written 24:00."""


def clock_text(clock: time) -> str:
    """ "08:00", and "24:00" for the end of the day."""
    return "24:00" if clock == END_OF_DAY else f"{clock:%H:%M}"


def minutes_of(clock: time) -> int:
    """Minutes after midnight; 1440 for the end of the day."""
    return 24 * 60 if clock == END_OF_DAY else clock.hour * 60 + clock.minute


def in_span(clock: time, span: tuple[time, time]) -> bool:
    """Whether a time of the day lies in a span of opening hours."""
    start, end = span
    return start <= clock and (clock < end or end == END_OF_DAY)


@dataclass(frozen=True)
class OpeningHours:
    """Seven days from Monday, each with its spans (from, until) in local time; `by_appointment`: days 0 to 6.

    A span until `END_OF_DAY` holds its last moment.
    """

    spans: tuple[tuple[tuple[time, time], ...], ...]
    by_appointment: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Calling:
    """How people are called. `preset` and `weights`: see `server.domain.index`; the rest in minutes.

    `early_min`: so long before its time an appointment may be called as if it were due; `late_min`: who checks in
    later than that after it counts as a walk-in. `target_min`, `bound_min`: by kind (walk_in, appointment, priority)
    the wait aimed at, and the wait after which a ticket goes first. `look_ahead`: play futures before each call.
    """

    preset: str
    weights: Mapping[str, float]
    early_min: int
    late_min: int
    target_min: Mapping[str, int]
    bound_min: Mapping[str, int]
    look_ahead: bool


@dataclass(frozen=True)
class Booking:
    """How appointments are checked in. `folder`: where their files are laid, None for the server's own;
    `check_in_min`: so long before its time an appointment can be checked in; `service`: slug of the one that is meant
    where a file names none, or "".
    """

    folder: Path | None = None
    check_in_min: int = 60
    service: str = ""


@dataclass(frozen=True)
class Break:
    """A regular planned break of a counter, for the forecast only. `start` in local time."""

    counter: str
    start: time
    minutes: int


@dataclass(frozen=True)
class FaqTopic:
    """A page of questions and answers. `checked`: when a person last checked what the German text says; `keywords`:
    what people say who look for it, by language, also in languages without a page.
    """

    slug: str
    titles: Localized
    checked: date
    bodies: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which the page is there."""
        return tuple(self.bodies)

    def markdown(self, language: str) -> tuple[str, str]:
        """The language really found, at last German where `language` is missing, and the Markdown text in it."""
        found = next((near for near in fallbacks(language) if near in self.bodies), OFFICE_LANGUAGE)
        return found, self.bodies[found]


@dataclass(frozen=True)
class Site:
    """One office. Times are local to `timezone`; `public_url` "" means the address the server listens on.

    A service that would not be finished `closing_margin_min` before closing with a probability of
    `closing_probability` is no longer offered.
    """

    name: Localized
    languages: tuple[str, ...]
    timezone: str
    day_change: time
    public_url: str
    accent: str
    groups: tuple[ServiceGroup, ...]
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    hours: OpeningHours
    holidays: tuple[date, ...]
    kiosk_timeout_s: int
    kiosk_warning_s: int
    faq: tuple[FaqTopic, ...]
    calling: Calling
    breaks: tuple[Break, ...]
    closing_probability: float
    closing_margin_min: int
    folder: Path
    booking: Booking = Booking()
    triage: "Triage | None" = None
    """None: the kiosk offers groups and services"""

    def service(self, slug: str) -> Service:
        """The service called `slug`; KeyError when there is none."""
        return self._services[slug]

    def counter(self, id: str) -> Counter:
        """The counter called `id`; KeyError when there is none."""
        return self._counters[id]

    def group(self, slug: str) -> ServiceGroup:
        """The group called `slug`; KeyError when there is none."""
        return self._groups[slug]

    def topic(self, slug: str) -> FaqTopic:
        """The FAQ topic called `slug`; KeyError when there is none."""
        return self._topics[slug]

    def is_open(self, local: datetime) -> bool:
        """Whether the office is open to walk-ins. A naive `local` is office time, an aware one is converted."""
        if local.tzinfo is not None:
            local = local.astimezone(ZoneInfo(self.timezone))
        if local.date() in self.holidays:
            return False
        return any(in_span(local.time(), span) for span in self.hours.spans[local.weekday()])

    def hours_text(self, language: str) -> tuple[tuple[str, str], ...]:
        """Seven lines from Monday: (name of the day, "08:00–12:00, 14:00–18:00" or "closed" in that language)."""
        texts = Texts(language)
        lines = []
        for day, spans in enumerate(self.hours.spans):
            name = texts.weekday(day)
            absent = texts.text("by appointment") if day in self.hours.by_appointment else texts.text("closed")
            hours = ", ".join(f"{clock_text(start)}–{clock_text(end)}" for start, end in spans) or absent
            lines.append((name[:1].upper() + name[1:], hours))
        return tuple(lines)

    @cached_property
    def _services(self) -> dict[str, Service]:
        return {service.slug: service for service in self.services}

    @cached_property
    def _counters(self) -> dict[str, Counter]:
        return {counter.id: counter for counter in self.counters}

    @cached_property
    def _groups(self) -> dict[str, ServiceGroup]:
        return {group.slug: group for group in self.groups}

    @cached_property
    def _topics(self) -> dict[str, FaqTopic]:
        return {topic.slug: topic for topic in self.faq}
