"""A slip document to ESC/POS bytes: laid out once, then drawn as finely as the printer's profile affords."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assets.languages import OFFICE_LANGUAGE, Texts
from hardware import text
from hardware.printers import characters, drawing, raster
from hardware.printers.document import Element, Line, Slip, Tick
from hardware.printers.drawing import COARSE, FINE, FLAT, Grain
from hardware.printers.layout import Bar, Block, Numeral, Paragraph, Space, Symbol, lay_out
from hardware.printers.logo import logo
from hardware.printers.profile import Profile as Profile
from hardware.printers.raster import Side

_SIDES: Final[dict[Side, bytes]] = {"left": b"\x1ba\x00", "center": b"\x1ba\x01", "right": b"\x1ba\x02"}
_CUTS: Final = {"partial": b"\x1dVB\x00", "full": b"\x1dVA\x00", "none": b"\x1bd\x08"}
UNWRITTEN: Final = "This printer cannot write your language."


@dataclass(frozen=True, slots=True)
class _Economy:
    """How finely titles and facts, and the rest are drawn, and how much narrower than they are.

    None: the printer's own characters where it has them.
    """

    facts: Grain | None
    rest: Grain | None
    squeeze: float = 1


# Dearest first. Large letters lose least by coarse dots, so they give way first; one size is drawn alike all over the
# slip. Narrow letters keep their height, and the fewer bytes are sent, the fewer lines they need.
_LADDER: Final = (
    _Economy(FINE, FINE),
    _Economy(FLAT, FINE),
    _Economy(COARSE, FINE),
    _Economy(FLAT, FLAT),
    _Economy(COARSE, FLAT),
    _Economy(COARSE, COARSE),
    _Economy(COARSE, COARSE, 1.15),
    _Economy(COARSE, None, 1.15),
    _Economy(COARSE, None, 1.3),
    _Economy(None, None, 1.3),
)
_SHORTER: Final = 1.3  # narrower letters also need fewer lines


def encode(slip: Slip, profile: Profile | None = None) -> bytes:
    """The bytes that print and cut the slip: one buffer that holds no real-time command.

    Whatever stands in the slip it can be printed: texts too long are cut with "…", a code that cannot be drawn
    leaves its caption and short form. Raises ValueError for a logo that the profile should not name.
    """
    profile = profile or Profile()
    return encode_blocks(lay_out(prepared(slip, profile), profile), profile)


def prepared(slip: Slip, profile: Profile) -> Slip:
    """The slip as this printer can show it: as it is, or in letters that a printer without pictures has."""
    return _writable(slip, profile) if profile.encoding == "text" else slip


def encode_blocks(blocks: tuple[Block, ...], profile: Profile) -> bytes:
    """The bytes of a slip that has been laid out for this profile."""
    if profile.encoding == "raster":
        return _encoded(blocks, profile, 0)
    if profile.encoding == "text":
        return _encoded(blocks, profile, len(_LADDER) - 1)
    step = _first_step(blocks, profile)
    encoded = _encoded(blocks, profile, step)
    while len(encoded) > profile.max_bytes and step < len(_LADDER) - 1:
        step += 1
        encoded = _encoded(blocks, profile, step)
    return encoded


def _first_step(blocks: tuple[Block, ...], profile: Profile) -> int:
    """The finest step that may fit, guessed from the coarsest pictures: they take a quarter of the fine ones' bytes."""
    facts = rest = other = 0
    for block in blocks:
        if not isinstance(block, Paragraph):
            other += len(_block(block, profile, _LADDER[0]))
        elif block.size == "rest":
            rest += len(drawing.words(block, profile, COARSE))
        else:
            facts += len(drawing.words(block, profile, COARSE))
    for step, economy in enumerate(_LADDER):
        if economy.facts is None or economy.rest is None:
            return step
        drawn = facts * _fineness(economy.facts) + rest * _fineness(economy.rest)
        if other + drawn / economy.squeeze**_SHORTER <= profile.max_bytes:
            return step
    return len(_LADDER) - 1


def _fineness(grain: Grain) -> int:
    """How many times the bytes of the coarsest picture."""
    return 4 // (grain[0] * grain[1])


def _encoded(blocks: tuple[Block, ...], profile: Profile, step: int) -> bytes:
    start = b"\x1b@" + logo(profile)
    body = b"".join(_block(block, profile, _LADDER[step]) for block in blocks)
    return start + body + _SIDES["left"] + _CUTS[profile.cutter]


def _block(block: Block, profile: Profile, economy: _Economy) -> bytes:
    match block:
        case Space(dots=dots):
            return drawing.feed(dots, profile)
        case Bar():
            return _bar(profile)
        case Symbol():
            return _symbol(block, profile)
        case Numeral():
            if profile.encoding == "text":
                return _native_number(block, profile)
            return _SIDES["center"] + drawing.numeral(block, profile, economy.squeeze)
        case Paragraph():
            grain = economy.rest if block.size == "rest" else economy.facts
            written = _characters(block, profile) if grain is None else b""
            if written or profile.encoding == "text":
                return written
            return _SIDES[block.side] + drawing.words(block, profile, grain or COARSE, economy.squeeze)


def _bar(profile: Profile) -> bytes:
    if profile.encoding == "text":
        dashes = "-" * (profile.width_dots // characters.CELL_WIDTH)
        return _SIDES["left"] + characters.line([dashes], next(iter(profile.pages)), 1, 1, False, profile)
    row = b"\xff" * (profile.width_dots // 16)
    line = text.Bitmap(len(row) * 8, 1, len(row), row)
    return _SIDES["left"] + raster.commands(line, wide=2, high=2)


def _characters(block: Paragraph, profile: Profile) -> bytes:
    """The paragraph as the printer's own characters; nothing where it has none for it."""
    if text.is_rtl(block.language) or (page := characters.page_for(block.words, profile.pages)) is None:
        return b""
    wide, high = characters.magnified(block.size, profile.width_dots)
    words = ("[ ] " if block.ticked else "") + block.words
    rows = characters.rows(words, wide, profile, block.most_lines)
    return _SIDES[block.side] + characters.line(rows, page, wide, high, block.bold, profile) + drawing.feed(6, profile)


def _native_number(block: Numeral, profile: Profile) -> bytes:
    page = characters.page_for(block.number, profile.pages)
    wide = max(1, min(8, profile.width_dots // (characters.CELL_WIDTH * len(block.number))))
    if page is None:
        return b""
    return _SIDES["center"] + characters.line([block.number], page, wide, 8, False, profile)


def _symbol(block: Symbol, profile: Profile) -> bytes:
    if profile.encoding == "text" or (profile.native_qr and profile.encoding == "hybrid"):
        native = native_qr(block.url, block.module)
        if profile.encoding == "text" or not raster.REAL_TIME.search(native):
            return _SIDES["center"] + native
    return _SIDES["center"] + drawing.symbol(block, profile)


def native_qr(url: str, module: int) -> bytes:
    """The commands that let the printer draw a QR code where the line stands."""
    content = url.encode()
    store = (len(content) + 3).to_bytes(2, "little") + b"1P0" + content
    return (
        b"\x1d(k\x04\x001A2\x00"
        + b"\x1d(k\x03\x001C"
        + bytes([module])
        + b"\x1d(k\x03\x001E1"
        + b"\x1d(k"
        + store
        + b"\x1d(k\x03\x001Q0"
    )


def _writable(slip: Slip, profile: Profile) -> Slip:
    """What a printer without pictures can write of it: all, else the plain version, else the lines it has letters for.

    A slip that lost something says so, in the office's languages.
    """
    if all(_held(element, profile) for element in slip.elements):
        return slip
    kept = [element for element in slip.plain or slip.elements if _held(element, profile)]
    notes = [Line(Texts(language).text(UNWRITTEN), language) for language in (OFFICE_LANGUAGE, "en")]
    return Slip((*kept, *(note for note in notes if _held(note, profile))))


def _held(element: Element, profile: Profile) -> bool:
    if not isinstance(element, Line | Tick):
        return True
    return (
        not text.is_rtl(element.language) and _page(characters.cleaned(element.text), tuple(profile.pages)) is not None
    )


@lru_cache(maxsize=500)
def _page(words: str, pages: tuple[str, ...]) -> str | None:
    return characters.page_for(words, dict.fromkeys(pages, 0))
