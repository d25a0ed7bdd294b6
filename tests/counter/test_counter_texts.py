"""What the counter page says, in both of its languages."""

import re
from pathlib import Path

import pytest

import server
from server.domain.ticket import State

pytestmark = pytest.mark.journey

IMPORTED = "import('/counter/static/texts.js').then(({TEXTS}) => TEXTS)"
SERVER = Path(server.__file__).parent
COUNTER = SERVER.parent / "counter" / "page"
# what only machines, phones or a broken page can meet; the page has its own words for the last three
NOT_AT_A_COUNTER = {
    *(
        "wrong_token",
        "unknown_machine",
        "replaced",
        "hello_first",
        "hello_twice",
        "no_such_endpoint",
        "malformed",
        "key_reused",
    ),
    *("slow_down", "wrong_password", "unknown_type", "not_leased", "lease_size"),
    *("already", "invalid", "no_such_day", "unknown_outcome", "unknown_step"),
}


def placeholders(found):
    words = " ".join(found.values()) if isinstance(found, dict) else found
    return set(re.findall(r"\{(\w+)\}", words))


async def test_both_languages_say_the_same(house, page):
    await page.open(house.url)

    texts = await page.asked(IMPORTED)

    assert texts["de"].keys() == texts["en"].keys()
    assert [k for k in texts["de"] if placeholders(texts["de"][k]) != placeholders(texts["en"][k])] == []
    assert [k for k in texts["de"] if not texts["de"][k] or not texts["en"][k]] == []


async def test_every_refusal_and_fault_of_the_server_has_a_kind_sentence(house, page):
    sources = "\n".join(file.read_text(encoding="utf-8") for file in SERVER.rglob("*.py") if "bench" not in file.parts)
    refusals = set(re.findall(r'(?:Refusal|Refused|_TurnedAway)\(\s*"([a-z_]+)"', sources))
    refusals |= {f"ticket_{state.value}" for state in State}
    faults = set(re.findall(r'(?:StoreFault|Fault)\(\s*"([a-z_]+)"', sources))
    faults -= {"already_running", "database_newer", "database_older", "no_database"}  # before any counter is there
    await page.open(house.url)

    texts = await page.asked(IMPORTED)

    assert len(refusals) > 25
    assert len(faults) > 3
    assert {r for r in refusals if f"refusal.{r}" not in texts["de"]} == NOT_AT_A_COUNTER & refusals
    assert {f for f in faults if f"fault.{f}" not in texts["de"]} == set()


async def test_no_text_of_the_page_is_missing_and_none_is_left_over(house, page):
    sources = [file.read_text(encoding="utf-8") for file in COUNTER.rglob("*") if file.suffix in {".js", ".html"}]
    code = "\n".join(s for s in sources if "export default {" not in s)
    used = set(re.findall(r'text\("([a-z_.]+)"', code)) | set(re.findall(r'data-(?:text|label)="([a-z_.]+)"', code))
    parts = set(re.findall(r'"([a-z_]+\.[a-z_.]+)"', code))
    families = set(re.findall(r"`([a-z_.]+\.)\$\{", code))
    await page.open(house.url)

    known = set((await page.asked(IMPORTED))["en"])

    assert used - known == set()
    left_over = known - used - parts
    assert {key for key in left_over if not key.startswith(tuple(families))} == set()
