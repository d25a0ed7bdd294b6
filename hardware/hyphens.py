"""Where words that are too long for their line may be broken."""

from functools import lru_cache

import pyphen

SOFT_HYPHEN = "\u00ad"


def softened(word: str, language: str) -> str:
    """The word with soft hyphens where `language` breaks it; unchanged in languages that have no hyphenation."""
    dictionary = _dictionary(language.split("-")[0])
    return word if dictionary is None else str(dictionary.inserted(word, SOFT_HYPHEN))


@lru_cache(maxsize=50)
def _dictionary(language: str) -> pyphen.Pyphen | None:
    known = pyphen.language_fallback(language)
    return None if known is None else pyphen.Pyphen(lang=known, left=3, right=3)
