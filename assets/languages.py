"""The texts that Lotse itself shows, in every language it speaks.

The catalogues are gettext files, `locale/<language>/lotse.po`; they are read as they are, without a compile step.
A msgid is the English text. What a catalogue lacks is shown in the language nearest to it, at last in German, the
language of the office. A language is there as soon as its catalogue is: in `assets/locale`, or in the folder that the
environment variable LOTSE_LOCALE names.
"""

import gettext
import io
import os
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from assets import path

OFFICE_LANGUAGE = "de"


class _Tongue(NamedTuple):
    autonym: str
    locale: str = ""
    """where dates and plurals are found, when Babel does not know the tag itself"""


# In the order of the language picker: the office's own two first, then by how often visitors choose them.
_TONGUES: Mapping[str, _Tongue] = {
    "de": _Tongue("Deutsch"),
    "de-x-leicht": _Tongue("Leichte Sprache", "de"),
    "ar": _Tongue("العربية"),
    # British English writes the day first and counts the hours to 24, as every clock in the office does.
    "en": _Tongue("English", "en_GB"),
    "uk": _Tongue("Українська"),
    "tr": _Tongue("Türkçe"),
    "ru": _Tongue("Русский"),
    "fa": _Tongue("فارسی"),
    "fa-AF": _Tongue("دری"),
    "sq": _Tongue("Shqip"),
    "kmr": _Tongue("Kurmancî", "ku"),
    "sr-Latn": _Tongue("Srpski"),
    "ro": _Tongue("Română"),
    "fr": _Tongue("Français"),
    "pl": _Tongue("Polski"),
    "ti": _Tongue("ትግርኛ"),
    "so": _Tongue("Soomaali"),
    "ps": _Tongue("پښتو"),
}
# Tags that mean one of ours, or a language whose speakers read one of ours.
_ALIASES = {
    "prs": "fa-AF",
    "ku": "kmr",
    "sr": "sr-Latn",
    "sh": "sr-Latn",
    "bs": "sr-Latn",
    "hr": "sr-Latn",
    "cnr": "sr-Latn",
    "mo": "ro",
    "de-simple": "de-x-leicht",
}
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "ur"})
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def _catalogues() -> dict[str, Path]:
    """The catalogue of each language; one of the office goes before one that came with Lotse."""
    folders = [path("locale")]
    if own := os.environ.get("LOTSE_LOCALE"):
        folders.append(Path(own).expanduser())
    found = {file.parent.name: file for folder in folders for file in sorted(folder.glob("*/lotse.po"))}
    found = {tag: file for tag, file in found.items() if _TAG.fullmatch(tag)}
    return {tag: found[tag] for tag in (*_TONGUES, *sorted(found.keys() - _TONGUES.keys())) if tag in found}


@cache
def _locale(tag: str) -> Locale:
    known = tag in _TONGUES and _TONGUES[tag].locale
    for candidate in (known or tag.replace("-", "_"), tag.split("-")[0], OFFICE_LANGUAGE):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel knows the office's language")


def language_name(tag: str, spoken: str) -> str:
    """What the language `tag` is called in the language `spoken`; its own name where nobody knows."""
    return str(_locale(spoken).languages.get(tag.split("-")[0]) or AUTONYMS.get(tag, tag))


def _autonym(tag: str, file: Path) -> str:
    """A language's own name: the catalogue's header "X-Autonym: ..", else the table's, else Babel's."""
    head = file.read_text("utf-8", errors="replace").partition("\n\n")[0]
    written = re.search(r'"X-Autonym:\s*(.+?)\s*\\n"', head)
    if written:
        return written[1]
    return _TONGUES[tag].autonym if tag in _TONGUES else _locale(tag).get_display_name() or tag


_CATALOGUES = _catalogues()

# Each language's own name, in its own script, in the order of the language picker.
AUTONYMS: Mapping[str, str] = {tag: _autonym(tag, file) for tag, file in _CATALOGUES.items()}
LANGUAGES: tuple[str, ...] = tuple(AUTONYMS)
_BY_SMALL_TAG = {tag.lower(): tag for tag in LANGUAGES}


def _found(tag: str | None) -> str | None:
    wanted = (tag or "").replace("_", "-").lower()
    while wanted:
        alias = _ALIASES.get(wanted, wanted)
        if alias.lower() in _BY_SMALL_TAG:
            return _BY_SMALL_TAG[alias.lower()]
        wanted = wanted.rpartition("-")[0]
    return None


def known_language(tag: str | None) -> str:
    """The language Lotse speaks that fits `tag` best ("ar-EG" -> "ar", "prs" -> "fa-AF"); the office's own when there
    is none.
    """
    return _found(tag) or OFFICE_LANGUAGE


def speaks(tag: str) -> bool:
    """Whether there is a language that fits `tag`."""
    return _found(tag) is not None


def fallbacks(language: str) -> tuple[str, ...]:
    """The languages in which a text is looked for, the best one first: ("fa-AF", "fa", "de")."""
    parts = language.split("-")
    near = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return tuple(dict.fromkeys([*(tag for tag in near if tag == language or tag in AUTONYMS), OFFICE_LANGUAGE]))


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The writing direction of any language tag."""
    return "rtl" if language.replace("_", "-").lower().split("-", 1)[0] in _RIGHT_TO_LEFT else "ltr"


class Texts:
    """The interface texts of one language.

    In right-to-left languages every text value that is filled in ("A012", a time) stands between the invisible
    Unicode isolates U+2068 and U+2069, so that it keeps its own direction inside the sentence.
    """

    def __init__(self, language: str) -> None:
        """`language`: any tag; one that Lotse does not speak yields the German texts."""
        self.language = known_language(language)
        self.direction = direction(self.language)
        self._locale = _locale(self.language)
        self._catalogue = _catalogue(self.language)

    def text(self, msgid: str, **values: object) -> str:
        """The text for `msgid` with its {placeholders} filled from `values`; KeyError when a value is missing."""
        return self._filled(self._catalogue.gettext(msgid), values)

    def plural(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The text that fits `n` by the language's own plural rule; "{n}" is filled with `n`."""
        return self._filled(self._catalogue.ngettext(singular, plural, n), {"n": n, **values})

    def plural_forms(self, singular: str, plural: str) -> dict[str, str]:
        """The unfilled texts by CLDR plural category ("one", "few", ..), for a browser's Intl.PluralRules."""
        rule: Callable[[int], str] = self._locale.plural_form
        forms = {rule(n): self._catalogue.ngettext(singular, plural, n) for n in range(201)}
        return {"other": forms.get("other", self._catalogue.ngettext(singular, plural, 100)), **forms}

    def full_date(self, day: date) -> str:
        """A day with its weekday: "Montag, 23. November 2026"."""
        return format_date(day, format="full", locale=self._locale)

    def date(self, day: date) -> str:
        """A day as it is written out, in Latin digits: "22. November 2026"."""
        return format_date(day, format="long", locale=self._locale)

    def time(self, moment: datetime) -> str:
        """The time of day as given (convert to the office's zone before), 00:00 to 23:59 in Latin digits."""
        return f"{moment:%H:%M}"

    def weekday(self, n: int) -> str:
        """The name of weekday `n` (0 = Monday) as it stands alone in a list; KeyError outside 0 to 6."""
        # Not "stand-alone": where a language has none of its own, Babel gives those of whichever was loaded before.
        return str(self._locale.days["format"]["wide"][n])

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        if not values:
            return text
        if self.direction == "rtl":
            values = {name: self._isolated(value) for name, value in values.items()}
        return text.format(**values)

    @staticmethod
    def _isolated(value: object) -> object:
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}" if isinstance(value, str) else value


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    with _CATALOGUES[language].open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    texts = gettext.GNUTranslations(compiled)
    nearest = next((tag for tag in fallbacks(language)[1:] if tag in _CATALOGUES), None)
    if nearest is not None:
        texts.add_fallback(_catalogue(nearest))
    return texts
