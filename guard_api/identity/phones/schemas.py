import marshmallow as ma

from guard_api.fields import Id, Instant, ShortText


class PhoneSchema(ma.Schema):
    id = Id(required=True)
    site_id = Id(required=True)
    name = ma.fields.String(required=True)
    enrolled_at = Instant(required=True)
    last_seen_at = Instant(required=True, allow_none=True)


class EnrolmentInSchema(ma.Schema):
    site_id = Id(required=True)
    name = ShortText(required=True)


class EnrolmentSchema(ma.Schema):
    code = ma.fields.String(required=True, metadata={"description": "To be typed on the phone, once."})
    expires_at = Instant(required=True)


class CodeSchema(ma.Schema):
    code = ma.fields.String(required=True, validate=ma.validate.Length(1, 40))


class EnrolledSchema(ma.Schema):
    phone_id = Id(required=True)
    phone_token = ma.fields.String(required=True, metadata={"description": "Kept by the phone."})


class PhoneTokenSchema(ma.Schema):
    phone_token = ma.fields.String(
        required=True, data_key="X-Phone-Token", validate=ma.validate.Length(1, 200)
    )

    class Meta:
        unknown = ma.EXCLUDE


class OnRosterSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)
