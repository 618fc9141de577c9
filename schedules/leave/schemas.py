import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, Text, flag
from people.shapes import Code, Day, IdNameSchema
from schedules.leave.rules import KINDS, STATES, WITH_BALANCE
from schedules.posts.schemas import BothSchema, whole

YEARS = validate.Range(2000, 2199)


class LeaveDaysSchema(ma.Schema):
    """From the first to the last day away, both within."""

    kind = Code(KINDS, required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)
    from_half = flag(load_default=False, metadata={"description": "The first day only from noon."})
    until_half = flag(load_default=False, metadata={"description": "The last day only until noon."})
    reason = Text(load_default="", validate=validate.Length(max=2000))

    @ma.validates_schema
    def in_order(self, data, **_):
        if "from_on" in data and "until_on" in data and data["until_on"] < data["from_on"]:
            raise ma.ValidationError("The last day must not come before the first.", "until_on")


class MyLeaveInSchema(LeaveDaysSchema):
    id = Id(metadata={"description": "The phone's own, so that a repeat changes nothing."})


class LeaveInSchema(LeaveDaysSchema):
    person_id = Id(required=True)
    note = Text(load_default="", validate=validate.Length(max=500))


class LeaveApproveSchema(ma.Schema):
    note = Text(load_default="", validate=validate.Length(max=500))
    despite_clashes = flag(load_default=False, metadata={"description": "Although shifts are in the way."})


class LeaveNoteSchema(ma.Schema):
    note = Text(required=True, validate=validate.Length(1, 500))


class LeaveClashSchema(ma.Schema):
    """What the leave would leave undone: a published shift, or one with too few people (coverage)."""

    kind = ma.fields.String(required=True)
    on = ma.fields.Date(required=True)
    sentence = ma.fields.Nested(BothSchema, required=True)
    shift_id = Id(required=True, allow_none=True)
    site_id = Id(required=True, allow_none=True)


class MyLeaveRequestSchema(ma.Schema):
    """`half_days` is what it takes: two for a whole day, public holidays and days off left out where the
    kind is counted in working days."""

    id = Id(required=True)
    person_id = Id(required=True)
    kind = Code(KINDS, required=True)
    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True)
    from_half = ma.fields.Boolean(required=True)
    until_half = ma.fields.Boolean(required=True)
    half_days = ma.fields.Integer(required=True)
    flags = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "over_balance, asked_afterwards."}
    )
    reason = ma.fields.String(required=True)
    asked_at = Instant(required=True)
    state = Code(STATES, required=True)
    decided_by = ma.fields.Nested(IdNameSchema, required=True, allow_none=True)
    decided_at = Instant(required=True, allow_none=True)
    note = ma.fields.String(required=True)


class LeaveRequestSchema(MyLeaveRequestSchema):
    """`clashes` and `remaining_half_days` (after it) are told while it waits for a decision."""

    name = ma.fields.String(required=True)
    asked_by = ma.fields.Nested(IdNameSchema, required=True)
    clashes = ma.fields.List(ma.fields.Nested(LeaveClashSchema), required=True)
    remaining_half_days = ma.fields.Integer(required=True, allow_none=True)


class LeaveQuerySchema(Table):
    state = Code(STATES)
    kind = Code(KINDS)
    site_id = Id()
    person_id = Id()
    from_on = Day()
    until_on = Day()


class LeaveDoubtSchema(ma.Schema):
    """Why the law's figure may not hold: no_employment, long_personal, long_sick. HR decides."""

    code = ma.fields.String(required=True)
    sentence = ma.fields.Nested(BothSchema, required=True)


class LeaveBalanceSchema(ma.Schema):
    """In half days. `set` replaces the law's figure; remaining = due + carried + adjusted − taken."""

    kind = Code(WITH_BALANCE, required=True)
    year = ma.fields.Integer(required=True)
    by_law_half_days = ma.fields.Integer(required=True)
    set_half_days = ma.fields.Integer(required=True, allow_none=True)
    carried_half_days = ma.fields.Integer(required=True)
    adjusted_half_days = ma.fields.Integer(required=True)
    taken_half_days = ma.fields.Integer(required=True)
    asked_half_days = ma.fields.Integer(required=True)
    remaining_half_days = ma.fields.Integer(required=True)
    article = ma.fields.Nested(BothSchema, required=True, allow_none=True)
    note = ma.fields.Nested(BothSchema, required=True, allow_none=True)
    doubts = ma.fields.List(ma.fields.Nested(LeaveDoubtSchema), required=True)


class PersonLeaveSchema(ma.Schema):
    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    employee_number = ma.fields.String(required=True, allow_none=True)
    year = ma.fields.Integer(required=True)
    annual = ma.fields.Nested(LeaveBalanceSchema, required=True)
    time_off = ma.fields.Nested(LeaveBalanceSchema, required=True)


class LeaveBalancesQuerySchema(Table):
    year = ma.fields.Integer(validate=YEARS, metadata={"description": "This year where it is left out."})
    site_id = Id()


class LeaveAdjustSchema(ma.Schema):
    """What is left out stays. `half_days` null: after the law again."""

    kind = Code(WITH_BALANCE, load_default="annual")
    year = ma.fields.Integer(required=True, strict=True, validate=YEARS)
    half_days = whole(0, 732, allow_none=True)
    carried_half_days = whole(0, 732)
    adjusted_half_days = whole(-732, 732)
    reason = Text(required=True, validate=validate.Length(1, 300))


class LeaveCarrySchema(ma.Schema):
    """What is left of a year goes over into the next, up to `most_half_days`."""

    from_year = ma.fields.Integer(required=True, strict=True, validate=YEARS)
    most_half_days = whole(0, 732, load_default=None, allow_none=True)
    site_id = Id(load_default=None, allow_none=True)
    reason = Text(required=True, validate=validate.Length(1, 300))


class LeaveCarriedSchema(ma.Schema):
    into_year = ma.fields.Integer(required=True)
    people = ma.fields.Integer(required=True)
    half_days = ma.fields.Integer(required=True)


class MyLeaveSchema(ma.Schema):
    balances = ma.fields.List(ma.fields.Nested(LeaveBalanceSchema), required=True)
    requests = ma.fields.List(ma.fields.Nested(MyLeaveRequestSchema), required=True)
