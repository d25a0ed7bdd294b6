"""Slips on simulated paper, for the tests that look at them."""

from hardware.simulated import events as ev
from hardware.simulated.interpreter import Interpreter
from hardware.simulated.paper import CutSlip, Paper


def printed(payload: bytes, width_mm: int = 80) -> tuple[list[CutSlip], list[ev.Unknown]]:
    """The slips that a printer cuts off, and the commands that it did not know."""
    paper = Paper(width_mm)
    events = list(Interpreter().feed(payload))
    slips = [slip for event in events if (slip := paper.apply(event)) is not None]
    return slips, [event for event in events if isinstance(event, ev.Unknown)]
