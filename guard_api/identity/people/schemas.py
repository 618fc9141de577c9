import marshmallow as ma

from guard_api.errors import LANGUAGES
from guard_api.fields import Id, Instant, ShortText, Table, Text, flag
from guard_api.identity import rules
from guard_api.identity.actor import ROLES
from guard_api.identity.schemas import GrantSchema, secret
from guard_api.tables import PreviewSchema


class PhoneNumber(Text):
    """A phone number; Chinese mobile numbers need no +86."""

    def _deserialize(self, value, attr, data, **kwargs) -> str:
        number = rules.phone_number(super()._deserialize(value, attr, data, **kwargs))
        if number is None:
            raise ma.ValidationError("This is no phone number.")
        return number


class EmailAddress(Text):
    """An e-mail address, kept in lower case."""

    def _deserialize(self, value, attr, data, **kwargs) -> str:
        email = rules.email(super()._deserialize(value, attr, data, **kwargs))
        if email is None:
            raise ma.ValidationError("This is no e-mail address.")
        return email


class PersonSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)
    phone_number = ma.fields.String(required=True, allow_none=True)
    email = ma.fields.String(required=True, allow_none=True)
    employee_number = ma.fields.String(required=True, allow_none=True)
    language = ma.fields.String(required=True)
    active = ma.fields.Boolean(required=True)
    has_password = ma.fields.Boolean(required=True)
    has_pin = ma.fields.Boolean(required=True)
    grants = ma.fields.List(ma.fields.Nested(GrantSchema), required=True)
    created_at = Instant(required=True)


class NewPersonSchema(PersonSchema):
    one_time_password = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Shown this once, when no password was given."},
    )


class GrantInSchema(GrantSchema):
    site_id = Id(load_default=None, allow_none=True)


class PersonInSchema(ma.Schema):
    name = ShortText(required=True)
    phone_number = PhoneNumber(load_default=None, allow_none=True, metadata={"maxLength": 30})
    email = EmailAddress(load_default=None, allow_none=True)
    employee_number = Text(load_default=None, allow_none=True, validate=ma.validate.Length(1, 50))
    language = ma.fields.String(validate=ma.validate.OneOf(LANGUAGES))
    grants = ma.fields.List(
        ma.fields.Nested(GrantInSchema), load_default=list, validate=ma.validate.Length(max=200)
    )
    password = secret()
    pin = secret()


class PersonChangeSchema(PersonInSchema):
    active = flag()


# Named, because `partial=True` would reach into the grants, which come whole.
CHANGEABLE = tuple(PersonChangeSchema().fields)


class PeopleQuerySchema(Table):
    q = Text(validate=ma.validate.Length(max=100), metadata={"description": "Part of a name or number."})
    site_id = Id()
    role = ma.fields.String(validate=ma.validate.OneOf(ROLES))
    active = flag()


class TemplateQuerySchema(ma.Schema):
    format = ma.fields.String(load_default="xlsx", validate=ma.validate.OneOf(("csv", "xlsx")))


class OneTimePasswordSchema(ma.Schema):
    row = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    login = ma.fields.String(required=True)
    password = ma.fields.String(required=True)


class PeoplePreviewSchema(PreviewSchema):
    one_time_passwords = ma.fields.List(
        ma.fields.Nested(OneTimePasswordSchema),
        required=True,
        metadata={"description": "Shown this once, for those imported without a password."},
    )
