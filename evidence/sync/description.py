"""The API's description of a batch, made from the same structs that read and write it."""

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
        spec.components.schema(name, shape)


def _name(reference: dict[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]
