"""How well a kiosk's search answers questions that are not in the FAQ's own words."""

import asyncio
import json
import sys
import tomllib
from collections.abc import Callable

import msgspec

from assets import path
from server.addresses import Addresses
from server.site.load import load_site
from server.views import kiosk_site


async def search(say: Callable[[str], None]) -> dict[str, float]:
    """Shares (0 to 1) of right topics among the first three, and the milliseconds of a question.

    A kiosk's own program searches, in a process of its own, as it stands in service.
    """
    site = kiosk_site(load_site(path("site")), Addresses("http://127.0.0.1"))
    files = sorted(path("questions").glob("*.toml"))
    written = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in files}
    questions = {part: {name: table[part] for name, table in written.items()} for part in ("asked", "later")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kiosk.answers.measuring"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate(msgspec.json.encode({"site": site, **questions}))
    if process.returncode:
        raise RuntimeError("the kiosk's search failed; what it says stands above")
    found = json.loads(told)
    for language, question, *rest in found["missed"]:
        say(f"{language}: {question!r}: {' '.join(rest)}")
    return {f"search_{name}": float(value) for name, value in found["figures"].items()}
