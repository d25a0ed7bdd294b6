"""The kiosk's numbers on its disk, and the site that it remembers."""

import sqlite3
from datetime import UTC, datetime, timedelta

import msgspec

from kiosk.block import Block
from kiosk.cache import Remembered, keep, open_at, recall
from kiosk.wishes import Order
from server.wire import messages as m

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NOW = MORNING.timestamp()
ORDER = Order("visit-1", "collect", "de")
WISHES = Order("visit-2", "collect", "ar", 3, ("step_free", "interpreter:ar"), priority=True, for_other=True)


def held(*numbers: str, day: str = "2026-11-23", hours: float = 16) -> m.NumbersHeld:
    found = [m.HeldNumber(number, f"t-{number}", f"http://office/t/{number}") for number in numbers]
    return m.NumbersHeld(day, MORNING, MORNING + timedelta(hours=hours), found)


def drawn(block: Block, prefix: str = "A", after_s: float = 60) -> str:
    found = block.draw(prefix, ORDER, "", NOW + after_s)
    return found.number if found else ""


def test_numbers_are_drawn_in_the_order_of_the_lease_and_never_twice(tmp_path):
    block = Block(tmp_path / "numbers.db")
    block.take_over(held("A998", "A999", "T999", "A996"), NOW)
    first = [drawn(block), drawn(block)]
    block.close()

    block = Block(tmp_path / "numbers.db")
    block.take_over(held("A998", "A999", "T999", "A996"), NOW)

    assert first == ["A998", "A999"]
    assert [drawn(block), drawn(block)] == ["A996", ""]
    assert [one.number for one in block.untold()] == ["A998", "A999", "A996"]
    assert len({one.key for one in block.untold()}) == 3
    block.told(block.untold()[0].key, "issued")
    assert [one.number for one in block.untold()] == ["A999", "A996"]
    block.close()


def wished(block: Block) -> list[tuple[object, ...]]:
    return [(one.number, one.people, one.needs, one.priority, one.for_other) for one in block.untold()]


def test_what_was_asked_for_is_kept_on_disk_until_the_server_knows_it_and_no_longer(tmp_path):
    file = tmp_path / "numbers.db"
    block = Block(file)
    block.take_over(held("A998", "A999"), NOW)
    block.draw("A", WISHES, "", NOW + 60)
    block.draw("A", ORDER, "", NOW + 61)
    block.close()

    block = Block(file)

    assert wished(block) == [("A998", 3, WISHES.needs, True, True), ("A999", 1, (), False, False)]
    block.told(block.untold()[0].key, "issued")
    block.close()
    with sqlite3.connect(file) as sql:
        kept = list(sql.execute("SELECT people, needs, priority, for_other FROM drawn WHERE fate <> ''"))
    sql.close()
    assert kept == [(1, "", 0, 0)]


def test_numbers_that_an_older_version_drew_are_not_lost(tmp_path):
    file = tmp_path / "numbers.db"
    block = Block(file)
    block.take_over(held("A998", "A999"), NOW)
    drawn(block)
    block.close()
    with sqlite3.connect(file) as sql:
        for column in ("people", "needs", "priority", "for_other"):
            sql.execute(f"ALTER TABLE drawn DROP COLUMN {column}")
    sql.close()

    block = Block(file)
    block.draw("A", WISHES, "", NOW + 61)

    assert wished(block) == [("A998", 1, (), False, False), ("A999", 3, WISHES.needs, True, True)]
    block.close()


def test_a_block_is_valid_on_its_day_only_by_the_servers_clock(tmp_path):
    block = Block(tmp_path / "numbers.db")
    slow = 3600.0  # the kiosk's clock is an hour behind
    block.take_over(held("A998", "A999", hours=2), NOW - slow)

    assert block.left(NOW - slow) == {"A": 2}
    found = block.draw("A", ORDER, "", NOW - slow + 30)
    assert found is not None
    assert found.drawn_at == NOW + 30
    assert drawn(block, after_s=7200 - slow) == ""
    assert drawn(block, after_s=-24 * 3600) == "", "a clock that was set back draws nothing"
    block.take_over(held("A998", "A999", day="2026-11-24", hours=30), NOW)
    assert drawn(block) == "A998", "another day, another number"
    block.close()


def test_a_damaged_file_is_moved_aside_and_a_file_that_cannot_be_draws_nothing(tmp_path):
    file = tmp_path / "numbers.db"
    file.write_bytes(b"no database " * 500)
    block = Block(file)
    block.take_over(held("A999"), NOW)
    assert drawn(block) == "A999"
    block.close()
    assert (tmp_path / "numbers.db.damaged").exists()

    (tmp_path / "folder").mkdir()
    nothing = Block(tmp_path / "folder")
    nothing.take_over(held("A999"), NOW)
    assert drawn(nothing) == ""
    nothing.close()


SITE = m.KioskSite(
    office={"de": "Amt"}, languages=["de"], groups=[], services=[], hours={}, timeout_s=90, warning_s=20, accent="",
    timezone="Europe/Berlin", week=[[("08:00", "12:00")], *[[] for _ in range(6)]], holidays=["2026-11-30"],
)  # fmt: skip


def test_the_site_is_remembered_and_what_cannot_be_read_is_not(tmp_path):
    file, remembered = tmp_path / "kiosk.site.json", Remembered(SITE, ["collect"], "2026-11-23")
    keep(file, remembered)
    assert recall(file) == remembered

    file.write_bytes(file.read_bytes()[:-20])
    assert recall(file) is None
    file.unlink()
    assert recall(file) is None


def test_the_remembered_hours_tell_when_the_office_is_open():
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    assert open_at(SITE, monday)
    assert not open_at(SITE, monday.replace(hour=12))
    assert not open_at(SITE, monday + timedelta(days=1))
    assert not open_at(SITE, monday + timedelta(days=7)), "a holiday"
    always = msgspec.structs.replace(SITE, week=[[("00:00", "24:00")]] * 7)
    assert open_at(always, monday.replace(hour=0))
    assert open_at(always, monday.replace(hour=23, minute=59, second=59, microsecond=999_999)), "until midnight"
