"""languages/<tag>.toml: what the office says in one more language; the German texts stand in the other files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assets.languages import LANGUAGES
from server.site.content import OFFICE_LANGUAGE, Counter, Localized, LocalizedLines, Service, ServiceGroup, Site
from server.site.mistakes import Mistake, did_you_mean
from server.site.tables import Table, read_table, read_text

FOLDER = "languages"


@dataclass(frozen=True)
class LanguageFiles:
    """The root table of each language that has a file. Whoever keeps texts there asks for his own table before
    `close`.
    """

    tables: Mapping[str, Table]

    def inline(self, languages: Sequence[str]) -> list[str]:
        """Those of `languages` that have no file, so that their texts must stand beside the German ones."""
        return [language for language in languages if language not in self.tables]

    def complete(self, site: Site) -> Site:
        """`site` with the texts of the files. What is missing, unknown or doubled is noted."""
        for language, table in self.tables.items():
            site = _with(site, language, table)
        return site

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for table in self.tables.values():
            table.close()


def read_language_files(folder: Path, languages: Sequence[str], mistakes: list[Mistake]) -> LanguageFiles:
    """The files in `folder`/languages, in the order of `languages`; the folder may be missing."""
    tables = {}
    root = folder / FOLDER
    for path in sorted(root.glob("[!.]*")) if root.is_dir() else ():
        file = f"{FOLDER}/{path.name}"
        if why := unused(path.name, ".toml", languages):
            mistakes.append(Mistake(file, 0, why))
        elif path.stem == OFFICE_LANGUAGE:
            mistakes.append(Mistake(file, 0, "the German texts stand in site.toml and services.toml, not here"))
        elif (text := read_text(folder, file, mistakes)) is not None:
            table = read_table(file, text, mistakes)
            if table is not None:
                tables[path.stem] = table
    return LanguageFiles({language: tables[language] for language in languages if language in tables})


def unused(name: str, suffix: str, languages: Sequence[str]) -> str:
    """Why a file called `name` is of no use to a site with these `languages`; "" when it is of use."""
    tag, dot, ending = name.partition(".")
    if tag in languages and dot + ending == suffix:
        return ""
    if tag in LANGUAGES and dot + ending == suffix:
        return f'this file is not used: "{tag}" is not among the "languages" of site.toml'
    return f"this file is not used{did_you_mean(name, [f'{language}{suffix}' for language in languages])}"


def _with(site: Site, language: str, root: Table) -> Site:
    groups = Section(root, "group", [group.slug for group in site.groups])
    services = Section(root, "service", [service.slug for service in site.services])
    rooms = _rooms(root, site.counters)
    completed = replace(
        site,
        name=joined(site.name, language, root, "name"),
        groups=tuple(_group(group, language, groups.table(group.slug)) for group in site.groups),
        services=tuple(_service(service, language, services.table(service.slug)) for service in site.services),
        counters=tuple(
            replace(counter, room=Localized({**counter.room, language: rooms[german]}))
            if (german := counter.room.get(OFFICE_LANGUAGE, "")) in rooms
            else counter
            for counter in site.counters
        ),
    )
    for section in (groups, services):
        section.close()
    return completed


class Section:
    """[service.abholung], [service.eid-pin] ..: one table for each of the `known` slugs."""

    def __init__(self, root: Table, key: str, known: Sequence[str], within: str = "") -> None:
        self._root, self._key, self._known, self._within = root, key, known, within
        self._section = root.table(key)
        self._tables: list[Table] = []

    def table(self, slug: str) -> Table | None:
        """The table of `slug`; None, and its absence noted, when it is missing."""
        if not slug:  # a mistake that is noted where the slug should stand
            return None
        if not self._section.has(slug):
            self._root.wrong(self._key, f"[{self._within}{self._key}.{slug}] is missing")
            return None
        self._tables.append(self._section.table(slug))
        return self._tables[-1]

    def close(self) -> None:
        """Note unknown slugs and unknown keys."""
        self._section.close(also_known=self._known)
        for table in self._tables:
            table.close()


def _group(group: ServiceGroup, language: str, table: Table | None) -> ServiceGroup:
    return group if table is None else replace(group, name=joined(group.name, language, table, "name"))


def _service(service: Service, language: str, table: Table | None) -> Service:
    if table is None:
        return service
    return replace(
        service,
        name=joined(service.name, language, table, "name"),
        description=joined(service.description, language, table, "description"),
        documents=joined_lines(service.documents, language, table, "documents"),
    )


def joined(texts: Localized, language: str, table: Table, key: str) -> Localized:
    """`texts` with the one under `key`, which is demanded where there is a German one."""
    if OFFICE_LANGUAGE not in texts:
        if table.has(key):
            table.wrong(key, f'"{key}" has no German text that this one would translate')
            table.string(key, default="")
        return texts
    if language in texts:
        table.wrong(key, f'"{key}" stands beside the German text already; keep one of the two')
    text = table.string(key)
    return Localized({**texts, language: text}) if text else texts


def joined_lines(texts: LocalizedLines, language: str, table: Table, key: str) -> LocalizedLines:
    """`texts` with the lines under `key`, as many as there are German ones."""
    german = texts.by_language.get(OFFICE_LANGUAGE, ())
    if language in texts.by_language:
        table.wrong(key, f'"{key}" stand beside the German ones already; keep one of the two')
    lines = tuple(table.strings(key, default=None if german else ()))
    if table.has(key) and len(lines) != len(german):
        table.wrong(key, f'"{key}" holds {len(lines)} lines, the German text {len(german)}')
    return LocalizedLines({**texts.by_language, language: lines}) if lines else texts


def _rooms(root: Table, counters: Sequence[Counter]) -> dict[str, str]:
    """The translations of the counters' rooms by their German text."""
    german = list(dict.fromkeys(room for counter in counters if (room := counter.room.get(OFFICE_LANGUAGE))))
    rooms = root.texts("room")
    for room in rooms:
        if room not in german:
            root.wrong(("room", room), f'no counter has the room "{room}"{did_you_mean(room, german)}')
    for room in german:
        if room not in rooms:
            root.wrong("room", f'[room] lacks "{room}"')
    return rooms
