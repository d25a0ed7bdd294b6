"""How well the search answers, measured on questions in people's own words.

A program of its own for `lotse bench search`: an object on the standard input, figures on the standard output.
"""

import json
import sys
import time
from collections.abc import Sequence
from itertools import chain
from typing import Any

import msgspec

from kiosk.answers.answers import Answers, Hit
from server.wire.messages import KioskSite

FIRST = 3
LATER = 10_000
"""The number of the first of the later questions; even, as that of the first of all."""


class Questions(msgspec.Struct, frozen=True):
    """By language: a question, then the topics that are right. Every second one is held out."""

    site: KioskSite
    asked: dict[str, list[list[str]]]
    later: dict[str, list[list[str]]]


def measure(questions: Questions) -> dict[str, Any]:
    """Shares of questions with a right answer among the first three, by language, tuned and held out apart."""
    begun = time.perf_counter()
    answers = Answers(questions.site)
    figures: dict[str, Any] = {"build_ms": (time.perf_counter() - begun) * 1000}
    topic_of = _topics_of(questions.site)
    took: list[float] = []
    missed: list[list[str]] = []
    for language, asked in questions.asked.items():
        shown = language if language in questions.site.languages else "de"
        right: dict[str, list[tuple[bool, bool]]] = {}
        later = questions.later.get(language, [])
        for number, (question, *topics) in chain(enumerate(asked), enumerate(later, LATER)):
            begun = time.perf_counter()
            hits = answers.find(question, shown, limit=12)
            took.append((time.perf_counter() - begun) * 1000)
            half = ("later_" if number >= LATER else "") + ("held_out" if number % 2 else "tuned")
            rows = [topic_of(hit) for hit in hits]
            only = [hit.slug for hit in hits if hit.kind == "topic"]
            verdict = (_among(topics, only), _among(topics, rows))
            right.setdefault(half, []).append(verdict)
            if number % 2 == 0 and not verdict[0]:
                missed.append([language, question, *topics, "->", *only[:FIRST]])
        for half, verdicts in right.items():
            figures[f"{language}_{half}"] = sum(topic for topic, _ in verdicts) / len(verdicts)
            figures[f"{language}_{half}_rows"] = sum(row for _, row in verdicts) / len(verdicts)
            figures[f"{language}_{half}_asked"] = len(verdicts)
    took.sort()
    figures["find_p95_ms"] = took[int(len(took) * 0.95)] if took else 0.0
    figures["find_median_ms"] = took[len(took) // 2] if took else 0.0
    return {"figures": figures, "missed": missed}


def _topics_of(site: KioskSite) -> Any:
    """The topic that a hit leads to: itself, or the one that its service's page is."""
    by_url = {url: topic.slug for topic in site.topics for url in topic.url.values()}
    of_service = {service.slug: by_url.get(service.faq_url.get("de", ""), "") for service in site.services}

    def topic_of(hit: Hit) -> str:
        return hit.slug if hit.kind == "topic" else of_service[hit.slug]

    return topic_of


def _among(right: Sequence[str], found: Sequence[str]) -> bool:
    return any(topic in right for topic in found[:FIRST])


if __name__ == "__main__":
    json.dump(measure(msgspec.json.decode(sys.stdin.buffer.read(), type=Questions)), sys.stdout, ensure_ascii=False)
