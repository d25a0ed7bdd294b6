"""Screens that are made in pieces, on a real window: prints what is wrong as JSON.

Run it: `SDL_VIDEODRIVER=offscreen PYTHONPATH=. python tests/kiosk/in_pieces.py SITE`.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hardware.glass.window import open_glass

open_glass("in pieces", size=(1080, 1920), background=(1, 1, 1))

from kivy.clock import Clock  # noqa: E402
from scenes import SCENES, Visit  # noqa: E402

from hardware import text  # noqa: E402
from kiosk.screens import page, typesetting  # noqa: E402
from kiosk.screens.confirm import ConfirmScreen  # noqa: E402
from kiosk.screens.look import LANDSCAPE, PORTRAIT, look  # noqa: E402
from kiosk.screens.words import Column  # noqa: E402
from server.addresses import Addresses  # noqa: E402
from server.site import load_site  # noqa: E402
from server.views import kiosk_site  # noqa: E402

TOLD = ("look", "rtl", "language", "blocks", "bring", "bring_also", "documents")


def unforeseen(name: str, sheet: Any, size: tuple[int, int]) -> Iterator[str]:
    """A screen that measures what it did not foresee measures it while it is made, in one frame."""
    text.forget_drawn()
    told = {one: getattr(sheet, one) for one in TOLD if hasattr(sheet, one)}
    steps = len(list(type(sheet).foresee(told, size)))
    known = len(text._masks._sizes)
    if isinstance(sheet, ConfirmScreen):
        sheet._split()
    else:
        for block in sheet.blocks:
            page._height(block, sheet.look, sheet.panel_box[2])
    if not steps or len(text._masks._sizes) != known:
        yield f"{name} foresees in {steps} steps {known} of {len(text._masks._sizes)} texts"


def crowded(make: Any) -> Iterator[str]:
    """With next to no time in a frame, each frame sets one column, until all are set."""
    typesetting.FRAME_S = 1e-9  # type: ignore[misc]
    while typesetting.typesetting.rested_s() == 0.0:
        Clock.tick()
    sheet = make(size=PORTRAIT)
    frames: list[int] = []
    while typesetting.typesetting.rested_s() == 0.0 and len(frames) < 200:
        Clock.tick()
        columns = [one for one in sheet.walk() if isinstance(one, Column)]
        frames.append(sum(any(words.font_size for words in one.children if words.text) for one in columns))
    if any(after - before > 1 for before, after in zip([0, *frames], frames, strict=False)):
        yield f"more than one column in a frame: {frames}"
    written = [one for one in columns if any(words.text for words in one.children)]
    if frames[-1] != len(written) or len(frames) < len(written) > 5:
        yield f"{frames[-1]} of {len(written)} columns are set after {len(frames)} frames"


def main() -> None:
    """See the module's docstring."""
    site = kiosk_site(load_site(Path(sys.argv[1])), Addresses("http://192.168.178.21:8080"))
    found: list[str] = []
    for language, size in (("de", PORTRAIT), ("ar", LANDSCAPE)):
        visit = Visit(site, language, look(site.accent, landscape=size == LANDSCAPE))
        for name, make in (screen for scene in SCENES for screen in scene(visit)):
            if re.match("checklist-[a-f]|confirm-some|topic-", name):
                found += unforeseen(f"{language} {name}", make(size=size), size)
            elif name == "group" and size == PORTRAIT:
                found += crowded(make)
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


main()
