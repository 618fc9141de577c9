import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id
from guard_api.tables import PreviewSchema, RowSchema
from people.exchange.rules import ACTIONS
from people.shapes import Day


class StaffRowSchema(RowSchema):
    action = ma.fields.String(
        required=True,
        validate=validate.OneOf(ACTIONS),
        metadata={"description": "add an employment, leave (end one), keep as it is, or refused."},
    )


class StaffPasswordSchema(ma.Schema):
    row = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    login = ma.fields.String(required=True)
    password = ma.fields.String(required=True)


class StaffPreviewSchema(PreviewSchema):
    """What an import of staff and leavers would do, or has done, row by row."""

    rows = ma.fields.List(ma.fields.Nested(StaffRowSchema), required=True)
    actions = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), required=True)
    one_time_passwords = ma.fields.List(
        ma.fields.Nested(StaffPasswordSchema),
        required=True,
        metadata={"description": "Shown this once, for those who were added and work here."},
    )


class StaffTemplateSchema(ma.Schema):
    format = ma.fields.String(load_default="xlsx", validate=validate.OneOf(("csv", "xlsx")))


class RegisterFilterSchema(ma.Schema):
    format = ma.fields.String(load_default="xlsx", validate=validate.OneOf(("csv", "xlsx")))
    site_id = Id()
    leavers_since_on = Day(metadata={"description": "Also those who have left on this day or later."})
