"""The OpenAPI document, made from the endpoints and the message types that the server really uses."""

from typing import Any, get_args

import msgspec

from server.cli import installed_version
from server.web.endpoint import Endpoint
from server.wire import messages as m

_SOCKET = (
    "WebSocket. First message: `Hello`; then the server sends `Welcome` and whole views "
    "(`KioskSite`, `KioskView`, `Desk`, `Board`) at each change; each `Do` is answered by `Done`, `Refused` or `Fault`."
)


def document(endpoints: list[Endpoint]) -> dict[str, Any]:
    """OpenAPI 3.1 of the REST side; the messages of `/ws` are among the schemas."""
    kinds: dict[type, None] = {}
    for endpoint in endpoints:
        kinds |= dict.fromkeys(k for answers in endpoint.answers.values() for k in answers)
        if endpoint.body is not None:
            kinds[endpoint.body] = None
    for union in (m.FromMachine, m.FromServer, m.ToDisplay, m.FromDisplay):
        kinds |= dict.fromkeys(get_args(union))
    schemas, components = msgspec.json.schema_components(list(kinds), ref_template="#/components/schemas/{name}")
    by_kind = dict(zip(kinds, schemas, strict=True))
    paths: dict[str, Any] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, by_kind)
    paths["/ws"] = {
        "get": {"summary": "Live views and commands", "description": _SOCKET, "responses": {"101": _SWITCH}}
    }
    paths["/ws/follow/{token}"] = {
        "get": {
            "summary": "Follow one ticket live: whole `Follow` views",
            "parameters": [_parameter("token")],
            "responses": {"101": _SWITCH},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lotse", "version": installed_version()},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "machine": {"type": "http", "scheme": "bearer", "description": "ID.SECRET of a machine that joined"},
                "person": {"type": "apiKey", "in": "cookie", "name": "lotse_session"},
            },
        },
    }


_SWITCH = {"description": "Switching to WebSocket"}


def _parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _operation(endpoint: Endpoint, schemas: dict[type, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {"summary": endpoint.summary, "responses": {}}
    for status, kinds in endpoint.answers.items():
        choices = [schemas[kind] for kind in kinds]
        schema = choices[0] if len(choices) == 1 else {"oneOf": choices}
        operation["responses"][str(status)] = {
            "description": " or ".join(kind.__name__ for kind in kinds),
            "content": {"application/json": {"schema": schema}},
        }
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas[endpoint.body]}},
        }
    names = [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]
    if names:
        operation["parameters"] = [_parameter(name) for name in names]
    if endpoint.roles:
        operation["description"] = f"Roles: {', '.join(endpoint.roles)}."
        operation["security"] = [{"machine": []}, {"person": []}]
    return operation
