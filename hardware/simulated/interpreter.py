"""ESC/POS bytes, in any pieces, to paper events. Pure: no paper, no clock, no network."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hardware.simulated import events as ev
from hardware.simulated.commands import COMMANDS
from hardware.simulated.reader import MoreNeeded, NotKnown, Reader
from hardware.simulated.realtime import length_in_stream
from hardware.simulated.settings import Settings

_GERMAN = str.maketrans("@[\\]{|}~", "§ÄÖÜäöüß")


@dataclass(slots=True)
class Interpreter:
    """Push bytes in, take events out one by one; a printer out of paper simply stops taking."""

    settings: Settings = field(default_factory=Settings)
    offset: int = 0
    """How many bytes of the stream have been interpreted."""
    _held: bytearray = field(default_factory=bytearray)

    @property
    def held(self) -> int:
        """How many bytes were received and not yet interpreted."""
        return len(self._held)

    def push(self, data: bytes) -> None:
        """Receive bytes."""
        self._held += data

    def clear(self) -> None:
        """Forget what was received and not yet interpreted."""
        self.offset += len(self._held)
        self._held.clear()

    def take(self) -> ev.Event | None:
        """Interpret one command or one run of characters; None when the next one has not fully arrived."""
        if not self._held:
            return None
        first = self._held[0]
        if first >= 0x20 and first != 0x7F:
            return self._characters()
        reader = Reader(bytes(self._held))
        start = self.offset
        try:
            event = self._command(reader)
        except MoreNeeded:
            return None
        except NotKnown as unknown:
            raw = bytes(self._held[: unknown.length])
            # A printer that does not know a command prints its parameters: only the first byte is passed over,
            # or the whole block where the command says how long it is.
            self._consume(unknown.length if raw[:2] in (b"\x1d(", b"\x1d8") and len(raw) > 3 else 1)
            return ev.Unknown(start, raw)
        self._consume(reader.at)
        return event

    def feed(self, data: bytes) -> Iterator[ev.Event]:
        """Push and take everything."""
        self.push(data)
        while (event := self.take()) is not None:
            yield event

    def _consume(self, count: int) -> None:
        del self._held[:count]
        self.offset += count

    def _characters(self) -> ev.Event:
        end = 1
        while end < len(self._held) and self._held[end] >= 0x20 and self._held[end] != 0x7F:
            end += 1
        text = bytes(self._held[:end]).decode(self.settings.page, "replace")
        self._consume(end)
        if self.settings.german:
            text = text.translate(_GERMAN)
        return ev.Characters(text, self.settings.style, self.settings.area)

    def _command(self, reader: Reader) -> ev.Event:
        first = reader.byte()
        match first:
            case 0x0A:
                return ev.LineEnd(self.settings.line_spacing)
            case 0x0D | 0x00:
                return ev.Quiet()
            case 0x09:
                return ev.Tab(self.settings.tabs, self.settings.style)
            case 0x10:
                length = length_in_stream(reader.stream[:10])
                if length is None:
                    raise MoreNeeded
                if length == 0:
                    raise reader.refuse()
                reader.at = length
                return ev.Quiet()
        if first not in COMMANDS:
            raise reader.refuse()
        act = COMMANDS[first].get(reader.byte())
        if act is None:
            raise reader.refuse()
        event = act(self.settings, reader)
        if isinstance(event, ev.Initialized):
            self.settings = Settings()
        return event or ev.Quiet()
