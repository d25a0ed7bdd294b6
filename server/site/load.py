"""A site folder -> a Site, or every mistake in it at once."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

from assets.colour import is_colour
from assets.languages import LANGUAGES
from server.site.booking import read_booking
from server.site.calling import read_breaks, read_calling, read_closing
from server.site.content import (
    DIRECTIONS,
    END_OF_DAY,
    OFFICE_LANGUAGE,
    WEEKDAYS,
    Counter,
    FaqTopic,
    OpeningHours,
    Site,
    clock_text,
)
from server.site.faq import load_faq
from server.site.keywords import with_keywords
from server.site.languages import LanguageFiles, read_language_files
from server.site.mistakes import Mistake, SiteError, did_you_mean
from server.site.offer import Offer, doubles, read_offer
from server.site.tables import Table, read_clock, read_table, read_text
from server.site.tree import Triage
from server.site.triage import TRIAGE_FILE, read_triage
from server.site.triage_languages import with_languages

SITE_FILE, SERVICES_FILE = "site.toml", "services.toml"
_ACCENT = "#0B3D91"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def load_site(folder: Path) -> Site:
    """Read and check the site in `folder`.

    Raises SiteError with every mistake found, each with its file and line.
    """
    folder = folder.expanduser().absolute()
    if not folder.is_dir():
        what = "this is not a folder" if folder.exists() else "there is no such folder"
        raise SiteError([Mistake(str(folder), 0, f"{what}; `lotse init {folder.name}` makes one from the model site")])
    mistakes: list[Mistake] = []
    main = _root(folder, SITE_FILE, mistakes)
    languages = _languages(main) if main else LANGUAGES
    files = read_language_files(folder, languages, mistakes)
    faq = load_faq(folder, languages, mistakes)
    services_toml = _root(folder, SERVICES_FILE, mistakes)
    offer = (
        read_offer(services_toml, languages, files.inline(languages), [topic.slug for topic in faq])
        if services_toml
        else None
    )
    triage = _triage(folder, languages, files, offer, faq, mistakes)
    site = _site(main, languages, files, offer, faq, triage, folder) if main else None
    if site and offer:
        site = files.complete(site)
        site = replace(site, services=with_keywords(folder, site.services, mistakes))
        files.close()
    if mistakes or site is None:
        raise SiteError(mistakes)
    return site


def _root(folder: Path, file: str, mistakes: list[Mistake]) -> Table | None:
    text = read_text(folder, file, mistakes)
    return None if text is None else read_table(file, text, mistakes)


def _triage(
    folder: Path,
    languages: Sequence[str],
    files: LanguageFiles,
    offer: Offer | None,
    faq: tuple[FaqTopic, ...],
    mistakes: list[Mistake],
) -> Triage | None:
    found = None
    if (folder / TRIAGE_FILE).exists() and (root := _root(folder, TRIAGE_FILE, mistakes)):
        services, topics = offer.services if offer else None, [topic.slug for topic in faq]
        found = read_triage(root, languages, files.inline(languages), services, topics or None)
    if found is None or any(mistake.file == TRIAGE_FILE for mistake in mistakes):
        for table in files.tables.values():
            table.table("triage")  # of use again once the tree is there and sound
        return found
    return with_languages(found, files.tables)


def _languages(main: Table) -> tuple[str, ...]:
    found = main.strings("languages", known=LANGUAGES)
    if main.has("languages") and OFFICE_LANGUAGE not in found:
        main.wrong("languages", f'"languages" must hold "{OFFICE_LANGUAGE}", the language of the office')
        found.insert(0, OFFICE_LANGUAGE)  # so that this one mistake does not bring a hundred others
    return tuple(found) or LANGUAGES


def _site(
    main: Table,
    languages: Sequence[str],
    files: LanguageFiles,
    offer: Offer | None,
    faq: tuple[FaqTopic, ...],
    triage: Triage | None,
    folder: Path,
) -> Site:
    """The site as far as it could be read; `offer` is None when services.toml could not be."""
    kiosk = main.table("kiosk")
    tables = main.tables("counter")
    counters = tuple(_counter(table, languages, offer) for table in tables)
    for table, double in zip(tables, doubles([counter.id for counter in counters]), strict=True):
        if double:
            table.wrong("id", "another counter has this id already")
    if offer and counters:
        offer.check_served({skill for counter in counters for skill in counter.skills})
    closing_probability, closing_margin_min = read_closing(main)
    site = Site(
        name=main.localized("name", languages, files.inline(languages)),
        languages=tuple(languages),
        timezone=_timezone(main),
        day_change=main.clock("day_change", time(3)),
        public_url=_public_url(main),
        accent=_accent(main),
        groups=offer.groups if offer else (),
        services=offer.services if offer else (),
        counters=counters,
        hours=_hours(main.table("hours")),
        holidays=_holidays(main),
        kiosk_timeout_s=kiosk.integer("timeout_s", 20, 600, default=90),
        kiosk_warning_s=kiosk.integer("warning_s", 10, 120, default=20),
        faq=faq,
        calling=read_calling(main),
        breaks=read_breaks(main, [counter.id for counter in counters]),
        closing_probability=closing_probability,
        closing_margin_min=closing_margin_min,
        folder=folder,
        booking=read_booking(main, offer, folder),
        triage=triage,
    )
    if site.kiosk_warning_s >= site.kiosk_timeout_s:
        kiosk.wrong("warning_s", f'"warning_s" must be shorter than "timeout_s", which is {site.kiosk_timeout_s}')
    kiosk.close()
    main.close(also_known=("languages",))
    return site


def _timezone(main: Table) -> str:
    name = main.string("timezone", default="Europe/Berlin")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the time zone files
        main.wrong("timezone", f'"{name}" is not a time zone like "Europe/Berlin"')
    return name


def _public_url(main: Table) -> str:
    url = main.string("public_url", default="").rstrip("/")
    if url and (not url.startswith(("http://", "https://")) or " " in url or "?" in url or "#" in url):
        main.wrong("public_url", f'"{url}" is not an address like "https://lotse.example.org"')
    return url


def _accent(main: Table) -> str:
    accent = main.string("accent", default=_ACCENT)
    if not is_colour(accent):
        main.wrong("accent", f'"{accent}" is not a colour like "{_ACCENT}"')
    return accent


def _holidays(main: Table) -> tuple[date, ...]:
    days = main.days("holidays")
    for day in sorted({day for day in days if days.count(day) > 1}):
        main.wrong("holidays", f"{day} stands twice in the holidays")
    return tuple(sorted(days))


def _hours(table: Table) -> OpeningHours:
    spans: list[tuple[tuple[time, time], ...]] = []
    by_appointment = set()
    for number, day in enumerate(WEEKDAYS):
        if table.has(day) and table.is_text(day):
            table.one_of(day, ("appointment",))
            by_appointment.add(number)
            spans.append(())
        else:
            spans.append(_spans(table, day))
    table.close()
    return OpeningHours(tuple(spans), frozenset(by_appointment))


def _spans(table: Table, day: str) -> tuple[tuple[time, time], ...]:
    spans: list[tuple[time, time]] = []
    for text in table.strings(day, default=()):
        start, _, end = (part.strip() for part in text.replace("–", "-").partition("-"))
        opens, closes = read_clock(start), END_OF_DAY if end == "24:00" else read_clock(end)
        if opens is None or closes is None:
            table.wrong(day, f'"{text}" is not a span of time like "08:00-12:00" (the end of a day is 24:00)')
        elif opens >= closes:
            table.wrong(day, f'"{text}" ends before it begins{_over_midnight(opens, closes)}')
        elif spans and opens < spans[-1][1]:
            table.wrong(day, f'"{text}" begins before the span in front of it has ended')
        else:
            spans.append((opens, closes))
    return tuple(spans)


def _over_midnight(opens: time, closes: time) -> str:
    begins = f"{clock_text(opens)}-24:00"
    if closes == time(0):
        return f'; the end of a day is 24:00, so write "{begins}"'
    if opens > time(12) > closes:
        return f'; if it is over midnight, write "{begins}" here and "00:00-{clock_text(closes)}" for the next day'
    return ""


def _counter(table: Table, languages: Sequence[str], offer: Offer | None) -> Counter:
    id = table.string("id")
    if len(id) > 6:
        table.wrong("id", f'"{id}" is too long for a display; use at most 6 characters')
    counter = Counter(
        id=id,
        name=table.string("name", default=id),
        room=table.localized("room", languages, optional=True),
        direction=table.one_of("direction", DIRECTIONS, default="straight"),
        skills=_skills(table, offer),
        step_free=table.boolean("step_free", default=True),
        quiet=table.boolean("quiet", default=False),
        languages=_spoken(table),
    )
    table.close()
    return counter


def _spoken(table: Table) -> tuple[str, ...]:
    spoken = table.strings("languages", default=())
    for language in spoken:
        if not _LANGUAGE.fullmatch(language):
            table.wrong("languages", f'"{language}" is not the short name of a language like "ar" or "tr"')
    return tuple(spoken)


def _skills(table: Table, offer: Offer | None) -> tuple[str, ...]:
    """Service slugs in the order of the offer, from slugs of services or groups, or "*" for all."""
    wanted = table.strings("skills")
    if not wanted and table.has("skills"):
        table.wrong("skills", 'a counter needs at least one skill, or "*" for all')
    if offer is None:
        return ()
    known = ["*", *(group.slug for group in offer.groups), *(service.slug for service in offer.services)]
    for skill in wanted:
        if skill not in known:
            message = f'the skill "{skill}" names neither a service nor a group{did_you_mean(skill, known)}'
            table.wrong("skills", message)
    return tuple(s.slug for s in offer.services if "*" in wanted or s.group in wanted or s.slug in wanted)
