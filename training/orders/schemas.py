import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Text
from training.modules.questions.schemas import QuestionFactsSchema
from training.words import LessonBodySchema, name

MOST_QUESTIONS = 3


class OrderTextSchema(ma.Schema):
    """What is ordered, and what shows that it was understood."""

    title = name(required=True)
    body = ma.fields.Nested(LessonBodySchema, required=True, metadata={"description": "Markdown."})
    questions = ma.fields.List(
        ma.fields.Nested(QuestionFactsSchema), required=True, validate=validate.Length(1, MOST_QUESTIONS)
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
