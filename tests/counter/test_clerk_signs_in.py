"""Who may work at the counter page, and what happens when a session ends."""

import aiohttp
import pytest

from server.web.access import COOKIE

pytestmark = pytest.mark.journey


async def end_sessions(house, page):
    """The cookie that the browser holds is worth nothing any more."""
    cookies = page.driver.get_cookies()
    token = next(c["value"] for c in cookies if c["name"] == COOKIE)
    async with aiohttp.ClientSession(cookies={COOKIE: token}) as session:
        await session.post(f"{house.url}/api/logout")


async def test_a_wrong_password_is_said_kindly_and_the_next_try_may_follow(house, page):
    await page.open(house.url)

    await page.sign_in(password="not the password")

    await page.until_text("sign-in-error", "The user name or the password is not right.")
    assert await page.asked("document.activeElement.id") == "password"
    await page.sign_in()
    await page.until("!document.getElementById('choose').hidden")


async def test_too_many_tries_are_told_how_long_to_wait(house, page):
    await page.open(house.url)

    for _ in range(5):
        await page.sign_in(password="guessed")
        await page.until("document.getElementById('sign-in-submit').getAttribute('aria-disabled') === 'false'")

    await page.until_text("sign-in-error", "Too many tries. Please wait ")


@pytest.mark.parametrize("file", ["/counter/static/work.js", "/static/link.js", "/static/theme.css"])
async def test_a_page_that_came_in_parts_is_loaded_again(house, page, file):
    await page.lose(file)
    await page.go("about:blank")
    await page.go(f"{house.url}/counter")
    await page.until("sessionStorage.getItem('lotse.reloads') !== null")
    await page.asked("window.incomplete = true")

    await page.lose()

    await page.until("!document.getElementById('sign-in').hidden && !window.incomplete")
    assert await page.asked("getComputedStyle(document.documentElement).getPropertyValue('--font') !== ''")
    await page.until("sessionStorage.getItem('lotse.reloads') === null")


async def test_a_sign_in_that_the_network_broke_off_is_tried_again(house, page):
    await page.open(house.url)
    await page.asked(
        "(() => { const real = window.fetch; window.fetch = (...all) => {"
        " window.fetch = real; return Promise.reject(new TypeError('network changed')); }; })()"
    )

    await page.sign_in()

    await page.until("!document.getElementById('choose').hidden")
    assert await page.text("sign-in-error") == ""


async def test_a_server_that_stays_away_is_said_at_the_sign_in(house, page):
    await page.open(house.url)
    await page.lose("/api/login")

    await page.sign_in()

    await page.until_text("sign-in-error", "The server cannot be reached.")
    await page.lose()
    await page.sign_in()
    await page.until("!document.getElementById('choose').hidden")


async def test_a_password_can_be_pasted(house, page):
    await page.open(house.url)
    await page.asked("document.getElementById('user').value = 'lea'")
    await page.asked("document.getElementById('password').focus()")

    await page.asked("document.execCommand('insertText', false, 'correct horse battery')")
    prevented = await page.asked(
        "!document.getElementById('password').dispatchEvent("
        "new ClipboardEvent('paste', {bubbles: true, cancelable: true}))"
    )
    await page.press("\n")

    assert not prevented
    await page.until("!document.getElementById('choose').hidden")


async def test_an_ended_session_asks_again_and_the_order_is_carried_out_after_it(house, page):
    number = await house.draw("studium")
    await page.open(house.url)
    await page.work_at("105")
    await end_sessions(house, page)

    await page.press("n")

    await page.until("!document.getElementById('sign-in').hidden")
    assert "Nothing is lost" in await page.text("sign-in-why")
    assert (await house.states())[number] == "waiting"
    await page.sign_in()
    await page.standing("called")
    assert await page.text("number") == number


async def test_somebody_else_who_signs_in_does_not_inherit_the_order(house, page):
    house.add_person("otto")
    number = await house.draw("studium")
    await page.open(house.url)
    await page.work_at("105")
    await end_sessions(house, page)
    await page.press("n")
    await page.until("!document.getElementById('sign-in').hidden")

    await page.sign_in("otto")

    await page.standing("taken")
    assert (await house.states())[number] == "waiting"
    await page.press("o")
    await page.standing("free")


async def test_the_pc_remembers_its_counter_and_asks_before_leaving_it_open(house, page):
    await page.open(house.url)
    await page.work_at("105")

    await page.asked("document.getElementById('sign-out').click()")
    await page.until("document.getElementById('leave').open")
    await page.asked("document.getElementById('leave-close').click()")

    await page.until("!document.getElementById('sign-in').hidden")
    assert (await house.context.office.read(lambda q: q.counter("105").state)) == "closed"
    await page.sign_in()
    await page.standing("closed")
    assert await page.text("counter-name") == "Schalter 105"


async def test_only_the_lead_can_close_a_service(house, page):
    house.add_person("otto")
    await page.open(house.url)
    await page.sign_in("otto")
    await page.until("document.querySelector('[data-counter=\"105\"]')")
    await page.asked("document.querySelector('[data-counter=\"105\"]').click()")
    await page.standing("closed")
    assert await page.asked("document.querySelectorAll('#services button:not([hidden])').length") == 0

    await page.open(house.url)
    await page.sign_in("lea")
    await page.standing("closed")
    await page.asked("document.querySelector('#services button[data-service=studium]').click()")

    await page.until("document.querySelector('#services [data-key=studium]').dataset.open === 'false'")
    assert await house.context.office.read(lambda q: "studium" in q.closed_services)
