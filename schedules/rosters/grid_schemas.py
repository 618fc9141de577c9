import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, flag
from people.shapes import Code
from schedules.rosters.schemas import (
    RosterShiftSchema,
    RosterTotalsSchema,
    ViolationSchema,
    both,
    count,
    day,
)


class GridQuerySchema(ma.Schema):
    by = Code(("people", "posts"), load_default="people")
    limit = ma.fields.Integer(load_default=100, validate=validate.Range(1, 1000))
    cursor = ma.fields.String(validate=validate.Length(1, 1000))
    site_id = Id()
    violations = flag(load_default=True)


class GridDaySchema(ma.Schema):
    on = day(required=True)
    kind = ma.fields.String(required=True)
    name = both()


class GridCellSchema(ma.Schema):
    """`flags`: hard, soft (what is said of its shifts), locked, and the states of its places."""

    on = day(required=True)
    shift_ids = ma.fields.List(Id(), required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)


class GridWishSchema(ma.Schema):
    from_on = day(required=True)
    until_on = day(required=True, allow_none=True)
    weekday = ma.fields.Integer(required=True, allow_none=True)
    shift_type_id = Id(required=True, allow_none=True)
    kind = ma.fields.String(required=True)


class GridPersonSchema(RosterTotalsSchema):
    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    site_id = Id(required=True, allow_none=True)
    grade_id = Id(required=True, allow_none=True)
    away = ma.fields.List(day(), required=True)
    wishes = ma.fields.List(ma.fields.Nested(GridWishSchema), required=True)
    cells = ma.fields.List(ma.fields.Nested(GridCellSchema), required=True)


class GridNeedSchema(ma.Schema):
    on = day(required=True)
    shift_type_id = Id(required=True)
    need = count()
    shift_ids = ma.fields.List(Id(), required=True)
    vacant = count()
    open = count()
    unconfirmed = count()
    confirmed = count()


class GridPostSchema(ma.Schema):
    post_id = Id(required=True)
    name = ma.fields.String(required=True)
    site_id = Id(required=True)
    kind = ma.fields.String(required=True)
    priority = count()
    cells = ma.fields.List(ma.fields.Nested(GridNeedSchema), required=True)


class GridSchema(ma.Schema):
    """Lines of people or of posts, and all shifts that stand in them. `days` are holidays and moved days."""

    roster_id = Id(required=True)
    version = count()
    edit_number = count()
    from_on = day(required=True)
    until_on = day(required=True)
    days = ma.fields.List(ma.fields.Nested(GridDaySchema), required=True)
    people = ma.fields.List(ma.fields.Nested(GridPersonSchema), required=True)
    posts = ma.fields.List(ma.fields.Nested(GridPostSchema), required=True)
    shifts = ma.fields.List(ma.fields.Nested(RosterShiftSchema), required=True)
    violations = ma.fields.List(ma.fields.Nested(ViolationSchema), required=True)
    next = ma.fields.String(required=True, allow_none=True)
