"""A real browser that takes pictures of pages: Chromium, spoken to over its own debugging protocol."""

import asyncio
import base64
import contextlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
)
START_S = 20.0
PAGE_S = 15.0


class BrowserError(RuntimeError):
    """The browser could not be started, or a page did not come."""


class Browser:
    """One running browser; each page is a tab of its own."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, timezone: str) -> None:
        self._socket, self._timezone = socket, timezone
        self._ids = itertools.count(1)

    async def _ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        id = next(self._ids)
        request = {"id": id, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        await self._socket.send_str(json.dumps(request))
        async with asyncio.timeout(PAGE_S):
            while True:
                reply = json.loads(await self._socket.receive_str())
                if reply.get("id") == id:
                    if "error" in reply:
                        raise BrowserError(f"{method}: {reply['error'].get('message')}")
                    return dict(reply["result"])

    async def picture(
        self,
        url: str,
        path: Path,
        *,
        size: tuple[int, int],
        ready: str = "true",
        cookie: str = "",
        dark: bool = False,
        scale: float = 1.0,
        before: str = "",
    ) -> None:
        """Save `url` as a PNG of `size` CSS pixels (times `scale`) once the JavaScript expression `ready` holds.

        `cookie`: "name=value" for that address; `before`: a script to run first on the page, for example a setting.
        """
        target = (await self._ask("Target.createTarget", url="about:blank"))["targetId"]
        session = (await self._ask("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        width, height = size
        await self._ask(
            "Emulation.setDeviceMetricsOverride",
            session,
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self._ask("Emulation.setEmulatedMedia", session, features=[scheme])
        await self._ask("Emulation.setTimezoneOverride", session, timezoneId=self._timezone)
        if cookie:
            name, _, value = cookie.partition("=")
            await self._ask("Network.setCookie", session, name=name, value=value, url=url, httpOnly=True)
        if before:
            await self._ask("Page.enable", session)  # without it the script is never run
            await self._ask("Page.addScriptToEvaluateOnNewDocument", session, source=before)
        await self._ask("Page.navigate", session, url=url)
        condition = f"document.readyState === 'complete' && location.href !== 'about:blank' && !!({ready})"
        ends = asyncio.get_running_loop().time() + PAGE_S
        while not (await self._ask("Runtime.evaluate", session, expression=condition))["result"].get("value"):
            if asyncio.get_running_loop().time() > ends:
                break  # the picture then shows what is wrong
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.3)  # fonts and colours settle
        shot = await self._ask("Page.captureScreenshot", session, format="png")
        path.write_bytes(base64.b64decode(shot["data"]))
        await self._ask("Target.closeTarget", targetId=target)


def installed() -> str | None:
    """The path of a browser that can take pictures, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextlib.asynccontextmanager
async def browser(timezone: str = "") -> AsyncIterator[Browser]:
    """A headless browser with a profile of its own, in a time zone (default: this computer's).

    Raises BrowserError where there is none.
    """
    program = installed()
    if program is None:
        raise BrowserError("no Chromium on this computer; as root: apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="lotse-browser-", ignore_cleanup_errors=True) as profile:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        process = await asyncio.create_subprocess_exec(
            program,
            *FLAGS,
            *sandbox,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(START_S):
                address = await _debugger(process)
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(address, max_msg_size=0, compress=0) as socket,
            ):
                yield Browser(socket, timezone)
        except TimeoutError as error:
            raise BrowserError("Chromium did not start") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def _debugger(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async for line in process.stderr:
        if b"DevTools listening on " in line:
            drain = asyncio.create_task(process.stderr.read())
            drain.add_done_callback(lambda done: done.cancelled() or done.exception())
            return line.decode().split("DevTools listening on ")[1].strip()
    raise BrowserError("Chromium ended at its start")
