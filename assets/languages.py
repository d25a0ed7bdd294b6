"""The texts that Lotse itself shows, in every language it speaks.

The catalogues are gettext files, `locale/<language>/lotse.po`; they are read as they are, without a compile step.
A msgid is the English text. What a catalogue lacks is shown in German, the language of the office.
"""

import gettext
import io
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from assets import path

# Each language's own name, in its own script, in the order of the language picker.
AUTONYMS: Mapping[str, str] = {"de": "Deutsch", "en": "English", "ar": "العربية", "uk": "Українська"}
LANGUAGES: tuple[str, ...] = tuple(AUTONYMS)
OFFICE_LANGUAGE = "de"

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "ur"})
# British English writes the day first and counts the hours to 24, as every clock in the office does.
_LOCALES = {"en": "en_GB"}
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def known_language(tag: str | None) -> str:
    """The language Lotse speaks that fits `tag` best ("ar-EG" -> "ar"); the office's own when there is none."""
    wanted = (tag or "").replace("_", "-").lower()
    for candidate in (wanted, wanted.split("-", 1)[0]):
        if candidate in AUTONYMS:
            return candidate
    return OFFICE_LANGUAGE


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
        self._locale = Locale.parse(_LOCALES.get(self.language, self.language))
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
        return str(self._locale.days["stand-alone"]["wide"][n])

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
    with path(f"locale/{language}/lotse.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    texts = gettext.GNUTranslations(compiled)
    if language != OFFICE_LANGUAGE:
        texts.add_fallback(_catalogue(OFFICE_LANGUAGE))
    return texts
