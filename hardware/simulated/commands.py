"""The commands a slip printer knows: ESC, GS and FS by their second byte.

Each takes the settings and the reader behind its second byte and returns what happens on paper, None for a
setting. It raises MoreNeeded for a command that has not fully arrived and NotKnown for parameters that mean nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from hardware.simulated import codes, pictures
from hardware.simulated import events as ev
from hardware.simulated.reader import Reader
from hardware.simulated.settings import CODE_PAGES, Settings, aligned, restyled

T = TypeVar("T")
Act = Callable[[Settings, Reader], ev.Event | None]


def _initialize(settings: Settings, reader: Reader) -> ev.Event:
    return ev.Initialized()


def _print_mode(settings: Settings, reader: Reader) -> None:
    n = reader.byte()
    restyled(
        settings,
        font="B" if n & 0x01 else "A",
        bold=bool(n & 0x08),
        high=2 if n & 0x10 else 1,
        wide=2 if n & 0x20 else 1,
        underline=1 if n & 0x80 else 0,
    )


def _size(settings: Settings, reader: Reader) -> None:
    n = reader.byte()
    if n & 0x88:
        raise reader.refuse()
    restyled(settings, wide=(n >> 4) + 1, high=(n & 0x07) + 1)


def _switch(**on: object) -> Act:
    """A command whose lowest bit switches a style on or off."""
    name, value = next(iter(on.items()))

    def act(settings: Settings, reader: Reader) -> None:
        restyled(settings, **{name: value if reader.byte() & 1 else type(value)()})

    return act


def _underline(settings: Settings, reader: Reader) -> None:
    restyled(settings, underline=_one_of(reader, {0: 0, 48: 0, 1: 1, 49: 1, 2: 2, 50: 2}))


def _font(settings: Settings, reader: Reader) -> None:
    restyled(settings, font=_one_of(reader, {0: "A", 48: "A", 1: "B", 49: "B"}))


def _align(settings: Settings, reader: Reader) -> None:
    aligned(settings, _one_of(reader, {0: 0, 48: 0, 1: 1, 49: 1, 2: 2, 50: 2}))


def _one_of(reader: Reader, meanings: Mapping[int, T]) -> T:
    n = reader.byte()
    if n not in meanings:
        raise reader.refuse()
    return meanings[n]


def _page(settings: Settings, reader: Reader) -> None:
    settings.page = _one_of(reader, CODE_PAGES)


def _country(settings: Settings, reader: Reader) -> None:
    settings.german = _one_of(reader, {0: False, 2: True})


def _default_spacing(settings: Settings, reader: Reader) -> None:
    settings.line_spacing = 30


def _spacing(settings: Settings, reader: Reader) -> None:
    settings.line_spacing = reader.byte()


def _character_spacing(settings: Settings, reader: Reader) -> None:
    restyled(settings, spacing=reader.byte())


def _margin(settings: Settings, reader: Reader) -> None:
    settings.area = replace(settings.area, margin=reader.word())


def _width(settings: Settings, reader: Reader) -> None:
    settings.area = replace(settings.area, width=reader.word())


def _tabs(settings: Settings, reader: Reader) -> None:
    cell = 12 if settings.style.font == "A" else 9
    settings.tabs = tuple(column * cell for column in reader.until_zero())


def _feed_lines(settings: Settings, reader: Reader) -> ev.Event:
    return ev.Feed(reader.byte() * settings.line_spacing)


def _feed_dots(settings: Settings, reader: Reader) -> ev.Event:
    return ev.Feed(reader.byte())


def _move_to(settings: Settings, reader: Reader) -> ev.Event:
    return ev.MoveTo(reader.word(), relative=False)


def _move_by(settings: Settings, reader: Reader) -> ev.Event:
    n = reader.word()
    return ev.MoveTo(n - 0x10000 if n & 0x8000 else n, relative=True)


def _cut(settings: Settings, reader: Reader) -> ev.Event:
    m = reader.byte()
    if m in (0, 48, 1, 49):
        return ev.Cut(partial=m in (1, 49), feed=0, to_cutter=False)
    if m in (65, 66, 97, 98, 103, 104):
        return ev.Cut(partial=m in (66, 98, 104), feed=reader.byte(), to_cutter=True)
    raise reader.refuse()


def _old_cut(settings: Settings, reader: Reader) -> ev.Event:
    return ev.Cut(partial=True, feed=0, to_cutter=False)


def _drawer(settings: Settings, reader: Reader) -> ev.Event:
    pin = _one_of(reader, {0: 2, 48: 2, 1: 5, 49: 5})
    reader.take(2)
    return ev.Drawer(pin)


def _paper_question(settings: Settings, reader: Reader) -> ev.Event:
    return _one_of(reader, {n: ev.Question("paper" if n in (1, 49) else "drawer") for n in (1, 49, 2, 50)})


def _identity(settings: Settings, reader: Reader) -> ev.Event:
    return ev.Question("identity", bytes([_one_of(reader, {n: n for n in (1, 2, 3, 49, 50, 51, 65, 66, 67, 68, 69)})]))


def _status_back(settings: Settings, reader: Reader) -> ev.Event:
    return ev.StatusBack(reader.byte())


def _process(settings: Settings, reader: Reader) -> ev.Event:
    block = reader.take(reader.word())
    if len(block) != 6 or block[:2] != b"\x30\x30":
        raise reader.refuse()
    return ev.Question("process", block[2:])


def _ignored(count: int) -> Act:
    """A command for parts of a printer that leave no trace on a slip."""

    def act(settings: Settings, reader: Reader) -> None:
        reader.take(count)

    return act


def _sensor(settings: Settings, reader: Reader) -> None:
    _one_of(reader, {0x33: 0, 0x34: 0, 0x35: 0})
    reader.byte()


def _block(settings: Settings, reader: Reader) -> ev.Event | None:
    """GS ( and its functions: the letter, then a length."""
    letter = reader.byte()
    if letter == ord("k"):
        return codes.two_dimensional(settings, reader)
    if letter == ord("H"):
        return _process(settings, reader)
    reader.take(reader.word())
    raise reader.refuse()


def _long_block(settings: Settings, reader: Reader) -> ev.Event:
    reader.byte()
    reader.take(reader.word() | reader.word() << 16)
    raise reader.refuse()


COMMANDS: Final[dict[int, dict[int, Act]]] = {
    0x1B: {
        ord("@"): _initialize,
        ord("!"): _print_mode,
        ord("E"): _switch(bold=True),
        ord("G"): _switch(bold=True),
        ord("{"): _switch(upside_down=True),
        ord("-"): _underline,
        ord("M"): _font,
        ord("a"): _align,
        ord("t"): _page,
        ord("R"): _country,
        ord("2"): _default_spacing,
        ord("3"): _spacing,
        ord(" "): _character_spacing,
        ord("D"): _tabs,
        ord("d"): _feed_lines,
        ord("J"): _feed_dots,
        ord("$"): _move_to,
        ord("\\"): _move_by,
        ord("*"): pictures.bit_image,
        ord("p"): _drawer,
        ord("i"): _old_cut,
        ord("m"): _old_cut,
        ord("c"): _sensor,
        ord("="): _ignored(1),
    },
    0x1D: {
        ord("!"): _size,
        ord("B"): _switch(inverse=True),
        ord("L"): _margin,
        ord("W"): _width,
        ord("v"): pictures.raster,
        ord("V"): _cut,
        ord("h"): codes.height,
        ord("w"): codes.module,
        ord("H"): codes.readable,
        ord("f"): _ignored(1),
        ord("k"): codes.one_dimensional,
        ord("("): _block,
        ord("8"): _long_block,
        ord("r"): _paper_question,
        ord("I"): _identity,
        ord("a"): _status_back,
        ord("b"): _ignored(1),
    },
    0x1C: {ord("."): _ignored(0)},
}
