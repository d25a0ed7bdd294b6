"""What visitors asked for beside their ticket, as the clerk sees it, and the decision about priority."""

import pytest

from server.wire import messages as m

pytestmark = pytest.mark.journey

NEEDS = ("interpreter:ar", "quiet", "step_free")
CONFIRM = "document.querySelector('#asking button[data-action=confirm_priority]')"
DECLINE = CONFIRM.replace("confirm_", "decline_")


async def asks(house, **wishes):
    """A visitor draws a ticket with wishes; its number."""
    number = await house.draw("gestattung-duldung", "ar")  # makes the kiosk
    done = await house._kiosk.do(m.IssueTicket("gestattung-duldung", "ar", **wishes))
    return number, done.result.number


async def test_a_clerk_hears_of_a_request_confirms_it_by_keys_and_calls_that_visitor_first(house, page):
    await page.open(house.url)
    await page.work_at("111")
    first, asking = await asks(house, people=3, needs=NEEDS, asks_priority=True, for_other=True)
    await page.until_text("asking-says", f"{asking} asks for priority.")
    await page.until_text("queue-rows", "asks for priority")
    for words in ("3 people", "for somebody else", "step-free", "quiet place", "in Arabic"):
        assert words in await page.text("queue-rows")

    await page.tab_to(f"document.activeElement === {CONFIRM}")
    await page.press("\ue007")
    await page.until_text("notice", f"{asking} has priority.")
    await page.until("document.getElementById('asking-card').hidden")
    await page.press("n")
    await page.standing("called")

    assert await page.text("number") == asking
    assert "3 people" in await page.text("wishes")
    assert (await house.states())[first] == "waiting"


async def test_a_need_that_no_counter_meets_any_more_stands_beside_the_number_for_somebody_to_help(house, page, axe):
    await page.open(house.url)
    await page.work_at("111")
    await house.draw("studium")  # makes the kiosk
    held = (await house._kiosk.do(m.LeaseNumbers())).result
    needs = ("step_free", "interpreter:so")
    drawn = m.IssueLeased(held.numbers[0].number, "gestattung-duldung", "so", held.as_of, needs=needs)
    assert isinstance(await house._kiosk.do(drawn), m.Done)

    await page.until_text("queue-rows", "in Somali: no counter offers it, please help")
    assert "step-free" in await page.text("queue-rows")
    assert await page.violations(axe) == []
    await page.press("n")
    await page.standing("called")
    assert "in Somali: no counter offers it" in await page.text("wishes")


async def test_declined_the_visitor_waits_like_everybody_else(house, page, axe):
    await page.open(house.url)
    await page.work_at("111")
    first, asking = await asks(house, asks_priority=True)
    await page.until(DECLINE)
    assert await page.violations(axe) == []

    await page.asked(f"{DECLINE}.click()")
    await page.until_text("notice", f"{asking} waits like everybody else.")
    await page.press("n")
    await page.standing("called")

    assert await page.text("number") == first
