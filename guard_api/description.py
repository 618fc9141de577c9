"""Completes the API's description with what holds everywhere: sign-in, and how each refusal looks."""

import re
from collections.abc import Iterator
from typing import Any

from apispec import APISpec
from flask import Flask

from guard_api.permissions import PUBLIC
from guard_api.tables import FILES

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
SENTENCES = {
    "400": "The request could not be read.",
    "401": "Not signed in, or the session is over.",
    "403": "The caller's role does not allow this.",
    "404": "There is no such thing for the caller.",
    "409": "This clashes with what is stored.",
    "413": "The body is too large.",
    "422": "Some fields need another look; `errors` names them.",
    "503": "The store is busy or full: try again after `Retry-After` seconds.",
}
WRITES = {"post", "put", "patch", "delete"}


def complete(spec: APISpec, app: Flask) -> None:
    """Called once all routes are registered."""
    spec.components.security_scheme("session", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    spec.components.schemas.pop("PaginationMetadata", None)
    views = dict(_views(app))
    for path, operations in spec._paths.items():
        shared = operations.get("parameters", [])
        for method, operation in operations.items():
            if method != "parameters":
                _complete(operation, method, shared, views[path, method])


def _views(app: Flask) -> Iterator[tuple[tuple[str, str], Any]]:
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule)
        for method in rule.methods:
            yield (path, method.lower()), app.view_functions[rule.endpoint]


def _complete(operation: dict[str, Any], method: str, shared: list, view: Any) -> None:
    public = PUBLIC in view.permit
    operation["security"] = [] if public else [{"session": []}]
    responses = operation["responses"]
    responses.pop("default", None)
    if operation.pop("x-exported", False):
        responses["200"]["content"] = responses["200"].get("content", {}) | FILES
    for status in _refusals(operation, method, shared, public):
        responses.setdefault(status, {"description": SENTENCES[status]})
    for status, response in responses.items():
        if status >= "400" and isinstance(response, dict) and "$ref" not in response:
            response.setdefault("content", PROBLEM)
    operation["responses"] = dict(sorted(responses.items()))


def _refusals(operation: dict[str, Any], method: str, shared: list, public: bool) -> Iterator[str]:
    parameters = [*shared, *operation.get("parameters", [])]
    places = {parameter["in"] for parameter in parameters if "in" in parameter}
    yield "503"
    if not public:
        yield from ("401", "403")
    if not public and (method in WRITES or "path" in places or _names_a_thing(parameters)):
        yield "404"
    if "requestBody" in operation:
        yield from ("400", "413")
    if "requestBody" in operation or places & {"query", "header"}:
        yield "422"
    if method in WRITES:
        yield "409"


def _names_a_thing(parameters: list) -> bool:
    return any(parameter.get("name", "").endswith("_id") for parameter in parameters)
