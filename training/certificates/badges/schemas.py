import marshmallow as ma


class BadgeKeySchema(ma.Schema):
    """A public key as a W3C Multikey."""

    context = ma.fields.String(data_key="@context", attribute="@context")
    id = ma.fields.String(required=True)
    type = ma.fields.String(required=True)
    controller = ma.fields.String(required=True)
    publicKeyMultibase = ma.fields.String(required=True)


class BadgeIssuerSchema(ma.Schema):
    """Who issues badges: an Open Badges 3.0 profile with its public keys."""

    context = ma.fields.List(ma.fields.String(), data_key="@context", attribute="@context", required=True)
    id = ma.fields.String(required=True)
    type = ma.fields.List(ma.fields.String(), required=True)
    name = ma.fields.String(required=True)
    url = ma.fields.String(required=True)
    verificationMethod = ma.fields.List(ma.fields.Nested(BadgeKeySchema), required=True)
    assertionMethod = ma.fields.List(ma.fields.String(), required=True)


class RevokedBadgeSchema(ma.Schema):
    id = ma.fields.String(required=True)
    revoked = ma.fields.Boolean(required=True)


class BadgeRevocationsSchema(ma.Schema):
    """A 1EdTech revocation list."""

    id = ma.fields.String(required=True)
    issuer = ma.fields.String(required=True)
    revokedCredential = ma.fields.List(ma.fields.Nested(RevokedBadgeSchema), required=True)
