"""The OpenAPI 3.1 document, made from the routes of the server."""

from collections.abc import Iterable, Mapping
from typing import Any

from demo_server.decision import CHECK_NAMES, PROOF, CheckOutcome
from demo_server.http_server.forms import FORM
from demo_server.questions import Asked
from demo_server.world.routing import PARAMETER, BodyType, ResponseKind, Route
from demo_server.world.scenario import Scenario

_SCHEMAS: Mapping[BodyType, dict[str, Any]] = {
    BodyType.STRING: {"type": "string"},
    BodyType.NUMBER: {"type": "number"},
    BodyType.BOOLEAN: {"type": "boolean"},
    BodyType.STRINGS: {"type": "array", "items": {"type": "string"}},
}

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A refusal (RFC 9457)",
    "required": ["type", "title", "status", "detail", "error", "reason", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "error": {"type": "string"},
        "reason": {"type": "string"},
        "request_id": {"type": "string"},
    },
}

_STRING = {"type": "string"}
_STRINGS = {"type": "array", "items": _STRING}
_COUNT = {"type": "integer", "minimum": 0}
_MICROSECONDS = {"type": "number", "minimum": 0}


def _object(properties: dict[str, Any], description: str) -> dict[str, Any]:
    """Return the schema of an object that always has all of these members."""
    return {"type": "object", "description": description, "required": list(properties), "properties": properties}


_CHECK = _object(
    {
        "name": {"enum": [*CHECK_NAMES, PROOF]},
        "outcome": {"enum": [outcome.value for outcome in CheckOutcome]},
        "detail": _STRING,
        "reads": _STRINGS,
        "source": _STRING,
        "elapsed_us": _MICROSECONDS,
    },
    "One check; the detail also names the weaknesses that the outcome is due to",
)

_FLIP = _object(
    {
        "change": {"enum": ["add", "remove", "set"]},
        "where": {"enum": ["claim", "directory"]},
        "target": _STRING,
        "value": {},
        "sentence": _STRING,
    },
    "The smallest change that would turn the result of a grant into its opposite",
)

_GRANT = _object(
    {
        "kind": _STRING,
        "granted": {"type": "boolean"},
        "detail": _STRING,
        "reads": _STRINGS,
        "flip": {"type": "array", "items": _FLIP},
    },
    "One grant that was tried",
)

_FILTERED = _object(
    {"by": {**_STRINGS, "description": "Kinds of grants"}, "shown": _COUNT, "of": _COUNT, "detail": _STRING},
    "How a list of records was filtered; null where the answer is not one",
)

_LIST = _object(
    {
        "service": _STRING,
        "count": {**_COUNT, "description": "The records that the subject may read"},
        "records": {**_STRINGS, "description": "Their ids, the first hundred"},
    },
    "The records that the subject may read",
)

_ASKED = _object(
    {
        "what": {"enum": [what.value for what in Asked]},
        "count": _COUNT,
        "elapsed_us": _MICROSECONDS,
        "cached": {"type": "boolean"},
    },
    "The questions of one kind that left the process, or that a cache answered",
)

_DECISION = _object(
    {
        "request_id": _STRING,
        "method": _STRING,
        "path": _STRING,
        "status": {"type": "integer"},
        "error": _STRING,
        "reason": _STRING,
        "design": _STRING,
        "user": {"type": ["string", "null"]},
        "checks": {"type": "array", "items": _CHECK},
        "grants": {"type": "array", "items": _GRANT},
        "filtered": {"anyOf": [_FILTERED, {"type": "null"}]},
        "claims_read": _STRINGS,
        "weaknesses": {**_STRINGS, "description": "The weaknesses that took part in the decision"},
        "lookups": {**_COUNT, "description": "The questions to the directory"},
        "asked": {"type": "array", "items": _ASKED},
        "token_bytes": _COUNT,
        "elapsed_us": _MICROSECONDS,
    },
    "How a protected request was decided",
)

_PROOF_HEADER: dict[str, Any] = {
    "name": "DPoP",
    "in": "header",
    "description": "A proof of possession for this request (RFC 9449), where the design binds its tokens to a key",
    "schema": {"type": "string"},
}

_SECURITY: list[dict[str, list[str]]] = [{"bearer": []}, {"dpop": []}]

_DESCRIPTIONS = {
    200: "Done",
    204: "Done; the token is revoked",
    400: "The request is malformed",
    401: "No token, or one that is not accepted",
    403: "The token is accepted but does not grant the permission",
    404: "Not found",
    503: "The directory does not answer, so the request cannot be decided; Retry-After says when to try again",
}


def describe(scenario: Scenario, designs: Iterable[str]) -> dict[str, Any]:
    """Return the OpenAPI document of a server.

    Args:
        scenario: whose routes are described.
        designs: ids of the designs that a request can name.
    """
    paths: dict[str, dict[str, Any]] = {}
    for route in scenario.routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _protected(route, list(designs))
    for path, method, operation in _own_operations(list(designs)):
        paths[path] = {method: operation}
    for operations in paths.values():
        if "get" in operations:
            operations["head"] = _without_body(operations["get"])
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Demo server: {scenario.title}", "version": "1"},
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "dpop": {
                    "type": "http",
                    "scheme": "dpop",
                    "description": "A token that is bound to a key, and the header DPoP with a proof (RFC 9449)",
                },
                "api": {"type": "http", "scheme": "basic", "description": "The id of a service, and its secret"},
            },
            "schemas": {"Problem": _PROBLEM, "Decision": _DECISION, "List": _LIST},
        },
    }


def _protected(route: Route, designs: list[str]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in PARAMETER.findall(route.path)
    ]
    statuses = [200, 400, 401, 503]
    if route.permission is not None:
        statuses.append(403)
    if {route.resource, route.user, route.tenant} != {None}:
        statuses.append(404)
    is_list = route.answer is ResponseKind.RECORDS
    permission = f"Needs the permission {route.permission}." if route.permission else "Open to every logged-in user."
    if is_list and route.permission:
        permission += (
            " The list has the records that the subject may read. It may be empty; a subject without this permission"
            " gets the records that are open to them one by one, and is refused if there are none."
        )
    operation: dict[str, Any] = {
        "summary": f"{route.method} {route.path}",
        "description": permission,
        "parameters": [*parameters, _design_header(designs), _PROOF_HEADER],
        "security": _SECURITY,
        "responses": {**_responses(statuses), **({"200": _response(200, "List")} if is_list else {})},
    }
    if route.body is not None:
        operation["requestBody"] = _body({name: _SCHEMAS[kind] for name, kind in route.body.items()}, list(route.body))
    return operation


def _own_operations(designs: list[str]) -> list[tuple[str, str, dict[str, Any]]]:
    text = {"type": "string"}
    credentials = {"username": text, "password": text, "design": {"type": "string", "enum": designs}}
    decision = {
        "summary": "How a protected request was decided",
        "parameters": [{"name": "request_id", "in": "path", "required": True, "schema": text}],
        "responses": {**_responses([200, 404]), "200": _response(200, "Decision")},
    }
    log_in = {
        "summary": "Log in with username and password, and get a token",
        "parameters": [_PROOF_HEADER],
        "requestBody": _body(credentials, ["username", "password"]),
        "responses": _responses([200, 400, 401, 503]),
    }
    log_out = {
        "summary": "Revoke the token",
        "parameters": [_design_header(designs), _PROOF_HEADER],
        "security": _SECURITY,
        "responses": _responses([204, 400, 401, 503]),
    }
    renew = {
        "summary": "Exchange a refresh token for a new access token (RFC 6749 section 6)",
        "parameters": [_PROOF_HEADER],
        "requestBody": _form({"grant_type": {"const": "refresh_token"}, "refresh_token": text}),
        "responses": _responses([200, 400, 503]),
    }
    introspect = {
        "summary": "Say whether a token still counts, and for whom (RFC 7662); for the APIs of the scenario",
        "requestBody": _form({"token": text}),
        "security": [{"api": []}],
        "responses": _responses([200, 400, 401, 503]),
    }
    return [
        ("/login", "post", log_in),
        ("/logout", "post", log_out),
        ("/token", "post", renew),
        ("/introspect", "post", introspect),
        ("/.well-known/jwks.json", "get", {"summary": "The public keys", "responses": _responses([200])}),
        ("/openapi.json", "get", {"summary": "This document", "responses": _responses([200])}),
        (
            "/healthz",
            "get",
            {"summary": "Whether the server is up, and its time", "responses": _responses([200])},
        ),
        ("/debug/decisions/{request_id}", "get", decision),
    ]


def _without_body(get: Mapping[str, Any]) -> dict[str, Any]:
    """Describe HEAD: the status and headers of GET (RFC 9110 section 9.3.2), so that its content types stay."""
    return {**get, "summary": f"{get['summary'].removeprefix('GET ')}: the headers alone"}


def _design_header(designs: list[str]) -> dict[str, Any]:
    return {
        "name": "Demo-Design",
        "in": "header",
        "description": "The design that decides this request",
        "schema": {"type": "string", "enum": designs},
    }


def _body(properties: Mapping[str, Any], required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "properties": dict(properties), "required": required}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _form(properties: Mapping[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": dict(properties), "required": list(properties)}
    return {"required": True, "content": {FORM: {"schema": schema}}}


def _responses(statuses: Iterable[int]) -> dict[str, Any]:
    return {str(status): _response(status) for status in statuses}


def _response(status: int, schema: str = "") -> dict[str, Any]:
    response: dict[str, Any] = {"description": _DESCRIPTIONS[status]}
    if status == 200:
        content = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
        response["content"] = {"application/json": {"schema": content}}
    elif status >= 400:
        response["content"] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return response
