"""services.toml: what the office offers, its groups and services."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assets import path as asset
from server.site.content import ACCESS, OFFICE_LANGUAGE, PREFIXES, Service, ServiceGroup
from server.site.mistakes import did_you_mean
from server.site.tables import Table


@dataclass(frozen=True)
class Offer:
    """Groups and services, each beside the table it was read from, in the order of the file."""

    group_tables: tuple[Table, ...]
    groups: tuple[ServiceGroup, ...]
    service_tables: tuple[Table, ...]
    services: tuple[Service, ...]

    def check_served(self, skills: Iterable[str]) -> None:
        """Note every service that no counter can settle; `skills`: the slugs that the counters can."""
        served = set(skills)
        for table, service in zip(self.service_tables, self.services, strict=True):
            if service.slug and service.slug not in served:
                table.wrong("slug", f'no counter has the skill for "{service.slug}"; its visitors would wait for ever')

    def check_slugs(self, topics: Sequence[str]) -> None:
        """Note what only shows when groups, services and FAQ `topics` are seen together."""
        for tables, key, values, other in (
            (self.group_tables, "slug", [group.slug for group in self.groups], "another group"),
            (self.group_tables, "prefix", [group.prefix for group in self.groups], "another group"),
            (self.service_tables, "slug", [service.slug for service in self.services], "another service"),
        ):
            for table, value, double in zip(tables, values, doubles(values), strict=True):
                if double:
                    table.wrong(key, f'{other} has the {key} "{value}" already')
        names_of_groups = {group.slug for group in self.groups}
        for table, service in zip(self.service_tables, self.services, strict=True):
            if service.slug in names_of_groups:
                table.wrong("slug", f'a group is called "{service.slug}" too; skills could not tell them apart')
            if service.faq and service.faq not in topics:
                table.wrong("faq", f'there is no FAQ topic "{service.faq}"{did_you_mean(service.faq, topics)}')
        for table, group in zip(self.group_tables, self.groups, strict=True):
            if group.slug and not any(service.group == group.slug for service in self.services):
                table.wrong("slug", f'the group "{group.slug}" has no service')


def read_offer(root: Table, languages: Sequence[str], inline: Sequence[str], topics: Sequence[str]) -> Offer:
    """The offer in services.toml; mistakes are noted in `root`. `inline`: the languages whose names must stand here;
    `topics`: the slugs of the FAQ.
    """
    group_tables = root.tables("group")
    groups = tuple(_group(table, languages, inline) for table in group_tables)
    service_tables = root.tables("service")
    services = tuple(_service(table, languages, inline, groups) for table in service_tables)
    root.close()
    offer = Offer(tuple(group_tables), groups, tuple(service_tables), services)
    offer.check_slugs(topics)
    return offer


def doubles(values: Sequence[str]) -> list[bool]:
    """For each value whether it stood before; "" never counts."""
    return [bool(value) and value in values[:position] for position, value in enumerate(values)]


def _group(table: Table, languages: Sequence[str], inline: Sequence[str]) -> ServiceGroup:
    icons = sorted(file.stem for file in asset("icons").glob("*.svg"))
    group = ServiceGroup(
        slug=table.slug("slug"),
        prefix=table.string("prefix"),
        name=table.localized("name", languages, inline),
        icon=table.one_of("icon", icons, default=""),
    )
    if group.prefix and (len(group.prefix) != 1 or group.prefix not in PREFIXES):
        table.wrong("prefix", f'"{group.prefix}" cannot be a prefix; use one letter of {PREFIXES}')
    table.close()
    return group


def _service(table: Table, languages: Sequence[str], inline: Sequence[str], groups: Sequence[ServiceGroup]) -> Service:
    service = Service(
        slug=table.slug("slug"),
        group=table.one_of("group", [group.slug for group in groups]),
        name=table.localized("name", languages, inline),
        description=table.localized("description", languages, optional=True),
        minutes=table.integer("minutes", 1, 240),
        fee=table.string("fee", default=""),
        law=table.string("law", default=""),
        documents=table.localized_lines("documents", languages),
        faq=table.slug("faq"),
        access=tuple(table.strings("access", known=ACCESS, default=("walk-in",))),
    )
    german = len(service.documents.lines(OFFICE_LANGUAGE))
    for language, lines in service.documents.by_language.items():
        if len(lines) != german:
            table.wrong(f"documents.{language}", f"this list holds {len(lines)} lines, the German one {german}")
    table.close()
    return service
