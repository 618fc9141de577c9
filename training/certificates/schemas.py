from datetime import date

import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, Text, flag
from training.certificates.rules import STATES

DAYS = validate.Range(date(1950, 1, 1), date(2200, 1, 1))
LANGUAGES = ("zh-CN", "en")


def Day(**options) -> ma.fields.Date:
    return ma.fields.Date(validate=DAYS, **options)


def Words(longest: int, **options) -> Text:
    return Text(validate=validate.Length(max=longest), **options)


class CertificateTypeShortSchema(ma.Schema):
    id = Id(required=True)
    code = ma.fields.String(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    external = ma.fields.Boolean(required=True)


class CertificateHolderSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)


class OpenWarningSchema(ma.Schema):
    """POST /certificate-warnings/{id}/answer answers it."""

    id = Id(required=True)
    days = ma.fields.Integer(required=True)


class CertificateSchema(ma.Schema):
    """`expires_on` is the last day on which it holds, null when it never ends.

    `verify_url` is what its QR holds; null for what others gave, which is not ours to confirm.
    """

    id = Id(required=True)
    type = ma.fields.Nested(CertificateTypeShortSchema, required=True)
    person = ma.fields.Nested(CertificateHolderSchema, required=True)
    number = ma.fields.String(required=True)
    issued_on = ma.fields.Date(required=True)
    expires_on = ma.fields.Date(required=True, allow_none=True)
    days_left = ma.fields.Integer(required=True, allow_none=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(STATES))
    issuer = ma.fields.String(required=True)
    source = ma.fields.String(required=True, validate=validate.OneOf(("passed", "paper", "session")))
    issued_at = Instant(required=True)
    renewable_from_on = ma.fields.Date(required=True, allow_none=True)
    replaces_id = Id(required=True, allow_none=True)
    replaced_by_id = Id(required=True, allow_none=True)
    has_scan = ma.fields.Boolean(required=True)
    verify_url = ma.fields.String(required=True, allow_none=True)
    warning = ma.fields.Nested(
        OpenWarningSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The last one that nobody has answered."},
    )
    revoked_at = Instant(required=True, allow_none=True)
    revoke_reason = ma.fields.String(required=True)


class CertificatesQuerySchema(Table):
    """`from_on` and `to_on` choose by the last day, and then order by it."""

    type_id = Id()
    person_id = Id()
    site_id = Id()
    state = ma.fields.String(validate=validate.OneOf(STATES))
    from_on = Day()
    to_on = Day()
    left = flag(load_default=False, metadata={"description": "Those of people who no longer work here too."})


class CountsQuerySchema(ma.Schema):
    site_id = Id()


class CertificateCountsSchema(ma.Schema):
    current = ma.fields.Integer(required=True)
    expiring = ma.fields.Integer(required=True)
    expired = ma.fields.Integer(required=True)


class CertificateScanSchema(ma.Schema):
    file = ma.fields.Raw(
        metadata={"type": "string", "format": "binary", "description": "JPEG, PNG or PDF, at most 10 MB."}
    )


class CertificateRenewSchema(ma.Schema):
    """What is left out follows the type; a certificate that others give needs its number and first day."""

    number = Words(60, load_default="")
    issued_on = Day(load_default=None, allow_none=True)
    expires_on = Day(load_default=None, allow_none=True)


class CertificateEnterSchema(ma.Schema):
    type_id = Id(required=True)
    person_id = Id(required=True)
    number = Words(60, load_default="")
    issued_on = Day()
    expires_on = Day()
    issuer = Words(100, load_default="")


class CertificateFormSchema(CertificateScanSchema, CertificateEnterSchema):
    """The parts of the form, as its description shows them."""


class CertificateRevokeSchema(ma.Schema):
    reason = Text(required=True, validate=validate.Length(1, 500))


class PrintQuerySchema(ma.Schema):
    language = ma.fields.String(
        validate=validate.OneOf(LANGUAGES), metadata={"description": "The reader's own when left out."}
    )
