"""What takes long the first time, done in threads before a visitor would wait for it. Import after `open_glass`."""

import asyncio
from collections.abc import Sequence

from assets.languages import OFFICE_LANGUAGE
from hardware.hyphens import softened
from kiosk.screens.keyboard import faces
from kiosk.screens.keyface import pixels
from kiosk.screens.look import Look


async def warm(look: Look, languages: Sequence[str]) -> None:
    """Draw the keyboards of `languages`, and load where German words may be broken, which takes a second."""
    for face in faces(look, languages):
        await asyncio.to_thread(pixels, face)
    await asyncio.to_thread(softened, "Lotse", OFFICE_LANGUAGE)
