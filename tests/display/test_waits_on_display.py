"""How long the groups wait, on a real display window driven by a real server."""

import os

from test_display_window import free_port, hung

from assets import path
from server.bench.clients import kiosk
from server.running import Options, running
from server.site.load import load_site
from server.waits import Span, Waits
from server.wire import messages as m


async def test_each_group_shows_its_span_and_its_next_numbers_where_nobody_can_tell(tmp_path):
    async with running(load_site(path("site")), Options(tmp_path / "data", "127.0.0.1", 0, mdns=False)) as server:
        context = server.context
        machine, secret = context.members.add_machine("kiosk", "k", context.office.clock.now())
        async with kiosk(f"http://127.0.0.1:{server.port}", (machine.id, secret)) as drawing:
            for service in ("abholung", "abholung", "studium", "niederlassung", "gestattung-duldung"):
                assert isinstance(await drawing.do(m.IssueTicket(service, "ar")), m.Done)
        token = context.members.new_join_token()
        joining = (
            "--join",
            token,
            "--server",
            f"http://127.0.0.1:{server.port}",
            "--port",
            free_port(),
            "--name",
            "Saal",
        )
        async with hung(tmp_path, *joining) as display:
            await display.until(lambda state: state["link"] == "up")
            assert (await display.hand.wait_for_text("A001")).text.startswith("A001")

            spans = {
                "abholung": Span(150, 200, 240),
                "studium": Span(1300, 1600, 2000),
                "gestattung-duldung": Span(7300, 8e3, 9e3),
            }
            context.tell(Waits(context.office.clock.now(), {}, spans))

            for words in ("0–5 min", "20–35 min", "120–150 min"):
                assert await display.hand.wait_for_text(words)
            texts = [seen.text for seen in await display.hand.texts()]
            assert not any("A001" in text for text in texts)
            assert any("U001" in text for text in texts), "nobody can tell for naturalisation: who is next, as before"
            if folder := os.environ.get("LOTSE_LOOK"):
                await display.hand.screenshot(f"{folder}/display.png")
