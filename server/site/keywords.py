"""What people say who mean a topic or a service: keywords.toml, lists of words by language.

A language need not be one of the site's: who has no page in Turkish may still ask in Turkish.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from server.site.content import Service
from server.site.mistakes import Mistake, did_you_mean
from server.site.tables import Table, read_table, read_text

KEYWORDS_FILE = "keywords.toml"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")

Keywords = Mapping[str, tuple[str, ...]]


def topic_keywords(folder: Path, slug: str, mistakes: list[Mistake]) -> Keywords:
    """The words for the FAQ topic `slug`; none when it has no file of them."""
    table = _root(folder, f"faq/{slug}/{KEYWORDS_FILE}", mistakes)
    return _by_language(table) if table else {}


def with_keywords(folder: Path, services: Sequence[Service], mistakes: list[Mistake]) -> tuple[Service, ...]:
    """The services with their words: a table for each slug in the site folder's own keywords.toml, which may lack."""
    root = _root(folder, KEYWORDS_FILE, mistakes)
    if root is None:
        return tuple(services)
    slugs = [service.slug for service in services]
    for key in root.written():
        if key not in slugs:
            root.wrong(key, f'there is no service "{key}"{did_you_mean(key, slugs)}')
    return tuple(replace(service, keywords=_by_language(root.table(service.slug))) for service in services)


def _root(folder: Path, file: str, mistakes: list[Mistake]) -> Table | None:
    if not (folder / file).is_file():
        return None
    text = read_text(folder, file, mistakes)
    return None if text is None else read_table(file, text, mistakes)


def _by_language(table: Table) -> Keywords:
    found: dict[str, tuple[str, ...]] = {}
    for language in table.written():
        if _LANGUAGE.fullmatch(language):
            found[language] = tuple(table.strings(language))
        else:
            table.wrong(language, f'"{language}" is not the short name of a language like "ar" or "tr"')
    return found
