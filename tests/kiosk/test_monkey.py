"""Random touches, keys and scans while the server is killed and comes back; see monkey.py for the long run."""

import pytest
from alone import KioskProcess, ready
from conftest import OfficeProcess, site_folder
from monkey import SIZE, Monkey

pytestmark = pytest.mark.journey


def test_a_monkey_neither_breaks_the_kiosk_nor_gets_two_places_in_the_queue(tmp_path):
    for part in ("office", "kiosk", "slips"):
        (tmp_path / part).mkdir()
    office = OfficeProcess(tmp_path / "office", site_folder(tmp_path / "site", hours="00:00-24:00", triage=True))
    kiosk = KioskProcess(tmp_path / "kiosk", f"file://{tmp_path}/slips", SIZE)
    office.open()
    try:
        hand = kiosk.open(office)
        ready(hand)
        monkey = Monkey(office, kiosk, hand, seed=5, mischief=12)
        monkey.play(30)
        while len(monkey.diary.screens) < 5 and monkey.diary.steps < 300:  # how far thirty reach, the machine decides
            monkey.play(10)
        diary = monkey.end()
        hand.close()
    finally:
        kiosk.close()
        office.close()

    assert diary.deaths
    assert len(diary.screens) >= 5
