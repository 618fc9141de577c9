import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Page, Text, flag
from training.certificates.schemas import CertificateHolderSchema, CertificateSchema

ANSWERS = ("renewing", "leaving", "not_needed")


class CertificateWarningSchema(ma.Schema):
    """`days` is the threshold that was reached; 0 says that the certificate has ended."""

    id = Id(required=True)
    certificate = ma.fields.Nested(CertificateSchema, required=True)
    days = ma.fields.Integer(required=True)
    sent_at = Instant(required=True)
    answered_at = Instant(required=True, allow_none=True)
    answered_by = ma.fields.Nested(CertificateHolderSchema, required=True, allow_none=True)
    answer = ma.fields.String(required=True, allow_none=True, validate=validate.OneOf((*ANSWERS, None)))
    note = ma.fields.String(required=True)
    escalated_at = Instant(
        required=True, allow_none=True, metadata={"description": "When others were told, as nobody answered."}
    )


class WarningsQuerySchema(Page):
    unanswered = flag()


class WarningAnswerSchema(ma.Schema):
    answer = ma.fields.String(required=True, validate=validate.OneOf(ANSWERS))
    note = Text(load_default="", validate=validate.Length(max=500))
