"""The book of appointments on a real server: files, senders, check-in."""

import asyncio
import io
import json
import sqlite3
import time
from datetime import UTC, datetime, timedelta

import pytest

from server.appointments.entry import Unreadable
from server.appointments.reading import read
from server.bench.office import key
from server.store.database import FILE
from server.web.appointments import new_token
from server.wire import messages as m
from server.wire.codes import CLEAR, code_in

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # nine o'clock in the office
HEAD = "code,start,service,duration,language\n"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
{events}
END:VCALENDAR
"""


def event(uid, *lines):
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Erika Mustermann", *lines, "END:VEVENT"])


def calendar(*events):
    return CALENDAR.format(events="\n".join(events)).replace("\n", "\r\n").encode()


@pytest.fixture
async def morning(house_at, tmp_path):
    async with house_at(tmp_path / "data", clock=lambda: NOW) as house:
        house.folder = tmp_path / "data" / "appointments"
        yield house


async def until(condition, deadline_s=10.0):
    ends = time.monotonic() + deadline_s
    while not (found := condition()):
        assert time.monotonic() < ends, "it did not come true in time"
        await asyncio.sleep(0.02)
    return found


async def put(house, body, kind="text/csv", token=None, status=200, source=""):
    headers = {"Authorization": f"Bearer {token or new_token(house.members)}", "Content-Type": kind}
    url = f"{house.url}/api/appointments?source={source}"
    async with house.session.put(
        url, data=io.BytesIO(body.encode() if isinstance(body, str) else body), headers=headers
    ) as reply:
        assert reply.status == status, await reply.text()
        return await reply.json()


def warnings(house):
    return [text for name, text in house.context.warnings.items() if name.startswith("appointments")]


async def check_in(house, code, language="ar", own_key=""):
    kiosk = await house.kiosk()
    return await kiosk.do(m.CheckIn(code, language), own_key)


async def test_a_file_laid_into_the_folder_is_in_the_book_within_two_seconds_and_holds_no_name(morning, tmp_path):
    began = time.monotonic()
    morning.folder.mkdir(exist_ok=True)
    (morning.folder / "heute.ics").write_bytes(
        calendar(event("a@x", "DTSTART:20261123T093000", "CATEGORIES:abholung", "X-LOTSE-LANGUAGE:ar"))
    )
    (booked,) = await until(lambda: morning.context.book.of_day("2026-11-23"))

    assert time.monotonic() - began < 3
    assert (booked.start_at, booked.service, booked.language) == (
        datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
        "abholung",
        "ar",
    )
    assert len(booked.code) == 6
    assert set(booked.code) <= set(CLEAR)
    everything = b"".join(file.read_bytes() for file in (tmp_path / "data").glob(FILE + "*"))
    assert b"Mustermann" not in everything
    assert b"a@x" not in everything


async def test_who_comes_on_time_gets_the_ticket_of_the_appointment_in_the_language_that_was_booked(morning):
    await put(morning, HEAD + "K7M4PX,2026-11-23 09:30,abholung,15,ar\n")

    done = await check_in(morning, "https://termine.example/a/k7m-4px?x=1", None)

    ticket = done.result
    assert (ticket.kind, ticket.service, ticket.language) == ("appointment", "abholung", "ar")
    assert ticket.appointment_at == NOW + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("start", "cancelled", "code"),
    [
        ("2026-11-23 10:30", "", "early"),
        ("2026-11-24 09:30", "", "wrong_day"),
        ("2026-11-23 09:30", "ja", "cancelled"),
    ],
)
async def test_who_cannot_be_checked_in_is_told_why_and_when(morning, start, cancelled, code):
    await put(morning, f"code,start,service,cancelled\nK7M4PX,{start},abholung,{cancelled}\n")

    refused = await check_in(morning, "LOTSE:K7M4PX")

    assert refused.code == code
    assert refused.booked.at.astimezone(morning.context.office.clock.zone).strftime("%Y-%m-%d %H:%M") == start
    assert refused.booked.opens_at == refused.booked.at - timedelta(minutes=60)
    assert await morning.context.office.read(lambda queue: len(queue.tickets)) == 0


async def test_who_comes_too_late_gets_a_ticket_as_a_walk_in(morning):
    await put(morning, HEAD + "K7M4PX,2026-11-23 08:00,abholung,15,de\n")

    done = await check_in(morning, "K7M4PX")

    assert (done.result.kind, done.result.appointment_at) == ("walk_in", NOW - timedelta(hours=1))


async def test_an_appointment_has_one_ticket_however_often_and_wherever_it_is_checked_in(morning):
    await put(morning, HEAD + "K7M4PX,2026-11-23 09:30,abholung,15,de\n")

    answers = await asyncio.gather(*(check_in(morning, "K7M4PX") for _ in range(8)))

    done = [answer.result.number for answer in answers if isinstance(answer, m.Done)]
    others = [answer for answer in answers if isinstance(answer, m.Refused)]
    assert len(done) == 1
    assert {(other.code, other.booked.number) for other in others} == {("already", done[0])}


async def test_the_one_ticket_survives_a_restart_and_a_repeat_gets_the_first_answer(house_at, tmp_path):
    own = key()
    async with house_at(tmp_path, clock=lambda: NOW) as house:
        await put(house, HEAD + "K7M4PX,2026-11-23 09:30,abholung,15,de\n")
        machine, secret = house.members.add_machine("kiosk", "k", NOW)
        headers = {"Authorization": f"Bearer {machine.id}.{secret}"}
        body = m.encode(m.Do(own, m.CheckIn("K7M4PX", "de")))
        async with house.session.post(f"{house.url}/api/commands", data=body, headers=headers) as reply:
            first = await reply.json()

    async with house_at(tmp_path, clock=lambda: NOW) as house:
        async with house.session.post(f"{house.url}/api/commands", data=body, headers=headers) as reply:
            again = await reply.json()
        other = await check_in(house, "K7M4PX")

        assert again == first
        assert (other.code, other.booked.number) == ("already", first["result"]["number"])


async def test_who_guesses_codes_is_slowed_down_at_that_kiosk_only(morning):
    await put(morning, HEAD + "K7M4PX,2026-11-23 09:30,abholung,15,de\n")
    guessing, other = await morning.kiosk(), await morning.kiosk()

    codes = [(await guessing.do(m.CheckIn(f"AAAA{n}{n}", "de"))).code for n in range(10)]

    assert set(codes) == {"unknown"}
    assert (await guessing.do(m.CheckIn("K7M4PX", "de"))).code == "slow_down"
    assert isinstance(await other.do(m.CheckIn("K7M4PX", "de")), m.Done)


async def test_a_newer_file_changes_and_cancels_and_a_broken_one_does_neither(morning):
    rows = [f"AAAA{n:02},2026-11-23 {9 + n:02}:00,abholung,15,de\n" for n in range(4)]
    await put(morning, HEAD + "".join(rows))
    moved = HEAD + rows[0].replace("09:00", "09:45") + rows[1] + rows[2]

    cut = await put(morning, moved + "AAAA03,2026-11-2")
    assert (cut["changed"], cut["cancelled"]) == (1, 0)
    assert "line 5" in cut["mistakes"][0]
    whole = await put(morning, moved)

    assert (whole["changed"], whole["cancelled"]) == (0, 1)
    book = {a.code: a for a in morning.context.book.of_day("2026-11-23")}
    assert book["AAAA03"].cancelled
    assert book["AAAA00"].start_at == datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
    assert (await check_in(morning, "AAAA03")).code == "cancelled"


async def test_a_file_that_lacks_most_of_what_it_named_cancels_nothing_and_says_so(morning):
    rows = [f"AAAA{n:02},2026-11-23 {9 + n % 8:02}:00,abholung,15,de\n" for n in range(20)]
    await put(morning, HEAD + "".join(rows))

    taken = await put(morning, HEAD + rows[0])

    assert taken["cancelled"] == 0
    assert "1 of 20" in taken["mistakes"][0]


async def test_garbage_and_half_files_are_said_at_health_without_quoting_and_what_is_good_stays(morning):
    morning.folder.mkdir(exist_ok=True)
    good = HEAD + "K7M4PX,2026-11-23 09:30,abholung,15,de\n"
    (morning.folder / "a.csv").write_text(good)
    await until(lambda: morning.context.book.find("K7M4PX"))
    whole = calendar(event("b@x", "DTSTART:20261123T100000Z", "CATEGORIES:abholung"))
    (morning.folder / "b.ics").write_bytes(whole[: len(whole) // 2])
    (morning.folder / "c.csv").write_text("Name;Datum\nErika Mustermann;morgen\n")
    (morning.folder / "d.csv").write_text(HEAD + "X2,2026-11-23 09:30,Erika Mustermann,15,de\n")
    (morning.folder / "e.csv").write_bytes(b"\x00\x01\x02" * 1000)
    (morning.folder / "a.csv").write_text(good + "kaputt")

    told = await until(lambda: warnings(morning) if len(warnings(morning)) == 5 else None)
    async with morning.session.get(f"{morning.url}/health") as reply:
        assert len((await reply.json())["warnings"]) == 5

    assert "Mustermann" not in "".join(told)
    assert any("breaks off" in text for text in told)
    assert any("does not name the columns" in text for text in told)
    assert any("line 2" in text and "no such service" in text for text in told)
    assert any("not text" in text for text in told)
    assert not morning.context.book.find("K7M4PX").cancelled
    (morning.folder / "b.ics").write_bytes(whole)
    for name in ("c.csv", "d.csv", "e.csv"):
        (morning.folder / name).unlink()
    (morning.folder / "a.csv").write_text(good)
    await until(lambda: not warnings(morning))
    assert len(morning.context.book.of_day("2026-11-23")) == 2


async def test_the_days_that_are_over_are_deleted(house_at, tmp_path):
    async with house_at(tmp_path, clock=lambda: NOW) as house:
        await put(house, HEAD + "K7M4PX,2026-11-23 09:30,abholung,15,de\nK7M4PY,2026-11-24 09:30,abholung,15,de\n")

    async with house_at(tmp_path, clock=lambda: NOW + timedelta(days=1)) as house:
        assert house.context.book.find("K7M4PX") is None
        assert house.context.book.find("K7M4PY") is not None
    assert sqlite3.connect(tmp_path / FILE).execute("SELECT code FROM appointments").fetchall() == [("K7M4PY",)]


async def test_only_a_lead_or_the_token_may_put_and_only_staff_may_look(morning):
    body = HEAD + "K7M4PX,2026-11-23 09:30,abholung,15,de\n"
    assert (await put(morning, body, token="wrong", status=401))["code"] == "sign_in"
    async with morning.session.get(f"{morning.url}/api/appointments") as reply:
        assert reply.status == 401
    for role, status in (("clerk", 401), ("lead", 200)):
        cookies = {"Cookie": f"lotse_session={morning.cookie(role, role)}", "Content-Type": "text/csv"}
        async with morning.session.put(f"{morning.url}/api/appointments", data=body, headers=cookies) as reply:
            assert reply.status == status
    await check_in(morning, "K7M4PX")
    async with morning.session.get(f"{morning.url}/api/appointments", headers=cookies) as reply:
        (row,) = (await reply.json())["appointments"]
    assert (row["code"], row["number"]) == ("K7M4PX", "A001")


async def test_a_booking_system_sends_json_and_gets_the_codes_back(morning):
    one = {"id": "e.mustermann@x", "start": "2026-11-23T09:30:00", "service": "abholung", "language": "uk"}
    body = json.dumps({"type": "put_appointments", "appointments": [one]})

    first = await put(morning, body, "application/json")
    again = await put(morning, body, "application/json")

    (code,) = first["codes"]
    assert again["codes"] == [code]
    assert (first["added"], again["added"], again["changed"]) == (1, 0, 0)
    assert (await check_in(morning, code.lower(), None)).result.language == "uk"
    assert (await put(morning, b"{", "application/json", status=400))["code"] == "malformed"
    assert (await put(morning, b"x", "text/plain", status=400))["code"] == "malformed"


@pytest.fixture
def terms(morning):
    return morning.context.book.terms()


async def test_floating_time_is_office_time_and_summer_time_is_kept(terms):
    summer = replace_terms(terms, "2027-03-01", "2027-04-30")
    found = await read(
        "ical",
        calendar(
            event("1", "DTSTART:20270327T090000", "CATEGORIES:abholung"),
            event("2", "DTSTART:20270328T090000", "CATEGORIES:abholung"),
            event("3", "DTSTART;TZID=America/New_York:20270329T040000", "CATEGORIES:abholung"),
            event("4", "DTSTART:20270330T070000Z", "CATEGORIES:Abholung", "DURATION:PT20M"),
            event("5", "DTSTART;VALUE=DATE:20270401", "CATEGORIES:abholung"),
        ),
        summer,
    )
    starts = [entry.start.astimezone(UTC).strftime("%d %H:%M") for entry in found.entries]
    assert starts == ["27 08:00", "28 07:00", "29 08:00", "30 07:00"]
    assert found.entries[3].minutes == 20
    assert found.mistakes == ["event 5 is for a whole day; an appointment has a time"]
    table = "start;service\n2027-03-27 09:00;abholung\n28.3.2027 9:00 Uhr;abholung\n"
    in_table = await read("csv", table.encode("utf-16"), summer)
    assert [entry.start.astimezone(UTC).strftime("%d %H:%M") for entry in in_table.entries] == starts[:2]


def replace_terms(terms, first, last):
    import msgspec

    return msgspec.structs.replace(
        terms, first=datetime.fromisoformat(first).date(), last=datetime.fromisoformat(last).date()
    )


async def test_repeated_events_are_appointments_of_their_own_and_an_endless_rule_harms_nobody(terms):
    found = await read(
        "ical",
        calendar(
            event(
                "week",
                "DTSTART:20261116T090000",
                "RRULE:FREQ=WEEKLY;COUNT=4",
                "EXDATE:20261130T090000",
                "CATEGORIES:abholung",
            ),
            event("week", "DTSTART:20261207T110000", "RECURRENCE-ID:20261207T090000", "CATEGORIES:abholung"),
            event("bad", "DTSTART:20261116T090000", "RRULE:FREQ=NEVER", "CATEGORIES:abholung"),
            event("endless", "DTSTART:20261116T090000", "RRULE:FREQ=SECONDLY", "CATEGORIES:abholung"),
        ),
        terms,
    )
    times = [(entry.uid[:15], entry.start.astimezone(UTC).strftime("%m-%d %H")) for entry in found.entries]
    assert times == [("week 2026-11-23", "11-23 08"), ("week 2026-12-07", "12-07 10")]
    assert [mistake.partition(" (")[0] for mistake in found.mistakes] == [
        "the repeated event 3 cannot be worked out",
        "the repeated event 4 happens too often for an appointment",
    ]


@pytest.mark.parametrize("size_mb", [10])
async def test_a_file_of_ten_megabytes_is_read_or_refused_while_the_office_goes_on(morning, size_mb):
    row = "K7M4PX,2026-11-23 09:30,abholung,15,de\n"
    kiosk = await morning.kiosk()
    reading = asyncio.create_task(put(morning, HEAD + row * (size_mb * 2**20 // len(row)), status=400))
    slowest = 0.0
    while not reading.done():
        took, _ = await kiosk.timed(m.IssueTicket("abholung", "de"))
        slowest = max(slowest, took)
        await asyncio.sleep(0.05)

    assert "20000" in (await reading)["message"]
    assert slowest < 500
    with pytest.raises(Unreadable, match="20 MB"):
        await read("csv", b"x" * (21 * 2**20), morning.context.book.terms())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("K7M4PX", "K7M4PX"),
        (" k7m-4px\r", "K7M4PX"),
        ("LOTSE:K7M4PX", "K7M4PX"),
        ("LOTSEÖK7M4PX", "K7M4PX"),
        ("https://x.example/termin/K7M4PX/?a=b", "K7M4PX"),
        ("oil0", "0110"),
        ("K7", ""),
        ("P<D<<MUSTERMANN<<ERIKA", ""),
        ("http://[bad", ""),
        ("", ""),
    ],
)
def test_a_code_is_found_in_what_scanners_and_people_give(given, code):
    assert code_in(given) == code
