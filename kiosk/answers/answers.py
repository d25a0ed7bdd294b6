"""What a visitor's own words lead to: the FAQ topics and the services that answer best."""

import re
from typing import Final, NamedTuple

from kiosk.answers.fillers import FILLERS
from kiosk.answers.folding import words
from kiosk.answers.index import Index, Kind, Page
from kiosk.answers.spelling import Spelling
from server.wire.messages import KioskSite

MOST_WORDS: Final = 12
_MARKUP: Final = re.compile(r"[#*|`>\[\]()_]+")
_WORTH: Final = 0.28
"""A page that fits less than this share of the best one is no answer."""


class Hit(NamedTuple):
    """A topic or a service; `score` only says which of two fits better."""

    kind: Kind
    slug: str
    score: float


class Answers:
    """Searches what a kiosk knows of its office. Nothing of a question is kept.

    Building takes some hundred milliseconds: do it in a thread.
    """

    def __init__(self, site: KioskSite) -> None:
        topics = [
            Page(
                kind="topic",
                slug=one.slug,
                languages=frozenset(one.text),
                titles=[*one.title.values()],
                keywords=_all(one.keywords),
                texts=[_MARKUP.sub(" ", text) for text in one.text.values()],
            )
            for one in site.topics
        ]
        services = [
            Page(
                kind="service",
                slug=one.slug,
                languages=frozenset(one.name),
                titles=[*one.name.values()],
                keywords=[*_all(one.keywords), *one.description.values()],
                texts=_all(one.documents),
            )
            for one in site.services
        ]
        self._index = Index([*topics, *services])
        self._spelling = Spelling(self._index.words())

    def find(self, text: str, language: str = "", limit: int = 6) -> list[Hit]:
        """The best answers to `text`, best first, whatever language it mixes; none when nothing fits.

        Among equals those come first that are written in `language`.
        """
        asked = self._asked(text)
        scores: dict[int, float] = {}
        for at, word in enumerate(asked):
            for number, score in self._fits(word).items():
                scores[number] = scores.get(number, 0.0) + score
            if at and (pair := self._index.fits(f"{asked[at - 1]} {word}")):
                for number, score in pair.items():
                    scores[number] = scores.get(number, 0.0) + 0.5 * score
        if not scores:
            return []
        pages = self._index.pages
        best = sorted(scores, key=lambda number: (-scores[number], language not in pages[number].languages, number))
        least = scores[best[0]] * _WORTH
        worthy = [number for number in best[:limit] if scores[number] >= least]
        return [Hit(pages[number].kind, pages[number].slug, scores[number]) for number in worthy]

    def _asked(self, text: str) -> list[str]:
        """The folded words that say what is meant; the fillers too where there is nothing else."""
        all_words = words(text)[-MOST_WORDS:]
        telling = [word for word in all_words if word not in FILLERS] or all_words
        return [part for word in telling for part in self._spelling.parts(word)]

    def _fits(self, word: str) -> dict[int, float]:
        best: dict[int, float] = {}
        for known, likeness in self._spelling.meant(word).items():
            for number, score in self._index.fits(known).items():
                best[number] = max(best.get(number, 0.0), score * likeness * likeness)
        return best


def _all(by_language: dict[str, list[str]]) -> list[str]:
    return [line for lines in by_language.values() for line in lines]
