"""What a person is asked about the test page, and the profile that the answers make."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hardware.printers.asking import Identity
from hardware.printers.characters import CELL_WIDTH
from hardware.printers.profile import DPIS, PAGES, Cutter, Profile, default_for
from hardware.printers.testpage import FEED_STEPS, SAMPLES, WIDTHS

_YES, _NO = ("yes", "y", "ja", "j"), ("no", "n", "nein")
_PAGES: Final = tuple(SAMPLES)
_FEEDS: Final = (180, 203, 360, 406)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `key` names it in --answers, `wrong(answer)` says what is the matter with one, "" if nothing."""

    key: str
    words: str
    wrong: Callable[[str], str]
    asked: Callable[[Mapping[str, str]], bool] = lambda answers: True


def _number(low: float, high: float) -> Callable[[str], str]:
    def wrong(answer: str) -> str:
        try:
            fits = low <= float(answer.replace(",", ".")) <= high
        except ValueError:
            fits = False
        return "" if fits else f"write a number from {low:g} to {high:g}"

    return wrong


def _choice(*groups: tuple[str, ...]) -> Callable[[str], str]:
    names = [group[0] for group in groups]
    return lambda answer: "" if any(answer in group for group in groups) else f"write {' or '.join(names)}"


def _lines(answer: str) -> str:
    numbers = answer.split("+")
    if answer == "0" or all(number.isdigit() and 1 <= int(number) <= len(_PAGES) for number in numbers):
        return ""
    return f"write the lines' numbers like 1+2+5, from 1 to {len(_PAGES)}, or 0 for none"


def _draws(answers: Mapping[str, str]) -> bool:
    return answers.get("width") != "0"


QUESTIONS: Final = (
    Question(
        "width",
        "Lines W1, W2 ... end in a black block. Which is the last one whose block stands whole at its right end? "
        "(0: no line was drawn at all)",
        lambda answer: (
            "" if answer.isdigit() and int(answer) <= len(WIDTHS) else f"write a number from 0 to {len(WIDTHS)}"
        ),
    ),
    Question(
        "columns",
        "How many characters stand in the row that begins with C, before it breaks? (usually 32, 42 or 48)",
        lambda answer: "" if answer.isdigit() and 17 <= int(answer) <= 64 else "write a number from 17 to 64",
        lambda answers: not _draws(answers),
    ),
    Question("line", "How long is line W1, in millimetres? (48 or 54)", _number(40, 64), _draws),
    Question("feed", "How far apart are the two bars under F, in millimetres?", _number(2, 40), _draws),
    Question("middle", "Does the black square stand under the word middle? (yes, no)", _choice(_YES, _NO), _draws),
    Question(
        "pages",
        "Which lines P1, P2 ... show exactly this? (like 1+2, 0: none)\n"
        + "\n".join(f"    P{number}  {page:<7}{SAMPLES[page]}" for number, page in enumerate(_PAGES, start=1)),
        _lines,
    ),
    Question("code", "Does a phone read both codes Q1 and Q2? (yes, no)", _choice(_YES, _NO)),
    Question(
        "cut",
        "How was the page cut off? (partial: it hangs by a bridge, full: it fell, no: not at all)",
        _choice(("partial",), ("full",), _NO),
    ),
)


def given_answers(written: str) -> dict[str, str]:
    """Answers as --answers takes them: "width=5 line=48 ...". Raises ValueError that names every mistake."""
    answers: dict[str, str] = {}
    mistakes = []
    known = {question.key: question for question in QUESTIONS}
    for word in written.split():
        key, _, answer = word.partition("=")
        if key not in known:
            mistakes.append(f"{key!r} is no question; they are {', '.join(known)}")
        elif wrong := known[key].wrong(answer):
            mistakes.append(f"{key}={answer}: {wrong}")
        answers[key] = answer
    mistakes += [
        f"no answer for {question.key!r}: {question.words}"
        for question in QUESTIONS
        if question.key not in answers and question.asked(answers)
    ]
    if mistakes:
        raise ValueError("\n".join(f"  {mistake}" for mistake in mistakes))
    return answers


def profile_from(answers: Mapping[str, str], identity: Identity, address: str) -> Profile:
    """The profile of the printer at `address` of which the questions were answered so."""
    standard = default_for(address)
    cuts: dict[str, Cutter] = {"partial": "partial", "full": "full"}
    # Where no page came out right, plain ASCII still does.
    right = [] if answers["pages"] == "0" else [_PAGES[int(number) - 1] for number in answers["pages"].split("+")]
    made = replace(
        standard,
        pages={page: PAGES[page] for page in right or ["CP437"]},
        native_qr=answers["code"] in _YES,
        cutter=cuts.get(answers["cut"], "none"),
        fence=identity.fence,
        maker=identity.maker,
        model=identity.model,
    )
    if not _draws(answers):
        return replace(made, encoding="text", width_dots=int(answers["columns"]) * CELL_WIDTH // 16 * 16)
    dpi = min(DPIS, key=lambda each: abs(WIDTHS[0] / each * 25.4 - _mm(answers["line"])))
    steps = min(_FEEDS, key=lambda each: abs(FEED_STEPS / each * 25.4 - _mm(answers["feed"])))
    return replace(
        made,
        width_dots=WIDTHS[int(answers["width"]) - 1],
        dpi=dpi,
        feed_dpi=0 if steps == dpi else steps,
        centers_pictures=answers["middle"] in _YES,
    )


def _mm(answer: str) -> float:
    return float(answer.replace(",", "."))
