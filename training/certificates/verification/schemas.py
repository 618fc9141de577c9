import marshmallow as ma

from guard_api.fields import Instant
from training.certificates.rules import STATES


class VerifiedTypeSchema(ma.Schema):
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)


class VerificationSchema(ma.Schema):
    """No more than is needed to compare a certificate with who shows it: the name is masked (王**, A* S*)."""

    valid = ma.fields.Boolean(required=True)
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))
    type = ma.fields.Nested(VerifiedTypeSchema, required=True)
    name = ma.fields.String(required=True)
    organisation = ma.fields.String(required=True)
    issued_on = ma.fields.Date(required=True)
    expires_on = ma.fields.Date(required=True, allow_none=True)
    checked_at = Instant(required=True)
