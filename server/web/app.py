"""The web application: REST, WebSockets and pages on one port."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from server.web import api, appointments, socket, visit
from server.web.context import CONTEXT, Context
from server.web.endpoint import refuse
from server.web.openapi import document
from server.web.pages import CONTENT_SECURITY_POLICY
from server.wire import messages as m
from server.wire.codec import MAX_BYTES, Garbled

log = logging.getLogger(__name__)

# Everything comes from this server; nothing is framed, nothing is sent elsewhere.
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


@web.middleware
async def plain_answers(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Bad input to the API gets a refusal with a code; a bug is logged and answered without its traceback."""
    try:
        return await handler(request)
    except Garbled as error:
        return refuse(m.Refused(error.code, str(error)))
    except web.HTTPException as error:
        if request.path.startswith("/api"):
            return refuse(m.Refused("no_such_endpoint", f"{request.method} {request.path}: {error.reason}"))
        raise
    except (ConnectionError, TimeoutError):
        raise
    except Exception:
        log.exception("bug while answering %s %s", request.method, request.match_info.route.resource)
        return refuse(m.Fault("bug", "the server made a mistake", "Try again; tell the administrator."))


async def _headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def application(context: Context) -> web.Application:
    """The whole web side of the office."""
    app = web.Application(middlewares=[plain_answers, visit.friendly_errors], client_max_size=MAX_BYTES)
    app[CONTEXT] = context
    app.on_response_prepare.append(_headers)
    endpoints = [*api.ENDPOINTS, *appointments.ENDPOINTS]
    for endpoint in endpoints:
        app.router.add_route(endpoint.method, endpoint.path, endpoint.handler)
    described = document(endpoints)

    async def openapi(request: web.Request) -> web.StreamResponse:
        return web.json_response(described)

    app.router.add_get("/api/openapi.json", openapi)
    app.router.add_get("/ws", socket.machines)
    app.router.add_get("/ws/follow/{token}", socket.follower)
    app.add_routes(visit.routes())
    return app
