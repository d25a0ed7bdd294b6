"""The paper: marks from the interpreter's events, at one pixel a dot (8 dots a millimetre), cut into slips."""

from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageChops

from hardware.simulated import events as ev
from hardware.simulated import glyphs, symbols

DOTS_PER_MM: Final = 8
HEAD_TO_CUTTER: Final = 96
"""Dots between the print head and the blade; what lies there when the blade falls stays on the next slip."""

_PAPERS: Final = {80: 576, 58: 384}


@dataclass(frozen=True, slots=True)
class CutSlip:
    """A slip as it falls: the picture of the paper (with its unprintable margins) and what it says."""

    picture: Image.Image
    text: str
    codes: tuple[str, ...]
    """What its native QR codes and barcodes hold, in printed order."""


@dataclass(slots=True)
class _Line:
    """The line buffer: pictures beside each other, standing on one foot."""

    marks: list[tuple[int, Image.Image]] = field(default_factory=list)
    reach: int = 0
    text: str = ""
    area: ev.Area = field(default_factory=ev.Area)
    upside_down: bool = False


class Paper:
    """A roll of paper of 80 or 58 mm (ValueError for others) with `length` dots used so far."""

    def __init__(self, width_mm: int = 80) -> None:
        if width_mm not in _PAPERS:
            raise ValueError(f"slip paper is 80 or 58 mm wide, not {width_mm}")
        self.width_mm = width_mm
        self.width = _PAPERS[width_mm]
        self.length = 0
        self._strip = Image.new("L", (self.width, 2000), 255)
        self._head = HEAD_TO_CUTTER
        self._line = _Line()
        self._texts: list[str] = []
        self._codes: list[str] = []

    def apply(self, event: ev.Event) -> CutSlip | None:
        """Let one event happen on the paper; a cut returns the slip."""
        match event:
            case ev.Characters():
                self._write(event)
            case ev.Tab(stops=stops):
                self._line.reach = next((stop for stop in stops if stop > self._line.reach), self._line.reach)
                self._line.text += "\t"
            case ev.MoveTo(dots=dots, relative=relative):
                self._line.reach = max(0, dots + (self._line.reach if relative else 0))
            case ev.LineEnd(spacing=spacing):
                self._end_line(spacing)
            case ev.Feed(dots=dots):
                self._flush()
                self._advance(dots)
            case ev.Picture(inline=True):
                self._line.area = event.area
                self._set(symbols.bit_picture(event))
            case ev.Picture():
                self._stamp(symbols.bit_picture(event), event.area)
            case ev.QrSymbol():
                self._stamp(symbols.qr_symbol(event), event.area)
                self._codes.append(event.content.decode("utf-8", "replace"))
            case ev.Barcode():
                self._stamp(symbols.barcode(event), event.area)
                self._codes.append(event.content)
            case ev.Cut():
                return self._cut(event)
            case ev.Initialized():
                self._line = _Line()
        return None

    def _write(self, run: ev.Characters) -> None:
        self._line.area = run.area
        self._line.upside_down = run.style.upside_down
        advance = glyphs.cell_width(run.style)
        for character in run.text:
            if self._line.reach + advance > self._room(run.area):
                self._end_line(0)
                self._line.area = run.area
            self._set(glyphs.cell(character, run.style))
            self._line.text += character

    def _set(self, picture: Image.Image) -> None:
        self._line.marks.append((self._line.reach, picture))
        self._line.reach += picture.width

    def _end_line(self, spacing: int) -> None:
        tallest = self._flush()
        self._texts.append("") if not tallest else None
        self._advance(max(0, spacing - tallest))

    def _flush(self) -> int:
        """Print the line buffer; return its height, 0 when it was empty."""
        line, self._line = self._line, _Line()
        if not line.marks:
            return 0
        height = max(picture.height for _, picture in line.marks)
        whole = Image.new("L", (max(1, line.reach), height), 255)
        for left, picture in line.marks:
            whole.paste(picture, (left, height - picture.height))
        self._texts.append(line.text)
        self._print(whole.rotate(180) if line.upside_down else whole, line.area)
        return height

    def _stamp(self, picture: Image.Image, area: ev.Area) -> None:
        self._flush()
        self._print(picture, area)

    def _print(self, picture: Image.Image, area: ev.Area) -> None:
        room = self._room(area)
        spare = max(0, room - picture.width)
        left = area.margin + {"left": 0, "center": spare // 2, "right": spare}[area.side]
        self._reserve(picture.height)
        shown = picture.crop((0, 0, min(picture.width, room), picture.height))
        box = (left, self._head, left + shown.width, self._head + shown.height)
        self._strip.paste(ImageChops.darker(self._strip.crop(box), shown), box)
        self._advance(picture.height)

    def _room(self, area: ev.Area) -> int:
        rest = max(1, self.width - area.margin)
        return rest if area.width is None else max(1, min(rest, area.width))

    def _advance(self, dots: int) -> None:
        self._reserve(dots)
        self._head += dots
        self.length += dots

    def _reserve(self, dots: int) -> None:
        if self._head + dots > self._strip.height:
            longer = Image.new("L", (self.width, (self._head + dots) * 2), 255)
            longer.paste(self._strip, (0, 0))
            self._strip = longer

    def _cut(self, cut: ev.Cut) -> CutSlip:
        self._flush()
        self._advance(cut.feed + (HEAD_TO_CUTTER if cut.to_cutter else 0))
        blade = self._head - HEAD_TO_CUTTER
        paper_width = self.width_mm * DOTS_PER_MM
        picture = Image.new("L", (paper_width, max(1, blade)), 255)
        picture.paste(self._strip.crop((0, 0, self.width, blade)), ((paper_width - self.width) // 2, 0))
        left_over = self._strip.crop((0, blade, self.width, self._head))
        self._strip = Image.new("L", (self.width, 2000), 255)
        self._strip.paste(left_over, (0, 0))
        self._head = HEAD_TO_CUTTER
        slip = CutSlip(picture, "\n".join(self._texts).strip("\n"), tuple(self._codes))
        self._texts, self._codes = [], []
        return slip
