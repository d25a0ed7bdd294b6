"""Larger, in high contrast, lower, by keys and by ear: whole visits on a real window."""

import json
import os
import re
import time

import pytest
from conftest import until
from PIL import Image

from assets.colour import contrast
from assets.languages import AUTONYMS, Texts, language_name
from hardware.jack import jack_event
from hardware.speech import voiced
from kiosk.speaking import spoken

pytestmark = pytest.mark.journey

REACH = 936
"""px from the top: 1,044 mm above the floor, where the highest control may be (D18)."""

GREETINGS = {Texts(tag).text(said): tag for tag in AUTONYMS for said in ("Welcome", "Choose your language")}
"""They take turns on the glass."""


OWN = {
    "visit",
    "touch_to_slip_ms",
    "numbers_left",
    "numbers_untold",
    "counts_kept",
    "untouched_s",
    "warm",
    "drawn",
}
"""What is the kiosk's own, and no visitor's."""


class Visitor:
    """A hand on the glass, a thumb on the keypad, and ears."""

    def __init__(self, hand, folder):
        self.hand, self._log, self._jack = hand, folder / "said", os.open(folder / "jack", os.O_RDWR)

    def said(self):
        if not self._log.exists():
            return []
        notes = [json.loads(line) for line in self._log.read_text("utf-8").splitlines()]
        return [note for note in notes if note["event"] == "started"]

    def access(self):
        return self.hand.state()["access"]

    def listen(self):
        until(lambda: not self.access()["speaking"], 120)  # the start says its words in eighteen languages

    def touch(self, *keys):
        for key in keys:
            until(lambda key=key: self._at_hand(key))
            self.hand.tap(key)

    def _at_hand(self, key):
        """Whether a choice can be touched; else turns a page."""
        enabled = {one.key for one in self.hand.widgets() if one.enabled}
        if key not in enabled and (turning := enabled & {"page", "more"}):
            self.hand.tap(max(turning))
        return key in enabled

    def all_pages(self):
        """The keys of all pages of a screen in larger type."""
        until(lambda: len([one for one in self.hand.widgets() if one.enabled]) > 1)
        keys, turned = set(), set()
        while True:
            now = {one.key: one for one in self.hand.widgets()}
            keys |= set(now)
            if "page" not in now or now["page"].text in turned:
                return keys - {"page"}
            turned.add(now["page"].text)
            self.hand.tap("page")

    def press_until(self, key):
        """Walk down to a choice; the number of presses."""
        for presses in range(1, 40):
            self.hand.strike("down")
            if self.access()["focus"] == key:
                return presses
        raise AssertionError(f"the keypad does not reach {key}")

    def plug(self, plugged):
        os.write(self._jack, jack_event(plugged))

    def glass(self):
        """All that the next visitor could see, but the clock and the greetings, which take turns."""
        state = self.hand.state()
        shown = [(one.key, one.text, one.x, one.y) for one in (*self.hand.widgets(), *self.hand.texts())]
        kept = {name: value for name, value in state.items() if name not in OWN}
        kept["access"] = {name: value for name, value in kept["access"].items() if name not in ("speaking", "tones")}
        return kept, [one for one in shown if one[1] not in GREETINGS and not re.fullmatch(r"\d\d:\d\d", one[1])]


@pytest.fixture(scope="module")
def visitor(office, paper, open_kiosk, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ears")
    os.mkfifo(folder / "jack")
    heard = f"file://{folder}/wav?faster=200"
    options = ("--speech-log", folder / "said", "--headset", heard, "--jack", folder / "jack")
    hand = open_kiosk(office, paper.address, "1080x1920", *options)
    until(lambda: hand.state()["link"] == "up" and hand.state()["printer"] == "ready")
    hand.wait_for_text("Ausländerbehörde")  # the office has told what it offers
    return Visitor(hand, folder)


@pytest.fixture
def at_start(visitor):
    wanted = {"screen": "start", "printer": "ready", "link": "up"}
    until(
        lambda: wanted.items() <= {**(state := visitor.hand.state()), "access": None}.items() and state["least_text_px"]
    )
    visitor.fresh = visitor.glass()
    yield visitor
    if visitor.access()["open"]:
        visitor.touch("back")
    if visitor.hand.state()["screen"] != "start":
        visitor.touch("done" if visitor.hand.state()["screen"] == "take_slip" else "start-again")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_visit_by_keys_and_ears_alone_hears_all_that_is_seen_and_ends_with_a_ticket(at_start, paper, language):
    visitor, before, slips = at_start, len(at_start.said()), len(paper.slips)
    texts, struck = Texts(language), time.time()

    visitor.hand.strike("down")
    visitor.listen()
    first = visitor.said()[before]
    assert first["at"] - struck <= 1, "K4"
    assert first["text"].startswith("Die Taste nach unten"), "the keys are explained first"

    for key in (f"language:{language}", "group:unbefristet", "service:niederlassung", "confirm"):
        unheard(visitor, before, Texts(visitor.hand.state()["language"] or "de"))
        presses = visitor.press_until(key)
        until(lambda presses=presses: str(presses) in visitor.said()[-1]["text"], 5)  # its place is said
        screen = visitor.hand.state()["screen"]
        until(lambda: all(one.enabled for one in visitor.hand.widgets() if one.key == "back"))
        visitor.hand.strike("enter")
        until(lambda screen=screen: visitor.hand.state()["screen"] != screen)
        visitor.listen()

    until(lambda: visitor.hand.state()["screen"] == "take_slip")
    visitor.listen()
    unheard(visitor, before, texts)
    number = " ".join(visitor.hand.state()["number"])
    voices = [note["voice"] for note in visitor.said()[before:] if note["text"] == number]
    assert len(voices) >= 2, "the number is said twice"
    assert set(voices) == {language}
    heard = " ".join(note["text"] for note in visitor.said()[before:])
    for line in ("If you miss your call, please ask at the desk.", "We cannot tell the waiting time yet"):
        assert texts.text(line) in heard
    assert len(paper.slips) == slips + 1

    visitor.press_until("done")
    visitor.hand.strike("enter")
    until(lambda: visitor.glass() == visitor.fresh, 2)  # K8


def all_voiced(seen):
    """The texts, when no greeting that no voice can say has its turn on the glass."""
    return seen if all(voiced(GREETINGS.get(text, "de")) for text in seen) else []


def unheard(visitor, before, texts):
    """Every text on the glass was said."""
    heard = "\n".join(note["text"] for note in visitor.said()[before:])
    seen = until(lambda: all_voiced([one.text for one in visitor.hand.texts()]), 30)
    seen = [text for text in seen if not text.startswith("http")]
    voiceless = {AUTONYMS[tag]: language_name(tag, texts.language) for tag in AUTONYMS if not voiced(tag)}
    seen = [voiceless.get(text, text) for text in seen]  # a voice says the name that they have in its language
    lost = [text for text in seen if spoken(text, texts) not in heard and not re.fullmatch(r"\d\d:\d\d", text)]
    assert seen
    assert lost == []


def test_so_many_presses_as_choices_lead_round_a_screen_and_a_held_key_is_one(at_start):
    visitor = at_start
    visitor.touch("language:de")
    visitor.hand.wait_for("group:titel")
    visitor.hand.strike("down")
    keys = {one.key for one in visitor.hand.widgets()}

    visitor.hand.strike("down", repeats=30)
    first = visitor.access()["focus"]
    walked = [first]
    while (visitor.hand.strike("down"), visitor.access()["focus"])[1] != first:
        walked.append(visitor.access()["focus"])

    assert set(walked) == keys
    assert len(walked) == len(keys)


def test_the_focus_ring_is_seen_on_every_ground(at_start, tmp_path):
    visitor = at_start
    visitor.touch("language:de")
    visitor.hand.wait_for("group:titel")
    visitor.hand.strike("down")
    for key in ("group:ausgabe", "comfort"):
        visitor.press_until(key)
        box = next(one for one in visitor.hand.widgets() if one.key == key)
        with Image.open(visitor.hand.screenshot(tmp_path / "ring.png")) as glass:
            across = [glass.getpixel((int(box.x) - out, int(box.y + box.height / 2))) for out in range(1, 13)]
        assert across[:7] == [(255, 221, 0)] * 7, key
        assert across[-3:-1] == [(20, 24, 31)] * 2, key


def test_keys_and_words_that_are_being_read_begin_the_time_anew(at_start):
    visitor = at_start
    visitor.touch("language:de")
    visitor.hand.wait_for("group:titel")
    until(lambda: visitor.hand.state()["untouched_s"] > 1)
    visitor.hand.strike("down")
    assert visitor.hand.state()["untouched_s"] < 1, "a key"

    struck, untouched = time.monotonic(), [0.0]
    while (state := visitor.hand.state())["access"]["speaking"]:
        untouched.append(state["untouched_s"])

    lasted = time.monotonic() - struck  # the voice is as fast as the computer, for it writes into a file
    assert max(untouched) < lasted * 0.7, "what is being read aloud"
    until(lambda: visitor.hand.state()["untouched_s"] > 1)


def test_headphones_start_speech_and_pulled_out_end_the_visit_in_silence(at_start):
    visitor, before = at_start, len(at_start.said())

    visitor.plug(True)
    until(lambda: visitor.access()["speaking"])
    visitor.touch("language:de")
    visitor.hand.wait_for("group:titel")
    visitor.plug(False)

    until(lambda: visitor.glass() == visitor.fresh, 2)  # K8
    assert not visitor.access()["speaking"]
    assert len(visitor.said()) > before


@pytest.mark.parametrize("mode", ["usual", "contrast"])
def test_every_text_has_7_to_1_and_every_button_4_and_a_half(at_start, tmp_path, mode):
    visitor = at_start
    visitor.touch("language:de", "comfort")
    if mode == "contrast":
        visitor.touch("set:contrast")
    poor = []
    steps = {
        "comfort": "back",
        "group": "group:unbefristet",
        "service": "service:niederlassung",
        "confirm": "confirm",
        "take_slip": "done",
    }
    for screen, key in steps.items():
        until(lambda screen=screen: visitor.hand.state()["screen"] == screen)
        until(lambda: all(one.enabled for one in visitor.hand.widgets()))
        with Image.open(visitor.hand.screenshot(tmp_path / "mode.png")) as glass:
            poor += weak(glass, visitor.hand)
        visitor.touch(key)

    assert poor == []


def weak(glass, hand):
    """Texts below 7:1 and edges of buttons below 4.5:1, by the two commonest colours of each box."""
    found = []
    for one in hand.texts():
        if not one.text.startswith("http"):
            box = glass.crop((int(one.x), int(one.y), int(one.x + one.width), int(one.y + one.height)))
            colours = sorted(box.getcolors(box.width * box.height), reverse=True)[:2]
            found.append((one.text, contrast(*(hexadecimal(pixel) for _, pixel in colours)), 7))
    for one in hand.widgets():
        middle = int(one.x + one.width / 2)
        edge, ground = (hexadecimal(glass.getpixel((middle, int(one.y) + down))) for down in (1, -6))
        found.append((one.key, contrast(edge, ground), 4.5))
    assert found
    return [(name, round(ratio, 2)) for name, ratio, least in found if ratio < least]


def hexadecimal(pixel):
    return "#{:02X}{:02X}{:02X}".format(*pixel)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_at_double_size_and_brought_down_no_word_and_no_choice_is_lost(at_start, language):
    visitor = at_start
    steps = ["group:unbefristet", "service:niederlassung", "confirm"]
    usual, large, low, least = [], [], [], []
    for mode in ("usual", "low", "large"):
        visitor.touch(f"language:{language}", "comfort")
        if mode == "low":
            visitor.touch("set:low")
        while mode == "large" and visitor.access()["scale"] < 2:
            visitor.touch("set:scale")
        visitor.touch("back")
        for step in steps:
            until(
                lambda step=step: (
                    visitor.hand.state()["screen"] == {"g": "group", "s": "service", "c": "confirm"}[step[0]]
                )
            )
            until(lambda: visitor.hand.state()["least_text_px"])
            shown = {one.key for one in visitor.hand.widgets()} if mode != "large" else visitor.all_pages()
            {"usual": usual, "low": low, "large": large}[mode].append(shown - {"more"})
            if mode == "low":
                assert min(one.y for one in visitor.hand.widgets()) >= REACH
            if mode == "large":
                least.append(visitor.hand.state()["least_text_px"])
            assert visitor.access()["clipped"] == []
            visitor.touch(step) if step != "confirm" else visitor.touch("start-again")
        until(lambda: visitor.glass() == visitor.fresh, 2)  # K8

    assert usual == low == large
    assert min(least) >= 56  # the name of the office in the head grows least; all else is 100 px
