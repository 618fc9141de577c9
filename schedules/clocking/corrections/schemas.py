import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, Text, items_of

DECISIONS = ("waiting", "accepted", "refused", "withdrawn")


def reason(**options) -> Text:
    return Text(validate=validate.Length(1, 500), **options)


class AddedPunchSchema(ma.Schema):
    kind = ma.fields.String(required=True, validate=validate.OneOf(("in", "out")))
    at = Instant(required=True)


class MyCorrectionRequestSchema(ma.Schema):
    """Punches that were never made, and ids of such that do not hold."""

    site_id = Id(required=True)
    adds = ma.fields.List(
        ma.fields.Nested(AddedPunchSchema), load_default=list, validate=validate.Length(max=10)
    )
    voids = ma.fields.List(Id(), load_default=list, validate=validate.Length(max=10))
    reason = reason(required=True)


class CorrectionRequestSchema(MyCorrectionRequestSchema):
    person_id = Id(required=True)


class CorrectionNoteSchema(ma.Schema):
    note = Text(load_default="", validate=validate.Length(max=500))


class CorrectionRefusalSchema(ma.Schema):
    note = reason(required=True)


class CorrectionsQuerySchema(Table):
    site_id = Id()
    person_id = Id()
    decision = ma.fields.String(validate=validate.OneOf(DECISIONS))


class CorrectedPunchSchema(AddedPunchSchema):
    id = Id(required=True)


class PunchCorrectionSchema(ma.Schema):
    """`adds` count and `voids` do not, once it is accepted."""

    id = Id(required=True)
    person_id = Id(required=True)
    person_name = ma.fields.String(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    adds = ma.fields.List(
        ma.fields.Nested(
            ma.Schema.from_dict(
                {
                    "id": Id(required=True),
                    "kind": ma.fields.String(required=True),
                    "at": ma.fields.String(required=True, metadata={"format": "date-time"}),
                },
                name="CorrectionAddSchema",
            )
        ),
        required=True,
    )
    voids = ma.fields.List(ma.fields.Nested(CorrectedPunchSchema), required=True)
    from_at = Instant(required=True)
    until_at = Instant(required=True)
    reason = ma.fields.String(
        required=True, metadata={"description": "`answer`: the guard answered a question."}
    )
    question_id = Id(required=True, allow_none=True)
    asked_by = Id(required=True)
    asked_by_name = ma.fields.String(required=True)
    asked_at = Instant(required=True)
    decision = ma.fields.String(required=True, validate=validate.OneOf(DECISIONS))
    decided_by = Id(required=True, allow_none=True)
    decided_by_name = ma.fields.String(required=True, allow_none=True)
    decided_at = Instant(required=True, allow_none=True)
    note = ma.fields.String(required=True)


PunchCorrectionListSchema = items_of(PunchCorrectionSchema)


class PunchQuestionSchema(ma.Schema):
    """A punch that is missing. `presumed_at` holds until it is answered and decided on."""

    id = Id(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(("when_in", "when_out")))
    shift_id = Id(required=True, allow_none=True)
    site_id = Id(required=True)
    presumed_at = Instant(required=True)
    asked_at = Instant(required=True)


class PunchAnswerSchema(ma.Schema):
    at = Instant(required=True)
    note = Text(load_default="", validate=validate.Length(max=500))
