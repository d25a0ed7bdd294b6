"""Opening the one window of a kiosk or display, as a visitor may meet it: no settings, no way out, no red dots."""

import argparse
import logging
import os
import sys
from collections.abc import Callable
from typing import Any

# Kivy parses sys.argv, takes over the root logger and writes a home folder when it is imported.
_ENVIRONMENT = {
    "KIVY_NO_ARGS": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_CONSOLELOG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_NO_ENV_CONFIG": "1",
    # Kivy's other window providers end the process where there is no screen.
    "KIVY_WINDOW": "sdl2",
    "KIVY_DPI": "96",
    "KIVY_METRICS_DENSITY": "1",
    "KIVY_METRICS_FONTSCALE": "1",
}
_SCREENS = ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY")


class NoGlassError(RuntimeError):
    """No window can be opened; the message says why and what a person can do."""


def open_glass(
    title: str,
    *,
    size: tuple[int, int],
    fullscreen: bool = False,
    background: tuple[float, float, float] = (1, 1, 1),
    design: tuple[int, int] | None = None,
    cursor: bool = True,
) -> Any:
    """Open the window and return it (Kivy's `Window`); install the lettering. Once a process, before `kivy.uix`.

    `size` is in pixels; `fullscreen` takes the whole screen instead. `background` is red, green, blue from 0 to 1.
    With `design` (the size a layout was drawn for) one `dp` becomes as many pixels as make the design fit the
    window, also after a change of its size; without, one dp is one pixel. Raises NoGlassError.
    """
    remedy = _remedy()
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        raise NoGlassError(remedy)
    os.environ.update(_ENVIRONMENT)
    if sys.platform == "linux" and "SDL_VIDEODRIVER" not in os.environ:
        # Else SDL falls back to memory when the named screen does not answer.
        os.environ["SDL_VIDEODRIVER"] = "wayland,x11" if os.environ.get("WAYLAND_DISPLAY") else "x11"
    kivy_log = logging.getLogger("kivy")
    _configure(size, fullscreen, cursor)
    # Kivy reports missing libraries of input devices that are not used here, and a missing screen, with tracebacks.
    kivy_log.setLevel(logging.CRITICAL + 1)
    import kivy.input.providers  # noqa: F401

    from hardware.glass import lettering

    lettering.install()
    try:
        from kivy.core.window import Window
    except SystemExit as ended:
        raise NoGlassError(remedy) from ended
    finally:
        kivy_log.setLevel(logging.WARNING)
    from kivy.metrics import Metrics

    if Window is None:
        raise NoGlassError(remedy)
    Window.clearcolor = (*background, 1)
    Window.show_cursor = cursor
    Window.set_title(title)
    _draw_one_by_one(Window)
    if design is not None:
        wide, high = design

        def fit(_window: Any, now: tuple[int, int]) -> None:
            Metrics.density = max(0.1, min(now[0] / wide, now[1] / high))

        Window.bind(size=fit)
        fit(Window, Window.size)
    return Window


def glass_size(written: str) -> tuple[int, int]:
    """A command-line argument like "1080x1920" as (width, height) in px. Raises argparse.ArgumentTypeError."""
    width, _, height = written.partition("x")
    if not (width.isdigit() and height.isdigit() and 200 <= int(width) <= 8000 and 200 <= int(height) <= 8000):
        raise argparse.ArgumentTypeError(f"{written!r} is no size; write for example 1080x1920 or 1920x1080")
    return int(width), int(height)


def glass_app(root: Callable[[], Any], title: str = "Lotse") -> Any:
    """A Kivy App that shows the widget made by `root`; run it with `async_run("asyncio")`.

    It has no settings panel (F1), no icon and takes no kv file of its own. Call after `open_glass`.
    """
    from kivy.app import App

    class Glass(App):
        use_kivy_settings = False

        def build(self) -> Any:
            self.title = title
            return root()

        def load_kv(self, filename: str | None = None) -> bool:
            return False

        def open_settings(self, *_: Any) -> bool:
            return True

    return Glass()


def _draw_one_by_one(window: Any) -> None:
    """Begin no frame before the last one is painted. Mesa's software renderer would put frames aside that it cannot
    paint in time, and keep for each of them what the largest needed: 30 MB for good, whenever another process was busy.
    """
    from kivy.graphics.opengl import glFinish

    window.bind(on_draw=lambda _window: glFinish())  # comes before the window's own drawing


def _configure(size: tuple[int, int], fullscreen: bool, cursor: bool) -> None:
    from kivy.config import Config

    wanted: dict[str, dict[str, str | int]] = {
        "graphics": {
            "width": size[0],
            "height": size[1],
            "fullscreen": "auto" if fullscreen else 0,
            "borderless": int(fullscreen),
            "resizable": int(not fullscreen),
            "show_cursor": int(cursor),
            "allow_screensaver": 0,
            "multisamples": 0,
            "maxfps": 60,
        },
        "kivy": {"exit_on_escape": 0, "log_level": "warning", "window_icon": "", "keyboard_mode": ""},
    }
    for section, options in wanted.items():
        for option, value in options.items():
            Config.set(section, option, value)
    # SDL turns touches into mouse events; a second provider for the same glass would make one touch two.
    Config.remove_section("input")
    Config.add_section("input")
    Config.set("input", "mouse", "mouse,disable_multitouch,disable_hover")
    Config.remove_section("modules")
    Config.add_section("modules")


def _remedy() -> str:
    driver = os.environ.get("SDL_VIDEODRIVER")
    if driver:
        return (
            f"no window could be opened with SDL_VIDEODRIVER={driver}: unset it, or use SDL_VIDEODRIVER=offscreen "
            "to run without a screen (needs `apt install libgl1-mesa-dri libegl1 libgles2`)."
        )
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return (
            "no window could be opened: this session has no screen (DISPLAY is not set). Start it from the desktop, "
            "on a machine without a desktop set SDL_VIDEODRIVER=kmsdrm, or run it unseen with "
            "SDL_VIDEODRIVER=offscreen or `xvfb-run -a ...` (`apt install xvfb libgl1-mesa-dri`)."
        )
    return (
        f"no window could be opened on the screen {os.environ.get('DISPLAY') or os.environ.get('WAYLAND_DISPLAY')}: "
        "is it switched on, may this user open windows there, and is OpenGL there (`apt install libgl1-mesa-dri`)?"
    )
