"""A real Kivy window, drawn offscreen, touched and looked at from outside its process."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import pyvips
import zxingcpp
from PIL import Image

from hardware.rehearsal import BlockingRehearsalClient, RehearsalClient, RehearsalError
from hardware.text import measure

WINDOW = Path(__file__).with_name("rehearsed_window.py")
ROOT = Path(__file__).parents[2]


def environment(**extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "PYTHONPATH": str(ROOT), **extra}


@pytest.fixture(scope="module", params=["offscreen", "Xvfb"])
def screen(request):
    """The environment of a screen nobody sees."""
    if request.param == "offscreen":
        yield {"SDL_VIDEODRIVER": "offscreen"}
        return
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        yield {"DISPLAY": f":{server.stdout.readline().strip()}"}
        server.terminate()


@pytest.fixture(scope="module")
def window(screen, tmp_path_factory):
    socket_path = tmp_path_factory.mktemp("stage") / "hand"
    with subprocess.Popen(
        [sys.executable, str(WINDOW), str(socket_path)], env=environment(**screen), cwd=ROOT, stderr=subprocess.PIPE
    ) as process:
        yield socket_path
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@pytest.fixture
def hand(window):
    client = BlockingRehearsalClient(window)
    client.wait_for("confirm")
    yield client
    client.close()


def test_keyed_widgets_are_found_with_text_box_and_whether_they_can_be_touched(hand):
    found = {seen.key: seen for seen in hand.widgets()}

    assert set(found) == {"confirm", "locked", "tile"}, "what is invisible is not told"
    assert found["confirm"].text == "Bestätigen <b>"
    assert (found["confirm"].x, found["confirm"].width, found["confirm"].height) == (0, 800, 100)
    assert found["confirm"].y == 200
    assert (found["confirm"].enabled, found["locked"].enabled) == (True, False)
    assert found["tile"].text == "Kachel https://lotse.example/t/Kx7"


def test_every_visible_text_is_told(hand):
    assert [seen.text for seen in hand.texts()] == [
        "Bitte warten",
        "يرجى الانتظار A012",
        "Bestätigen <b>",
        "gesperrt",
        "Kachel",
        "https://lotse.example/t/Kx7",
    ]


def test_labels_and_buttons_are_drawn_by_the_one_text_engine(hand):
    told = hand.state()

    assert told["provider"] == "Lettering"
    assert told["sizes"]["confirm"] == list(measure("Bestätigen <b>", language="de", size_px=40, bold=True))
    assert told["sizes"]["german"] == [800, 100], "with a text_size the texture has that size"


def test_dp_follows_the_size_the_layout_was_drawn_for(hand):
    assert hand.state()["sizes"]["confirm"][1] == 54, "dp(20) is 40 pixels in a window of twice the design's size"


def test_a_screenshot_shows_the_texts_on_their_sides(hand, tmp_path):
    picture = pyvips.Image.new_from_file(str(hand.screenshot(tmp_path / "window.png")))

    assert (picture.width, picture.height) == (800, 600)
    ink = (picture.crop(0, 0, 800, 100).colourspace("b-w") < 128).ifthenelse(255, 0)
    left, top, width, height = ink.find_trim(threshold=10, background=[0])
    assert left < 10, "German stands at the left"
    assert width < 400
    assert top + height < 60, "and at the top"
    ink = (picture.crop(0, 100, 800, 100).colourspace("b-w") < 128).ifthenelse(255, 0)
    left, top, width, height = ink.find_trim(threshold=10, background=[0])
    assert 770 <= left + width <= 781, "Arabic stands at the right, before its padding of 20 pixels"
    assert abs(top + height / 2 - 50) < 12, "and in the middle"


def test_a_code_on_the_glass_is_read_by_another_decoder(hand, tmp_path):
    picture = Image.open(hand.screenshot(tmp_path / "code.png"))

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["https://lotse.example/t/Kx7"]


def test_a_tap_goes_the_way_of_a_real_touch(hand):
    before = hand.state()

    hand.tap("confirm")

    after = hand.state()
    assert (after["pressed"] - before["pressed"], after["released"] - before["released"]) == (1, 1)
    hand.tap("confirm", times=2, gap_ms=120)
    assert hand.state()["released"] - after["released"] == 2
    hand.tap("tile")
    assert hand.state()["tile"] == after["tile"] + 1


def test_a_finger_that_slides_off_does_nothing_on_release(window):
    async def slide():
        client = await RehearsalClient.connect(window)
        await client.press("confirm")
        pressed = await client.state()
        await client.release("tile")
        released = await client.state()
        await client.close()
        return pressed, released

    pressed, released = asyncio.run(slide())

    assert released == pressed, "neither the button nor what lies under the finger at last"


def test_a_disabled_button_does_not_answer(hand):
    before = hand.state()

    hand.tap("locked")

    assert hand.state() == before


def test_what_is_not_there_is_refused_with_what_is(hand):
    with pytest.raises(RehearsalError, match="no widget 'nowhere' is visible, only: confirm, locked, tile"):
        hand.tap("nowhere")
    with pytest.raises(RehearsalError, match=r"did not appear within 0\.1 s"):
        hand.wait_for("locked", deadline_s=0.1)
    with pytest.raises(RehearsalError, match="cannot do 'explode'"):
        hand.ask({"do": "explode"})
    with pytest.raises(RehearsalError, match="bad request"):
        hand.ask({"no": "verb"})
    assert hand.wait_for_text("Kachel", deadline_s=1).width > 0


def test_the_socket_is_its_users_alone(window):
    assert stat.S_IMODE(window.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("named", "remedy"),
    [
        ({}, "DISPLAY is not set"),
        ({"SDL_VIDEODRIVER": "dummy"}, "use SDL_VIDEODRIVER=offscreen"),
        ({"DISPLAY": ":4711"}, "no window could be opened on the screen :4711"),
    ],
)
def test_without_a_screen_the_message_says_what_to_do(named, remedy):
    program = (
        "from hardware.glass.window import NoGlassError, open_glass\n"
        "try: open_glass('x', size=(100, 100))\n"
        "except NoGlassError as why: print(why)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(**named),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert remedy in told.stdout
    assert "Traceback" not in told.stderr
