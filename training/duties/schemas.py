from datetime import date

import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, Text, items_of
from guard_api.identity.actor import ROLES
from training.duties.rules import KINDS, STATES
from training.words import shown

DAYS = validate.Range(date(2000, 1, 1), date(2199, 12, 31))
MOST_PEOPLE = 10_000


class NewRequirementSchema(ma.Schema):
    """Who must know the module. `value` is a role, an id, or the name of a post; none for everyone."""

    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    value = Text(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    due_days = ma.fields.Integer(load_default=14, strict=True, validate=validate.Range(0, 3650))
    from_on = ma.fields.Date(load_default=None, allow_none=True, validate=DAYS)


class RequirementSchema(ma.Schema):
    """`name` says the value in words. `people` are those of whom it asks the module today."""

    id = Id(required=True)
    module_id = Id(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    value = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True, allow_none=True)
    due_days = ma.fields.Integer(required=True)
    from_on = ma.fields.Date(required=True)
    people = ma.fields.Integer(required=True)
    created_at = Instant(required=True)


RequirementListSchema = items_of(RequirementSchema)


class PeopleFilterSchema(ma.Schema):
    """Everybody whom the caller reaches and all of these hold for."""

    site_id = Id()
    role = ma.fields.String(validate=validate.OneOf(ROLES))
    grade_id = Id()
    post = Text(validate=validate.Length(1, 100))


class AssignModuleSchema(ma.Schema):
    """`person_ids`, or a `filter`."""

    module_id = Id(required=True)
    person_ids = ma.fields.List(Id(), validate=validate.Length(1, MOST_PEOPLE))
    filter = ma.fields.Nested(PeopleFilterSchema)
    due_on = ma.fields.Date(required=True, validate=DAYS)

    @ma.validates_schema
    def one_of_both(self, data, **_):
        if ("person_ids" in data) == ("filter" in data):
            raise ma.ValidationError("Give one of the two.", "person_ids")


class ReleaseSchema(ma.Schema):
    module_id = Id(required=True)
    person_ids = ma.fields.List(Id(), required=True, validate=validate.Length(1, MOST_PEOPLE))


class RemindSchema(ma.Schema):
    """All who have not passed, or those of the named people."""

    module_id = Id(required=True)
    person_ids = ma.fields.List(Id(), validate=validate.Length(1, MOST_PEOPLE))


class HowManySchema(ma.Schema):
    people = ma.fields.Integer(required=True)


class DutiesQuerySchema(Table):
    module_id = Id()
    person_id = Id()
    site_id = Id()
    state = ma.fields.String(validate=validate.OneOf(STATES))
    q = Text(validate=validate.Length(max=100), metadata={"description": "Part of the person's name."})


class DutySchema(ma.Schema):
    """How one person stands with one module today."""

    id = Id(required=True)
    person_id = Id(required=True)
    person_name = ma.fields.String(required=True)
    module_id = Id(required=True)
    module_code = ma.fields.String(required=True)
    title = shown()
    state = ma.fields.String(required=True, validate=validate.OneOf(STATES))
    required = ma.fields.Boolean(required=True)
    assigned = ma.fields.Boolean(required=True, metadata={"description": "By somebody, not by a rule."})
    due_on = ma.fields.Date(required=True, allow_none=True)
    passed_at = Instant(required=True, allow_none=True)
    valid_until_on = ma.fields.Date(required=True, allow_none=True)
    failed_at = Instant(required=True, allow_none=True)
    attempts = ma.fields.Integer(required=True, metadata={"description": "Since last passed or assigned."})
    best_percent = ma.fields.Integer(required=True, allow_none=True)
    lessons_read = ma.fields.Integer(required=True)
    lessons = ma.fields.Integer(required=True)
    reminded_at = Instant(required=True, allow_none=True)


DutyListSchema = items_of(DutySchema)
