import marshmallow as ma
from webargs.fields import DelimitedList

from checkpoints.coverage.raw import STATES
from checkpoints.coverage.rules import LONGEST_GAP
from guard_api.fields import Id, Instant, Table


def count(description: str) -> ma.fields.Integer:
    return ma.fields.Integer(required=True, metadata={"description": description})


def words(**options) -> ma.fields.String:
    return ma.fields.String(required=True, **options)


class PeriodSchema(ma.Schema):
    """Days, both included, local to each site; a night round belongs to the day on which it starts."""

    from_on = ma.fields.Date(required=True)
    to_on = ma.fields.Date(required=True)
    site_id = Id(metadata={"description": "One site only; otherwise all that you reach."})


class BoardQuerySchema(PeriodSchema):
    format = Table().fields["format"]


class VisitsQuerySchema(PeriodSchema, Table):
    state = DelimitedList(
        ma.fields.String(validate=ma.validate.OneOf(STATES)),
        metadata={"description": "One or several, separated by commas."},
    )
    checkpoint_id = Id()
    person_id = Id(metadata={"description": "Who walked the round."})
    patrol_id = Id()


class TodayQuerySchema(ma.Schema):
    site_id = Id()


class CoverageCountsSchema(ma.Schema):
    required = count(
        "Visits due on the day, of planned rounds that start on it. The sum of the six that follow."
    )
    on_time = count("Scanned inside the visit's window.")
    early = count("Scanned before the window opened.")
    late = count("Scanned after the window closed. Late is not missed.")
    missed = count("Never scanned, and the round is closed.")
    excused = count("Missed or late, and excused by a supervisor; in no share's denominator.")
    due = count("Not closed yet; in no share's denominator.")


class RoundCountsSchema(ma.Schema):
    rounds = count("Planned rounds of the day, whatever their state.")
    rounds_done = count("All checkpoints visited.")
    rounds_incomplete = count("Closed with a checkpoint left out.")
    rounds_missed = count("Never started.")


class ShareSchema(ma.Schema):
    """A part of a whole. With no whole there is no rate: "no data" is neither 0 nor 1."""

    numerator = ma.fields.Integer(required=True)
    denominator = ma.fields.Integer(required=True)
    rate = ma.fields.Float(
        required=True, allow_none=True, metadata={"description": "0..1, or null: no data."}
    )
    rows_url = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "Where the denominator's rows are."}
    )


class SharesSchema(ma.Schema):
    done_share = ma.fields.Nested(
        ShareSchema,
        required=True,
        metadata={"description": "Visits made (on time, early, late) of those made or missed."},
    )
    on_time_share = ma.fields.Nested(
        ShareSchema, required=True, metadata={"description": "Visits on time of those made or missed."}
    )


class LongestGapSchema(ma.Schema):
    longest_gap_s = ma.fields.Integer(required=True, allow_none=True, metadata={"description": LONGEST_GAP})
    longest_gap_checkpoint_id = Id(required=True, allow_none=True)
    longest_gap_checkpoint_name = words(allow_none=True)


class CellSchema(CoverageCountsSchema, RoundCountsSchema, LongestGapSchema):
    """One site on one of its days. A day on which nothing was due has no cell."""

    site_id = Id(required=True)
    site_name = words()
    on = ma.fields.Date(required=True)
    settled = ma.fields.Boolean(
        required=True,
        metadata={"description": "False: something has changed since, a new count is on its way."},
    )
    settled_at = Instant(required=True, metadata={"description": "When it was counted from raw."})


class TotalsSchema(CoverageCountsSchema, RoundCountsSchema, LongestGapSchema, SharesSchema):
    """Sums over the cells; the gap is the longest of them."""

    rounds_done_share = ma.fields.Nested(
        ShareSchema, required=True, metadata={"description": "Rounds done of those closed."}
    )
    longest_gap_on = ma.fields.Date(required=True, allow_none=True)
    longest_gap_site_id = Id(required=True, allow_none=True)


class PendingSchema(ma.Schema):
    on = ma.fields.Date(required=True)
    site_id = Id(required=True)


class BoardSchema(ma.Schema):
    """A period by day and site. `GET /coverage/visits` with a cell's site and day has the rows behind it."""

    cells = ma.fields.List(ma.fields.Nested(CellSchema), required=True)
    totals = ma.fields.Nested(TotalsSchema, required=True)
    pending = ma.fields.List(
        ma.fields.Nested(PendingSchema),
        required=True,
        metadata={"description": "Sites and days that are about to be counted anew."},
    )
    settled_at = Instant(
        required=True, allow_none=True, metadata={"description": "The latest count; null without cells."}
    )


class VisitRowSchema(ma.Schema):
    """A checkpoint visit that was due, and what became of it."""

    id = Id(required=True)
    on = ma.fields.Date(required=True)
    site_id = Id(required=True)
    site_name = words()
    checkpoint_id = Id(required=True)
    checkpoint_name = words()
    patrol_id = Id(required=True)
    patrol_name = words()
    person_id = Id(required=True, allow_none=True)
    person_name = words(allow_none=True)
    position = ma.fields.Integer(required=True)
    due_from_at = Instant(required=True)
    due_until_at = Instant(required=True)
    state = words(validate=ma.validate.OneOf(STATES))
    scanned_at = Instant(required=True, allow_none=True)
    scan_id = Id(required=True, allow_none=True)


class CheckpointFiguresSchema(CoverageCountsSchema, SharesSchema):
    """One checkpoint over the period."""

    checkpoint_id = Id(required=True)
    checkpoint_name = words()
    site_id = Id(required=True)
    site_name = words()
    zone_name = words(allow_none=True)
    scans = count("Scans of it on the site's days, due or not, day or night.")
    flagged = count("Those of them with a doubt.")
    longest_gap_s = ma.fields.Integer(required=True, allow_none=True, metadata={"description": LONGEST_GAP})
    last_scan_at = Instant(
        required=True,
        allow_none=True,
        metadata={"description": "The latest scan ever, also after the period."},
    )


class PersonNameSchema(ma.Schema):
    id = Id(required=True)
    name = words()


class TodayRoundSchema(ma.Schema):
    """A round that asks for a look now."""

    id = Id(required=True)
    name = words()
    on = ma.fields.Date(required=True)
    state = words()
    person = ma.fields.Nested(PersonNameSchema, required=True, allow_none=True)
    assigned = ma.fields.List(ma.fields.Nested(PersonNameSchema), required=True)
    start_at = Instant(required=True)
    start_until_at = Instant(required=True)
    end_due_at = Instant(required=True)
    started_at = Instant(required=True, allow_none=True)
    visits = count("Checkpoints of the round.")
    visited = count("Those scanned so far.")
    last_scan_at = Instant(required=True, allow_none=True)
    minutes_since_last_scan = ma.fields.Integer(
        required=True, allow_none=True, metadata={"description": "Since its start while nothing was scanned."}
    )
    minutes_late = ma.fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Past its start while planned, past its end while running."},
    )


class TodayFindingSchema(ma.Schema):
    """A finding of the last 24 hours."""

    id = Id(required=True)
    category = words()
    severity = ma.fields.Integer(required=True)
    sos = ma.fields.Boolean(required=True)
    text = words()
    status = words()
    opened_at = Instant(required=True)
    checkpoint_id = Id(required=True, allow_none=True)
    checkpoint_name = words(allow_none=True)
    person = ma.fields.Nested(PersonNameSchema, required=True, allow_none=True)
    thumb_url = words(allow_none=True)


class TodaySiteSchema(RoundCountsSchema):
    """A site right now; the counts are those of its own local day, straight from raw."""

    site_id = Id(required=True)
    site_name = words()
    time_zone = words()
    on = ma.fields.Date(required=True, metadata={"description": "The day it is there."})
    visits = ma.fields.Nested(CoverageCountsSchema, required=True)
    running = ma.fields.List(ma.fields.Nested(TodayRoundSchema), required=True)
    starting = ma.fields.List(
        ma.fields.Nested(TodayRoundSchema),
        required=True,
        metadata={"description": "Planned to start within the next hour."},
    )
    late = ma.fields.List(
        ma.fields.Nested(TodayRoundSchema),
        required=True,
        metadata={
            "description": "Should have started; or running past its end (then it is in `running` too)."
        },
    )
    missed = ma.fields.List(ma.fields.Nested(TodayRoundSchema), required=True)
    open_exceptions = count("Exceptions of any day that wait for an answer or a decision.")
    findings = ma.fields.List(ma.fields.Nested(TodayFindingSchema), required=True)


class TodaySchema(ma.Schema):
    at = Instant(required=True)
    sites = ma.fields.List(ma.fields.Nested(TodaySiteSchema), required=True)
