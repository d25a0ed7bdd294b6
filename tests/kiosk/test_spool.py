"""The spool: every slip is sent once at most, and its fate survives the kiosk."""

import asyncio
import sqlite3
from contextlib import asynccontextmanager

import pytest

from hardware.printers.address import open_printer
from hardware.printers.conversation import Deadlines
from hardware.simulated.printer import SimulatedPrinter
from kiosk.journal import Journal, JournalInUse, State
from kiosk.spool import EXPIRES_S, NoSuchSlip, Spool
from kiosk.trial.kills import kills
from kiosk.trial.pages import dots, on_paper, page, small_slip

QUICK = Deadlines(answer_s=0.5, poll_s=0.03, blocked_s=0.1, limit_s=2)


@asynccontextmanager
async def at_work(folder, *simulated, told=lambda entry: None, now=None):
    """A spool on a journal in `folder`; `now`: a list whose only item is the time."""
    printers = [open_printer(one.address, QUICK) for one in simulated]
    clock = {} if now is None else {"clock": lambda: now[0]}
    spool = Spool(Journal(folder / "slips.db"), printers, small_slip, told, **clock)
    try:
        yield spool
    finally:
        for printer in printers:
            await printer.close()
        await spool.close()


def left_behind(folder, state, number, at):
    """What a kiosk's life that ended suddenly left in its journal."""
    journal = Journal(folder / "slips.db")
    journal.close()
    with sqlite3.connect(folder / "slips.db") as sql:
        import msgspec

        encoded = msgspec.json.encode(page(number))
        row = (f"ticket-{number}", f"ticket-{number}", number, 0, state.value, "", at, at, encoded)
        sql.execute("INSERT INTO slips VALUES (?,?,?,?,?,?,?,?,?)", row)
    sql.close()


async def test_the_same_slip_asked_for_twice_comes_out_once(tmp_path):
    async with SimulatedPrinter(tmp_path / "paper") as simulated, at_work(tmp_path, simulated) as spool:
        together = await asyncio.gather(spool.print(page("P012")), spool.print(page("P012")))
        later = await spool.print(page("P012"))

    assert [*together, later] == [State.PRINTED] * 3
    assert len(simulated.slips) == 1


async def test_a_copy_is_printed_for_each_order_of_staff_once_and_marked(tmp_path):
    async with SimulatedPrinter(tmp_path / "paper") as simulated, at_work(tmp_path, simulated) as spool:
        await spool.print(page("P012"))

        await spool.copy("ticket-P012", "order-1")
        await spool.copy("ticket-P012", "order-1")

        assert [dots(slip.path) for slip in simulated.slips] == [
            on_paper(small_slip(page("P012"), False)),
            on_paper(small_slip(page("P012"), True)),
        ]
        with pytest.raises(NoSuchSlip):
            await spool.copy("ticket-of-yesterday", "order-2")


async def test_a_slip_that_was_being_sent_when_the_kiosk_died_is_never_sent_again(tmp_path):
    ended = []
    left_behind(tmp_path, State.SENDING, "P012", 1000.0)
    async with (
        SimulatedPrinter(tmp_path / "paper") as simulated,
        at_work(tmp_path, simulated, told=ended.append, now=[1005.0]) as spool,
    ):
        simulated.receive(b"\x1dv0\x00\x48\x00\xc8\x00" + bytes(100))  # half a picture
        await spool.recover()

        assert await spool.print(page("P012")) is State.UNKNOWN
        assert await spool.print(page("P013")) is State.PRINTED, "what is left in the printer does not swallow it"

    assert [(entry.number, entry.state) for entry in ended] == [("P012", State.UNKNOWN), ("P013", State.PRINTED)]
    assert sum(dots(slip.path) == on_paper(small_slip(page("P013"), False)) for slip in simulated.slips) == 1
    assert all(dots(slip.path) != on_paper(small_slip(page("P012"), False)) for slip in simulated.slips)


@pytest.mark.parametrize(
    ("age", "wanted", "fate"),
    [
        (5, True, State.PRINTED),
        (5, False, State.EXPIRED),
        (EXPIRES_S + 1, True, State.EXPIRED),
        (-60, True, State.EXPIRED),
    ],
)
async def test_a_slip_not_begun_is_printed_after_a_restart_only_for_a_visitor_who_is_still_there(
    tmp_path, age, wanted, fate
):
    left_behind(tmp_path, State.QUEUED, "P012", 1000.0)
    async with (
        SimulatedPrinter(tmp_path / "paper") as simulated,
        at_work(tmp_path, simulated, now=[1000.0 + age]) as spool,
    ):
        await spool.recover(lambda: wanted)

        assert [entry.state for entry in await spool.latest()] == [fate]
        assert len(simulated.slips) == (fate is State.PRINTED)


async def test_a_slip_that_waited_too_long_for_the_one_before_it_expires(tmp_path):
    now = [1000.0]
    async with SimulatedPrinter(tmp_path / "paper") as simulated, at_work(tmp_path, simulated, now=now) as spool:
        simulated.ambush_with(lambda: now.__setitem__(0, 1000.0 + EXPIRES_S + 1), 50)

        fates = await asyncio.gather(spool.print(page("P012")), spool.print(page("P013")))

    assert fates == [State.PRINTED, State.EXPIRED]


async def test_the_second_printer_prints_only_what_the_first_one_refused(tmp_path):
    async with (
        SimulatedPrinter(tmp_path / "first") as first,
        SimulatedPrinter(tmp_path / "second") as second,
        at_work(tmp_path, first, second) as spool,
    ):
        first.cover_open = True
        assert await spool.print(page("P012")) is State.PRINTED
        assert (len(first.slips), len(second.slips)) == (0, 1)
        first.cover_open = False
        first.ambush("paper_out", 400)

        assert await spool.print(page("P013")) is State.BLOCKED

        assert len(second.slips) == 1, "what may be on paper is not printed elsewhere"


async def test_a_damaged_journal_is_moved_aside_and_one_that_cannot_be_written_is_kept_in_memory(tmp_path):
    (tmp_path / "slips.db").write_bytes(b"no database" * 100)
    async with SimulatedPrinter(tmp_path / "paper") as simulated, at_work(tmp_path, simulated) as spool:
        assert await spool.print(page("P012")) is State.PRINTED
    assert (tmp_path / "slips.db.damaged").exists()

    (tmp_path / "taken").touch()
    async with SimulatedPrinter(tmp_path / "paper2") as simulated, at_work(tmp_path / "taken", simulated) as spool:
        assert await spool.print(page("P013")) is State.PRINTED


async def test_a_journal_that_cannot_note_the_sending_keeps_the_slip_from_being_sent(tmp_path):
    async with SimulatedPrinter(tmp_path / "paper") as simulated, at_work(tmp_path, simulated) as spool:
        with sqlite3.connect(tmp_path / "slips.db") as sql:
            sql.execute("CREATE TRIGGER full BEFORE UPDATE ON slips BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        sql.close()

        assert await spool.print(page("P012")) is State.REFUSED, "a later life would take it for a slip not begun"

        assert simulated.slips == []


def test_two_kiosks_cannot_share_a_journal(tmp_path):
    journal = Journal(tmp_path / "slips.db")

    with pytest.raises(JournalInUse, match="give this one its own --config FILE"):
        Journal(tmp_path / "slips.db")

    journal.close()


def test_slips_of_yesterday_are_forgotten(tmp_path):
    left_behind(tmp_path, State.PRINTED, "P012", 1000.0)
    journal = Journal(tmp_path / "slips.db")

    journal.prune(1000.0 + 25 * 3600)

    assert journal.latest(5) == []
    journal.close()


async def test_kill_9_at_any_byte_loses_and_doubles_nothing():
    found = await kills(slips=30, every=6, seed=3)

    assert found["kills"] == 5
    assert (found["slips_lost"], found["slips_doubled"]) == (0, 0)
    assert found["unknown"] >= 1, "a kill in the middle of a slip is not hidden"
    assert found["printed"] + found["unknown"] + found["refused"] + found["expired"] + found["blocked"] == 30
