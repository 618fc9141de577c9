import marshmallow as ma
from marshmallow import validate

from guard_api.fields import LONGEST_PAGE, Id, Instant, Table, flag
from schedules.attendance.words import STATES
from schedules.clocking.board.rules import FIGURES, PRESENCES

LONGEST_DAYS = 92
UNITS = ("shifts", "minutes")


def whole(**options) -> ma.fields.Integer:
    return ma.fields.Integer(**({"required": True} | options))


def said(**options) -> ma.fields.String:
    return ma.fields.String(**({"required": True} | options))


class Days(ma.Schema):
    """From one day to another, both local to each site."""

    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True)

    @ma.validates_schema
    def in_order(self, data, **_):
        if "from_on" in data and "until_on" in data:
            days = (data["until_on"] - data["from_on"]).days
            if days < 0:
                raise ma.ValidationError("The last day must not come before the first.", "until_on")
            if days >= LONGEST_DAYS:
                raise ma.ValidationError("At most 92 days at once.", "until_on")


class AttendanceQuerySchema(Table):
    from_on = ma.fields.Date()
    until_on = ma.fields.Date()
    site_id = Id()
    person_id = Id()
    state = ma.fields.String(validate=validate.OneOf(tuple(STATES)))


class AttendanceNowQuerySchema(ma.Schema):
    site_id = Id()


class AttendanceSchema(ma.Schema):
    """What became of one shift. Minutes without a unit in their name do not exist here."""

    shift_id = Id(required=True)
    person_id = Id(required=True, allow_none=True)
    person_name = said(allow_none=True)
    site_id = Id(required=True)
    site_name = said()
    post_id = Id(required=True)
    post_name = said()
    on = ma.fields.Date(required=True, metadata={"description": "The day on which the shift starts there."})
    zone = said()
    start_at = Instant(required=True)
    end_at = Instant(required=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(tuple(STATES)))
    planned_minutes = whole()
    first_in_at = Instant(required=True, allow_none=True)
    last_out_at = Instant(required=True, allow_none=True)
    early_minutes = whole()
    inside_minutes = whole()
    break_minutes = whole()
    over_minutes = whole()
    worked_minutes = whole()
    unconfirmed_minutes = whole()
    claimed_minutes = whole()
    late_minutes = whole()
    left_early_minutes = whole()
    waited_for_relief_minutes = whole()
    flags = ma.fields.List(ma.fields.String(), required=True)
    punch_ids = ma.fields.List(Id(), required=True)


class AttendanceNowItemSchema(AttendanceSchema):
    """`presence` is what a supervisor sees of the shift now; `alarm_id` where nobody came yet."""

    presence = ma.fields.String(required=True, validate=validate.OneOf(PRESENCES))
    alarm_id = Id(required=True, allow_none=True)


class UnplannedNowSchema(ma.Schema):
    id = Id(required=True)
    person_id = Id(required=True)
    person_name = said()
    site_id = Id(required=True)
    site_name = said()
    since = Instant(required=True)


class AttendanceNowSchema(ma.Schema):
    at = Instant(required=True)
    items = ma.fields.List(ma.fields.Nested(AttendanceNowItemSchema), required=True)
    unplanned = ma.fields.List(ma.fields.Nested(UnplannedNowSchema), required=True)


class AttendanceBoardQuerySchema(Days):
    by = ma.fields.String(load_default="site", validate=validate.OneOf(("site", "person")))
    site_id = Id()
    person_id = Id()
    format = ma.fields.String(load_default="json", validate=validate.OneOf(("json", "csv", "xlsx")))


class AttendanceFigureSchema(ma.Schema):
    """A share is numerator ÷ denominator; with a denominator of 0 there is none."""

    numerator = whole()
    denominator = whole()
    unit = ma.fields.String(required=True, validate=validate.OneOf(UNITS))


AttendanceFiguresSchema = ma.Schema.from_dict(
    {figure: ma.fields.Nested(AttendanceFigureSchema, required=True) for figure in FIGURES},
    name="AttendanceFiguresSchema",
)


class AttendanceBoardItemSchema(ma.Schema):
    id = Id(required=True)
    name = said()
    figures = ma.fields.Nested(AttendanceFiguresSchema, required=True)


class AttendanceBoardSchema(ma.Schema):
    """Over the shifts of these days that are over. Approved leave is left out of what people owe."""

    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True)
    by = said()
    total = ma.fields.Nested(AttendanceFiguresSchema, required=True)
    items = ma.fields.List(ma.fields.Nested(AttendanceBoardItemSchema), required=True)


class AttendanceRowsQuerySchema(Days):
    figure = ma.fields.String(required=True, validate=validate.OneOf(FIGURES))
    site_id = Id()
    person_id = Id()
    limit = ma.fields.Integer(load_default=100, validate=validate.Range(1, LONGEST_PAGE))
    cursor = ma.fields.String(validate=validate.Length(1, 20))


class AttendanceRowSchema(AttendanceSchema):
    """A row behind a figure: what it brings above and below the line. Unplanned work has no shift."""

    class Meta:
        fields = (
            "shift_id",
            "person_id",
            "person_name",
            "site_id",
            "site_name",
            "post_name",
            "on",
            "start_at",
            "end_at",
            "state",
            "late_minutes",
            "worked_minutes",
            "flags",
            "counted",
            "numerator",
            "denominator",
        )

    shift_id = Id(required=True, allow_none=True)
    post_name = said(required=False)
    start_at = Instant()
    end_at = Instant()
    state = ma.fields.String()
    late_minutes = whole(required=False)
    worked_minutes = whole(required=False)
    flags = ma.fields.List(ma.fields.String())
    counted = flag(required=True)
    numerator = whole()
    denominator = whole()


class AttendanceRowsSchema(ma.Schema):
    figure = said()
    numerator = whole()
    denominator = whole()
    unit = said()
    items = ma.fields.List(ma.fields.Nested(AttendanceRowSchema), required=True)
    next = ma.fields.String(required=True, allow_none=True)
