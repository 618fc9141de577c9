import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Place, Table, Text
from schedules.clocking.rules import DESK, METHODS

KINDS = ("in", "out")


class PunchesQuerySchema(Table):
    person_id = Id()
    site_id = Id()
    from_on = ma.fields.Date()
    until_on = ma.fields.Date()


class PunchByDeskSchema(ma.Schema):
    """A supervisor's word for somebody whose phone is broken."""

    person_id = Id(required=True)
    site_id = Id(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    at = Instant(required=True)
    note = Text(required=True, validate=validate.Length(1, 500))


class MyPunchSchema(Place):
    """A punch at once; `id` is made by the phone, and the same again is the same."""

    id = Id(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    site_id = Id(required=True)
    method = ma.fields.String(load_default="button", validate=validate.OneOf(METHODS))
    code = Text(allow_none=True, validate=validate.Length(1, 300))
    checkpoint_id = Id(allow_none=True)
    shift_id = Id(allow_none=True)
    accuracy_m = ma.fields.Float(allow_none=True, validate=validate.Range(0, 10_000_000))


class PunchSchema(ma.Schema):
    """A raw fact. `flags` are doubts, none of which kept it from being stored."""

    id = Id(required=True)
    person_id = Id(required=True)
    person_name = ma.fields.String(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    occurred_at = Instant(required=True)
    received_at = Instant(required=True)
    method = ma.fields.String(required=True, validate=validate.OneOf((*METHODS, DESK)))
    checkpoint_id = Id(required=True, allow_none=True)
    lat = ma.fields.Float(required=True, allow_none=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    accuracy_m = ma.fields.Float(required=True, allow_none=True)
    distance_m = ma.fields.Float(required=True, allow_none=True)
    photo = ma.fields.String(required=True, allow_none=True)
    photo_url = ma.fields.String(required=True, allow_none=True)
    recorded_by = Id(required=True, allow_none=True)
    recorded_by_name = ma.fields.String(required=True, allow_none=True)
    note = ma.fields.String(required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)
