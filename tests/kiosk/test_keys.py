"""One keyboard for two: the thumb on the keypad and a scanner that poses as a keyboard."""

from kiosk.strikes import Strikes

KEYPAD = {273: "up", 274: "down", 13: "select", ord("r"): "repeat", ord("+"): "louder", ord("-"): "quieter"}


class Keyboard:
    """Keys go down and up; `heard` is what the kiosk makes of them."""

    def __init__(self):
        self.now, self.strikes, self.heard = 100.0, Strikes(KEYPAD), []

    def strike(self, key, after_s, *, shift=False, held=False):
        self.wait(after_s)
        line, struck = self.strikes.down(key, chr(key), shift, self.now)
        self.heard += [*struck, *([f"scanned {line}"] if line else [])]
        if not held:
            self.strikes.up(key)

    def type(self, text, gap_s):
        for letter in text:
            self.strike(13 if letter == "\n" else ord(letter), gap_s)

    def wait(self, seconds):
        self.now += seconds
        self.heard += self.strikes.alone(self.now)


def heard(*strikes):
    keyboard = Keyboard()
    for text, gap_s in strikes:
        keyboard.type(text, gap_s)
    keyboard.wait(1)
    return keyboard.heard


def test_a_code_is_scanned_though_the_keypad_knows_its_letters():
    assert heard(("r7rr-4r\n", 0.01)) == ["scanned r7rr-4r"]
    assert heard(("r7rr-4r\n", 0.0)) == ["scanned r7rr-4r"], "all in one frame"
    assert heard(("r7m4px\n", 0.04)) == ["scanned r7m4px"], "a slow scanner"
    assert heard(("zrk", 0.0), ("7", 0.15), ("r4\n", 0.0)) == ["scanned zrk7r4"], "a frame took long"


def test_a_thumb_is_heard_at_once_or_a_moment_later():
    keyboard = Keyboard()
    keyboard.strike(274, 0)
    keyboard.strike(13, 0.15)
    keyboard.strike(ord("r"), 0.15)
    assert keyboard.heard == ["down", "select"]
    keyboard.wait(0.11)
    assert keyboard.heard == ["down", "select", "repeat"]

    assert heard(("+++", 0.15)) == ["louder"] * 3, "as fast as a thumb can"
    assert heard(("r\n", 0.15)) == ["repeat", "select"]


def test_a_held_key_is_one_strike_and_no_code():
    keyboard = Keyboard()
    for _ in range(30):
        keyboard.strike(ord("r"), 0.03, held=True)
    keyboard.strike(13, 0.2)
    assert keyboard.heard == ["repeat", "select"]


def test_what_a_scanner_reads_half_does_nothing():
    assert heard(("k7\n", 0.01)) == []
    assert heard(("k7r", 0.01)) == []
    assert heard(("x" * 600 + "\n", 0.001)) == []


def test_shift_is_no_letter_of_the_code():
    keyboard = Keyboard()
    for letter in "r7M4PX":
        if letter.isupper():
            keyboard.strike(304, 0.01, shift=True, held=True)
            keyboard.strike(ord(letter.lower()), 0.0, shift=True)
            keyboard.strikes.up(304)
        else:
            keyboard.strike(ord(letter), 0.01)
    keyboard.strike(13, 0.01)
    assert keyboard.heard == ["scanned r7m4px"]
