import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, flag
from schedules.attendance.words import STATES
from schedules.clocking.board.schemas import said, whole
from schedules.clocking.corrections.schemas import PunchCorrectionSchema, PunchQuestionSchema
from schedules.clocking.no_shows.schemas import NoShowSchema
from schedules.clocking.settings.schemas import TolerancesSchema
from schedules.leave.schemas import MyLeaveRequestSchema
from schedules.rosters.rules import PLACE_STATES
from schedules.rosters.schemas import RosterBreakSchema

SHIFT_STATES = tuple(dict.fromkeys((*PLACE_STATES, *STATES, "cancelled")))


def day(**options) -> ma.fields.Date:
    return ma.fields.Date(**({"required": True} | options))


def many(schema: type[ma.Schema]) -> ma.fields.List:
    return ma.fields.List(ma.fields.Nested(schema), required=True)


class MyClockingSchema(ma.Schema):
    """What a site asks of a punch."""

    geofence = said()
    radius_m = whole()
    photo = flag(required=True)
    methods = ma.fields.List(ma.fields.String(), required=True)
    tolerances = ma.fields.Nested(TolerancesSchema, required=True)


class MySiteSchema(ma.Schema):
    id = Id(required=True)
    name = said()
    time_zone = said()
    lat = ma.fields.Float(required=True, allow_none=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    clocking = ma.fields.Nested(MyClockingSchema, required=True)


class MyShiftTypeSchema(ma.Schema):
    id = Id(required=True)
    name_zh = said()
    name_en = said()


class MyAcknowledgementSchema(ma.Schema):
    roster_id = Id(required=True)
    version = whole()
    name = said()
    from_on = day()
    until_on = day()
    reason = said()
    shifts = whole(metadata={"description": "How many of one's shifts are not confirmed yet."})


class MateSchema(ma.Schema):
    name = said()
    post = said()


class MyShiftSchema(ma.Schema):
    """`state` is what the plan says before, and what attendance says once it has begun. `relieves` and
    `relieved_by` are names."""

    id = Id(required=True)
    roster_id = Id(required=True)
    on = day()
    start_at = Instant(required=True)
    end_at = Instant(required=True)
    site_id = Id(required=True)
    post_id = Id(required=True)
    post = said()
    note = said()
    shift_type_id = Id(required=True)
    breaks = many(RosterBreakSchema)
    slot = whole()
    mates = many(MateSchema)
    state = ma.fields.String(required=True, validate=validate.OneOf(SHIFT_STATES))
    mark = ma.fields.String(required=True, allow_none=True, validate=validate.OneOf(("new", "changed")))
    relieves_shift_id = Id(required=True, allow_none=True)
    relieves = said(allow_none=True)
    relieved_by = said(allow_none=True)


class MyPunchOfLateSchema(ma.Schema):
    id = Id(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(("in", "out")))
    occurred_at = Instant(required=True)
    site_id = Id(required=True)
    shift_id = Id(required=True, allow_none=True)
    flags = ma.fields.List(ma.fields.String(), required=True)


class MyAttendanceSchema(ma.Schema):
    shift_id = Id(required=True)
    site_id = Id(required=True)
    site = said()
    post = said()
    on = day()
    start_at = Instant(required=True)
    end_at = Instant(required=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(tuple(STATES)))
    first_in_at = Instant(required=True, allow_none=True)
    last_out_at = Instant(required=True, allow_none=True)
    worked_minutes = whole()
    late_minutes = whole()
    unconfirmed_minutes = whole()
    flags = ma.fields.List(ma.fields.String(), required=True)


class MyHoursSchema(ma.Schema):
    """Of the running month or period of comprehensive hours, as the law has it that binds the person."""

    from_on = day()
    until_on = day()
    law_pack = said()
    hour_system = said()
    worked_minutes = whole()
    planned_minutes = whole()
    normal_minutes = whole()
    overtime_150_minutes = whole()
    overtime_200_minutes = whole()
    overtime_300_minutes = whole()
    night_minutes = whole()
    leave_minutes = whole()
    overtime_limit_minutes = whole(allow_none=True)
    open_shifts = whole()


class MyBalanceSchema(ma.Schema):
    kind = said()
    year = whole()
    half_days = whole()
    taken_half_days = whole()
    asked_half_days = whole()
    left_half_days = whole()


class MyShiftsLeaveSchema(ma.Schema):
    balances = many(MyBalanceSchema)
    requests = many(MyLeaveRequestSchema)


class MyOpenWishSchema(ma.Schema):
    id = Id(required=True)
    kind = said()
    from_on = day()
    until_on = day(allow_none=True)
    weekday = whole(allow_none=True)
    shift_type_id = Id(required=True, allow_none=True)
    note = said()


class OfferedShiftSchema(ma.Schema):
    id = Id(required=True)
    on = day()
    start_at = Instant(required=True)
    end_at = Instant(required=True)
    site_id = Id(required=True)
    site = said()
    post = said()


class MyShiftOfferSchema(ma.Schema):
    """`mine`: one offered it oneself. `claim` is what became of one's own hand."""

    id = Id(required=True)
    kind = said()
    mine = flag(required=True)
    shift = ma.fields.Nested(OfferedShiftSchema, required=True)
    return_shift = ma.fields.Nested(OfferedShiftSchema, required=True, allow_none=True)
    from_ = ma.fields.String(required=True, allow_none=True, data_key="from", attribute="from")
    to = said(allow_none=True)
    mode = said()
    state = said()
    reason = said()
    note = said()
    closes_at = Instant(required=True, allow_none=True)
    claim = said(allow_none=True)


class MyHandoverItemSchema(ma.Schema):
    equipment_id = Id(required=True)
    name_zh = said()
    name_en = said()
    expected = whole()
    given = whole(allow_none=True)
    taken = whole(allow_none=True)


class MyMatterSchema(ma.Schema):
    kind = said()
    id = Id(required=True, allow_none=True)
    text = said()


class MyHandoverSchema(ma.Schema):
    """Its id is known to both phones beforehand. `mine`: one hands over; else one takes over."""

    id = Id(required=True)
    site_id = Id(required=True)
    site = said()
    post_id = Id(required=True)
    post = said()
    from_shift_id = Id(required=True)
    to_shift_id = Id(required=True, allow_none=True)
    at = Instant(required=True)
    mine = flag(required=True)
    to = said(allow_none=True)
    given_by = said(allow_none=True)
    given_at = Instant(required=True, allow_none=True)
    accepted_by = said(allow_none=True)
    accepted_at = Instant(required=True, allow_none=True)
    items = many(MyHandoverItemSchema)
    matters = many(MyMatterSchema)
    note = said()
    difference_note = said()


class MyShiftsSchema(ma.Schema):
    """What a phone carries of its guard's shifts, to be of use without a signal."""

    generated_at = Instant(required=True)
    sites = many(MySiteSchema)
    shift_types = many(MyShiftTypeSchema)
    acknowledgements = many(MyAcknowledgementSchema)
    shifts = many(MyShiftSchema)
    punches = many(MyPunchOfLateSchema)
    questions = many(PunchQuestionSchema)
    alarms = many(NoShowSchema)
    attendance = many(MyAttendanceSchema)
    corrections = many(PunchCorrectionSchema)
    hours = ma.fields.Nested(MyHoursSchema, required=True, allow_none=True)
    leave = ma.fields.Nested(MyShiftsLeaveSchema, required=True)
    wishes = many(MyOpenWishSchema)
    offers = many(MyShiftOfferSchema)
    handovers = many(MyHandoverSchema)
