"""An honest span of waiting, `low` to `high` minutes (low 0: "up to high"), in the words of every language."""

from math import ceil

from assets.languages import Texts


def called_in(texts: Texts, low: int, high: int) -> str:
    """ "Called in about 20 to 35 minutes"; long spans in hours where that is as true."""
    if not low:
        return texts.plural("Probably called within {n} minute", "Probably called within {n} minutes", high)
    if in_hours(low, high):
        return texts.plural(
            "Called in about {low} to {high} hour",
            "Called in about {low} to {high} hours",
            ceil(high / 60),
            low=hours(low),
            high=hours(high),
        )
    return texts.plural("Called in about {low} to {n} minute", "Called in about {low} to {n} minutes", high, low=low)


def in_brief(texts: Texts, low: int, high: int) -> str:
    """ "20–35 min", for places without room for a sentence."""
    return texts.text("{low}–{high} min", low=low, high=high)


def forms(texts: Texts) -> dict[str, dict[str, str]]:
    """The unfilled sentences of `called_in` by plural category, for a browser's Intl.PluralRules."""
    return {
        "within": texts.plural_forms("Probably called within {n} minute", "Probably called within {n} minutes"),
        "minutes": texts.plural_forms("Called in about {low} to {n} minute", "Called in about {low} to {n} minutes"),
        "hours": texts.plural_forms("Called in about {low} to {high} hour", "Called in about {low} to {high} hours"),
    }


def in_hours(low: int, high: int) -> bool:
    """Whether halves of an hour say it exactly."""
    return low >= 60 and low % 30 == 0 and high % 30 == 0


def hours(minutes: int) -> str:
    """Minutes, a multiple of 30, as hours: "1½"."""
    return f"{minutes // 60}{'½' if minutes % 60 else ''}"
