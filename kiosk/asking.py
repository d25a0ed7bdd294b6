"""What a visitor asks in their own words: the text typed so far and what it leads to. Forgotten with the visitor."""

from typing import Final

from kiosk.answers.answers import Answers, Hit

LONGEST: Final = 70
"""Letters that fit into the field."""
FOUND: Final = 8


class Asking:
    """A text that grows and shrinks at its end. `answers` come once the office has told what it offers."""

    def __init__(self) -> None:
        self.answers: Answers | None = None
        self.text = ""
        self.hits: list[Hit] = []

    def touched(self, key: str, language: str) -> bool:
        """A key of the keyboard was touched: "type:a", "erase" or "clear". False for all other keys."""
        verb, _, letters = key.partition(":")
        if verb == "type":
            if len(self.text) + len(letters) <= LONGEST:
                self.text = (self.text + letters).lstrip()
        elif key == "erase":
            self.text = self.text[:-1]
        elif key == "clear":
            self.text = ""
        else:
            return False
        self._search(language)
        return True

    def learn(self, answers: Answers, language: str) -> None:
        """The office offers something else now."""
        self.answers = answers
        self._search(language)

    def forget(self) -> None:
        """Forget the question."""
        self.text, self.hits = "", []

    def _search(self, language: str) -> None:
        self.hits = self.answers.find(self.text, language, FOUND) if self.answers and self.text.strip() else []
