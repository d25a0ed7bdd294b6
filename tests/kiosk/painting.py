"""How long the kiosk's screens take to paint, without a graphics card: no making, no setting of words.

Run it: `SDL_VIDEODRIVER=offscreen PYTHONPATH=.:tests/kiosk python tests/kiosk/painting.py assets/site` prints the least
of 25 times for each screen, in milliseconds, and their median. `--language`, `--screen` (a regular expression) choose.
"""

import argparse
import re
import statistics
import sys
import time
from pathlib import Path

from hardware.glass.window import open_glass

open_glass("painting", size=(1080, 1920), background=(1, 1, 1))

from kivy.clock import Clock  # noqa: E402
from kivy.core.window import Window  # noqa: E402
from kivy.graphics.opengl import glFinish  # noqa: E402
from scenes import SCENES, Visit  # noqa: E402

from kiosk.screens.look import PORTRAIT, look  # noqa: E402
from kiosk.screens.typesetting import typesetting  # noqa: E402
from server.addresses import Addresses  # noqa: E402
from server.site import load_site  # noqa: E402
from server.views import kiosk_site  # noqa: E402

TIMES = 25


def painted_ms() -> float:
    """The least time of some to give out what is on the glass, and to paint it."""
    took = []
    for _ in range(TIMES):
        glFinish()
        began = time.perf_counter()
        Window.clear()
        Window.render_context.draw()
        glFinish()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=Path)
    parser.add_argument("--language", default="de")
    parser.add_argument("--screen", default="")
    args = parser.parse_args()
    site = kiosk_site(load_site(args.site), Addresses("http://192.168.178.21:8080"))
    visit = Visit(site, args.language, look(site.accent))
    found = []
    for name, make in (screen for scene in SCENES for screen in scene(visit)):
        if re.search(args.screen, name):
            widget = make(size=PORTRAIT, size_hint=(None, None))
            Window.add_widget(widget)
            Clock.tick()
            while typesetting.rested_s() == 0.0:
                Clock.tick()
            found.append(painted_ms())
            sys.stdout.write(f"{found[-1]:6.1f}  {name}\n")
            Window.remove_widget(widget)
    if found:
        sys.stdout.write(f"{statistics.median(found):6.1f}  median of {len(found)} screens\n")


main()
