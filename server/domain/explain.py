"""Why a ticket was called, in one sentence that clerks and visitors understand, in German and English."""

from collections.abc import Sequence

from server.domain.dispatch import Reason
from server.domain.plan import Plan

NAMED_COUNTERS = 3  # more are not scarce, and nobody reads a list

_NEEDS = {
    "de": {"step_free": "stufenfrei", "quiet": "ruhiger Platz", "interpreter": "Sprache"},
    "en": {"step_free": "step-free", "quiet": "quiet place", "interpreter": "language"},
}


def sentences(plan: Plan, reason: Reason) -> dict[str, str]:
    """The sentence for an automatic choice, by language."""
    waited, bound = _minutes(reason.waited_s), _minutes(reason.bound_s)
    early = max(1, _minutes(reason.early_s))
    counter, times = reason.counter, reason.overtaken
    if reason.rule == "longest_overdue":
        return {
            "de": f"Wartet {_de(waited)} und damit länger als die Grenze von {_de(bound)}; darum zuerst.",
            "en": f"Waited {_en(waited)}, beyond the limit of {_en(bound)}, and so goes first.",
        }
    if reason.rule == "overtake_cap":
        return {
            "de": f"Wurde {times}-mal überholt und kommt darum jetzt; {_so_far_de(reason)}.",
            "en": f"Was overtaken {times} times and so goes now; {_so_far_en(reason)}.",
        }
    if reason.early_s > 0:
        return {
            "de": f"Termin in {_de(early)}; sonst wartet niemand, der schon an der Reihe ist.",
            "en": f"Appointment in {_en(early)}; nobody else is due at this counter.",
        }
    if reason.rule == "only_one":
        return {
            "de": f"Wartet als Einzige oder Einziger auf Schalter {counter}, seit {_de(waited)}.",
            "en": f"The only one waiting for counter {counter}, for {_en(waited)}.",
        }
    if reason.rule == "sent_here":
        return {
            "de": f"Wurde zu Schalter {counter} geschickt; {_so_far_de(reason)}.",
            "en": f"Was sent to counter {counter}; {_so_far_en(reason)}.",
        }
    if reason.rule == "fifo":
        return {
            "de": f"Wartet am längsten auf Schalter {counter}: {_de(waited)}.",
            "en": f"Waited longest for counter {counter}: {_en(waited)}.",
        }
    if reason.rule == "look_ahead":
        return {
            "de": f"{_capital(_so_far_de(reason))}; vorausgerechnet warten so alle zusammen weniger.",
            "en": f"{_capital(_so_far_en(reason))}; looking ahead, all together wait less this way.",
        }
    return {
        "de": f"{_capital(_so_far_de(reason))}; {_who_de(plan, reason)}.",
        "en": f"{_capital(_so_far_en(reason))}; {_who_en(plan, reason)}.",
    }


def by_hand(counter: str, instead_of: str) -> dict[str, str]:
    """The sentence for a choice of the staff; `instead_of`: the number that would have been next, or ""."""
    de, en = f"Von Hand gewählt an Schalter {counter}", f"Picked by hand at counter {counter}"
    if not instead_of:
        return {"de": f"{de}.", "en": f"{en}."}
    return {
        "de": f"{de}; {instead_of} wäre als Nächstes dran gewesen.",
        "en": f"{en}; {instead_of} would have been next.",
    }


def at_once(counter: str) -> dict[str, str]:
    """The sentence for a call to a counter that was standing by."""
    return {
        "de": f"Schalter {counter} war frei und hat auf den nächsten Besuch gewartet.",
        "en": f"Counter {counter} was free and waiting for the next visitor.",
    }


def _so_far_de(reason: Reason) -> str:
    waited, target = _minutes(reason.waited_s), _minutes(reason.target_s)
    return f"wartet {waited} von {_de(target)}" if waited <= target else f"wartet {_de(waited)}, Ziel sind {target}"


def _so_far_en(reason: Reason) -> str:
    waited, target = _minutes(reason.waited_s), _minutes(reason.target_s)
    return f"{waited} of {_en(target)} waited" if waited <= target else f"waited {_en(waited)}, the aim is {target}"


def _who_de(plan: Plan, reason: Reason) -> str:
    name = f"„{plan.name(reason.service, 'de')}“{_needs(reason, 'de')}"
    counters = sorted((reason.counter, *reason.others))
    if len(counters) == 1:
        return f"nur Schalter {counters[0]} macht gerade {name}"
    if len(counters) <= NAMED_COUNTERS:
        return f"nur Schalter {_list(counters, 'und')} machen gerade {name}"
    return f"{len(counters)} offene Schalter machen {name}"


def _who_en(plan: Plan, reason: Reason) -> str:
    name = f"“{plan.name(reason.service, 'en')}”{_needs(reason, 'en')}"
    counters = sorted((reason.counter, *reason.others))
    if len(counters) == 1:
        return f"only counter {counters[0]} does {name} now"
    if len(counters) <= NAMED_COUNTERS:
        return f"only counters {_list(counters, 'and')} do {name} now"
    return f"{len(counters)} open counters do {name}"


def _needs(reason: Reason, language: str) -> str:
    words = []
    for need in sorted(reason.needs):
        kind, _, spoken = need.partition(":")
        words.append(f"{_NEEDS[language][kind]} {spoken}".strip())
    return f" ({', '.join(words)})" if words else ""


def _list(counters: Sequence[str], conjunction: str) -> str:
    return f"{', '.join(counters[:-1])} {conjunction} {counters[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _minutes(seconds: float) -> int:
    return int(seconds // 60)


def _de(minutes: int) -> str:
    return f"{minutes} {'Minute' if minutes == 1 else 'Minuten'}"


def _en(minutes: int) -> str:
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"
