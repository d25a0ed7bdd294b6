"""The office's pages in SQLite's full-text index, in memory: folded words, and how well each fits a page."""

import sqlite3
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from kiosk.answers.folding import words

Kind = Literal["topic", "service"]

_TITLE, _KEYWORDS = 2.0, 1.6
_BODY: Final = 0.3
"""The weight of a word in the text against the same in title or keywords."""


class Page(NamedTuple):
    """A topic or a service with its texts of all its `languages`."""

    kind: Kind
    slug: str
    languages: frozenset[str]
    titles: list[str]
    keywords: list[str]
    texts: list[str]


class Index:
    """Full-text search for single folded words. Made in one thread, it may be asked in another."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.pages = list(pages)
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.executescript(
            """
            CREATE VIRTUAL TABLE head USING fts5(title, keywords, tokenize = "unicode61 remove_diacritics 0");
            CREATE VIRTUAL TABLE body USING fts5(text, tokenize = "unicode61 remove_diacritics 0");
            CREATE VIRTUAL TABLE head_words USING fts5vocab(head, row);
            CREATE VIRTUAL TABLE body_words USING fts5vocab(body, row);
            """
        )
        folded: dict[str, str] = {}
        for number, page in enumerate(self.pages):
            title, keywords, text = (_folded(texts, folded) for texts in (page.titles, page.keywords, page.texts))
            self._db.execute("INSERT INTO head (rowid, title, keywords) VALUES (?, ?, ?)", (number, title, keywords))
            self._db.execute("INSERT INTO body (rowid, text) VALUES (?, ?)", (number, text))

    def words(self) -> list[str]:
        """Every word of the pages."""
        return [word for (word,) in self._db.execute("SELECT term FROM head_words UNION SELECT term FROM body_words")]

    def fits(self, phrase: str) -> dict[int, float]:
        """The pages (by their number) that hold these folded words side by side, and how well they fit: BM25."""
        quoted = f'"{phrase}"'
        found: dict[int, float] = {}
        for number, score in self._db.execute(
            f"SELECT rowid, bm25(head, {_TITLE}, {_KEYWORDS}) FROM head WHERE head MATCH ?", (quoted,)
        ):
            found[number] = -score
        for number, score in self._db.execute("SELECT rowid, bm25(body) FROM body WHERE body MATCH ?", (quoted,)):
            found[number] = found.get(number, 0.0) - _BODY * score
        return found


def _folded(texts: Iterable[str], folded: dict[str, str]) -> str:
    return " ".join(word for text in texts for word in words(text, folded))
