"""What the server leaves for later at its start, and what it does so that a rush does not stop it."""

import asyncio
import contextlib
import gc
import sqlite3
import subprocess
import sys
import weakref

from server.store.database import FILE, NEWEST, ROOM, Opened
from server.store.migrating import office as steps
from server.sweeping import LOOK_S, sweeping
from server.wire import messages as m

ISSUE = m.IssueTicket("abholung", "de")


def test_the_newest_step_of_the_database_is_the_one_that_a_start_looks_for():
    assert (len(steps._migrations), steps._migrations[-1].name) == NEWEST
    assert [step.name for step in steps._migrations] == sorted(step.name for step in steps._migrations)


def test_a_start_loads_nothing_that_only_later_moments_need():
    later = ("sqlite_utils", "zeroconf", "markdown_it", "numpy", "numba", "kivy", "escpos")
    look = f"import sys, server.command; print([name for name in {later} if name in sys.modules])"

    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_room_for_the_log_is_there_and_nothing_else_is_left_of_it(tmp_path):
    with contextlib.closing(Opened(tmp_path)) as opened:
        opened.make_room()

        assert (tmp_path / f"{FILE}-wal").stat().st_size > ROOM
        assert opened.second.execute("SELECT count(*) FROM sqlite_master WHERE name = 'room'").fetchone() == (0,)
    assert (tmp_path / FILE).stat().st_size < ROOM / 10


async def test_tickets_drawn_after_room_was_made_are_on_disk_when_they_are_answered(house, tmp_path):
    await house.context.office.make_room()
    kiosk = await house.kiosk()

    drawn = await kiosk.do(ISSUE)

    with contextlib.closing(sqlite3.connect(f"file:{tmp_path / 'data' / FILE}?mode=ro", uri=True)) as reader:
        assert reader.execute("SELECT number FROM tickets").fetchall() == [(drawn.result.number,)]


async def test_rubbish_is_swept_when_the_office_is_quiet_and_not_in_a_rush():
    class Rubbish:
        pass

    rush, before = True, gc.get_threshold()
    with sweeping(lambda: not rush, every_s=0.0):
        old = Rubbish()
        old.itself = old
        gc.collect()  # old enough not to be found by a look through what is young
        ref = weakref.ref(old)
        del old
        await asyncio.sleep(3 * LOOK_S)
        assert ref() is not None

        rush = False
        async with asyncio.timeout(10):
            while ref() is not None:
                await asyncio.sleep(0.01)

    assert gc.get_threshold() == before
