"""The counter page for everybody who works at one: contrast, names, sizes, voice, keys."""

import pytest

from server.wire import messages as m

pytestmark = pytest.mark.journey

ESCAPE = "\ue00c"


async def accessible(page, axe, name):
    """No violation in German and English, by day and by night, on a narrow page and on a wide one."""
    found = []
    for language in ("de", "en"):
        await page.asked(f"document.querySelector('[data-language={language}]').click()")
        for scheme, width in (("light", 1366), ("dark", 1366), ("light", 320), ("dark", 320)):
            await page.look(width, 768, scheme)
            where = f"{name}, {language}, {scheme}, {width} px"
            found += [f"{where}: {violation}" for violation in await page.violations(axe)]
            wider = await page.asked("document.documentElement.scrollWidth - innerWidth")
            if wider > 0:
                found.append(f"{where}: {wider} px wider than the screen")
    await page.look()
    return found


async def test_nothing_bars_anybody_from_signing_in_and_choosing_a_counter(house, page, axe):
    await page.open(house.url)
    found = await accessible(page, axe, "sign-in")
    await page.sign_in(password="wrong password")
    await page.until("document.getElementById('sign-in-error').textContent")
    found += await accessible(page, axe, "wrong password")
    await page.sign_in()
    await page.until("document.querySelector('[data-counter=\"105\"]')")
    found += await accessible(page, axe, "choosing a counter")

    assert found == []


async def test_nothing_bars_anybody_from_working_at_a_counter(house, page, axe):
    for language in ("ar", "uk", "de", "en", "ar"):
        await house.draw("studium", language)
    await house.draw("studium", "ar", "priority")
    colleague = await house.colleague("107")
    await colleague.do(m.OpenCounter("107"))
    for command in (m.CallNext, m.ParkTicket, m.CallNext, m.ReportNoShow):
        await colleague.do(command("107"))
    await colleague.do(m.PauseCounter("107", "Mittagspause"))
    await page.open(house.url)
    await page.work_at("105")
    found = await accessible(page, axe, "free")
    await page.press("n")
    await page.standing("called")
    found += await accessible(page, axe, "called")
    await page.press("s")
    await page.standing("serving")
    found += await accessible(page, axe, "serving")
    for key, dialog in (("t", "transfer"), ("b", "pause"), ("?", "help")):
        await page.press(key)
        await page.until(f"document.getElementById('{dialog}').open")
        found += await accessible(page, axe, dialog)
        await page.press(ESCAPE)
    await page.press("f")
    await page.standing("free")
    await page.press("b")
    await page.until("document.getElementById('pause').open")
    await page.press("\ue007")
    await page.standing("paused")
    found += await accessible(page, axe, "paused")

    assert found == []


async def test_wider_spacing_of_the_text_cuts_nothing_off(house, page):
    await house.draw("studium", "ar")
    await page.open(house.url, 320, 700)
    await page.work_at("105")
    await page.press("n")
    await page.standing("called")

    # WCAG 1.4.12; set through the CSSOM, as the page's own policy allows
    await page.asked(
        "(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('* { line-height: 1.5 !important;"
        " letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');"
        " document.adoptedStyleSheets = [sheet]; })()"
    )

    assert await page.asked("document.documentElement.scrollWidth - innerWidth") <= 0
    cut_off = await page.asked(
        "[...document.querySelectorAll('main :is(p, h1, h2, button, dd, span)')]"
        ".filter((e) => e.offsetParent && !e.closest('.hidden, .head') && !e.matches('.dot')"
        " && getComputedStyle(e).display !== 'inline'"
        " && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 8))"
        ".map((e) => e.outerHTML.slice(0, 120))"
    )
    assert cut_off == []


async def test_letters_typed_into_a_field_are_no_commands_and_can_be_switched_off(house, page):
    number = await house.draw("studium")
    await page.open(house.url)
    await page.work_at("105")

    await page.press("b")
    await page.until("document.getElementById('pause').open")
    await page.asked("document.getElementById('pause-own').focus()")
    await page.press("nnn")
    assert await page.asked("document.getElementById('pause-own').value") == "nnn"
    await page.press(ESCAPE)
    await page.press("?")
    await page.until("document.getElementById('help').open")
    await page.asked("document.getElementById('letters').click()")
    await page.press(ESCAPE)
    await page.until("document.querySelector('#leading kbd').hidden")
    await page.press("n?")
    assert not await page.asked("document.getElementById('help').open")
    assert (await house.states())[number] == "waiting"

    await page.asked("document.getElementById('help-button').click()")
    await page.asked("document.getElementById('letters').click()")
    await page.press(ESCAPE)
    await page.press("n")
    await page.standing("called")


async def test_counts_are_told_politely_and_faults_at_once_without_moving_the_focus(house, page):
    await page.open(house.url)
    await page.work_at("105")
    await page.asked(
        "(() => { window.told = [];"
        " for (const region of document.querySelectorAll('[role=status], #fault[role=alert]'))"
        " new MutationObserver(() => { if (region.textContent) told.push([region.role, region.textContent]); })"
        ".observe(region, {childList: true, characterData: true, subtree: true}); })()"
    )
    focus = await page.asked("document.activeElement.id")

    number = await house.draw("studium")
    await page.until("told", lambda told: ["status", "1 person waits for you"] in told)
    connection = house.context.office._log._opened.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own "database or disk is full"
    for _ in range(40):
        await page.press("n")
        await page.standing("called")
        for _ in range(20):
            await page.press("r")
        if await page.asked("told.some(([role]) => role === 'alert')"):
            break
    told = await page.until("told", lambda told: any(role == "alert" for role, _ in told))

    alert = next(words for role, words in told if role == "alert")
    assert "disk is full" in alert
    assert "call the technicians" in alert
    assert "Nothing has changed." in alert
    assert await page.asked("document.activeElement.id") == focus
    connection.execute("PRAGMA max_page_count = 1000000")
    await page.press("s")
    await page.standing("serving")
    assert await page.text("fault") == ""
    assert (await house.states())[number] == "serving"
