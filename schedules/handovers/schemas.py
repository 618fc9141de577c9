import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Page, Text, flag
from schedules.handovers.rules import STATES


class EquipmentItemSchema(ma.Schema):
    """A thing that is counted. Without an id it is new."""

    id = Id(allow_none=True)
    name_zh = Text(load_default="", validate=validate.Length(max=100))
    name_en = Text(load_default="", validate=validate.Length(max=100))
    count = ma.fields.Integer(required=True, strict=True, validate=validate.Range(0, 100_000))
    post_id = Id(allow_none=True, load_default=None, metadata={"description": "Null: counted at each post."})

    @ma.validates_schema
    def has_a_name(self, data, **_):
        if not (data.get("name_zh") or data.get("name_en")):
            raise ma.ValidationError("Give it a name in one language at least.", "name_zh")


class EquipmentSchema(ma.Schema):
    """The site's whole list, in its order."""

    items = ma.fields.List(
        ma.fields.Nested(EquipmentItemSchema), required=True, validate=validate.Length(max=200)
    )


class HandoversQuerySchema(Page):
    site_id = Id()
    from_on = ma.fields.Date()
    until_on = ma.fields.Date()
    unaccepted = flag()


class HandoverItemSchema(ma.Schema):
    """`given` and `taken` are what each side counted; null where a side said nothing."""

    equipment_id = Id(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    expected = ma.fields.Integer(required=True, allow_none=True)
    given = ma.fields.Integer(required=True, allow_none=True)
    given_note = ma.fields.String(required=True)
    taken = ma.fields.Integer(required=True, allow_none=True)
    taken_note = ma.fields.String(required=True)
    differs = flag(required=True)


class OpenMatterSchema(ma.Schema):
    kind = ma.fields.String(required=True)
    id = Id(required=True, allow_none=True)
    text = ma.fields.String(required=True)


class HandoverSchema(ma.Schema):
    """A post passing from one shift to the next. `state`: given, accepted (its giver is offline) or done."""

    id = Id(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    post_id = Id(required=True, allow_none=True)
    post_name = ma.fields.String(required=True, allow_none=True)
    from_shift_id = Id(required=True, allow_none=True)
    to_shift_id = Id(required=True, allow_none=True)
    at = Instant(required=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(STATES))
    given_by = Id(required=True, allow_none=True)
    given_by_name = ma.fields.String(required=True, allow_none=True)
    given_at = Instant(required=True, allow_none=True)
    items = ma.fields.List(ma.fields.Nested(HandoverItemSchema), required=True)
    matters = ma.fields.List(ma.fields.Nested(OpenMatterSchema), required=True)
    note = ma.fields.String(required=True)
    accepted_by = Id(required=True, allow_none=True)
    accepted_by_name = ma.fields.String(required=True, allow_none=True)
    accepted_at = Instant(required=True, allow_none=True)
    difference_note = ma.fields.String(required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)
