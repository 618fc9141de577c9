from datetime import date

import marshmallow as ma

from checkpoints.places.schemas import Text
from guard_api.fields import Id, Instant, items_of

RULE = "RFC 5545, in the site's local time, e.g. FREQ=DAILY;BYHOUR=22,0,2,4;BYMINUTE=0."
DAYS = ma.validate.Range(date(2000, 1, 1), date(2100, 12, 31))


class TimeOfDay(ma.fields.Time):
    """A local time of day, as 22:00."""

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class PlanChangeSchema(ma.Schema):
    route_id = Id()
    name = Text(80)
    rule = Text(300, metadata={"description": RULE})
    first_on = ma.fields.Date(validate=DAYS)
    last_on = ma.fields.Date(allow_none=True, validate=DAYS)
    starts_at = TimeOfDay()
    window_minutes = ma.fields.Integer(
        validate=ma.validate.Range(0, 720),
        metadata={"description": "How long after its nominal time a round may still be begun."},
    )
    tolerance_minutes = ma.fields.Integer(validate=ma.validate.Range(0, 60))
    randomised = ma.fields.Boolean(
        metadata={"description": "Draw the start (and the order, where it is free) anew inside the window."}
    )
    post = Text(80, shortest=0)
    person_ids = ma.fields.List(Id(), validate=ma.validate.Length(0, 50))


class PreviewRequestSchema(PlanChangeSchema):
    class Meta:
        exclude = ("name", "post", "person_ids")

    route_id = Id(required=True)
    rule = Text(300, required=True, metadata={"description": RULE})
    first_on = ma.fields.Date(required=True, validate=DAYS)
    last_on = ma.fields.Date(load_default=None, allow_none=True, validate=DAYS)
    starts_at = TimeOfDay(required=True)
    window_minutes = ma.fields.Integer(load_default=0, validate=ma.validate.Range(0, 720))
    tolerance_minutes = ma.fields.Integer(load_default=5, validate=ma.validate.Range(0, 60))
    randomised = ma.fields.Boolean(load_default=False)


class NewPlanSchema(PreviewRequestSchema):
    class Meta:
        exclude = ()

    name = Text(80, required=True)
    post = Text(80, shortest=0, load_default="")
    person_ids = ma.fields.List(Id(), load_default=list, validate=ma.validate.Length(0, 50))


class PlanSchema(ma.Schema):
    """When a route is to be walked."""

    id = Id(required=True)
    site_id = Id(required=True)
    route_id = Id(required=True)
    route_name = ma.fields.String(required=True)
    ordered = ma.fields.Boolean(required=True)
    name = ma.fields.String(required=True)
    rule = ma.fields.String(required=True)
    first_on = ma.fields.Date(required=True)
    last_on = ma.fields.Date(required=True, allow_none=True)
    starts_at = TimeOfDay(required=True)
    window_minutes = ma.fields.Integer(required=True)
    tolerance_minutes = ma.fields.Integer(required=True)
    randomised = ma.fields.Boolean(required=True)
    post = ma.fields.String(required=True)
    person_ids = ma.fields.List(Id(), required=True)
    planned_until = ma.fields.Date(
        required=True, allow_none=True, metadata={"description": "Rounds stand until this day."}
    )
    archived_at = Instant(required=True, allow_none=True)


PlanListSchema = items_of(PlanSchema)


class OccurrenceSchema(ma.Schema):
    on = ma.fields.Date(required=True)
    nominal_at = Instant(required=True)
    local = ma.fields.String(required=True, metadata={"description": "The site's clock: 2026-03-01T22:00."})
    start_from_at = Instant(required=True)
    start_until_at = Instant(required=True)
    end_due_at = Instant(required=True)


class GuaranteeSchema(ma.Schema):
    """The longest time a checkpoint can stay unattended though every round is walked as planned."""

    longest_gap_minutes = ma.fields.Float(required=True)
    checkpoint_id = Id(required=True)
    checkpoint = ma.fields.String(required=True)


class PlanPreviewSchema(ma.Schema):
    """What a plan would amount to in the next `days` days."""

    rule = ma.fields.String(required=True, metadata={"description": "In its plain spelling."})
    occurrences = ma.fields.List(ma.fields.Nested(OccurrenceSchema), required=True)
    days = ma.fields.Integer(required=True)
    rounds = ma.fields.Integer(required=True)
    visits_a_round = ma.fields.Integer(required=True)
    expected_minutes = ma.fields.Float(required=True)
    guarantee = ma.fields.Nested(GuaranteeSchema, required=True, allow_none=True)
    spread_minutes = ma.fields.Integer(
        required=True,
        metadata={"description": "Between the earliest and the latest visit that may be drawn."},
    )
    guess_chance = ma.fields.Float(
        required=True,
        metadata={"description": "Chance to be right about ten minutes in which a guard comes, 0..1."},
    )
