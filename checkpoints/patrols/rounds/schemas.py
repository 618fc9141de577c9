import marshmallow as ma

from checkpoints.findings.schemas import FindingSchema, NamedSchema
from checkpoints.patrols.exceptions.schemas import KINDS, STATES, ExceptionDetailSchema, ExceptionSchema
from checkpoints.patrols.rounds.queries import VISIT_STATES
from checkpoints.patrols.scans.schemas import ScanSchema
from guard_api.fields import Id, Instant, Table, Text, items_of

ROUND_STATES = ("planned", "running", "done", "incomplete", "missed")


def round_state(**kwargs) -> ma.fields.String:
    return ma.fields.String(validate=ma.validate.OneOf(ROUND_STATES), **kwargs)


def visit_state() -> ma.fields.String:
    return ma.fields.String(required=True, validate=ma.validate.OneOf(VISIT_STATES))


class PatrolQuerySchema(Table):
    site_id = Id()
    from_on = ma.fields.Date()
    to_on = ma.fields.Date()
    state = ma.fields.String(
        validate=ma.validate.OneOf((*ROUND_STATES, "due")), metadata={"description": "due: all but planned."}
    )
    person_id = Id(metadata={"description": "Who walked it."})
    q = Text(
        validate=ma.validate.Length(max=100),
        metadata={"description": "Part of the round's name, of the site's or of a walker's."},
    )


class RoundCountsSchema(ma.Schema):
    """How many visits of the round stand in each state."""

    total = ma.fields.Integer(required=True)
    due = ma.fields.Integer(required=True)
    on_time = ma.fields.Integer(required=True)
    early = ma.fields.Integer(required=True)
    late = ma.fields.Integer(required=True)
    missed = ma.fields.Integer(required=True)
    excused = ma.fields.Integer(required=True)


class PatrolSchema(ma.Schema):
    """A round. One that nobody planned has `planned` false, and keeps no time."""

    id = Id(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    route_id = Id(required=True)
    plan_id = Id(required=True, allow_none=True)
    planned = ma.fields.Boolean(required=True)
    name = ma.fields.String(required=True)
    ordered = ma.fields.Boolean(required=True)
    on = ma.fields.Date(required=True, metadata={"description": "The site's day on which it starts."})
    start_at = Instant(required=True)
    start_from_at = Instant(required=True)
    start_until_at = Instant(required=True)
    end_due_at = Instant(required=True)
    expected_minutes = ma.fields.Float(required=True)
    state = round_state(required=True)
    post = ma.fields.String(required=True)
    people = ma.fields.List(
        ma.fields.Nested(NamedSchema), required=True, metadata={"description": "For whom it was planned."}
    )
    person = ma.fields.Nested(
        NamedSchema, required=True, allow_none=True, metadata={"description": "Who started it first."}
    )
    also = ma.fields.List(
        ma.fields.Nested(NamedSchema), required=True, metadata={"description": "Who else walked it."}
    )
    started_at = Instant(required=True, allow_none=True)
    ended_at = Instant(required=True, allow_none=True)
    end_note = ma.fields.String(required=True)
    paused_s = ma.fields.Integer(required=True)
    counts = ma.fields.Nested(RoundCountsSchema, required=True)


PatrolListSchema = items_of(PatrolSchema)


class RoundVisitSchema(ma.Schema):
    id = Id(required=True)
    checkpoint_id = Id(required=True)
    checkpoint = ma.fields.String(required=True)
    position = ma.fields.Integer(required=True)
    due_from_at = Instant(required=True)
    due_until_at = Instant(required=True)
    state = visit_state()
    scan_id = Id(required=True, allow_none=True)
    scanned_at = Instant(required=True, allow_none=True)
    lat = ma.fields.Float(required=True, allow_none=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    radius_m = ma.fields.Integer(required=True)
    floor_plan_id = Id(required=True, allow_none=True)
    plan_x = ma.fields.Float(required=True, allow_none=True)
    plan_y = ma.fields.Float(required=True, allow_none=True)


class PositionSchema(ma.Schema):
    person_id = Id(required=True)
    occurred_at = Instant(required=True)
    lat = ma.fields.Float(required=True)
    lon = ma.fields.Float(required=True)
    accuracy_m = ma.fields.Float(required=True, allow_none=True)


class PauseSchema(ma.Schema):
    """The clock stood: from a finding to the next scan, an hour at most."""

    since_at = Instant(required=True)
    until_at = Instant(required=True)


class PhoneFloorPlanSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)
    image_url = ma.fields.String(required=True)
    width_px = ma.fields.Integer(required=True)
    height_px = ma.fields.Integer(required=True)


class PatrolDetailSchema(PatrolSchema):
    """All that is known of a round. Positions only for who supervises, and for who walked."""

    visits = ma.fields.List(ma.fields.Nested(RoundVisitSchema), required=True)
    scans = ma.fields.List(ma.fields.Nested(ScanSchema), required=True)
    findings = ma.fields.List(ma.fields.Nested(FindingSchema), required=True)
    exceptions = ma.fields.List(ma.fields.Nested(ExceptionSchema), required=True)
    pauses = ma.fields.List(ma.fields.Nested(PauseSchema), required=True)
    positions = ma.fields.List(ma.fields.Nested(PositionSchema), required=True)
    floor_plans = ma.fields.List(ma.fields.Nested(PhoneFloorPlanSchema), required=True)


# --- GET /my/rounds -----------------------------------------------------------------------------


class TilesSchema(ma.Schema):
    tile_url = ma.fields.String(required=True, allow_none=True)
    tile_attribution = ma.fields.String(required=True, allow_none=True)


class PhoneSiteSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)
    time_zone = ma.fields.String(required=True)
    lat = ma.fields.Float(required=True, allow_none=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    address = ma.fields.String(required=True)
    floor_plans = ma.fields.List(ma.fields.Nested(PhoneFloorPlanSchema), required=True)


class PhoneTagSchema(ma.Schema):
    digest = ma.fields.String(required=True, metadata={"description": "SHA-256 of the code, in hex."})
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(("active", "replaced")))
    kind = ma.fields.String(required=True)


class PhoneCheckpointSchema(ma.Schema):
    id = Id(required=True)
    site_id = Id(required=True)
    zone = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    lat = ma.fields.Float(required=True, allow_none=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    radius_m = ma.fields.Integer(required=True)
    floor_plan_id = Id(required=True, allow_none=True)
    plan_x = ma.fields.Float(required=True, allow_none=True)
    plan_y = ma.fields.Float(required=True, allow_none=True)
    instructions = ma.fields.String(required=True)
    checklist_id = Id(required=True, allow_none=True)
    tags = ma.fields.List(ma.fields.Nested(PhoneTagSchema), required=True)


class PhoneChecklistItemSchema(ma.Schema):
    id = ma.fields.String(required=True)
    text_zh = ma.fields.String(required=True)
    text_en = ma.fields.String(required=True)


class PhoneChecklistSchema(ma.Schema):
    id = Id(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    items = ma.fields.List(ma.fields.Nested(PhoneChecklistItemSchema), required=True)


class PhoneCategorySchema(ma.Schema):
    code = ma.fields.String(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    icon = ma.fields.String(required=True)


class PhoneStopSchema(ma.Schema):
    checkpoint_id = Id(required=True)
    position = ma.fields.Integer(required=True)
    minutes = ma.fields.Float(required=True)


class PhoneRouteSchema(ma.Schema):
    id = Id(required=True)
    site_id = Id(required=True)
    name = ma.fields.String(required=True)
    ordered = ma.fields.Boolean(required=True)
    stops = ma.fields.List(ma.fields.Nested(PhoneStopSchema), required=True)


class PhoneVisitSchema(ma.Schema):
    id = Id(required=True)
    checkpoint_id = Id(required=True)
    position = ma.fields.Integer(required=True)
    due_from_at = Instant(required=True)
    due_until_at = Instant(required=True)
    state = visit_state()
    scanned_at = Instant(required=True, allow_none=True)


class PhoneRoundSchema(ma.Schema):
    id = Id(required=True)
    site_id = Id(required=True)
    route_id = Id(required=True)
    plan_name = ma.fields.String(required=True)
    on = ma.fields.Date(required=True)
    state = round_state(required=True)
    ordered = ma.fields.Boolean(required=True)
    start_at = Instant(required=True)
    start_from_at = Instant(required=True)
    start_until_at = Instant(required=True)
    end_due_at = Instant(required=True)
    started_at = Instant(required=True, allow_none=True)
    ended_at = Instant(required=True, allow_none=True)
    visits = ma.fields.List(ma.fields.Nested(PhoneVisitSchema), required=True)


class PhoneReplySchema(ma.Schema):
    reason = ma.fields.String(required=True)
    text = ma.fields.String(required=True)
    replied_at = Instant(required=True)


class PhoneDecisionSchema(ma.Schema):
    excused = ma.fields.Boolean(required=True)
    note = ma.fields.String(required=True)


class PhoneExceptionSchema(ma.Schema):
    id = Id(required=True)
    patrol_id = Id(required=True)
    patrol_name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(KINDS))
    checkpoint_id = Id(required=True, allow_none=True)
    on = ma.fields.Date(required=True)
    raised_at = Instant(required=True)
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))
    detail = ma.fields.Nested(ExceptionDetailSchema, required=True)
    reply = ma.fields.Nested(PhoneReplySchema, required=True, allow_none=True)
    decision = ma.fields.Nested(PhoneDecisionSchema, required=True, allow_none=True)


class PhoneFindingSchema(ma.Schema):
    id = Id(required=True)
    site_id = Id(required=True)
    checkpoint_id = Id(required=True)
    category = ma.fields.String(required=True)
    severity = ma.fields.Integer(required=True)
    text = ma.fields.String(required=True)
    opened_at = Instant(required=True)
    status = ma.fields.String(required=True)
    thumb = ma.fields.String(required=True, allow_none=True)


class BundleSchema(ma.Schema):
    """What a phone carries to work a week without a signal."""

    generated_at = Instant(required=True)
    organisation = ma.fields.Nested(TilesSchema, required=True)
    sites = ma.fields.List(ma.fields.Nested(PhoneSiteSchema), required=True)
    checkpoints = ma.fields.List(ma.fields.Nested(PhoneCheckpointSchema), required=True)
    checklists = ma.fields.List(ma.fields.Nested(PhoneChecklistSchema), required=True)
    categories = ma.fields.List(ma.fields.Nested(PhoneCategorySchema), required=True)
    routes = ma.fields.List(ma.fields.Nested(PhoneRouteSchema), required=True)
    rounds = ma.fields.List(ma.fields.Nested(PhoneRoundSchema), required=True)
    exceptions = ma.fields.List(ma.fields.Nested(PhoneExceptionSchema), required=True)
    open_findings = ma.fields.List(ma.fields.Nested(PhoneFindingSchema), required=True)
