from datetime import date

import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Page, ShortText, Table, flag
from guard_api.http import PROBLEM_JSON, ProblemSchema
from people.shapes import Code, IdNameSchema, Words
from schedules.rosters.rules import DRAFT, PLACE_STATES, PUBLISHED
from training.words import ShownWordsSchema

DAYS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))
MOST_CHANGES = 2000
STATES = (DRAFT, PUBLISHED)


def day(**options) -> ma.fields.Date:
    return ma.fields.Date(validate=DAYS, **options)


def count(**options) -> ma.fields.Integer:
    return ma.fields.Integer(required=True, **options)


def whole(least: int, most: int, **options) -> ma.fields.Integer:
    return ma.fields.Integer(strict=True, validate=validate.Range(least, most), **options)


def both(**options) -> ma.fields.Nested:
    return ma.fields.Nested(ShownWordsSchema, required=True, **options)


def someone(**options) -> ma.fields.Nested:
    return ma.fields.Nested(IdNameSchema, required=True, allow_none=True, **options)


# --- rosters ----------------------------------------------------------------------------------


class RosterWeightsSchema(ma.Schema):
    """What the solver is to prefer; what is left out has its usual weight."""

    fairness = whole(0, 100)
    wishes = whole(0, 100)
    continuity = whole(0, 100)
    travel = whole(0, 100)
    cost = whole(0, 100)


class NewRosterSchema(ma.Schema):
    name = ShortText(required=True)
    from_on = day(required=True)
    until_on = day(required=True)
    site_ids = ma.fields.List(Id(), required=True, validate=validate.Length(1, 200))
    weights = ma.fields.Nested(RosterWeightsSchema, load_default=dict)

    @ma.validates_schema
    def in_order(self, data, **_):
        if data["until_on"] < data["from_on"]:
            raise ma.ValidationError("The end must not come before the start.", "until_on")


class RosterChangeSchema(ma.Schema):
    name = ShortText()
    weights = ma.fields.Nested(RosterWeightsSchema)


class RostersQuerySchema(Page):
    site_id = Id()
    state = Code(STATES)
    from_on = day(metadata={"description": "Rosters that end on this day or later."})
    until_on = day(metadata={"description": "Rosters that begin on this day or earlier."})


class RosterSchema(ma.Schema):
    """`vacant`, `open`, `unconfirmed` and `confirmed` count places of the sites that one reaches.

    `edit_number` goes with every edit, so that nobody writes over what they have not seen.
    """

    id = Id(required=True)
    name = ma.fields.String(required=True)
    from_on = day(required=True)
    until_on = day(required=True)
    site_ids = ma.fields.List(Id(), required=True)
    state = Code(STATES, required=True)
    version = count(metadata={"description": "0 as long as it is a draft."})
    edit_number = count()
    places = count()
    vacant = count()
    open = count()
    unconfirmed = count()
    confirmed = count()
    created_at = Instant(required=True)
    published_at = Instant(required=True, allow_none=True)


class AcknowledgedSchema(ma.Schema):
    asked = count()
    acknowledged = count()


class RosterHeadSchema(RosterSchema):
    """`out_of_step` counts the places in which the roster differs from the demand as it is now;
    `undo` and `redo` name the kind of change that would be taken back or done again."""

    weights = ma.fields.Nested(RosterWeightsSchema, required=True)
    out_of_step = count()
    undo = ma.fields.String(required=True, allow_none=True)
    redo = ma.fields.String(required=True, allow_none=True)
    acknowledgements = ma.fields.Nested(AcknowledgedSchema, required=True)


# --- shifts and violations -----------------------------------------------------------------------


class RosterBreakSchema(ma.Schema):
    after_minutes = count()
    minutes = count()
    paid = ma.fields.Boolean()


class RosterShiftSchema(ma.Schema):
    """One place to be filled. Vacant: nobody; open: offered; unconfirmed: not acknowledged."""

    id = Id(required=True)
    roster_id = Id(required=True)
    site_id = Id(required=True)
    post_id = Id(required=True)
    shift_type_id = Id(required=True)
    on = day(required=True)
    start_at = Instant(required=True)
    end_at = Instant(required=True)
    breaks = ma.fields.List(ma.fields.Nested(RosterBreakSchema), required=True)
    minutes = count(metadata={"description": "Without unpaid breaks."})
    slot = count()
    extra = ma.fields.Boolean(required=True, metadata={"description": "Nobody's demand asks for it."})
    person_id = Id(required=True, allow_none=True)
    locked = ma.fields.Boolean(required=True, metadata={"description": "The solver leaves it as it is."})
    relieves_shift_id = Id(required=True, allow_none=True)
    state = Code(PLACE_STATES, required=True)


class ListedShiftSchema(RosterShiftSchema):
    person = someone()
    post_name = ma.fields.String(required=True)
    shift_type = both()
    time_zone = ma.fields.String(required=True)


class ShiftsQuerySchema(Table):
    roster_id = Id()
    site_id = Id()
    post_id = Id()
    person_id = Id()
    state = Code(PLACE_STATES)
    from_on = day()
    until_on = day()


class ViolationSchema(ma.Schema):
    """A rule of law or of the organisation that does not hold. `person_id` is null for a whole post."""

    kind = ma.fields.String(required=True)
    level = Code(("hard", "soft"), required=True)
    rule_id = ma.fields.String(required=True)
    article = ma.fields.Nested(ShownWordsSchema, required=True, allow_none=True)
    person_id = Id(required=True, allow_none=True)
    from_on = day(required=True)
    until_on = day(required=True)
    shift_ids = ma.fields.List(Id(), required=True)
    sentence = both()
    forecast = ma.fields.Boolean(
        required=True, metadata={"description": "The period is not over: this is where it is heading."}
    )


class ViolationsQuerySchema(Page):
    person_id = Id()
    level = Code(("hard", "soft"))


class RosterConflictSchema(ProblemSchema):
    """Why a change is refused: what it would break, or how far the roster has moved on meanwhile."""

    violations = ma.fields.List(ma.fields.Nested(ViolationSchema))
    edit_number = ma.fields.Integer()


# For `@blueprint.alt_response(409, description=…, **CONFLICT)`.
CONFLICT = {"schema": RosterConflictSchema, "content_type": PROBLEM_JSON}


class RosterTotalsSchema(ma.Schema):
    shifts = count()
    minutes = count()
    nights = count()
    weekend_shifts = count()
    holiday_shifts = count()


# --- edits ------------------------------------------------------------------------------------


class NewShiftSchema(ma.Schema):
    """An extra place. Without times it has those of its kind of shift."""

    post_id = Id(required=True)
    shift_type_id = Id(required=True)
    on = day(required=True)
    person_id = Id(allow_none=True)
    start_at = Instant()
    end_at = Instant()


class ShiftChangeSchema(ma.Schema):
    """What is left out stays as it is. `cancelled` false brings a cancelled shift back."""

    shift_id = Id()
    add = ma.fields.Nested(NewShiftSchema)
    person_id = Id(allow_none=True)
    locked = flag()
    cancelled = flag()
    start_at = Instant()
    end_at = Instant()

    @ma.validates_schema
    def one_or_the_other(self, data, **_):
        if ("shift_id" in data) == ("add" in data) or ("add" in data and len(data) > 1):
            raise ma.ValidationError("Name a shift, or one to add, but not both.", "shift_id")
        if len(data) == 1 and "shift_id" in data:
            raise ma.ValidationError("Say what is to change.", "shift_id")


class AmendmentSchema(ma.Schema):
    """`reason` is needed once the roster is published; `accept` says that the warnings were read."""

    edit_number = whole(0, 2**31, required=True)
    reason = Words(500, load_default="")
    accept = flag(load_default=False)


class RosterEditSchema(AmendmentSchema):
    edit_number = whole(0, 2**31, metadata={"description": "Of the roster as one saw it; not for a dry run."})
    changes = ma.fields.List(
        ma.fields.Nested(ShiftChangeSchema), required=True, validate=validate.Length(1, MOST_CHANGES)
    )
    dry_run = flag(load_default=False, metadata={"description": "Say what it would do, and do nothing."})

    @ma.validates_schema
    def seen(self, data, **_):
        if "edit_number" not in data and not data.get("dry_run"):
            raise ma.ValidationError("Missing data for required field.", "edit_number")


class CopyRosterSchema(AmendmentSchema):
    from_roster_id = Id(required=True)


class RosterStepSchema(ma.Schema):
    reason = Words(500, load_default="")


class PublishRosterSchema(ma.Schema):
    reason = Words(500, load_default="")


class PublishQuerySchema(ma.Schema):
    accept = flag(load_default=False, metadata={"description": "The warnings were read."})


class EditedPersonSchema(RosterTotalsSchema):
    person_id = Id(required=True)
    name = ma.fields.String(required=True)


class RosterDeltaSchema(ma.Schema):
    new = ma.fields.List(ma.fields.Nested(ViolationSchema), required=True)
    gone = ma.fields.List(ma.fields.Nested(ViolationSchema), required=True)


class EditedSchema(ma.Schema):
    """`totals` are those of everybody whom the change touches, as they are or would be after it."""

    dry_run = ma.fields.Boolean(required=True)
    version = count()
    edit_number = count()
    shifts = ma.fields.List(ma.fields.Nested(RosterShiftSchema), required=True)
    violations = ma.fields.Nested(RosterDeltaSchema(), required=True)
    totals = ma.fields.List(ma.fields.Nested(EditedPersonSchema), required=True)


# --- versions and acknowledgements ---------------------------------------------------------------


class FrozenShiftSchema(ma.Schema):
    """A shift as a version keeps it for ever."""

    id = Id(required=True)
    site_id = Id(required=True)
    post_id = Id(required=True)
    shift_type_id = Id(required=True)
    on = ma.fields.String(required=True)
    start_at = ma.fields.String(required=True)
    end_at = ma.fields.String(required=True)
    breaks = ma.fields.List(ma.fields.Nested(RosterBreakSchema), required=True)
    slot = count()
    extra = ma.fields.Boolean(required=True)
    person_id = Id(required=True, allow_none=True)


class FrozenSideSchema(FrozenShiftSchema):
    person = someone()


class VersionChangeSchema(ma.Schema):
    shift_id = Id(required=True)
    before = ma.fields.Nested(FrozenSideSchema, required=True, allow_none=True)
    after = ma.fields.Nested(FrozenSideSchema, required=True, allow_none=True)


class RosterVersionSchema(ma.Schema):
    """`digest` is the SHA-256 of the version's canonical content; each names the one before it."""

    id = Id(required=True)
    number = count()
    published_at = Instant(required=True)
    by = someone()
    reason = ma.fields.String(required=True)
    digest = ma.fields.String(required=True)
    people = count(metadata={"description": "Whom it concerns."})
    changes = ma.fields.List(ma.fields.Nested(VersionChangeSchema), required=True)


class WholeVersionSchema(RosterVersionSchema):
    """`intact`: every digest up to this one still belongs to its content."""

    shifts = ma.fields.List(ma.fields.Nested(FrozenShiftSchema), required=True)
    intact = ma.fields.Boolean(required=True)


class AcknowledgementsQuerySchema(Table):
    due = flag()


class RosterAcknowledgementSchema(ma.Schema):
    person = someone()
    version = count()
    asked_at = Instant(required=True)
    acknowledged_at = Instant(required=True, allow_none=True)
    received_at = Instant(required=True, allow_none=True)


class AcknowledgeSchema(ma.Schema):
    version = whole(1, 2**31, metadata={"description": "The one on the screen; the newest if left out."})


class AcknowledgedRosterSchema(ma.Schema):
    roster_id = Id(required=True)
    version = count()
    due = ma.fields.Boolean(required=True, metadata={"description": "A newer one waits to be seen."})
