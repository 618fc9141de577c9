from datetime import date

import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, flag
from people.shapes import IdNameSchema
from schedules.planning import rules
from training.words import ShownWordsSchema

DAYS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))
MOST_SECONDS = 3600


def sentence_field(**options) -> ma.fields.Nested:
    return ma.fields.Nested(ShownWordsSchema, required=True, **options)


class SolveAskSchema(ma.Schema):
    seconds = ma.fields.Integer(strict=True, load_default=60, validate=validate.Range(1, MOST_SECONDS))
    keep = ma.fields.String(
        load_default=rules.LOCKED,
        validate=validate.OneOf(rules.KEEPS),
        metadata={
            "description": "`locked`: everything but locked cells may change. `assigned`: only vacant "
            "shifts are filled."
        },
    )
    seed = ma.fields.Integer(strict=True, load_default=1, validate=validate.Range(0, 1_000_000))


class FairnessSpreadSchema(ma.Schema):
    """How evenly something is shared out among the people who may do it."""

    least = ma.fields.Integer(required=True)
    most = ma.fields.Integer(required=True)
    median = ma.fields.Integer(required=True)


class FairnessSchema(ma.Schema):
    """`minutes` in minutes, the others in shifts for each person of the roster."""

    minutes = ma.fields.Nested(FairnessSpreadSchema, required=True)
    nights = ma.fields.Nested(FairnessSpreadSchema, required=True)
    weekends = ma.fields.Nested(FairnessSpreadSchema, required=True)
    holidays = ma.fields.Nested(FairnessSpreadSchema, required=True)


class SolveProgressSchema(ma.Schema):
    """Where the search stands. `gap` is the share of the cost by which a better roster could at most beat it;
    null while nothing is proven."""

    seconds = ma.fields.Float(required=True)
    cost = ma.fields.Float(required=True)
    bound = ma.fields.Float(required=True, allow_none=True)
    gap = ma.fields.Float(required=True, allow_none=True)
    coverage = ma.fields.Float(
        required=True, allow_none=True, metadata={"description": "Shifts filled, of those demanded: 0 to 1."}
    )
    missing = ma.fields.Integer(required=True, metadata={"description": "Shifts that nobody fills."})
    needed = ma.fields.Integer(required=True)
    rounds = ma.fields.Integer(required=True)


class SolveFailureSchema(ma.Schema):
    code = ma.fields.String(required=True)
    text = ma.fields.String(required=True)


class SolveRunSchema(ma.Schema):
    id = Id(required=True)
    roster_id = Id(required=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(rules.STATES))
    keep = ma.fields.String(required=True, validate=validate.OneOf(rules.KEEPS))
    seconds = ma.fields.Integer(required=True)
    seed = ma.fields.Integer(required=True)
    asked_by = ma.fields.Nested(IdNameSchema, required=True)
    asked_at = Instant(required=True)
    stop_at = Instant(required=True, allow_none=True)
    ended_at = Instant(required=True, allow_none=True)
    applied_at = Instant(required=True, allow_none=True)
    progress = ma.fields.Nested(SolveProgressSchema, required=True, allow_none=True)
    fairness = ma.fields.Nested(FairnessSchema, required=True, allow_none=True)
    changes = ma.fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Cells of the roster that the result would change; null without a result."},
    )
    failure = ma.fields.Nested(SolveFailureSchema, required=True, allow_none=True)


class SolveSchema(ma.Schema):
    """The newest run of a roster, or null where it was never solved."""

    run = ma.fields.Nested(SolveRunSchema, required=True, allow_none=True)


class SolveAppliedSchema(ma.Schema):
    run = ma.fields.Nested(SolveRunSchema, required=True)
    changed = ma.fields.Integer(required=True)
    left_out = ma.fields.Integer(
        required=True,
        metadata={
            "description": "Assignments left out: the roster has changed, and they would break a rule."
        },
    )


class PlannedShiftSchema(ma.Schema):
    """A place to be filled, as a planner names it."""

    id = Id(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    post_id = Id(required=True)
    post_name = ma.fields.String(required=True)
    shift_type_id = Id(required=True, allow_none=True)
    shift_type = sentence_field()
    on = ma.fields.Date(required=True)
    start_at = Instant(required=True)
    end_at = Instant(required=True)


class ObstacleSchema(ma.Schema):
    """One rule or fact that keeps people from a shift. `gain` is how many of the roster's vacant shifts
    could be filled if this one rule were relaxed; null where that was not reckoned."""

    kind = ma.fields.String(required=True)
    rule_id = ma.fields.String(required=True, allow_none=True)
    people = ma.fields.List(ma.fields.Nested(IdNameSchema), required=True)
    sentence = sentence_field()


class UncoveredSchema(ma.Schema):
    shift = ma.fields.Nested(PlannedShiftSchema, required=True)
    obstacles = ma.fields.List(ma.fields.Nested(ObstacleSchema), required=True)
    sentence = sentence_field()


class RemedySchema(ma.Schema):
    """What would help: one more person, or one rule relaxed. Reckoned by solving again."""

    kind = ma.fields.String(required=True, validate=validate.OneOf(("person", "rule")))
    rule_id = ma.fields.String(required=True, allow_none=True)
    gain = ma.fields.Integer(required=True, metadata={"description": "Vacant shifts that it would fill."})
    sentence = sentence_field()


class ExplanationSchema(ma.Schema):
    """Why shifts stay vacant. `shown` of `missing` are explained, the most important first."""

    missing = ma.fields.Integer(required=True)
    shown = ma.fields.Integer(required=True)
    uncovered = ma.fields.List(ma.fields.Nested(UncoveredSchema), required=True)
    remedies = ma.fields.List(ma.fields.Nested(RemedySchema), required=True)


class PlanningWarningSchema(ma.Schema):
    rule_id = ma.fields.String(required=True)
    sentence = sentence_field()


class ShiftOvertimeSchema(ma.Schema):
    """Minutes of the shift by class of pay, as this person's law has it."""

    normal = ma.fields.Integer(required=True)
    at_150 = ma.fields.Integer(required=True)
    at_200 = ma.fields.Integer(required=True)
    at_300 = ma.fields.Integer(required=True)


class ShiftReplacementSchema(ma.Schema):
    person = ma.fields.Nested(IdNameSchema, required=True)
    rank = ma.fields.Integer(required=True)
    minutes = ma.fields.Integer(
        required=True, metadata={"description": "Planned in the roster's period without this shift."}
    )
    overtime_cost = ma.fields.Nested(ShiftOvertimeSchema, required=True)
    rest_before = ma.fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Minutes since the last shift."},
    )
    rest_after = ma.fields.Integer(required=True, allow_none=True)
    distance_m = ma.fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "From the site of the person's nearest shift; null where unknown."},
    )
    nights = ma.fields.Integer(required=True)
    weekends = ma.fields.Integer(required=True)
    knows_post = flag(required=True, metadata={"description": "Has served at this post in this period."})
    warnings = ma.fields.List(ma.fields.Nested(PlanningWarningSchema), required=True)
    why = sentence_field()


class ExcludedPersonSchema(ma.Schema):
    person = ma.fields.Nested(IdNameSchema, required=True)
    reasons = ma.fields.List(ma.fields.Nested(PlanningWarningSchema), required=True)


class ReplacementsSchema(ma.Schema):
    shift = ma.fields.Nested(PlannedShiftSchema, required=True)
    ranked = ma.fields.List(ma.fields.Nested(ShiftReplacementSchema), required=True)
    excluded = ma.fields.List(ma.fields.Nested(ExcludedPersonSchema), required=True)


class RepairAwaySchema(ma.Schema):
    person_id = Id(required=True)
    from_on = ma.fields.Date(required=True, validate=DAYS)
    until_on = ma.fields.Date(required=True, validate=DAYS)


class RepairAskSchema(ma.Schema):
    """Shifts whose guard is not coming, people who are away, or both."""

    shift_ids = ma.fields.List(Id(), load_default=list, validate=validate.Length(max=200))
    away = ma.fields.List(
        ma.fields.Nested(RepairAwaySchema), load_default=list, validate=validate.Length(max=50)
    )
    seconds = ma.fields.Integer(strict=True, load_default=10, validate=validate.Range(1, 30))

    @ma.validates_schema
    def names_something(self, data, **_):
        if not data.get("shift_ids") and not data.get("away"):
            raise ma.ValidationError("Name a shift or somebody who is away.", "shift_ids")


class RepairChangeSchema(ma.Schema):
    """One cell of the proposal. Hand {shift_id, person_id} of all of them to the roster's edits to accept."""

    shift = ma.fields.Nested(PlannedShiftSchema, required=True)
    shift_id = Id(required=True)
    before = ma.fields.Nested(IdNameSchema, required=True, allow_none=True)
    person_id = Id(required=True, allow_none=True)
    after = ma.fields.Nested(IdNameSchema, required=True, allow_none=True)


class RepairSchema(ma.Schema):
    """`moved` counts shifts that go from one person to another beyond those that were to be filled."""

    changes = ma.fields.List(ma.fields.Nested(RepairChangeSchema), required=True)
    moved = ma.fields.Integer(required=True)
    vacant_before = ma.fields.Integer(required=True)
    vacant_after = ma.fields.Integer(required=True)
    proven = flag(required=True, metadata={"description": "No proposal moves fewer shifts."})
