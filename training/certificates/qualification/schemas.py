import marshmallow as ma
from marshmallow import validate

from guard_api.fields import UUID_TEXT, Id, Instant, Page, Text, flag, items_of
from training.certificates.qualification.rules import ANSWERS, EFFECTS, EVERYONE, POST, SCOPES
from training.certificates.schemas import CertificateHolderSchema, Day
from training.words import shown


class QualificationRuleInSchema(ma.Schema):
    """Who must have what. `value` is a site's or a grade's id, or the name of a post; null for everyone.

    `effect` where it is missing: block, warn, or allow (but only with an approved exception).
    """

    scope = ma.fields.String(required=True, validate=validate.OneOf(SCOPES))
    value = Text(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    certificate_type_id = Id(load_default=None, allow_none=True)
    module_id = Id(load_default=None, allow_none=True)
    effect = ma.fields.String(required=True, validate=validate.OneOf(EFFECTS))

    @ma.validates_schema
    def one_thing_of_somebody(self, data, **_):
        if bool(data.get("certificate_type_id")) == bool(data.get("module_id")):
            raise ma.ValidationError("Ask for either a certificate or a module.", "certificate_type_id")
        if data["scope"] == EVERYONE and data.get("value"):
            raise ma.ValidationError("A rule for everyone names nobody.", "value")
        named = data.get("value") or ""
        if data["scope"] != EVERYONE and not (named if data["scope"] == POST else UUID_TEXT.fullmatch(named)):
            raise ma.ValidationError("Name whom the rule is for.", "value")


class QualificationRuleSchema(ma.Schema):
    id = Id(required=True)
    scope = ma.fields.String(required=True, validate=validate.OneOf(SCOPES))
    value = ma.fields.String(required=True, allow_none=True)
    certificate_type_id = Id(required=True, allow_none=True)
    module_id = Id(required=True, allow_none=True)
    name = shown(metadata={"description": "Of the certificate type or the module."})
    effect = ma.fields.String(required=True, validate=validate.OneOf(EFFECTS))


QualificationRuleListSchema = items_of(QualificationRuleSchema)


class QualificationRulesInSchema(ma.Schema):
    items = ma.fields.List(
        ma.fields.Nested(QualificationRuleInSchema), required=True, validate=validate.Length(max=500)
    )


class QualificationQuerySchema(ma.Schema):
    """Today when `on` is left out."""

    person_id = Id(required=True)
    site_id = Id()
    post = Text(validate=validate.Length(1, 100))
    on = Day()


class QualificationReasonSchema(ma.Schema):
    code = ma.fields.String(required=True)
    text = ma.fields.String(required=True)
    rule_id = Id(required=True)
    effect = ma.fields.String(required=True, validate=validate.OneOf(EFFECTS))


class QualificationSchema(ma.Schema):
    """`no` when something that may not be missing is; `warn` when something that should not be is."""

    on = ma.fields.Date(required=True)
    answer = ma.fields.String(required=True, validate=validate.OneOf(ANSWERS))
    reasons = ma.fields.List(ma.fields.Nested(QualificationReasonSchema), required=True)


class ExceptionsQuerySchema(Page):
    person_id = Id()
    current = flag()


class QualificationExceptionInSchema(ma.Schema):
    """Both days are included."""

    person_id = Id(required=True)
    rule_id = Id(required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)
    reason = Text(required=True, validate=validate.Length(1, 500))

    @ma.validates_schema
    def in_order(self, data, **_):
        if data["until_on"] < data["from_on"]:
            raise ma.ValidationError("The last day lies before the first one.", "until_on")


class QualificationExceptionSchema(ma.Schema):
    id = Id(required=True)
    person = ma.fields.Nested(CertificateHolderSchema, required=True)
    rule_id = Id(required=True)
    name = shown(metadata={"description": "What is missing and allowed."})
    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True)
    reason = ma.fields.String(required=True)
    approved_by = ma.fields.Nested(CertificateHolderSchema, required=True)
    approved_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
