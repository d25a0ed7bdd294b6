"""What a visitor can see of Kivy's widget tree: boxes in window pixels, origin top left."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kivy.core.window import Window
from kivy.uix.stencilview import StencilView

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A visible widget and the part of its box that is not cut away."""

    widget: Any
    box: Box
    enabled: bool

    def described(self) -> dict[str, Any]:
        """The widget as the client gets it."""
        left, top, right, bottom = self.box
        return {
            "key": getattr(self.widget, "key", "") or "",
            "text": _text(self.widget),
            "x": round(left, 1),
            "y": round(top, 1),
            "w": round(right - left, 1),
            "h": round(bottom - top, 1),
            "enabled": self.enabled,
        }


def keyed() -> list[Shown]:
    """The visible widgets with a `key`, in reading order."""
    return _sorted(shown for shown in _visible() if getattr(shown.widget, "key", None))


def texts() -> list[Shown]:
    """The visible widgets that show a text of their own, in reading order."""
    return _sorted(shown for shown in _visible() if isinstance(getattr(shown.widget, "text", None), str))


def _sorted(found: Iterator[Shown]) -> list[Shown]:
    return sorted((one for one in found if _text(one.widget) or getattr(one.widget, "key", None)), key=_place)


def _place(shown: Shown) -> tuple[float, float]:
    return shown.box[1], shown.box[0]


def _visible() -> Iterator[Shown]:
    window = (0.0, 0.0, float(Window.width), float(Window.height))
    for child in reversed(Window.children):
        yield from _below(child, window, True)


def _below(widget: Any, cut: Box, enabled: bool) -> Iterator[Shown]:
    if widget.opacity <= 0.01:
        return
    enabled = enabled and not widget.disabled
    box = _crossing(_box(widget), cut)
    if box is not None:
        yield Shown(widget, box, enabled)
    if isinstance(widget, StencilView):
        if box is None:
            return
        cut = box
    for child in reversed(widget.children):
        yield from _below(child, cut, enabled)


def _box(widget: Any) -> Box:
    left, low = widget.to_window(widget.x, widget.y)
    right, high = widget.to_window(widget.right, widget.top)
    return left, Window.height - high, right, Window.height - low


def _crossing(one: Box, other: Box) -> Box | None:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if right - left >= 1 and bottom - top >= 1 else None


def _text(widget: Any) -> str:
    own = getattr(widget, "text", None)
    if isinstance(own, str) and own:
        return own
    return " ".join(part for child in reversed(widget.children) if (part := _text(child)))
