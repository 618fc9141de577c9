import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Text, flag
from people.shapes import IdNamesSchema, Words

MOST_ASKED = 50
MOST_MONTHS = 600
NAME = validate.Length(1, 40)


def Ids(**options) -> ma.fields.List:
    return ma.fields.List(Id(), validate=validate.Length(max=MOST_ASKED), **options)


class GradeSchema(IdNamesSchema):
    position = ma.fields.Integer(required=True, metadata={"description": "0 is the lowest."})
    archived_at = Instant(required=True, allow_none=True)


class GradeInSchema(ma.Schema):
    name_zh = Text(required=True, validate=NAME)
    name_en = Text(required=True, validate=NAME)
    position = ma.fields.Integer(strict=True, validate=validate.Range(0, 100))


class GradeChangeSchema(ma.Schema):
    """What is left out stays."""

    name_zh = Text(validate=NAME)
    name_en = Text(validate=NAME)
    position = ma.fields.Integer(strict=True, validate=validate.Range(0, 100))
    archived = flag()


class StepInSchema(ma.Schema):
    to_grade_id = Id(required=True, allow_none=True, metadata={"description": "null: there is no step."})
    months = ma.fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST_MONTHS))
    assessment_min = ma.fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, 100)
    )
    certificate_type_ids = Ids(load_default=list)
    module_ids = Ids(load_default=list)
    note_zh = Words(500, load_default="")
    note_en = Words(500, load_default="")


class GradeStepSchema(ma.Schema):
    to_grade_id = Id(required=True)
    months = ma.fields.Integer(required=True, metadata={"description": "On the grade before."})
    assessment_min = ma.fields.Integer(required=True, allow_none=True)
    certificate_type_ids = ma.fields.List(Id(), required=True)
    module_ids = ma.fields.List(Id(), required=True)
    certificates = ma.fields.List(ma.fields.Nested(IdNamesSchema), required=True)
    modules = ma.fields.List(ma.fields.Nested(IdNamesSchema), required=True)
    note_zh = ma.fields.String(required=True)
    note_en = ma.fields.String(required=True)


class RungSchema(GradeSchema):
    step = ma.fields.Nested(GradeStepSchema, required=True, allow_none=True)


class LadderSchema(ma.Schema):
    """From the lowest grade up."""

    items = ma.fields.List(ma.fields.Nested(RungSchema), required=True)
