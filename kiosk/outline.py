"""A screen without its looks: what it says and what can be chosen on it, in reading order. Pure."""

from dataclasses import dataclass, field
from typing import Final, Literal

Role = Literal["title", "text", "number"]
FRAME: Final = ("office", "clock", "hint")


@dataclass(frozen=True)
class Said:
    """A paragraph in its language; `frame` names what is not the screen's own: "office", "clock", "hint"."""

    text: str
    language: str
    role: Role = "text"
    frame: str = ""


@dataclass(frozen=True)
class Choice:
    """What can be touched: the `key` that says what it means; `title` and `aside`, in a language of its own."""

    key: str
    title: str
    aside: str
    language: str
    icon: str = ""
    strong: bool = False
    enabled: bool = True


@dataclass(frozen=True)
class Outline:
    """All of a screen. `unseen`: what is only spoken; `codes`: the addresses of its QR codes."""

    language: str
    said: tuple[Said, ...] = ()
    choices: tuple[Choice, ...] = ()
    codes: tuple[str, ...] = ()
    unseen: tuple[Said, ...] = field(default=())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the choices, in reading order."""
        return tuple(choice.key for choice in self.choices)
