"""A clerk's day at the counter page, in a real browser against a real server."""

import asyncio

import pytest

from server.wire import messages as m

pytestmark = pytest.mark.journey

# services that counter 105 can settle
STUDY = "studium"
ENTER, ESCAPE, DOWN = "\ue007", "\ue00c", "\ue015"


async def test_a_whole_shift_by_keyboard_alone(house, page):
    numbers = [await house.draw(STUDY, "ar") for _ in range(5)]
    await page.open(house.url)
    await page.tab_to("document.activeElement.id === 'user'")
    await page.press("lea\ue004correct horse battery" + ENTER)
    await page.until("document.querySelector('[data-counter=\"105\"]')")
    await page.tab_to("document.activeElement.dataset.counter === '105'")
    await page.press(ENTER)
    await page.standing("closed")

    await page.press("o")
    await page.standing("free")
    await page.press("n")
    await page.standing("called")
    assert await page.text("number") == numbers[0]
    assert "Arabic · العربية" in await page.text("facts")
    await page.press("r")
    await page.until_text("standing", "2 times")
    await page.standing("called")
    await page.press("s")
    await page.standing("serving")
    await page.press("f")
    await page.standing("free")

    await page.press("n")
    await page.standing("called")
    await page.press("x")
    await page.standing("free")
    assert numbers[1] in await page.text("missed")
    assert f"Undo: no-show {numbers[1]}" in await page.text("rest")
    await page.press("u")
    await page.standing("called")
    assert await page.text("number") == numbers[1]

    await page.press("p")
    await page.standing("free")
    await page.tab_to("document.activeElement.closest('#parked') && document.activeElement.dataset.ticket")
    await page.press(ENTER)
    await page.standing("called")
    assert await page.text("number") == numbers[1]
    assert await page.asked("document.activeElement.id") == "leading"

    await page.press("s")
    await page.standing("serving")
    await page.press("n")  # finishes and calls in one
    await page.standing("called")
    assert await page.text("number") == numbers[2]
    await page.press("t")
    await page.until("document.getElementById('transfer').open")
    await page.press("Study" + ENTER)
    await page.standing("free")
    assert (await house.states())[numbers[2]] == "waiting"

    await page.press("b")
    await page.until("document.getElementById('pause').open")
    await page.press(DOWN + ENTER)
    await page.standing("paused")
    assert await page.text("card-hint") == "Short break"
    await page.press("b")
    await page.standing("free")
    await page.tab_to("document.activeElement.dataset.action === 'close'")
    await page.press(ENTER)
    await page.standing("closed")
    states = await house.states()
    assert [states[n] for n in numbers] == ["finished", "finished", "waiting", "waiting", "waiting"]


async def test_two_clerks_who_press_at_the_same_instant_get_different_visitors(house, page, second_page):
    for _ in range(2):
        await house.draw(STUDY)
    house.add_person("otto")
    await asyncio.gather(page.open(house.url), second_page.open(house.url))
    await page.work_at("105")
    await second_page.work_at("107")

    await asyncio.gather(page.press("n"), second_page.press("n"))

    await asyncio.gather(page.standing("called"), second_page.standing("called"))
    assert {await page.text("number"), await second_page.text("number")} == set(await house.states())


async def test_a_ticket_drawn_at_the_kiosk_appears_without_a_reload(house, page):
    await page.open(house.url)
    await page.work_at("105")
    await page.asked("window.sameDocument = true")

    number = await house.draw(STUDY, "uk")

    await page.until_text("queue-rows", number)
    assert "Ukrainian · Українська" in await page.text("queue-rows")
    assert await page.asked("document.title") == "(1) Schalter 105 – Lotse"
    assert await page.asked("window.sameDocument")


async def test_the_focus_stays_on_its_row_when_others_come_and_go(house, page):
    numbers = [await house.draw(STUDY) for _ in range(3)]
    await page.open(house.url)
    await page.work_at("105")
    await page.until_text("queue-rows", numbers[2])
    await page.asked("[...document.querySelectorAll('#queue-rows button')].at(-1).focus()")

    colleague = await house.colleague("107")
    await colleague.do(m.OpenCounter("107"))
    await colleague.do(m.CallNext("107"))

    await page.until("document.querySelectorAll('#queue-rows > *').length === 2")
    assert numbers[2] in await page.asked("document.activeElement.textContent")


async def test_the_page_comes_back_by_itself_when_the_server_was_restarted(house_at, tmp_path, page):
    async with house_at(tmp_path / "data") as house:
        number = await house.draw(STUDY)
        await page.open(house.url)
        await page.work_at("105")
        await page.press("n")
        await page.standing("called")
        port = house.port
    await page.until_text("link-lost", "No connection to the server. As of ")
    assert await page.text("number") == number
    await page.press("s")
    await page.until_text("notice", "needs the link")

    async with house_at(tmp_path / "data", port) as house:
        await page.until("!document.getElementById('link-lost').textContent")
        await page.press("s")
        await page.standing("serving")
        assert (await house.states())[number] == "serving"


async def test_a_command_whose_answer_was_lost_is_sent_again_with_its_key_and_done_once(house, page):
    first, _ = [await house.draw(STUDY) for _ in range(2)]
    await page.open(house.url)
    await page.work_at("105")
    # the link breaks right behind the command, once
    await page.asked(
        "(() => { const send = WebSocket.prototype.send; window.keys = [];"
        " WebSocket.prototype.send = function (raw) { send.call(this, raw); const sent = JSON.parse(raw);"
        " if (sent.type !== 'do') return; keys.push(sent.key); if (keys.length === 1) this.close(); } })()"
    )

    await page.press("n")

    await page.standing("called")
    keys = await page.until("window.keys", lambda keys: len(keys) == 2)
    assert keys[0] == keys[1]
    assert await page.text("number") == first
    assert sorted((await house.states()).values()) == ["called", "waiting"]


async def test_a_double_click_on_the_big_button_means_one_thing_only(house, page):
    await house.draw(STUDY)
    await page.open(house.url)
    await page.work_at("105")
    await page.until("document.querySelector('#queue-rows > *')")

    # the second click comes as soon as the button has got its next meaning
    second_click = await page.asked(
        "new Promise((end) => { const button = document.getElementById('leading');"
        " new MutationObserver(() => {"
        "   if (button.dataset.action !== 'seated' || button.getAttribute('aria-disabled') === 'true') return;"
        "   button.click(); end('clicked'); }).observe(button, {attributes: true});"
        " setTimeout(() => button.click(), 450); })"
    )

    assert second_click == "clicked"
    await page.press("r")
    await page.until_text("standing", "2 times")
    assert list((await house.states()).values()) == ["called"]
