import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Page, Text, flag
from schedules.clocking.board.schemas import AttendanceSchema, Days, said, whole
from schedules.timesheets.rules import COUNTED

MinutesSchema = ma.Schema.from_dict(
    {class_: ma.fields.Integer(required=True, metadata={"description": "Minutes."}) for class_ in COUNTED},
    name="TimesheetMinutesSchema",
)


def by_class(**options) -> ma.fields.Nested:
    return ma.fields.Nested(MinutesSchema, required=True, **options)


class TimesheetsQuerySchema(Days):
    site_id = Id()
    limit = ma.fields.Integer(load_default=100, validate=validate.Range(1, 500))
    cursor = ma.fields.String(validate=validate.Regexp(r"[0-9]{1,9}\Z"))
    format = ma.fields.String(load_default="json", validate=validate.OneOf(("json", "csv", "xlsx")))


class TimesheetDaysSchema(Days):
    """The period of one timesheet."""


class TimesheetAdjustmentSchema(ma.Schema):
    """What an earlier, locked period is put right by. Never a deduction of pay: minutes as they were."""

    line_id = Id(required=True)
    from_on = said()
    until_on = said()
    minutes = by_class()


class TimesheetSchema(ma.Schema):
    """One person's minutes in a period: normal, at 150, 200 and 300 %, at night (across them), on leave."""

    person_id = Id(required=True)
    name = said()
    employee_number = said(allow_none=True)
    site_id = Id(required=True, allow_none=True)
    site_name = said(allow_none=True)
    law_pack = said()
    hour_system = said()
    shifts = whole()
    late_shifts = whole()
    worked_minutes = whole()
    unconfirmed_minutes = whole(metadata={"description": "Of the worked ones; an end of theirs is presumed."})
    claimed_minutes = whole(
        metadata={"description": "Of none: a clock-out came too late to be believed unasked."}
    )
    minutes = by_class()
    adjustments = by_class()
    adjusts = ma.fields.List(ma.fields.Nested(TimesheetAdjustmentSchema), required=True)
    lock_id = Id(required=True, allow_none=True)
    moved_since = flag(required=True, metadata={"description": "Locked, and facts have arrived since."})


class TimesheetDaySchema(ma.Schema):
    on = ma.fields.Date(required=True)
    minutes = by_class()


class TimesheetPeriodSchema(ma.Schema):
    """A period of comprehensive hours: what standard hours ask, what counts, what is over."""

    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True)
    standard_minutes = whole()
    counted_minutes = whole()
    over_minutes = whole()


class UnplannedWorkSchema(ma.Schema):
    id = Id(required=True)
    site_id = Id(required=True)
    on = ma.fields.Date(required=True)
    start_at = Instant(required=True)
    end_at = Instant(required=True)
    confirmed = flag(required=True)
    claimed_minutes = whole()


class TimesheetDetailSchema(TimesheetSchema):
    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True)
    days = ma.fields.List(ma.fields.Nested(TimesheetDaySchema), required=True)
    periods = ma.fields.List(ma.fields.Nested(TimesheetPeriodSchema), required=True)
    attendance = ma.fields.List(ma.fields.Nested(AttendanceSchema), required=True)
    unplanned = ma.fields.List(ma.fields.Nested(UnplannedWorkSchema), required=True)


class TimesheetLockInSchema(Days):
    site_id = Id(load_default=None, allow_none=True, metadata={"description": "Null: everybody."})


class TimesheetUnlockSchema(ma.Schema):
    lock_id = Id(required=True)
    reason = Text(required=True, validate=validate.Length(1, 500))


class TimesheetLocksQuerySchema(Page):
    site_id = Id()


class TimesheetLockSchema(ma.Schema):
    id = Id(required=True)
    site_id = Id(required=True, allow_none=True)
    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True)
    locked_by = Id(required=True)
    locked_by_name = said()
    locked_at = Instant(required=True)
    unlocked_by = Id(required=True, allow_none=True)
    unlocked_by_name = said(allow_none=True)
    unlocked_at = Instant(required=True, allow_none=True)
    reason = said()
