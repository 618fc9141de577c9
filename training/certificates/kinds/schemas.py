import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, ShortText, Text, flag
from training.certificates.rules import WARN_DAYS


def Modules(**options) -> ma.fields.List:
    return ma.fields.List(
        Id(),
        validate=validate.Length(max=50),
        metadata={"description": "Passing all of them issues it."},
        **options,
    )


def Months(**options) -> ma.fields.Integer:
    return ma.fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(1, 600),
        metadata={"description": "null: it never ends."},
        **options,
    )


def Days(**options) -> ma.fields.Integer:
    return ma.fields.Integer(
        strict=True,
        validate=validate.Range(0, 730),
        metadata={"description": "How long before its end it may be renewed."},
        **options,
    )


def WarnDays(**options) -> ma.fields.List:
    return ma.fields.List(
        ma.fields.Integer(strict=True, validate=validate.Range(1, 730)),
        validate=validate.Length(max=10),
        metadata={"description": "How many days before its end its holder is warned."},
        **options,
    )


def About(**options) -> Text:
    return Text(validate=validate.Length(max=500), **options)


class CertificateTypeSchema(ma.Schema):
    id = Id(required=True)
    code = ma.fields.String(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    about_zh = ma.fields.String(required=True)
    about_en = ma.fields.String(required=True)
    origin = ma.fields.String(required=True, validate=validate.OneOf(("ready", "own")))
    external = ma.fields.Boolean(
        required=True, metadata={"description": "Given by others and entered from paper."}
    )
    validity_months = Months(required=True)
    renew_from_days = Days(required=True)
    keeps_remaining = ma.fields.Boolean(
        required=True, metadata={"description": "Renewed early, the time that was left is added."}
    )
    module_ids = Modules(required=True)
    warn_days = WarnDays(required=True)
    archived_at = Instant(required=True, allow_none=True)


class CertificateTypeInSchema(ma.Schema):
    name_zh = ShortText(required=True)
    name_en = ShortText(required=True)
    about_zh = About(load_default="")
    about_en = About(load_default="")
    external = flag(load_default=False)
    validity_months = Months(load_default=None)
    renew_from_days = Days(load_default=90)
    keeps_remaining = flag(load_default=False)
    module_ids = Modules(load_default=list)
    warn_days = WarnDays(load_default=lambda: list(WARN_DAYS))


class CertificateTypeAddSchema(CertificateTypeInSchema):
    code = ma.fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{1,39}\Z"))


class CertificateTypeChangeSchema(CertificateTypeInSchema):
    """What is left out stays."""

    archived = flag()


class TypesQuerySchema(ma.Schema):
    archived = flag(load_default=False, metadata={"description": "Those no longer in use too."})


class CertificatesIssuedSchema(ma.Schema):
    issued = ma.fields.Integer(required=True)
