from datetime import date

import marshmallow as ma
from marshmallow import validate

from checkpoints.findings.rules import STATUSES
from evidence.uploads.declared import Photo
from evidence.uploads.rules import PHOTO_BYTES, PHOTO_TYPES, PHOTOS
from guard_api.fields import Id, Instant, Table

LONGEST_TEXT = 2000
DAYS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))
CODE = r"[a-z][a-z0-9_]{1,39}"


class Text(ma.fields.String):
    """Words of a person: trimmed, and without NUL, which PostgreSQL cannot hold."""

    def _deserialize(self, value, attr, data, **kwargs):
        return super()._deserialize(value, attr, data, **kwargs).replace("\0", "").strip()


def Words(**options) -> Text:
    return Text(validate=validate.Length(max=LONGEST_TEXT), **options)


class Sha256(ma.fields.String):
    def __init__(self, **options):
        super().__init__(validate=validate.Regexp(r"^[0-9a-f]{64}\Z"), **options)


class DeclaredPhotoSchema(ma.Schema):
    """A photo that is, or will be, uploaded under its SHA-256."""

    sha256 = Sha256(required=True)
    size_bytes = ma.fields.Integer(required=True, strict=True, validate=validate.Range(1, PHOTO_BYTES))
    type = ma.fields.String(required=True, validate=validate.OneOf(PHOTO_TYPES))

    @ma.post_load
    def declare(self, data, **_):
        return Photo(**data)


def Photos() -> ma.fields.List:
    return ma.fields.List(
        ma.fields.Nested(DeclaredPhotoSchema), load_default=list, validate=validate.Length(max=PHOTOS)
    )


class ReportSchema(ma.Schema):
    """A finding from the desk."""

    site_id = Id(required=True)
    checkpoint_id = Id(load_default=None, allow_none=True)
    category = ma.fields.String(required=True, validate=validate.Length(1, 40))
    severity = ma.fields.Integer(required=True, strict=True, validate=validate.Range(1, 4))
    text = Words(load_default="")
    photos = Photos()
    lat = ma.fields.Float(load_default=None, allow_none=True, validate=validate.Range(-90, 90))
    lon = ma.fields.Float(load_default=None, allow_none=True, validate=validate.Range(-180, 180))


class AssignSchema(ma.Schema):
    person_id = Id(required=True)
    due_at = Instant(load_default=None, allow_none=True)
    note = Words(load_default="")


class FixSchema(ma.Schema):
    note = Words(load_default="")
    photos = Photos()


class VerifySchema(ma.Schema):
    fixed = ma.fields.Boolean(required=True)
    note = Words(load_default="")


class ReopenSchema(ma.Schema):
    note = Words(load_default="")


class FiltersSchema(Table):
    site_id = Id()
    status = ma.fields.String(validate=validate.OneOf(STATUSES))
    severity = ma.fields.Integer(validate=validate.Range(1, 4))
    category = ma.fields.String(validate=validate.Length(1, 40))
    assigned_to = Id()
    checkpoint_id = Id()
    patrol_id = Id()
    from_on = ma.fields.Date(validate=DAYS, metadata={"description": "First day, local to each site."})
    to_on = ma.fields.Date(validate=DAYS)
    q = Text(validate=validate.Length(max=100), metadata={"description": "Part of the text."})
    unsettled = ma.fields.Boolean(metadata={"description": "Not verified yet (true), or verified."})
    overdue = ma.fields.Boolean()


class CountsFilterSchema(ma.Schema):
    site_id = Id()


class NamedSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)


class FindingPhotoSchema(ma.Schema):
    """`state` is missing, receiving, verified, refused or expired; the addresses are null until verified."""

    sha256 = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    width_px = ma.fields.Integer(allow_none=True)
    height_px = ma.fields.Integer(allow_none=True)
    url = ma.fields.String(allow_none=True)
    thumb = ma.fields.String(allow_none=True)


class FindingVoiceSchema(ma.Schema):
    sha256 = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    seconds = ma.fields.Float(allow_none=True)
    url = ma.fields.String(allow_none=True)


class FilesSchema(ma.Schema):
    photos = ma.fields.List(ma.fields.Nested(FindingPhotoSchema), required=True)
    voice = ma.fields.Nested(FindingVoiceSchema, allow_none=True)


class FindingSchema(FilesSchema):
    id = Id(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    checkpoint_id = Id(allow_none=True)
    checkpoint_name = ma.fields.String(allow_none=True)
    patrol_id = Id(allow_none=True)
    category = ma.fields.String(required=True)
    severity = ma.fields.Integer(required=True)
    sos = ma.fields.Boolean(required=True)
    text = ma.fields.String(required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)
    lat = ma.fields.Float(allow_none=True)
    lon = ma.fields.Float(allow_none=True)
    accuracy_m = ma.fields.Float(allow_none=True)
    floor_plan_id = Id(allow_none=True)
    plan_x = ma.fields.Float(allow_none=True)
    plan_y = ma.fields.Float(allow_none=True)
    status = ma.fields.String(required=True, validate=validate.OneOf(STATUSES))
    opened_by = ma.fields.Nested(NamedSchema, allow_none=True)
    opened_at = Instant(required=True)
    received_at = Instant(required=True)
    assigned_to = ma.fields.Nested(NamedSchema, allow_none=True)
    due_at = Instant(allow_none=True)
    overdue = ma.fields.Boolean(required=True)
    open_minutes = ma.fields.Integer(required=True)
    fixed_by = ma.fields.Nested(NamedSchema, allow_none=True)
    fixed_at = Instant(allow_none=True)
    verified_by = ma.fields.Nested(NamedSchema, allow_none=True)
    verified_at = Instant(allow_none=True)


class StepSchema(FilesSchema):
    """opened, assigned, fixed, checked (a guard's answer), verified or reopened."""

    id = Id(required=True)
    at = Instant(required=True)
    person = ma.fields.Nested(NamedSchema, allow_none=True)
    action = ma.fields.String(required=True)
    note = ma.fields.String(required=True)
    fixed = ma.fields.Boolean(allow_none=True)
    assigned_to = ma.fields.Nested(NamedSchema, allow_none=True)


class FindingDetailSchema(FindingSchema):
    history = ma.fields.List(ma.fields.Nested(StepSchema), required=True)


class CountsSchema(ma.Schema):
    by_status = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), required=True)
    by_severity = ma.fields.Dict(
        keys=ma.fields.String(),
        values=ma.fields.Integer(),
        required=True,
        metadata={"description": "Of those not verified yet."},
    )
    unsettled = ma.fields.Integer(required=True)
    overdue = ma.fields.Integer(required=True)


class CategorySchema(ma.Schema):
    id = Id(required=True)
    code = ma.fields.String(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    icon = ma.fields.String(required=True)
    position = ma.fields.Integer(required=True)
    archived_at = Instant(allow_none=True)


class CategoryChangeSchema(ma.Schema):
    name_zh = Text(validate=validate.Length(1, 40))
    name_en = Text(validate=validate.Length(1, 40))
    icon = ma.fields.String(validate=validate.Regexp(r"^[a-z][a-z0-9-]{0,39}\Z"))
    position = ma.fields.Integer(strict=True, validate=validate.Range(0, 1000))
    archived = ma.fields.Boolean()


class CategoryAddSchema(ma.Schema):
    code = ma.fields.String(required=True, validate=validate.Regexp(rf"^{CODE}\Z"))
    name_zh = Text(required=True, validate=validate.Length(1, 40))
    name_en = Text(required=True, validate=validate.Length(1, 40))
    icon = ma.fields.String(load_default="alert", validate=validate.Regexp(r"^[a-z][a-z0-9-]{0,39}\Z"))
