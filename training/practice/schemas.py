import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Text
from training.modules.rules import KINDS
from training.words import ShownWordsSchema, shown


class PracticeOptionSchema(ma.Schema):
    """`key` is the place at which it is shown."""

    key = ma.fields.String(required=True)
    text = shown()


class PracticeQuestionSchema(ma.Schema):
    """A question without its answer."""

    id = Id(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    lesson = ma.fields.String(required=True, allow_none=True)
    scenario = shown(allow_none=True)
    text = shown()
    picture = ma.fields.String(required=True, allow_none=True)
    options = ma.fields.List(ma.fields.Nested(PracticeOptionSchema), required=True)


class PracticeCardSchema(ma.Schema):
    id = Id(required=True)
    module_id = Id(required=True)
    due_at = Instant(required=True)
    question = ma.fields.Nested(PracticeQuestionSchema, required=True)


class PracticeResultSchema(ma.Schema):
    """How an answer went: places of the options that were chosen and of those that are right."""

    id = Id(required=True)
    card_id = Id(required=True)
    answered_at = Instant(required=True)
    right = ma.fields.Boolean(required=True)
    chosen = ma.fields.List(ma.fields.String(), required=True)
    correct = ma.fields.List(ma.fields.String(), required=True)
    feedback = ma.fields.Dict(
        keys=ma.fields.String(),
        values=ma.fields.Nested(ShownWordsSchema),
        required=True,
        metadata={"description": "Of each option, by its place."},
    )
    explanation = shown()
    due_at = Instant(required=True, metadata={"description": "When it is asked again."})
    question = ma.fields.Nested(PracticeQuestionSchema, required=True)


class PracticeSchema(ma.Schema):
    """`cards` are what is left for today, in their turn."""

    a_day = ma.fields.Integer(required=True)
    cards = ma.fields.List(ma.fields.Nested(PracticeCardSchema), required=True)
    answered_today = ma.fields.Integer(required=True)
    streak_days = ma.fields.Integer(required=True)
    results = ma.fields.List(ma.fields.Nested(PracticeResultSchema), required=True)


class PracticeAnswerSchema(ma.Schema):
    id = Id(metadata={"description": "Of the phone; the same twice is one answer."})
    card_id = Id(required=True)
    answer = ma.fields.List(
        Text(validate=validate.Length(max=20)),
        required=True,
        validate=validate.Length(max=20),
        metadata={"description": "Places of the chosen options; for an order, all in their order."},
    )
    seconds = ma.fields.Float(load_default=None, allow_none=True, validate=validate.Range(0, 86_400))
