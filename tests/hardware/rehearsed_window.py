"""A small window to be rehearsed by tests: run with the socket's path as the only argument."""

import asyncio
import sys

from hardware.glass.window import glass_app, open_glass

open_glass("rehearsed", size=(800, 600), background=(1, 1, 1), design=(400, 300))

from kivy.lang import Builder  # noqa: E402
from kivy.properties import StringProperty  # noqa: E402
from kivy.uix.behaviors import ButtonBehavior  # noqa: E402
from kivy.uix.boxlayout import BoxLayout  # noqa: E402
from kivy.uix.button import Button  # noqa: E402

from hardware.glass.qr import QrCode  # noqa: E402, F401
from hardware.rehearsal import stage  # noqa: E402


class Keyed(Button):
    key = StringProperty()


class Tile(ButtonBehavior, BoxLayout):
    key = StringProperty()


ROOT = """
BoxLayout:
    orientation: "vertical"
    Label:
        id: german
        text: "Bitte warten"
        color: 0, 0, 0, 1
        font_size: dp(20)
        text_size: self.size
        halign: "left"
        valign: "top"
    Label:
        id: arabic
        text: "يرجى الانتظار A012"
        text_language: "ar"
        color: 0, 0, 0, 1
        font_size: dp(20)
        text_size: self.size
        padding: dp(10), dp(5)
        valign: "middle"
    Keyed:
        id: confirm
        key: "confirm"
        text: "Bestätigen <b>"
        bold: True
        font_size: dp(20)
    Keyed:
        key: "locked"
        text: "gesperrt"
        disabled: True
    Keyed:
        key: "hidden"
        text: "unsichtbar"
        opacity: 0
    Tile:
        id: tile
        key: "tile"
        Label:
            text: "Kachel"
            color: 0, 0, 0, 1
        QrCode:
            data: "https://lotse.example/t/Kx7"
"""

counted = {"pressed": 0, "released": 0, "tile": 0}


def root():
    widget = Builder.load_string(ROOT)
    widget.ids.confirm.bind(on_press=lambda _: counted.update(pressed=counted["pressed"] + 1))
    widget.ids.confirm.bind(on_release=lambda _: counted.update(released=counted["released"] + 1))
    widget.ids.tile.bind(on_release=lambda _: counted.update(tile=counted["tile"] + 1))
    return widget


async def main(socket_path: str) -> None:
    app = glass_app(root)

    def state():
        ids = app.root.ids
        sizes = {name: list(ids[name].texture_size) for name in ("german", "arabic", "confirm")}
        return {**counted, "provider": type(ids.german._label).__name__, "sizes": sizes}

    async with stage.open_stage(socket_path, state):
        await app.async_run("asyncio")


asyncio.run(main(sys.argv[1]))
