import marshmallow as ma

from guard_api.errors import LANGUAGES
from guard_api.fields import Id
from guard_api.identity.actor import ROLES

THEMES = ("system", "light", "dark")


def secret(**kwargs) -> ma.fields.String:
    """A password, as it was typed."""
    return ma.fields.String(validate=ma.validate.Length(1, 256), load_only=True, **kwargs)


class SignInSchema(ma.Schema):
    login = ma.fields.String(
        required=True,
        validate=ma.validate.Length(1, 254),
        metadata={"description": "Phone number (Chinese mobile numbers without +86 too) or e-mail."},
    )
    password = secret(required=True)
    organisation_id = Id(
        load_default=None, metadata={"description": "Only where the same name is in several."}
    )


class PinSignInSchema(ma.Schema):
    phone_token = ma.fields.String(required=True, validate=ma.validate.Length(1, 200))
    person_id = Id(required=True)
    pin = secret(required=True)


class RefreshSchema(ma.Schema):
    refresh_token = ma.fields.String(required=True, validate=ma.validate.Length(1, 300))


class GrantSchema(ma.Schema):
    """A role, for one site (guard, supervisor, client) or for the organisation (hr, administrator)."""

    role = ma.fields.String(required=True, validate=ma.validate.OneOf(ROLES))
    site_id = Id(required=True, allow_none=True)


class SiteNameSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)
    time_zone = ma.fields.String(required=True)


class OrganisationNameSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)


class MeSchema(ma.Schema):
    """The signed-in person, and the sites they reach."""

    id = Id(required=True)
    name = ma.fields.String(required=True)
    language = ma.fields.String(required=True, validate=ma.validate.OneOf(LANGUAGES))
    theme = ma.fields.String(required=True, validate=ma.validate.OneOf(THEMES))
    has_pin = ma.fields.Boolean(required=True)
    organisation = ma.fields.Nested(OrganisationNameSchema, required=True)
    grants = ma.fields.List(ma.fields.Nested(GrantSchema), required=True)
    sites = ma.fields.List(ma.fields.Nested(SiteNameSchema), required=True)


class MeChangeSchema(ma.Schema):
    language = ma.fields.String(validate=ma.validate.OneOf(LANGUAGES))
    theme = ma.fields.String(validate=ma.validate.OneOf(THEMES))


class PasswordChangeSchema(ma.Schema):
    old = secret(required=True)
    new = secret(required=True)


class PinChangeSchema(ma.Schema):
    pin = secret(required=True, metadata={"description": "Six digits that are not easy to guess."})


class TokensSchema(ma.Schema):
    access_token = ma.fields.String(required=True)
    refresh_token = ma.fields.String(
        required=True, metadata={"description": "Valid once; each use gives the next."}
    )
    expires_in_s = ma.fields.Integer(required=True, metadata={"description": "Life of the access token."})
    me = ma.fields.Nested(MeSchema, required=True)
