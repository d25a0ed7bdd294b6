"""Boards to play with: a day on which calls happen at chosen seconds."""

from datetime import UTC, datetime, timedelta

from server.wire.messages import Board, BoardCall

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def call(serial, number, counter="101", at_s=0.0):
    where = {"de": "Erdgeschoss", "ar": "الطابق الأرضي"}
    return BoardCall(f"2026-11-23/{serial}", number, counter, "left", where, "ar", MORNING + timedelta(seconds=at_s))


def board(*calls, at_s=0.0, revision=1, **more):
    """`calls` newest first; the board was made at second `at_s`."""
    fields = {
        "revision": revision,
        "as_of": MORNING + timedelta(seconds=at_s),
        "office": {"de": "Amt", "ar": "دائرة"},
        "timezone": "Europe/Berlin",
        "accent": "#0B3D91",
        "languages": ["de", "ar"],
        "calls": list(calls),
        "waiting": [],
        "waiting_total": 0,
        "open_now": True,
    }
    return Board(**{**fields, **more})
