"""Run on the server's computer: `health`, or `issue` and `call` as a kiosk and a clerk do. Prints one line."""

import asyncio
import sys
import time
import urllib.request
from pathlib import Path

from server.bench.clients import desk, kiosk
from server.clock import utc_now
from server.store.database import Opened
from server.store.members import Members
from server.wire import messages as m

URL = "http://127.0.0.1:8300"


def health(deadline_s):
    """Wait until `/health` answers; the moment at which it did (monotonic, the same on all computers of the test)."""
    ends = time.monotonic() + deadline_s
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(f"{URL}/health", timeout=1) as reply:
                reply.read()
            return time.monotonic()
        except OSError:
            time.sleep(0.005)
    raise SystemExit("the server does not answer")


async def call_somebody(data):
    """Issue a ticket and call it at counter 3; its number."""
    opened = Opened(data, alone=False)
    members = Members(opened)
    machine, secret = members.add_machine("kiosk", "k", utc_now())
    if members.person("lea") is None:
        members.add_person("lea", "lead", "no password", utc_now())
    cookie = members.open_session("lea", utc_now())[0]
    opened.close()
    async with kiosk(URL, (machine.id, secret)) as client:
        number = (await client.do(m.IssueTicket("s-a0", "de"))).result.number
    async with desk(URL, cookie, "3") as client:
        for command in (m.OpenCounter("3"), m.FinishService("3"), m.CallNext("3")):
            reply = await client.do(command)
    assert isinstance(reply, m.Done), reply
    return number


if __name__ == "__main__":
    asked, *arguments = sys.argv[1:]
    told = health(float(arguments[0])) if asked == "health" else asyncio.run(call_somebody(Path(arguments[0])))
    sys.stdout.write(f"{told}\n")
