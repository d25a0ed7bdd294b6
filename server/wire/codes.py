"""The short code of an appointment: how it is written, and how it is found in what a scanner or a person gives.

A code has 4 to 12 characters of `ALPHABET`, small letters count as capitals. O is read as 0, I and L as 1, so a code
that a person misreads is still the right one. Codes that Lotse makes use `CLEAR` only: nothing in it looks or sounds
like something else, is typed with another key on another keyboard, or makes a word.
"""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTUVWXYZ"
CLEAR: Final = "234679CDFGHJKMNPRTVWX"
SHORTEST, LONGEST = 4, 12

_FOLDED = str.maketrans("OIL", "011")
_CODE = re.compile(f"[{ALPHABET}]{{{SHORTEST},{LONGEST}}}")
_SIGN = re.compile(r"LOTSE[^0-9A-Z]+")
_BETWEEN = re.compile(r"[\s._-]+")


def code_in(given: str) -> str:
    """The code in "LOTSE:K7M4PX", "k7m-4px" or "https://office.example/a/K7M4PX?x=1"; "" where there is none."""
    text = given.strip()
    if "://" in text:
        try:
            text = unquote(urlsplit(text).path).rstrip("/").rpartition("/")[2]
        except ValueError:
            return ""
    text = _SIGN.sub("", text.upper(), count=1) if text.upper().startswith("LOTSE") else text.upper()
    code = _BETWEEN.sub("", text).translate(_FOLDED)
    return code if _CODE.fullmatch(code) else ""
