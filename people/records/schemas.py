import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Text
from people.records import rules
from people.shapes import Code, Day, IdNameSchema, IdNamesSchema, Words

MOST_CRITERIA = 30
PERCENT = validate.Range(0, 100)


class CriterionSchema(IdNamesSchema):
    weight = ma.fields.Integer(required=True)
    position = ma.fields.Integer(required=True)


class CriterionInSchema(ma.Schema):
    id = Id(metadata={"description": "Of one that stays; a new one has none yet."})
    name_zh = Text(required=True, validate=validate.Length(1, 60))
    name_en = Text(required=True, validate=validate.Length(1, 60))
    weight = ma.fields.Integer(load_default=1, strict=True, validate=validate.Range(1, 100))


class CriteriaSchema(ma.Schema):
    items = ma.fields.List(ma.fields.Nested(CriterionSchema), required=True)


class CriteriaInSchema(ma.Schema):
    items = ma.fields.List(
        ma.fields.Nested(CriterionInSchema), required=True, validate=validate.Length(1, MOST_CRITERIA)
    )


class ScoreInSchema(ma.Schema):
    criterion_id = Id(required=True)
    score = ma.fields.Integer(required=True, strict=True, validate=PERCENT)


class AssessmentInSchema(ma.Schema):
    on = Day(required=True)
    scores = ma.fields.List(
        ma.fields.Nested(ScoreInSchema), required=True, validate=validate.Length(1, MOST_CRITERIA)
    )
    note = Words(load_default="")
    period = Words(40, load_default="", metadata={"description": "What it is about, such as 2026 Q1."})


class AssessmentCorrectionSchema(AssessmentInSchema):
    """All of it as it should have been, by the criteria of the one that it replaces, and why."""

    reason = Text(required=True, validate=validate.Length(1, 500))


class ScoreSchema(ma.Schema):
    criterion_id = Id(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    weight = ma.fields.Integer(required=True)
    score = ma.fields.Integer(required=True)


class AssessmentSchema(ma.Schema):
    id = Id(required=True)
    on = ma.fields.Date(required=True)
    by = ma.fields.Nested(IdNameSchema, required=True)
    criteria = ma.fields.List(ma.fields.Nested(ScoreSchema), required=True)
    score = ma.fields.Integer(required=True, metadata={"description": "0–100, by the criteria's weights."})
    note = ma.fields.String(required=True)
    period = ma.fields.String(required=True)
    created_at = Instant(required=True)
    replaces_id = Id(required=True, allow_none=True)
    replaced_by_id = Id(
        required=True, allow_none=True, metadata={"description": "The one that holds in its place."}
    )
    reason = ma.fields.String(required=True, metadata={"description": "Why it replaces the other."})


class CommendationInSchema(ma.Schema):
    on = Day(required=True)
    kind = Code(rules.COMMENDATIONS, required=True)
    text = Text(required=True, validate=validate.Length(1, 2000))


class CommendationSchema(ma.Schema):
    id = Id(required=True)
    on = ma.fields.Date(required=True)
    by = ma.fields.Nested(IdNameSchema, required=True)
    kind = ma.fields.String(required=True)
    text = ma.fields.String(required=True)


class IdentityNumber(Text):
    """Checked where it is a Chinese one."""

    def _deserialize(self, value, attr, data, **kwargs) -> str:
        number = rules.identity_number(super()._deserialize(value, attr, data, **kwargs))
        if number is None:
            raise ma.ValidationError("This is no identity number.")
        return number


class ParticularsInSchema(ma.Schema):
    """What is left out stays."""

    gender = Code(rules.GENDERS, allow_none=True)
    born_on = Day(allow_none=True)
    ethnicity = Words(40)
    education = Code(rules.EDUCATIONS, allow_none=True)
    home_address = Words(300)
    residence = Words(300)
    emergency_contact = Words(200)
    identity_number = IdentityNumber(allow_none=True, metadata={"maxLength": 30})
    guard_card_number = Words(60)


class ParticularsSchema(ma.Schema):
    gender = ma.fields.String(required=True, allow_none=True)
    born_on = ma.fields.Date(required=True, allow_none=True)
    ethnicity = ma.fields.String(required=True)
    education = ma.fields.String(required=True, allow_none=True)
    home_address = ma.fields.String(required=True)
    residence = ma.fields.String(required=True)
    emergency_contact = ma.fields.String(required=True)
    identity_number = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "Masked: only the register has it whole."}
    )
    guard_card_number = ma.fields.String(required=True)
