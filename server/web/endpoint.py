"""One description of each REST endpoint, from which both the routes and the OpenAPI document are made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from server.wire import messages as m
from server.wire.codec import Decoder, Garbled

STATUS_OF_REFUSAL = {
    "forbidden": 403,
    "sign_in": 401,
    "wrong_password": 401,
    "wrong_token": 401,
    "slow_down": 429,
    "malformed": 400,
    "unknown_type": 400,
    "invalid": 400,
    "unknown_counter": 404,
    "unknown_ticket": 404,
    "unknown_service": 404,
}


@dataclass(frozen=True)
class Endpoint:
    """`body` and `answers` are message types; `answers` by status."""

    method: str
    path: str
    summary: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    answers: dict[int, tuple[type[m.Message], ...]]
    body: type[m.Message] | None = None
    roles: tuple[str, ...] = ()


def reply(message: m.Message, status: int = 200) -> web.Response:
    """A message as an HTTP response."""
    return web.Response(body=m.encode(message), status=status, content_type="application/json")


def refuse(refused: m.Refused | m.Fault) -> web.Response:
    """A refusal (409 where no better status fits) or a fault (503)."""
    if isinstance(refused, m.Fault):
        return reply(refused, 500 if refused.code == "bug" else 503)
    return reply(refused, STATUS_OF_REFUSAL.get(refused.code, 409))


_decoders: dict[type[m.Message], Decoder[m.Message]] = {}


async def body_of(request: web.Request, kind: type[m.Message]) -> m.Message:
    """The request's body as a message of `kind`. Raises `Garbled`."""
    if kind not in _decoders:
        _decoders[kind] = Decoder(kind)
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise Garbled("malformed", "the body is too long") from error
    return _decoders[kind](raw)
