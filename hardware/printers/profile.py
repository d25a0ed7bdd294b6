"""What one printer can do, as a TOML file that `lotse printer setup` writes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

Encoding = Literal["hybrid", "raster", "text"]
Cutter = Literal["partial", "full", "none"]
Fence = Literal["process", "paper"]

ENCODINGS: Final = get_args(Encoding)
CUTTERS: Final = get_args(Cutter)
FENCES: Final = get_args(Fence)
DPIS: Final = (180, 203)
PAGES: Final = MappingProxyType(
    {"CP437": 0, "CP850": 2, "CP858": 19, "CP1252": 16, "CP852": 18, "CP857": 13, "CP1250": 45, "CP1251": 46}
)
"""The code pages a profile may name, with the numbers that Epson gave them (ESC t)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A printer. Raises ValueError that names every mistake."""

    encoding: Encoding = "hybrid"
    """hybrid: pictures of text within `max_bytes`, native QR codes; raster: everything a picture at full fineness;
    text: no picture at all, for old printers."""
    dpi: int = 203
    width_dots: int = 576
    """What it can print across, a multiple of 16: 576 or 512 on 80 mm paper, 420 (as 416) or 384 on 58 mm."""
    max_bytes: int = 12_000
    """Of a hybrid slip; 12,000 bytes take 1.04 s at 115200 baud. What does not fit is drawn less finely."""
    pages: Mapping[str, int] = field(default_factory=lambda: {"CP858": 19})
    """Code pages that print rightly and the printer's numbers for them; the first that holds a line is taken."""
    native_qr: bool = True
    centers_pictures: bool = True
    """It obeys ESC a for pictures; else they are padded with white, which costs bytes."""
    max_rows: int = 200
    """Of one picture command; taller ones come out wrong on some printers."""
    buffer_bytes: int = 4096
    """What it takes without printing: no picture command is larger, so that none is cut by a pause."""
    feed_dpi: int = 0
    """Steps an inch of ESC J where they are not dots (some Epsons: 360 or 406); 0: the same as `dpi`."""
    cutter: Cutter = "partial"
    fence: Fence = "paper"
    """What confirms the end of a slip: "process" GS ( H, "paper" GS r 1."""
    logo_nv: str = ""
    """A picture stored in the printer: "1" to "255" (FS p) or a key of two characters (GS ( L)."""
    logo_file: str = ""
    """A picture to send with each slip, in the profile's folder or with its whole path."""
    maker: str = ""
    model: str = ""

    def __post_init__(self) -> None:
        if wrong := list(_mistakes(self)):
            raise ValueError("; ".join(wrong))

    @property
    def dots_per_mm(self) -> float:
        """Across and along the paper."""
        return self.dpi / 25.4


def default_for(address: str) -> Profile:
    """The profile of a printer that nobody has set up, by its address: what bytes cost differs by the line."""
    return Profile() if address.startswith("serial:") else Profile(max_bytes=60_000)


def load(path: Path) -> Profile:
    """Read a profile. Raises ValueError that names the file, every mistake in it, and what to write instead."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as why:
        raise ValueError(f"the printer's profile {path} cannot be read: {why.strerror}") from why
    except UnicodeDecodeError as why:
        raise ValueError(f"the printer's profile {path} is no text in UTF-8") from why
    except tomllib.TOMLDecodeError as why:
        raise ValueError(f"the printer's profile {path} is no TOML: {why}") from why
    known = {each.name: each for each in fields(Profile)}
    wrong = [f"{name!r} is not known; known are {', '.join(known)}" for name in written if name not in known]
    if isinstance(written.get("logo_file"), str) and written["logo_file"]:
        written["logo_file"] = str(path.parent / written["logo_file"])
    given = {name: value for name, value in written.items() if name in known}
    # Built unchecked first: mistakes of all kinds are told at once.
    draft = object.__new__(Profile)
    standard = Profile()
    for name in known:
        object.__setattr__(draft, name, given.get(name, getattr(standard, name)))
    wrong += _mistakes(draft)
    if wrong:
        raise ValueError(f"the printer's profile {path}:\n" + "\n".join(f"  {each}" for each in wrong))
    return Profile(**given)


def with_logo(profile: Profile, file: Path) -> Profile:
    """The profile with this picture at the head of its slips."""
    return replace(profile, logo_nv="", logo_file=str(file.absolute()))


def as_toml(profile: Profile) -> str:
    """The profile as `load` reads it, every field written out."""
    lines = ["# What this printer can do. Written by `lotse printer setup`; see docs/printers.md."]
    table = ""
    for each in fields(Profile):
        value: Any = getattr(profile, each.name)
        if isinstance(value, Mapping):
            table = f"\n[{each.name}]\n" + "\n".join(f"{name} = {number}" for name, number in value.items())
        else:
            lines.append(f"{each.name} = {_toml(value)}")
    return "\n".join(lines) + table + "\n"


def _toml(value: bool | int | str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    escaped = "".join(
        f"\\{sign}" if sign in '\\"' else f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign
        for sign in value
    )
    return f'"{escaped}"'


def _mistakes(profile: Profile) -> list[str]:
    """One sentence for each field that is wrong."""
    wrong = []
    for name, choices in (("encoding", ENCODINGS), ("cutter", CUTTERS), ("fence", FENCES), ("dpi", DPIS)):
        if (value := getattr(profile, name)) not in choices or isinstance(value, bool):
            wrong.append(f"{name} is {value!r}; choose one of {', '.join(map(str, choices))}")
    for name, low, high in (
        ("width_dots", 200, 832),
        ("max_bytes", 1, 1_000_000),
        ("max_rows", 24, 2_300),
        ("buffer_bytes", 256, 16_000_000),
        ("feed_dpi", 0, 1_200),
    ):
        value = getattr(profile, name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            wrong.append(f"{name} is {value!r}; it must be a whole number from {low} to {high}")
        elif name == "width_dots" and value % 16:
            wrong.append(f"width_dots is {value}; it must be a multiple of 16, so write {value // 16 * 16}")
    for name in ("native_qr", "centers_pictures"):
        if not isinstance(value := getattr(profile, name), bool):
            wrong.append(f"{name} is {value!r}; write true or false")
    for name in ("logo_nv", "logo_file", "maker", "model"):
        if not isinstance(value := getattr(profile, name), str):
            wrong.append(f"{name} is {value!r}; write it in quotes")
    return wrong + _wrong_pages(profile.pages) + _wrong_logo(profile)


def _wrong_pages(pages: object) -> list[str]:
    if not isinstance(pages, Mapping) or not pages:
        return ['pages must name at least one code page and its number, like "CP858 = 19" under [pages]']
    wrong = [f"the code page {name!r} is not one of {', '.join(PAGES)}" for name in pages if name not in PAGES]
    return wrong + [
        f"the code page {name} has the number {number!r}; it must be from 0 to 255"
        for name, number in pages.items()
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= 255
    ]


def _wrong_logo(profile: Profile) -> list[str]:
    nv = profile.logo_nv
    if not isinstance(nv, str) or not nv:
        return []
    if profile.logo_file:
        return ["logo_nv and logo_file exclude each other; keep one"]
    as_number = nv.isascii() and nv.isdigit() and 1 <= int(nv) <= 255
    if as_number or (len(nv) == 2 and nv.isascii() and nv.isprintable()):
        return []
    return [f'logo_nv is {nv!r}; write "1" to "255" (FS p) or a key of two characters (GS ( L)']
