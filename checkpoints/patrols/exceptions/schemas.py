import marshmallow as ma

from checkpoints.findings.schemas import FindingPhotoSchema, NamedSchema
from checkpoints.patrols.exceptions.rules import REASONS
from guard_api.fields import Id, Instant, Table, Text, items_of

KINDS = ("missed", "incomplete", "late", "skipped", "too_short", "too_long")
STATES = ("open", "answered", "excused", "unexcused", "withdrawn")


class ReplySchema(ma.Schema):
    """The guard's side of it."""

    reason = ma.fields.String(required=True, validate=ma.validate.OneOf(REASONS))
    text = ma.fields.String(required=True)
    person = ma.fields.Nested(NamedSchema, required=True, allow_none=True)
    replied_at = Instant(required=True)
    photos = ma.fields.List(ma.fields.Nested(FindingPhotoSchema), required=True)


class DecisionMadeSchema(ma.Schema):
    excused = ma.fields.Boolean(required=True)
    note = ma.fields.String(required=True)
    person = ma.fields.Nested(NamedSchema, required=True, allow_none=True)
    decided_at = Instant(required=True)


class ExceptionDetailSchema(ma.Schema):
    """The figures behind an exception, as far as its kind has them."""

    minutes = ma.fields.Float(
        metadata={"description": "late: after the start was due; too_short, too_long: walked."}
    )
    expected_minutes = ma.fields.Float()
    unvisited = ma.fields.Integer()
    visits = ma.fields.Integer()


class ExceptionSchema(ma.Schema):
    """Something off plan about a round, or (skipped) about one checkpoint of it."""

    id = Id(required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(KINDS))
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    patrol_id = Id(required=True)
    patrol_name = ma.fields.String(required=True)
    checkpoint_id = Id(required=True, allow_none=True)
    checkpoint = ma.fields.String(required=True, allow_none=True)
    on = ma.fields.Date(required=True)
    raised_at = Instant(required=True)
    person = ma.fields.Nested(NamedSchema, required=True, allow_none=True)
    detail = ma.fields.Nested(ExceptionDetailSchema, required=True)
    reply = ma.fields.Nested(ReplySchema, required=True, allow_none=True)
    decision = ma.fields.Nested(DecisionMadeSchema, required=True, allow_none=True)


ExceptionListSchema = items_of(ExceptionSchema)


class ExceptionQuerySchema(Table):
    site_id = Id()
    person_id = Id()
    patrol_id = Id()
    kind = ma.fields.String(validate=ma.validate.OneOf(KINDS))
    state = ma.fields.String(
        validate=ma.validate.OneOf((*STATES, "undecided")),
        metadata={
            "description": "Without it all that hold; withdrawn ones come only when asked for. "
            "undecided: open or answered."
        },
    )
    from_on = ma.fields.Date()
    to_on = ma.fields.Date()


class DecisionSchema(ma.Schema):
    excused = ma.fields.Boolean(required=True)
    note = Text(
        load_default="",
        validate=ma.validate.Length(max=2000),
        metadata={"description": "Needed where it is not excused."},
    )
