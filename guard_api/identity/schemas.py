import marshmallow as ma

from guard_api.identity.actor import ROLES


class SignInSchema(ma.Schema):
    login = ma.fields.String(
        required=True,
        validate=ma.validate.Length(1, 254),
        metadata={"description": "Phone number (E.164, spaces allowed) or e-mail."},
    )
    password = ma.fields.String(required=True, validate=ma.validate.Length(1, 256), load_only=True)
    organisation_id = ma.fields.UUID(metadata={"description": "Only where the same name is in several."})


class GrantSchema(ma.Schema):
    role = ma.fields.String(required=True, validate=ma.validate.OneOf(ROLES))
    site_id = ma.fields.UUID(allow_none=True)


class SiteNameSchema(ma.Schema):
    id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    time_zone = ma.fields.String(required=True)


class OrganisationNameSchema(ma.Schema):
    id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)


class MeSchema(ma.Schema):
    """The signed-in person, and the sites they reach."""

    id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    language = ma.fields.String(required=True)
    theme = ma.fields.String(required=True)
    has_pin = ma.fields.Boolean(required=True)
    organisation = ma.fields.Nested(OrganisationNameSchema, required=True)
    grants = ma.fields.List(ma.fields.Nested(GrantSchema), required=True)
    sites = ma.fields.List(ma.fields.Nested(SiteNameSchema), required=True)


class TokensSchema(ma.Schema):
    access_token = ma.fields.String(required=True)
    refresh_token = ma.fields.String(
        required=True, metadata={"description": "Valid once; each use gives the next."}
    )
    expires_in_s = ma.fields.Integer(required=True, metadata={"description": "Life of the access token."})
    me = ma.fields.Nested(MeSchema, required=True)
