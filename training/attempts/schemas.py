import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant
from training.duties.rules import STATES
from training.modules.rules import KINDS
from training.modules.schemas import ShownSourceSchema
from training.words import ShownWordsSchema, shown

MOST_ANSWERS, MOST_CHOSEN = 200, 20


class AttemptSchema(ma.Schema):
    """Answers to a paper: question id → keys of the chosen options, for an order all of them in order."""

    id = Id(metadata={"description": "The attempt's own id; sent again, it is the same attempt."})
    paper_id = Id(required=True)
    started_at = Instant(required=True)
    answers = ma.fields.Dict(
        keys=Id(),
        values=ma.fields.List(
            ma.fields.String(validate=validate.Length(1, 20)), validate=validate.Length(max=MOST_CHOSEN)
        ),
        required=True,
        validate=validate.Length(max=MOST_ANSWERS),
    )


class AskedOptionSchema(ma.Schema):
    """An option before it is answered. Its key says where it stands, and nothing else."""

    key = ma.fields.String(required=True)
    text = shown()


class AskedQuestionSchema(ma.Schema):
    id = Id(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    lesson = ma.fields.String(required=True, allow_none=True)
    scenario = ma.fields.Nested(ShownWordsSchema, required=True, allow_none=True)
    text = shown()
    picture = ma.fields.String(required=True, allow_none=True)
    options = ma.fields.List(ma.fields.Nested(AskedOptionSchema), required=True)


class ExamPaperSchema(ma.Schema):
    """Questions of the next attempt, which may begin at `opens_at` (null: at once)."""

    id = Id(required=True)
    opens_at = Instant(required=True, allow_none=True)
    questions = ma.fields.List(ma.fields.Nested(AskedQuestionSchema), required=True)


class ToldOptionSchema(AskedOptionSchema):
    feedback = shown()


class ToldQuestionSchema(AskedQuestionSchema):
    """A question after the attempt is in. Options keep the keys under which they were shown."""

    options = ma.fields.List(ma.fields.Nested(ToldOptionSchema), required=True)
    right = ma.fields.Boolean(required=True)
    chosen = ma.fields.List(ma.fields.String(), required=True)
    correct = ma.fields.List(ma.fields.String(), required=True)
    feedback = ma.fields.Nested(ShownWordsSchema, required=True, allow_none=True)
    explanation = shown()


class AttemptResultSchema(ma.Schema):
    """Flags say why it does not count (paper_used, too_early, version_expired, nothing_left), or a doubt."""

    attempt_id = Id(required=True)
    module_id = Id(required=True)
    version_id = Id(required=True, allow_none=True)
    percent = ma.fields.Integer(required=True, allow_none=True)
    passed = ma.fields.Boolean(required=True)
    counted = ma.fields.Boolean(required=True)
    right = ma.fields.Integer(required=True, allow_none=True)
    asked = ma.fields.Integer(required=True, allow_none=True)
    ended_at = Instant(required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)
    questions = ma.fields.List(ma.fields.Nested(ToldQuestionSchema), required=True)


class CarriedLessonSchema(ma.Schema):
    key = ma.fields.String(required=True)
    title = shown()
    minutes = ma.fields.Integer(required=True)
    body = shown()


class CarriedMediaSchema(ma.Schema):
    name = ma.fields.String(required=True)
    url = ma.fields.String(required=True)


class ProgressSchema(ma.Schema):
    read = ma.fields.List(ma.fields.String(), required=True, metadata={"description": "Keys of lessons."})


class CarriedModuleSchema(ma.Schema):
    """A module as a phone carries it. `paper` is null when there is nothing to attempt now."""

    id = Id(required=True)
    code = ma.fields.String(required=True)
    origin = ma.fields.String(required=True)
    version_id = Id(required=True)
    version = ma.fields.Integer(required=True)
    title = shown()
    summary = shown()
    minutes = ma.fields.Integer(required=True)
    pass_percent = ma.fields.Integer(required=True)
    lessons = ma.fields.List(ma.fields.Nested(CarriedLessonSchema), required=True)
    sources = ma.fields.List(ma.fields.Nested(ShownSourceSchema), required=True)
    media = ma.fields.List(ma.fields.Nested(CarriedMediaSchema), required=True)
    required = ma.fields.Boolean(required=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(STATES))
    due_on = ma.fields.Date(required=True, allow_none=True)
    valid_until_on = ma.fields.Date(required=True, allow_none=True)
    passed_at = Instant(required=True, allow_none=True)
    attempts = ma.fields.Integer(required=True)
    best_percent = ma.fields.Integer(required=True, allow_none=True)
    attempts_left = ma.fields.Integer(required=True, allow_none=True)
    next_attempt_at = Instant(required=True, allow_none=True)
    progress = ma.fields.Nested(ProgressSchema, required=True)
    paper = ma.fields.Nested(ExamPaperSchema, required=True, allow_none=True)
    last_result = ma.fields.Nested(AttemptResultSchema, required=True, allow_none=True)
