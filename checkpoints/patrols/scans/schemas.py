import marshmallow as ma

from checkpoints.findings.schemas import NamedSchema
from checkpoints.patrols.scans.history import ANY_FLAG, FLAGS
from guard_api.fields import Id, Instant, Table, items_of


class ScanAnswerSchema(ma.Schema):
    ok = ma.fields.Boolean(required=True)
    note = ma.fields.String(allow_none=True)


class ScanSchema(ma.Schema):
    """A checkpoint scanned. `flags` are doubts, never refusals."""

    id = Id(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    checkpoint_id = Id(required=True)
    checkpoint = ma.fields.String(required=True)
    patrol_id = Id(required=True, allow_none=True)
    person = ma.fields.Nested(NamedSchema, required=True, allow_none=True)
    occurred_at = Instant(required=True, metadata={"description": "By the phone's clock."})
    received_at = Instant(required=True)
    method = ma.fields.String(required=True)
    lat = ma.fields.Float(required=True, allow_none=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    accuracy_m = ma.fields.Float(required=True, allow_none=True)
    distance_m = ma.fields.Float(
        required=True, allow_none=True, metadata={"description": "From the checkpoint."}
    )
    flags = ma.fields.List(ma.fields.String(), required=True)
    answers = ma.fields.Dict(
        keys=ma.fields.String(),
        values=ma.fields.Nested(ScanAnswerSchema),
        required=True,
        allow_none=True,
        metadata={"description": "By the checklist item's id."},
    )


ScanListSchema = items_of(ScanSchema)


class ScanQuerySchema(Table):
    site_id = Id()
    checkpoint_id = Id()
    person_id = Id()
    patrol_id = Id()
    since = Instant(data_key="from")
    until = Instant(data_key="to")
    flag = ma.fields.String(
        validate=ma.validate.OneOf((ANY_FLAG, *FLAGS)), metadata={"description": "any: flagged at all."}
    )
