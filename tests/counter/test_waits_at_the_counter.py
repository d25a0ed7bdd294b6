"""What the counter page says of waits, of closing time and of standing by."""

import os

import pytest

from server.waits import Span, Waits

pytestmark = pytest.mark.journey

STATE = "import('/counter/static/state.js').then"
DESK = (
    "{state: 'open', clerk: 'lea', counter: '105', current: null, undo: '',"
    " mine_waiting: 0, queue: [], standing_by: false, services: []}"
)


def tell(house, services, too_late=()):
    context = house.context
    spans = {slug: Span(low * 60, (low + high) * 30, high * 60) for slug, (low, high) in services.items()}
    context.tell(Waits(context.office.clock.now(), {}, spans, frozenset(too_late)))


async def picture(page, name):
    """For eyes: LOTSE_LOOK names a folder."""
    if folder := os.environ.get("LOTSE_LOOK"):
        await page._run(page.driver.save_screenshot, f"{folder}/counter-{name}.png")


async def test_each_waiting_ticket_shows_its_span_and_changes_with_the_forecast(house, page):
    number = await house.draw("studium", "ar")
    await page.open(house.url, 1600, 900)
    await page.work_at("105")
    expected = "document.querySelector('#queue-rows .expected')?.lastElementChild.textContent ?? ''"
    assert await page.until(expected) == "–"
    assert await page.asked("document.querySelector('#queue-rows .expected').title") == "Cannot be told yet"

    tell(house, {"studium": (22, 33), "arbeit-wechseln": (2, 4)}, ["blaue-karte"])

    assert await page.until(expected, lambda text: text != "–") == "20–35 min"
    assert number in await page.text("queue-rows")
    assert "20–35 min" in await page.text("services")
    for width in (390, 1024, 1366, 1600, 1920):
        await page.look(width, 900)
        await page.asked("document.getElementById('queue').scrollIntoView()")
        await picture(page, str(width))
        assert await page.asked("document.documentElement.scrollWidth - innerWidth") <= 0
        concern, card = "document.querySelector('#queue-rows .concern')", "document.getElementById('queue')"
        assert await page.asked(f"{concern}.clientWidth") >= 100, width
        assert await page.asked(f"{card}.scrollWidth - {card}.clientWidth") <= 0, width


async def test_the_lead_keeps_a_service_open_that_is_too_late_and_lets_it_go_again(house, page):
    tell(house, {}, ["studium"])
    await page.open(house.url)
    await page.work_at("105")
    row = "[...document.querySelectorAll('#services > *')].find((row) => row.dataset.key === 'studium')"
    assert "too late for today" in await page.asked(f"{row}.textContent")
    keep = f"{row}.querySelector('[data-action=keep_service]')"

    await page.asked(f"{keep}.click()")

    await page.until(f"{row}.textContent", lambda text: "kept open" in text and "too late" not in text)
    assert await house.context.office.read(lambda queue: queue.kept_open) == {"studium"}
    await page.standing("free")
    await page.asked(f"{row}.querySelector('[data-action=unkeep_service]').click()")
    await page.until(f"{row}.textContent", lambda text: "too late for today" in text)


async def test_a_clerk_is_not_offered_to_keep_a_service_open(house, page):
    tell(house, {}, ["studium"])
    house.add_person("carl")
    await page.open(house.url)
    await page.sign_in("carl")
    await page.until("document.querySelector('[data-counter=\"105\"]')")
    await page.asked("document.querySelector('[data-counter=\"105\"]').click()")
    await page.until_text("services", "too late for today")

    shown = "[...document.querySelectorAll('#services button')].filter((button) => !button.hidden).length"
    assert await page.asked(shown) == 0


async def test_where_nobody_waits_the_page_offers_to_call_the_next_one_by_itself(house, page):
    await page.open(house.url)
    await page.work_at("105")
    await page.asked(
        "(() => { const send = WebSocket.prototype.send; window.sent = [];"
        " WebSocket.prototype.send = function (raw) { send.call(this, raw); sent.push(JSON.parse(raw)); } })()"
    )
    assert "Call the next one automatically" in await page.text("further")

    await page.press("a")

    (command,) = await page.until("window.sent.map((one) => one.command).filter(Boolean)")
    assert command == {"type": "call_next", "counter": "105", "stand_by": True}


async def test_who_waits_is_called_by_hand_and_nothing_else_is_offered(house, page):
    number = await house.draw("studium")
    await page.open(house.url)
    await page.work_at("105")
    await page.until_text("queue-rows", number)

    assert "automatically" not in await page.text("further")


async def test_standing_by_is_said_and_ends_with_a_pause_and_a_ticket_can_still_be_called_by_hand(house, page):
    await page.open(house.url)
    desk = DESK.replace("standing_by: false", "standing_by: true")

    offered = await page.asked(f"{STATE}(({{offered}}) => offered({desk}, 'lea'))")
    stopping = await page.asked(f"{STATE}(({{commandsOf}}) => commandsOf('stand_down', {desk}))")
    by_hand = await page.asked(f"{STATE}(({{canCall}}) => canCall({desk}, 'lea'))")

    assert offered == {"leading": ["stand_down"], "further": [], "rest": ["close"]}
    assert stopping == [{"type": "pause_counter", "counter": "105"}]
    assert by_hand
    said = await page.asked(
        "import('/counter/static/view/card.js').then(({showCard}) => { showCard("
        f"{desk}, 'lea'); return document.getElementById('standing').textContent; }})"
    )
    assert said == "Standing by: the next visitor is called by itself"


async def test_the_reason_of_a_call_is_said_in_the_language_of_the_page(house, page):
    await page.open(house.url)
    visitor = "{number: 'B001', state: 'called', service: 'studium', language: 'ar', kind: 'walk_in', calls: 1}"
    desk = DESK.replace("current: null", f"current: {visitor}, why: {{de: 'Wartet lange.', en: 'Waits long.'}}")

    async def said():
        show = f"import('/counter/static/view/card.js').then(({{showCard}}) => {{ try {{ showCard({desk}, 'lea') }}"
        return await page.asked(f"{show} catch {{}}; return document.getElementById('why').textContent }})")

    assert await said() == "Waits long."
    await page.asked("document.querySelector('[data-language=de]').click()")
    assert await said() == "Wartet lange."
