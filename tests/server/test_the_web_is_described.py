"""The OpenAPI document is true."""

import json

import msgspec

from server.web import api, appointments
from server.wire import messages as m


async def test_the_openapi_document_lists_exactly_the_endpoints_that_exist(house):
    async with house.session.get(f"{house.url}/api/openapi.json") as reply:
        document = await reply.json()

    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    routed = {(e.method, e.path) for e in (*api.ENDPOINTS, *appointments.ENDPOINTS)} | {
        ("GET", "/ws"),
        ("GET", "/ws/follow/{token}"),
    }
    assert described == routed
    assert document["openapi"] == "3.1.0"


async def test_every_reference_in_the_openapi_document_leads_somewhere(house):
    async with house.session.get(f"{house.url}/api/openapi.json") as reply:
        text = await reply.text()
    schemas = json.loads(text)["components"]["schemas"]

    references = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert references <= set(schemas)
    assert {"Do", "IssueTicket", "Board", "Desk", "KioskSite", "Hello"} <= set(schemas)


async def test_health_tells_what_runs(house):
    async with house.session.get(f"{house.url}/health") as reply:
        health = msgspec.json.decode(await reply.read(), type=m.Health)

    assert reply.status == 200
    assert health.ok
    assert health.warnings == []


async def test_pages_for_phones_come_in_the_visitors_language_and_unknown_ones_kindly(house):
    for language, direction in (("de", "ltr"), ("ar", "rtl")):
        async with house.session.get(f"{house.url}/faq/abholung?lang={language}") as reply:
            page = await reply.text()
            assert reply.status == 200
            assert f'lang="{language}"' in page
            assert f'dir="{direction}"' in page
    for path in ("/faq/nonsense", "/t/nonsense", "/nonsense"):
        async with house.session.get(house.url + path) as reply:
            page = await reply.text()
            assert reply.status == 404, path
            assert "<h1" in page
            assert "Traceback" not in page
