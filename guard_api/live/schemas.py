import marshmallow as ma

from guard_api.fields import Id, Instant, flag


class LiveQuerySchema(ma.Schema):
    since = ma.fields.String(
        validate=ma.validate.Length(1, 200),
        metadata={"description": "The cursor of an earlier answer. Without it: the present cursor."},
    )


class ChangeSchema(ma.Schema):
    kind = ma.fields.String(
        required=True, metadata={"description": "What it is about: patrol, finding, certificate, leave …"}
    )
    id = Id(required=True)
    site_id = Id(required=True, allow_none=True)
    at = Instant(required=True)


class DeltaSchema(ma.Schema):
    cursor = ma.fields.String(required=True)
    changes = ma.fields.List(ma.fields.Nested(ChangeSchema), required=True)
    reset = flag(
        required=True,
        metadata={"description": "The cursor was too old: load everything anew, then go on from this one."},
    )
