"""Every screen of the kiosk in every language: built on a real window, laid out, and looked through for trouble.

Run it: `SDL_VIDEODRIVER=offscreen python tests/kiosk/every_screen.py SITE` prints what is wrong as JSON. With
`--pictures FOLDER`, and `--language`, `--screen` to choose, it draws the screens instead.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from hardware.glass.window import open_glass

open_glass("every screen", size=(1920, 1920), background=(1, 1, 1))

LEAST_TEXT, LEAST_TARGET, LEAST_GAP = 49, 88, 16  # ACCESS K1, K2

from kivy.clock import Clock  # noqa: E402
from kivy.core.window import Window  # noqa: E402
from kivy.lang import Builder  # noqa: E402
from scenes import SCENES, Visit  # noqa: E402

from kiosk.screens.keyboard import Key  # noqa: E402
from kiosk.screens.look import LANDSCAPE, PORTRAIT, look  # noqa: E402
from kiosk.screens.rotating import Rotating  # noqa: E402
from kiosk.screens.touchable import Touchable  # noqa: E402
from kiosk.screens.words import Column  # noqa: E402
from server.addresses import Addresses  # noqa: E402
from server.site import load_site  # noqa: E402
from server.views import kiosk_site  # noqa: E402
from server.wire import messages as m  # noqa: E402


def lay_out(widget: Any) -> None:
    """Place everything now, without drawing it."""
    before: list[Any] = []
    for _ in range(8):
        layouts = [one for one in widget.walk() if hasattr(one, "do_layout")]
        for layout in layouts:
            layout.do_layout()
        after = [(*one.pos, *one.size) for one in widget.walk()]
        if after == before:
            return
        before = after


def troubles(widget: Any) -> Iterator[str]:
    """What is wrong with a widget that is laid out."""
    shown = []
    for column in (one for one in seen(widget) if isinstance(one, Column)):
        texts = [words for words in column.children if words.text]
        if texts and not column.fits:
            yield f"does not fit: {texts[-1].text!r}"
        for words in texts:
            shown.append((column, words))
            if words.font_size < LEAST_TEXT:
                yield f"is {words.font_size} px small: {words.text!r}"
            if words.widest(column.shrunk) > words.width + 1:
                yield f"is broken in the middle of a word: {words.text!r}"
            if not _inside(words, column) or not _inside(words, widget):
                yield f"sticks out: {words.text!r}"
    for key in (one for one in seen(widget) if isinstance(one, Key) and one.text):
        if key.font_size < LEAST_TEXT:
            yield f"is {key.font_size} px small on its key: {key.text!r}"
    for (one, words), (other, beside) in combinations(shown, 2):
        if one is not other and _overlap(words, beside):
            yield f"{words.text!r} overlaps {beside.text!r}"
    targets = [one for one in seen(widget) if isinstance(one, Touchable) and one.key]
    for target in targets:
        if min(target.size) < LEAST_TARGET or not _inside(target, widget):
            yield f"cannot be touched well: {target.key} at {target.pos} {target.size}"
    for target, beside in combinations(targets, 2):
        if _overlap(target, beside, LEAST_GAP - 1):
            yield f"too close: {target.key} and {beside.key}"


def seen(widget: Any) -> Iterator[Any]:
    """The widget and all below it that is not hidden."""
    if widget.opacity:
        yield widget
        for child in widget.children:
            yield from seen(child)


def _inside(one: Any, other: Any) -> bool:
    return bool(
        one.x >= other.x - 2 and one.y >= other.y - 2 and one.right <= other.right + 2 and one.top <= other.top + 2
    )


def _overlap(one: Any, other: Any, gap: float = -4) -> bool:
    return bool(
        one.x < other.right + gap and other.x < one.right + gap and one.y < other.top + gap and other.y < one.top + gap
    )


def letters_without_a_font(letters: set[str]) -> list[str]:
    """Those that no font of this computer can show."""
    listed = subprocess.run(
        ["fc-list", "--format", "%{charset} ", ":family=Noto Sans"], capture_output=True, text=True, check=True
    ).stdout
    listed += subprocess.run(["fc-list", "--format", "%{charset} "], capture_output=True, text=True, check=True).stdout
    known: set[int] = set()
    for span in set(listed.split()):
        first, _, last = span.partition("-")
        known.update(range(int(first, 16), int(last or first, 16) + 1))
    return sorted(letter for letter in letters if ord(letter) not in known and not _unseen(letter))


def _unseen(letter: str) -> bool:
    return letter.isspace() or bool(re.match("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]", letter))


def sets_of(widget: Any) -> Iterator[None]:
    """The widget once for each set that it shows in turn."""
    turning = [one for one in widget.walk() if isinstance(one, Rotating)]
    sets = max((-(-len(one.entries) // int(one.at_once)) for one in turning), default=1)
    for _ in range(max(1, sets)):
        lay_out(widget)
        yield
        for one in turning:
            one.turn()


def complaints(
    site: m.KioskSite, size: tuple[int, int], languages: list[str], wanted: str, one_in: int = 1
) -> Iterator[str]:
    """Everything that is wrong on any screen whose name matches `wanted`; with `one_in`, on each screen in some of the
    languages only, in others upright than lying.
    """
    letters: set[str] = set()
    for turn, language in enumerate(languages, start=size == LANDSCAPE):
        visit = Visit(site, language, look(site.accent, landscape=size == LANDSCAPE))
        screens = [screen for scene in SCENES for screen in scene(visit)]
        for number, (name, make) in enumerate(screens, start=turn):
            if re.search(wanted, name) and (number % one_in == 0 or name == "group"):
                widget = make(size=size)
                for _ in sets_of(widget):
                    for said in troubles(widget):
                        yield f"{language} {name} {size[0]}x{size[1]}: {said}"
                    letters.update("".join(str(getattr(one, "text", "")) for one in widget.walk()))
    for letter in letters_without_a_font(letters):
        yield f"no font shows {letter!r} (U+{ord(letter):04X})"


def draw(site: m.KioskSite, size: tuple[int, int], language: str, wanted: str, folder: Path) -> None:
    """A PNG of each screen whose name matches `wanted`."""
    visit = Visit(site, language, look(site.accent, landscape=size == LANDSCAPE))
    for scene in SCENES:
        for name, make in scene(visit):
            if not re.search(wanted, name):
                continue
            widget = make(size=size, size_hint=(None, None))
            Window.add_widget(widget)
            lay_out(widget)
            Clock.tick()  # a keyboard is drawn by the clock
            Builder.sync()  # what the kv files draw follows one frame later
            widget.export_to_png(str(folder / f"{name}-{language}-{size[0]}.png"))
            Window.remove_widget(widget)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--language", nargs="*")
    parser.add_argument("--screen", default="", help="a regular expression")
    parser.add_argument("--one-in", type=int, default=1, help="look at each screen in one language of so many")
    parser.add_argument("--size", choices=("portrait", "landscape"))
    args = parser.parse_args()
    office = load_site(args.site)
    site = kiosk_site(office, Addresses("http://192.168.178.21:8080"))
    languages = args.language or list(office.languages)
    found: list[str] = []
    for size in {"portrait": [PORTRAIT], "landscape": [LANDSCAPE]}.get(args.size, [PORTRAIT, LANDSCAPE]):
        if args.pictures:
            args.pictures.mkdir(parents=True, exist_ok=True)
            for language in languages:
                draw(site, size, language, args.screen, args.pictures)
        else:
            found += complaints(site, size, languages, args.screen, args.one_in)
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


main()
