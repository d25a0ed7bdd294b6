"""The screens of the kiosk, as a visitor of a site may meet them, in one language and one way of standing.

Import after `open_glass`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from assets.languages import Texts
from kiosk import panel
from kiosk.answers.answers import Hit
from kiosk.comfort import Comfort
from kiosk.keyboards import keyboards
from kiosk.screens.by_step import SCREENS
from kiosk.screens.look import Look
from kiosk.screens.options import OptionsScreen
from kiosk.screens.still_there import StillThere
from kiosk.session import Session, Timing
from kiosk.showing import PRINTER_HINTS, Showing
from kiosk.steps import NOT_CHECKED_IN, Step
from kiosk.triage import Walk
from kiosk.wishes import NEEDS, Wishes
from server.wire import messages as m

NOW = datetime(2026, 11, 25, 13, 38, tzinfo=UTC)
Screen = tuple[str, Callable[..., Any]]
"""A name, and what makes the widget of a `size`."""


@dataclass
class Visit:
    """A kiosk of the site in one language and one way of standing."""

    site: m.KioskSite
    language: str
    look: Look
    long_waits: bool = True

    def showing(self, step: Step, **session: Any) -> Showing:
        """The kiosk at `step`; `session`: what the visitor has chosen."""
        now = Session(Timing(), 0.0)
        now.step = step
        for name, value in {"language": self.language, **session}.items():
            setattr(now, name, value)
        showing = Showing(now, self.look, site=self.site, view=self.view(), condition="ready")
        if now.number:
            showing.ticket = m.TicketOnPaper(
                *("T1", now.number, self.site.services[0].slug, self.site.services[0].name, self.language, "walk_in"),
                *(NOW, 23, "http://192.168.178.21:8080/t/0123456789abcdef", "http://192.168.178.21:8080/faq"),
                m.Wait(90, 150),
            )
        return showing

    def view(self) -> m.KioskView:
        """A busy office: one service closed, one too late, one that nobody can tell the wait of."""
        slugs = [service.slug for service in self.site.services]
        waits = {slug: m.Wait(95, 130) for slug in slugs[2:]} if self.long_waits else {}
        return m.KioskView(1, True, slugs[1:2], dict.fromkeys(slugs, 128), waits, slugs[3:4], NOW)

    def screen(self, step: Step, suffix: str = "", **session: Any) -> Screen:
        """The screen of `step`."""
        return self.shown(self.showing(step, **session), step, suffix)

    def shown(self, showing: Showing, step: Step, suffix: str = "") -> Screen:
        """The screen of `step` as `showing` has it, with the button that is always there."""
        comfort = Texts(self.language).text("Display & sound")
        return (
            f"{step.value}{suffix}",
            lambda **size: SCREENS[step](**size, **{**showing.screen(step, NOW), "comfort": comfort}),
        )

    def walk(self, *path: str, papers: bool = False) -> Walk:
        """The way of somebody who has come to the last of `path` in the tree."""
        assert self.site.triage is not None
        walk = Walk(self.site.triage)
        walk._path = list(path)
        walk._have_papers = papers
        return walk


def start(visit: Visit) -> Iterator[Screen]:
    """The attract screen and the choice of another language."""
    if visit.language == "de":
        yield visit.screen(Step.START, language="")
    if visit.language in ("de", "ar"):
        yield visit.screen(Step.LANGUAGE)


def choosing(visit: Visit) -> Iterator[Screen]:
    """Groups, services, and the last look before a ticket."""
    yield visit.screen(Step.GROUP)
    if not visit.look.landscape:
        low = replace(visit, look=replace(visit.look, low=True))
        yield low.screen(Step.GROUP, "-low")
    for group in visit.site.groups:
        yield visit.screen(Step.SERVICE, f"-{group.slug}", group=group.slug)
    longest = longest_services(visit)
    for service in longest:
        yield visit.screen(Step.CONFIRM, f"-{service.slug}", group=service.group, service=service.slug)
    yield visit.screen(Step.TOO_LATE, service=longest[0].slug)


def longest_services(visit: Visit) -> list[m.ServiceOffer]:
    """The service with the longest name, the most to bring, and the longest thing to bring."""

    def most(of: Callable[[m.ServiceOffer], int]) -> m.ServiceOffer:
        return max(visit.site.services, key=of)

    name = most(lambda service: len(service.name[visit.language]))
    all_of_it = most(lambda service: sum(map(len, service.documents[visit.language])))
    one = most(lambda service: max(map(len, service.documents[visit.language]), default=0))
    return list({service.slug: service for service in (name, all_of_it, one)}.values())


def wishing(visit: Visit) -> Iterator[Screen]:
    """The wishes beside a ticket: none, all of them, some that no counter can meet together."""
    everything = Wishes(8, True, frozenset(NEEDS), True)
    own = f"interpreter:{visit.language}"
    service = longest_services(visit)[0].slug
    for name, meets in (("", ["step_free", "quiet", own]), ("-apart", ["step_free", own])):
        for wishes in (Wishes(), everything) if not name else (Wishes(needs=frozenset({"quiet"})),):
            showing = visit.showing(Step.WISHES, service=service)
            showing.session.wishes = wishes
            showing.session.meets = {service: [frozenset(meets), frozenset({"quiet"})]}
            for step in (Step.WISHES, Step.CONFIRM):
                yield (
                    f"{step.value}-{'some' if wishes.needs else 'none'}{name}",
                    lambda step=step, showing=showing, **size: SCREENS[step](**size, **showing.screen(step, NOW)),
                )


def ticket(visit: Visit) -> Iterator[Screen]:
    """From the order to the slip."""
    yield visit.screen(Step.PRINTING, number="P012")
    for step, condition in ((Step.TAKE_SLIP, "ready"), (Step.REMEMBER, "paper_out")):
        showing = visit.showing(step, number="M888")
        showing.condition = condition
        yield visit.shown(showing, step, f"-{condition}")


def away(visit: Visit) -> Iterator[Screen]:
    """Closed, no server, no answer, and nobody there."""
    yield visit.screen(Step.CLOSED)
    yield visit.screen(Step.ASK_DESK, reason="no_answer")
    if visit.language == "de":
        yield visit.screen(Step.CLOSED, "-all", language="")
        yield visit.screen(Step.ASK_DESK, "-all", language="")
    yield from hints(visit)
    asked = visit.showing(Step.GROUP).still_there(20)
    yield "still_there", lambda **size: StillThere(**size, **asked)


def hints(visit: Visit) -> Iterator[Screen]:
    """What is told of a kiosk in trouble at the foot of its screens, and at the first question."""
    troubles: list[tuple[str, dict[str, Any]]] = [
        ("away", {"away": True}),
        ("rejected", {"rejected": True}),
        *((condition, {"condition": condition}) for condition in (*PRINTER_HINTS, "cutter_error")),
        ("scanner", {"scanner": "unreachable"}),
        ("mute", {"mute": True}),
    ]
    for name, trouble in troubles:
        showing = visit.showing(Step.SERVICE, group=visit.site.groups[0].slug)
        for what, value in trouble.items():
            setattr(showing, what, value)
        yield visit.shown(showing, Step.SERVICE, f"-hint-{name}")
    first = {Step.GROUP: {}, Step.START: {"language": ""}} if visit.language == "de" else {Step.GROUP: {}}
    if visit.site.triage is not None:
        first[Step.QUESTION] = {"walk": visit.walk(visit.site.triage.first)}
    for step, session in first.items():
        showing = visit.showing(step, **session)
        showing.away = True
        yield visit.shown(showing, step, "-hint-away")


def tree(visit: Visit) -> Iterator[Screen]:
    """Every question, list of papers and end of the decision tree that needs no ticket."""
    triage = visit.site.triage
    if triage is None:
        return
    for question in triage.questions:
        showing = visit.showing(Step.QUESTION, walk=visit.walk(question.slug))
        showing.condition = "paper_out" if question.slug == triage.first else "ready"
        yield visit.shown(showing, Step.QUESTION, f"-{question.slug}")
    for outcome in triage.outcomes:
        walk = visit.walk(triage.first, outcome.slug)
        step = Step(walk.step)
        if step not in (Step.CONFIRM, Step.CHECK_IN):
            yield visit.screen(step, f"-{outcome.slug}", walk=walk)


def own_words(visit: Visit) -> Iterator[Screen]:
    """Asking: each keyboard, what was found, and nothing; and the longest of the topics."""
    named = {topic.slug: topic.title.get(visit.language, topic.title["de"]) for topic in visit.site.topics}
    hits = [Hit("topic", slug, 1.0) for slug in sorted(named, key=lambda slug: -len(named[slug]))[:5]]
    for state, text, found in (("", "", []), ("-found", "umzug adresse", hits), ("-nothing", "xqxq", [])):
        showing = visit.showing(Step.ASK)
        showing.asking.text, showing.asking.hits = text, found
        yield visit.shown(showing, Step.ASK, state)
    name, make = visit.shown(showing, Step.ASK, "-results")
    showing.asking.hits = hits
    yield name, lambda **size: put_away(make(**size))
    if visit.language == "de":
        for board in keyboards():
            kind, properties = SCREENS[Step.ASK], {**showing.screen(Step.ASK, NOW), "keyboard": board}
            yield f"ask-keyboard-{board}", lambda kind=kind, properties=properties, **size: kind(**size, **properties)
    for hit in hits[:2]:
        walk = visit.walk(visit.site.triage.first) if visit.site.triage else None
        yield visit.screen(Step.TOPIC, f"-{hit.slug}", topic=hit.slug, walk=walk)


def put_away(screen: Any) -> Any:
    """The ask screen without its keyboard."""
    screen.typing = False
    return screen


def appointments(visit: Visit) -> Iterator[Screen]:
    """The pad for a code, and every reason not to be checked in."""
    yield visit.screen(Step.CHECK_IN, code="K7M4P")
    longest = longest_services(visit)[0]
    times = {Step.EARLY: timedelta(hours=3), Step.WRONG_DAY: timedelta(days=21)}
    for step in sorted(NOT_CHECKED_IN, key=lambda step: step.value):
        showing = visit.showing(step, code="K7M4PX")
        at = NOW + times.get(step, timedelta())
        number = "M888" if step is Step.ALREADY else ""
        showing.booked = m.Booked(
            at, at - timedelta(minutes=30), longest.slug, longest.name, visit.language, number=number
        )
        yield visit.shown(showing, step)


def comfort(visit: Visit) -> Iterator[Screen]:
    """How a visitor sees and hears; a language that cannot be read aloud."""
    texts = Texts(visit.language)
    frame = visit.showing(Step.GROUP).screen(Step.GROUP, NOW)
    kept = {name: frame[name] for name in ("look", "language", "rtl", "office", "clock", "hint", "hint_icon", "bar")}
    for name, own in (
        ("", panel.display_and_sound(Comfort(), texts, landscape=visit.look.landscape, voiced=True)),
        (
            "-spoken",
            panel.display_and_sound(
                Comfort(scale=2.0, contrast=True, low=True, speech=True),
                texts,
                landscape=visit.look.landscape,
                voiced=True,
            ),
        ),
        ("-no-voice", panel.no_voice(visit.site.languages, texts)),
    ):
        yield f"comfort{name}", lambda own=own, **size: OptionsScreen(**size, **kept, **own)


SCENES: list[Callable[[Visit], Iterator[Screen]]] = [
    *(start, tree, choosing, wishing, own_words, appointments, ticket, away, comfort),
]
"""Add the screens of another part of the kiosk here."""
