import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, Text, flag, items_of
from training.duties.rules import STATES
from training.modules.questions.schemas import BankQuestionSchema, QuestionFactsSchema
from training.words import LessonBodySchema, name, shown

MOST_QUESTIONS = 3


class OrderTextSchema(ma.Schema):
    """What is ordered, and what shows that it was understood."""

    title = name(required=True)
    body = ma.fields.Nested(LessonBodySchema, required=True, metadata={"description": "Markdown."})
    questions = ma.fields.List(
        ma.fields.Nested(QuestionFactsSchema), required=True, validate=validate.Length(1, MOST_QUESTIONS)
    )
    note = Text(
        load_default="",
        validate=validate.Length(max=500),
        metadata={"description": "What is new in it, for the list of versions."},
    )


class NewOrderSchema(OrderTextSchema):
    """Of a site, or of a post wherever it is."""

    site_id = Id()
    post = Text(validate=validate.Length(1, 100))
    due_days = ma.fields.Integer(load_default=3, strict=True, validate=validate.Range(0, 90))

    @ma.validates_schema
    def one_of_both(self, data, **_):
        if ("site_id" in data) == ("post" in data):
            raise ma.ValidationError("Give either a site or a post.", "site_id")


class OrdersQuerySchema(Table):
    site_id = Id()
    archived = flag(load_default=False, metadata={"description": "Those that were withdrawn."})
    q = Text(validate=validate.Length(max=100), metadata={"description": "Part of the title."})


class OrderSiteSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)


class OrderCountsSchema(ma.Schema):
    """People of whom it is required and whom the caller looks after, by how they stand with it."""

    asked = ma.fields.Integer(required=True)
    understood = ma.fields.Integer(required=True)
    due = ma.fields.Integer(required=True)
    overdue = ma.fields.Integer(required=True)
    failed = ma.fields.Integer(required=True)


class OrderSchema(ma.Schema):
    """A post order as the list shows it: `site` or `post` says of whom it is required."""

    id = Id(required=True)
    title = shown()
    site = ma.fields.Nested(OrderSiteSchema, required=True, allow_none=True)
    post = ma.fields.String(required=True, allow_none=True)
    due_days = ma.fields.Integer(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)
    published_at = Instant(required=True)
    published_by = ma.fields.String(required=True, allow_none=True)
    counts = ma.fields.Nested(OrderCountsSchema, required=True)
    may_change = ma.fields.Boolean(required=True)
    archived_at = Instant(required=True, allow_none=True)


OrderListSchema = items_of(OrderSchema)


class OrderDetailSchema(OrderSchema):
    body = shown()
    questions = ma.fields.List(ma.fields.Nested(BankQuestionSchema), required=True)


class OrderPeopleQuerySchema(Table):
    state = ma.fields.String(validate=validate.OneOf(STATES))
    q = Text(validate=validate.Length(max=100), metadata={"description": "Part of the person's name."})


class OrderAnswerSchema(ma.Schema):
    """One question as it was asked, and what was chosen; an order of things in the order given."""

    text = shown()
    chosen = ma.fields.List(shown(), required=True)
    right = ma.fields.Boolean(required=True)


class OrderPersonSchema(ma.Schema):
    """How somebody stands with the order. The answers are those of the last attempt, whatever its version."""

    id = Id(required=True)
    person_id = Id(required=True)
    person_name = ma.fields.String(required=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(STATES))
    read = ma.fields.Boolean(required=True, metadata={"description": "The text as it is now."})
    due_on = ma.fields.Date(required=True, allow_none=True)
    understood_at = Instant(required=True, allow_none=True)
    attempts = ma.fields.Integer(required=True)
    reminded_at = Instant(required=True, allow_none=True)
    answered_at = Instant(required=True, allow_none=True)
    answered_version = ma.fields.Integer(required=True, allow_none=True)
    answers = ma.fields.List(ma.fields.Nested(OrderAnswerSchema), required=True)


OrderPeopleSchema = items_of(OrderPersonSchema)
