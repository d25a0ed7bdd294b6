"""The sentences of a display, each in every language of the office that Lotse speaks."""

from assets.languages import AUTONYMS, OFFICE_LANGUAGE, Texts, direction
from display.turns import Sentences
from server.wire.messages import BoardCall


class Wording:
    """What is said in words; `languages`: the office's, () means all that Lotse speaks."""

    def __init__(self, languages: tuple[str, ...] = ()) -> None:
        spoken = [language for language in languages if language in AUTONYMS] or list(AUTONYMS)
        if OFFICE_LANGUAGE in spoken:
            spoken.remove(OFFICE_LANGUAGE)
        # Right-to-left languages last: side by side with the others they then stand at the right edge.
        spoken.sort(key=lambda language: direction(language) == "rtl")
        self._texts = [Texts(language) for language in (OFFICE_LANGUAGE, *spoken)]

    def please_wait(self) -> Sentences:
        """Nobody is called at the moment."""
        return [(t.language, t.text("Please wait. Your number will be shown here.")) for t in self._texts]

    def no_server(self) -> Sentences:
        """No server has driven this display since it started."""
        return [(t.language, t.text("Waiting for the office's server")) for t in self._texts]

    def stale(self, time: str) -> Sentences:
        """What is shown is from `time` (HH:MM) and may be wrong by now."""
        return [(t.language, t.text("No connection. As of {time}", time=time)) for t in self._texts]

    def waiting(self, n: int) -> Sentences:
        """How many wait in all."""
        if n == 0:
            return [(t.language, t.text("Nobody is waiting")) for t in self._texts]
        return [(t.language, t.plural("{n} person is waiting", "{n} people are waiting", n)) for t in self._texts]

    def caption(self, language: str, call: BoardCall) -> str:
        """The counter and where it is, in `language`."""
        words = Texts(language).text("Counter {counter}", counter=call.counter)
        where = call.where.get(language, "")
        return f"{words} · {where}" if where else words

    def foreign_caption(self, call: BoardCall) -> str:
        """The caption in the visitor's own language; "" when that is the office's or one Lotse does not speak."""
        known = Texts(call.language).language
        if known == OFFICE_LANGUAGE:
            return ""
        return self.caption(call.language if call.language in call.where else known, call)
