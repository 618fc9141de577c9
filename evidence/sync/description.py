"""The API's description of a batch, made from the same structs that read and write it."""

from typing import Any

import msgspec
from apispec import APISpec

from evidence.sync.envelope import Answer, Batch
from evidence.sync.service import Registry

REFERENCE = "#/components/schemas/{name}"
REQUEST = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": REFERENCE.format(name="SyncBatch")}}},
}
ANSWER = {"$ref": REFERENCE.format(name="SyncAnswer")}


def describe(spec: APISpec, registry: Registry) -> None:
    """Put the shapes of the batch, its answer and every kind of event among the components."""
    kinds = registry.reader.event
    (events, batch, answer), shapes = msgspec.json.schema_components(
        [kinds, Batch, Answer], ref_template=REFERENCE
    )
    shapes["FieldEvent"] = {"oneOf": events["anyOf"], "discriminator": events["discriminator"]}
    shapes["SyncBatch"] = shapes.pop(_name(batch))
    shapes["SyncAnswer"] = shapes.pop(_name(answer))
    shapes["SyncBatch"]["properties"]["events"]["items"] = {"$ref": REFERENCE.format(name="FieldEvent")}
    for name, shape in shapes.items():
        spec.components.schema(name, _without_null(shape))


def _name(reference: dict[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]


def _without_null(shape: Any) -> Any:
    """OpenAPI 3.0 writes `nullable`, where JSON Schema has an alternative of type null."""
    if isinstance(shape, list):
        return [_without_null(one) for one in shape]
    if not isinstance(shape, dict):
        return shape
    shape = {key: _without_null(value) for key, value in shape.items()}
    choices = shape.get("anyOf", [])
    if {"type": "null"} not in choices:
        return shape
    others = [one for one in choices if one != {"type": "null"}]
    rest = {key: value for key, value in shape.items() if key != "anyOf"}
    if len(others) == 1 and "$ref" not in others[0]:
        return rest | others[0] | {"nullable": True}
    return rest | {"anyOf": others, "nullable": True}
