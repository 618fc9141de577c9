import marshmallow as ma

from checkpoints.places.points.rules import DEFAULT_RADIUS_M, KINDS, RADIUS_M
from checkpoints.places.schemas import ArchivedSchema, Text, share
from guard_api.fields import Id, Instant, items_of

LATITUDE, LONGITUDE = ma.validate.Range(-90, 90), ma.validate.Range(-180, 180)
FORMATS = ("json", "csv", "xlsx")


class ZoneSchema(ma.Schema):
    id = Id(required=True)
    site_id = Id(required=True)
    name = ma.fields.String(required=True)
    archived_at = Instant(required=True, allow_none=True)


ZoneListSchema = items_of(ZoneSchema)


class NewZoneSchema(ma.Schema):
    name = Text(80, required=True)


class ZoneChangeSchema(ma.Schema):
    name = Text(80)
    archived = ma.fields.Boolean()


class CheckpointSchema(ma.Schema):
    """A place that must be visited. `plan_x` and `plan_y` are parts of the plan's width and height."""

    id = Id(required=True)
    site_id = Id(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(KINDS))
    zone_id = Id(required=True, allow_none=True)
    zone = ma.fields.String(required=True, allow_none=True)
    lat = ma.fields.Float(required=True, allow_none=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    radius_m = ma.fields.Integer(required=True)
    floor_plan_id = Id(required=True, allow_none=True)
    floor_plan = ma.fields.String(required=True, allow_none=True)
    plan_x = ma.fields.Float(required=True, allow_none=True)
    plan_y = ma.fields.Float(required=True, allow_none=True)
    instructions = ma.fields.String(required=True)
    checklist_id = Id(required=True, allow_none=True)
    checklist_zh = ma.fields.String(required=True, allow_none=True)
    checklist_en = ma.fields.String(required=True, allow_none=True)
    tag_made_at = Instant(
        required=True, allow_none=True, metadata={"description": "Of the tag in use; null for GPS only."}
    )
    created_at = Instant(required=True)
    archived_at = Instant(required=True, allow_none=True)


CheckpointListSchema = items_of(CheckpointSchema)


class CheckpointChangeSchema(ma.Schema):
    name = Text(80)
    kind = ma.fields.String(validate=ma.validate.OneOf(KINDS))
    zone_id = Id(allow_none=True)
    lat = ma.fields.Float(allow_none=True, validate=LATITUDE)
    lon = ma.fields.Float(allow_none=True, validate=LONGITUDE)
    radius_m = ma.fields.Integer(validate=ma.validate.Range(*RADIUS_M))
    floor_plan_id = Id(allow_none=True)
    plan_x = share(allow_none=True)
    plan_y = share(allow_none=True)
    instructions = Text(2000, shortest=0, lines=True)
    checklist_id = Id(allow_none=True)
    archived = ma.fields.Boolean(metadata={"description": "false restores an archived checkpoint."})


class NewCheckpointSchema(CheckpointChangeSchema):
    class Meta:
        exclude = ("archived",)

    name = Text(80, required=True)
    kind = ma.fields.String(load_default="qr", validate=ma.validate.OneOf(KINDS))
    radius_m = ma.fields.Integer(load_default=DEFAULT_RADIUS_M, validate=ma.validate.Range(*RADIUS_M))
    instructions = Text(2000, shortest=0, lines=True, load_default="")


class CheckpointQuerySchema(ArchivedSchema):
    q = Text(80, metadata={"description": "Part of a name, a zone's name or the instructions."})
    zone_id = Id()
    floor_plan_id = Id()
    kind = ma.fields.String(validate=ma.validate.OneOf(KINDS))
    format = ma.fields.String(load_default="json", validate=ma.validate.OneOf(FORMATS))


class TagSchema(ma.Schema):
    """A label or NFC sticker. `link` is what its QR holds and what an NFC tag is to be written with."""

    id = Id(required=True)
    checkpoint_id = Id(required=True)
    number = ma.fields.Integer(
        required=True, metadata={"description": "1 for a checkpoint's first tag; printed on its label."}
    )
    code = ma.fields.String(required=True)
    letters = ma.fields.String(required=True, metadata={"description": "The code in groups, as printed."})
    link = ma.fields.String(required=True)
    made_at = Instant(required=True)
    replaced_at = Instant(required=True, allow_none=True)
    replaced_because = ma.fields.String(required=True, allow_none=True)


TagListSchema = items_of(TagSchema)


class ReplacementSchema(ma.Schema):
    reason = Text(200, required=True, metadata={"description": "Why the old tag goes: torn, lost, copied …"})


class FoundTagSchema(ma.Schema):
    """What a code stands for."""

    checkpoint_id = Id(required=True)
    site_id = Id(required=True)
    name = ma.fields.String(required=True)
    zone = ma.fields.String(required=True, allow_none=True)
    kind = ma.fields.String(required=True)
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(("active", "replaced")))
    archived = ma.fields.Boolean(required=True)
