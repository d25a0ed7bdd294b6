"""Words as they are compared: what one writer spells with other letters than another becomes the same.

Small letters without accents; ä, ae and a are one letter, so are y and i; a doubled letter counts once; Cyrillic
becomes Latin; Arabic loses its marks, its article and the commonest endings.
"""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = re.compile("['’ʼ`´‘\u0640\u200c]")
_ARABIC: Final = re.compile("[\u0621-\u06ff]")
_TWICE: Final = re.compile(r"([a-z])\1+")
_FROM_CYRILLIC: Final = str.maketrans(
    {
        **dict(zip("абвгґдеєзиіїйклмнопрстуфхыэё", "abvggdeeziiiiklmnoprstufhiee", strict=True)),
        **dict(zip("жцчшщьъюя", ("zh", "ts", "ch", "sh", "shch", "", "", "iu", "ia"), strict=True)),
        "ß": "ss", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "a", "œ": "o", "y": "i",
    }
)  # fmt: skip
_SAME_SOUND: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ck", "k"), ("ph", "f"))
_ARABIC_LETTERS: Final = str.maketrans("أإآٱىئؤةکیہھ", "ااااييوهكيهه", "ء")
_ARTICLES: Final = ("وال", "بال", "فال", "كال", "ال", "لل")
_ENDINGS: Final = ("تها", "تنا", "تكم", "تي", "تك", "ته", "ها", "نا", "كم", "ات", "ين", "ون", "يه", "ه", "ي")
_LEAST_STEM: Final = 3

_SOUNDS: Final = (("sch", "s"), ("sh", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ch", "s"))
_ARABIC_SOUNDS: Final = str.maketrans(
    dict(zip("بتثجحخدذرزسشصضطظغفقكلمنپچژگ", "bttghhddrzssstdzgfkklmnbszg", strict=True)) | dict.fromkeys("اويعه", "")
)
_LATIN_SOUNDS: Final = str.maketrans(
    {"q": "k", "c": "k", "j": "g", "p": "b", "v": "f", "x": "ks", "5": "h", "7": "h", "9": "k", "6": "t", "8": "g"}
    | dict.fromkeys("aeiouwh23", "")
)


def words(text: str, folded: dict[str, str] | None = None) -> list[str]:
    """The words of `text` in their order, folded; none of them is empty. `folded` may remember them, for many texts."""
    known = {} if folded is None else folded
    plain = text.replace("İ", "i").replace("I", "i").replace("·", "")
    whole = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", plain))
    found = _WORD.findall(whole)
    for word in found:
        if word not in known:
            known[word] = fold(word)
    return [known[word] for word in found if known[word]]


def fold(word: str) -> str:
    """One word without spaces as it is compared."""
    parts = unicodedata.normalize("NFKD", word.lower().translate(_FROM_CYRILLIC))
    bare = unicodedata.normalize("NFC", "".join(one for one in parts if not unicodedata.combining(one)))
    digits = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in bare)
    return _arabic(digits) if is_arabic(digits) else _latin(digits)


def is_arabic(word: str) -> bool:
    """Whether a word has Arabic letters."""
    return bool(_ARABIC.search(word))


def sound(folded: str) -> str:
    """The consonants that a folded word shares with its spelling in the other script; "" when they are too few."""
    if is_arabic(folded):
        heard = folded.translate(_ARABIC_SOUNDS)
    else:
        heard = folded
        for written, one in _SOUNDS:
            heard = heard.replace(written, one)
        heard = heard.translate(_LATIN_SOUNDS)
    heard = _TWICE.sub(r"\1", heard)
    return heard if len(heard) >= _LEAST_STEM else ""


def _latin(word: str) -> str:
    word = word.translate(_FROM_CYRILLIC)  # once more: "й" has lost its breve and is an "и" now
    for written, one in _SAME_SOUND:
        word = word.replace(written, one)
    return _TWICE.sub(r"\1", word)


def _arabic(word: str) -> str:
    word = word.translate(_ARABIC_LETTERS)
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST_STEM - 1:
            word = word[len(article) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word
