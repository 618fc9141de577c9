"""Requests generated from the API's own description, sent to an application that holds real things.

Each request runs to its end and is then undone, so that none spoils the next.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guard_api.database import db
from tests.matrix.world import World, rows

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
DESCRIPTION = "/api/v1/openapi.json"


def operations(app) -> list[Any]:
    return [result.ok() for result in schemathesis.openapi.from_wsgi(DESCRIPTION, app).get_all_operations()]


def known_ids(world: World) -> dict[str, str]:
    """Real ids by the names under which requests carry them."""
    known: dict[str, str] = {}
    for row in rows():
        known |= {name: world.id_of(thing) for name, thing in row.url.items() if thing in world.ours()}
    return known


def operation_ids(world: World, operation: Any) -> dict[str, str]:
    """The path parameters with which the operation finds something."""
    rule = operation.path.replace("{", "<").replace("}", ">")
    for row in rows():
        if (row.method, row.rule) == (operation.method.upper(), rule):
            return {name: world.id_of(thing) for name, thing in row.url.items()}
    return {}


@contextmanager
def undone() -> Iterator[None]:
    with mock.patch.object(db.session, "commit", db.session.flush):
        yield


def try_operation(world: World, operation: Any, count: int, seed_: int = 0) -> Counter[int]:
    """Send `count` requests, well-formed and not, with real ids and not; a bad answer raises."""
    real, known = operation_ids(world, operation), known_ids(world)
    answers: Counter[int] = Counter()

    def strategy(mode: GenerationMode, path: dict | None):
        return operation.as_strategy(mode, path_parameters=path or None)

    usual = strategy(GenerationMode.POSITIVE, real)
    kinds = [usual, usual]
    if operation.path_parameters:
        kinds.append(strategy(GenerationMode.POSITIVE, None))
    if operation.body or operation.query:
        kinds.append(strategy(GenerationMode.NEGATIVE, real))

    @seed(seed_)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(kinds), fill=st.booleans())
    def one(case, fill):
        if fill:
            case.body, case.query = with_ids(case.body, known), with_ids(case.query, known)
        answers[send(world, case)] += 1

    with undone():
        one()
    return answers


def with_ids(value: Any, known: dict[str, str]) -> Any:
    """The value with real ids where it names things."""
    if isinstance(value, dict):
        return {key: known.get(key) or with_ids(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [with_ids(item, known) for item in value]
    return value


def send(world: World, case: Any) -> int:
    headers = {**world.clients["admin"].headers, "Accept-Encoding": "identity"}
    response = case.call(headers=headers)
    case.validate_response(response, checks=CHECKS, headers=headers)
    return response.status_code
