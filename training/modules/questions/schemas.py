import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Page, Text, flag, items_of
from guard_api.tables import CommitSchema, PreviewSchema, RowSchema
from training.modules.media.rules import NAME
from training.modules.rules import KINDS, MOST_OPTIONS
from training.modules.schemas import a_key, whole
from training.words import ShownWordsSchema, shown, words


class OptionSchema(ma.Schema):
    """An answer to choose. Options of an order stand in the right order; none of them is `right`."""

    key = ma.fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"^[a-z0-9]{1,20}\Z"))
    text = words(required=True)
    right = flag(load_default=False)
    feedback = words(load_default=lambda: {"zh": "", "en": ""})


class QuestionFactsSchema(ma.Schema):
    """All of a question. Options of true or false are `true`, then `false`."""

    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    lesson = a_key(load_default=None, allow_none=True)
    level = whole(1, 3, load_default=1)
    scenario = words(load_default=None, allow_none=True)
    text = words(required=True)
    explanation = words(load_default=lambda: {"zh": "", "en": ""})
    picture = ma.fields.String(load_default=None, allow_none=True, validate=validate.Regexp(NAME))
    sources = ma.fields.List(a_key(), load_default=list, validate=validate.Length(max=20))
    options = ma.fields.List(
        ma.fields.Nested(OptionSchema), required=True, validate=validate.Length(max=MOST_OPTIONS)
    )


class NewQuestionSchema(QuestionFactsSchema):
    key = a_key(load_default=None, allow_none=True)


class BankQuerySchema(Page):
    retired = flag(load_default=False)
    lesson = ma.fields.String(validate=validate.Length(1, 60))
    q = Text(validate=validate.Length(max=100), metadata={"description": "Part of the text or key."})


class BankOptionSchema(ma.Schema):
    key = ma.fields.String(required=True)
    text = shown()
    right = ma.fields.Boolean(required=True)
    feedback = shown()


class BankPictureSchema(ma.Schema):
    name = ma.fields.String(required=True)
    url = ma.fields.String(required=True)


class BankQuestionSchema(ma.Schema):
    """A question with its answers, for those who make modules."""

    id = Id(required=True)
    module_id = Id(required=True)
    key = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(KINDS))
    lesson = ma.fields.String(required=True, allow_none=True)
    level = ma.fields.Integer(required=True)
    scenario = ma.fields.Nested(ShownWordsSchema, required=True, allow_none=True)
    text = shown()
    explanation = shown()
    picture = ma.fields.Nested(BankPictureSchema, required=True, allow_none=True)
    sources = ma.fields.List(ma.fields.String(), required=True)
    options = ma.fields.List(ma.fields.Nested(BankOptionSchema), required=True)
    created_at = Instant(required=True)
    retired_at = Instant(required=True, allow_none=True)


BankQuestionListSchema = items_of(BankQuestionSchema)


class BankImportSchema(CommitSchema):
    format = ma.fields.String(load_default="csv", validate=validate.OneOf(("csv", "gift")))
    language = ma.fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(("zh", "en")),
        metadata={"description": "Of a GIFT file, which has one; the caller's when left out."},
    )


class BankExportSchema(ma.Schema):
    format = ma.fields.String(load_default="csv", validate=validate.OneOf(("csv", "xlsx", "gift")))
    language = ma.fields.String(load_default=None, allow_none=True, validate=validate.OneOf(("zh", "en")))


class BankRowSchema(RowSchema):
    action = ma.fields.String(
        required=True, allow_none=True, validate=validate.OneOf(("add", "revise", "keep"))
    )


class BankPreviewSchema(PreviewSchema):
    rows = ma.fields.List(ma.fields.Nested(BankRowSchema), required=True)
