"""A kiosk that is started again knows its office at once, and learns its answers all the same."""

import pytest
from alone import KioskProcess
from conftest import go, until

pytestmark = pytest.mark.journey


def test_a_kiosk_that_is_started_again_beside_its_server_finds_answers(office, tmp_path):
    kiosk = KioskProcess(tmp_path)
    hand = kiosk.open(office)
    until(lambda: hand.state()["link"] == "up")
    hand.wait_for_text("Ausländerbehörde")
    until((tmp_path / "kiosk.site.json").exists)
    hand.close()
    kiosk.close()

    hand = kiosk.open()
    try:
        until(lambda: hand.state()["link"] == "up")
        go(hand, "language:de", "ask", "type:u", "type:m", "type:z", "type:u", "type:g")
        hand.wait_for("topic:adresse")
    finally:
        hand.close()
        kiosk.close()
