from datetime import timedelta

import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Page, Table, Text
from guard_api.tables import PreviewSchema
from people.shapes import Code, Day, Words
from schedules.law.packs import OWN_KINDS, PACKS, PERIODS
from schedules.law.shapes import LEVELS
from schedules.posts.schemas import BothSchema, languages, whole
from schedules.terms.rules import APART, HOUR_SYSTEMS, TOGETHER, WALKING, WISHES

MONTH_MINUTES = 31 * 24 * 60
LONGEST_WISH = timedelta(days=5 * 366)


class LastDay(ma.Schema):
    """A range whose last day may be open."""

    @ma.validates_schema
    def in_order(self, data, **_):
        if data.get("until_on") and "from_on" in data and data["until_on"] < data["from_on"]:
            raise ma.ValidationError("The last day must not come before the first.", "until_on")


class WaiverSchema(LastDay):
    """From when to when a person agreed in writing not to be bound; `until_on` null: until taken back."""

    from_on = Day(required=True)
    until_on = Day(load_default=None, allow_none=True)


class TermsInSchema(ma.Schema):
    """The terms from a day on; what is left out has its default."""

    from_on = Day(required=True)
    hour_system = Code(HOUR_SYSTEMS, load_default="standard")
    law_pack = Code(PACKS, metadata={"description": "That of the organisation where it is left out."})
    period = Code(
        PERIODS,
        load_default=None,
        allow_none=True,
        metadata={"description": "Over which comprehensive hours are counted; null: a month."},
    )
    week_minutes = whole(0, 7 * 24 * 60, load_default=None, allow_none=True)
    month_min_minutes = whole(0, MONTH_MINUTES, load_default=None, allow_none=True)
    month_max_minutes = whole(0, MONTH_MINUTES, load_default=None, allow_none=True)
    max_nights_month = whole(0, 31, load_default=None, allow_none=True)
    site_ids = ma.fields.List(
        Id(),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "Where the person may serve; empty: the sites of the person's roles."},
    )
    max_walking = Code(WALKING, load_default="much")
    languages = languages(load_default=list)
    waivers = ma.fields.Dict(
        keys=ma.fields.String(validate=validate.Length(1, 40)),
        values=ma.fields.Nested(WaiverSchema),
        load_default=dict,
        validate=validate.Length(max=10),
    )
    worked_before_months = whole(
        0, 720, load_default=0, metadata={"description": "With others: counts towards annual leave."}
    )
    note = Words(load_default="")

    @ma.validates_schema
    def month_in_order(self, data, **_):
        least, most = data.get("month_min_minutes"), data.get("month_max_minutes")
        if least is not None and most is not None and most < least:
            raise ma.ValidationError("The most must not lie below the least.", "month_max_minutes")


class ShownWaiverSchema(ma.Schema):
    from_on = ma.fields.String(required=True)
    until_on = ma.fields.String(required=True, allow_none=True)


class TermsSchema(ma.Schema):
    """`from_on` null: nothing was agreed, the organisation's usual terms hold."""

    from_on = ma.fields.Date(required=True, allow_none=True)
    hour_system = Code(HOUR_SYSTEMS, required=True)
    law_pack = Code(PACKS, required=True)
    period = Code(PERIODS, required=True, allow_none=True)
    week_minutes = ma.fields.Integer(required=True, allow_none=True)
    month_min_minutes = ma.fields.Integer(required=True, allow_none=True)
    month_max_minutes = ma.fields.Integer(required=True, allow_none=True)
    max_nights_month = ma.fields.Integer(required=True, allow_none=True)
    site_ids = ma.fields.List(Id(), required=True)
    max_walking = Code(WALKING, required=True)
    languages = ma.fields.List(ma.fields.String(), required=True)
    waivers = ma.fields.Dict(
        keys=ma.fields.String(), values=ma.fields.Nested(ShownWaiverSchema), required=True
    )
    worked_before_months = ma.fields.Integer(required=True)
    note = ma.fields.String(required=True)


class PersonTermsSchema(ma.Schema):
    """The terms that hold today, and every row on file, the newest first."""

    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    today = ma.fields.Nested(TermsSchema, required=True)
    history = ma.fields.List(ma.fields.Nested(TermsSchema), required=True)


class TermsRowSchema(TermsSchema):
    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    employee_number = ma.fields.String(required=True, allow_none=True)
    site_names = ma.fields.List(ma.fields.String(), required=True)


class TermsQuerySchema(Table):
    site_id = Id()


class TermsTemplateSchema(ma.Schema):
    format = ma.fields.String(load_default="xlsx", validate=validate.OneOf(("csv", "xlsx")))


class TermsPreviewSchema(PreviewSchema):
    """What an import of terms would do, or has done."""


# --- pairings ---------------------------------------------------------------------------------


class PairingInSchema(ma.Schema):
    person_a = Id(required=True)
    person_b = Id(required=True)
    kind = Code((TOGETHER, APART), required=True)
    hard = ma.fields.Boolean(load_default=False, truthy={True}, falsy={False})
    reason = Text(load_default="", validate=validate.Length(max=300))


class PairingPersonSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)


class PairingSchema(ma.Schema):
    id = Id(required=True)
    person_a = ma.fields.Nested(PairingPersonSchema, required=True)
    person_b = ma.fields.Nested(PairingPersonSchema, required=True)
    kind = Code((TOGETHER, APART), required=True)
    hard = ma.fields.Boolean(required=True)
    reason = ma.fields.String(required=True)


class PairingsQuerySchema(Page):
    site_id = Id()


# --- law --------------------------------------------------------------------------------------


class RuleChoiceSchema(ma.Schema):
    """What the organisation chooses of a rule; what is left out stays as the pack has it."""

    level = Code(LEVELS)
    weight = whole(1, 100)
    limit = whole(0, 1_000_000)
    days = whole(1, 732)


class OwnRuleSchema(ma.Schema):
    """A rule of the organisation's own, such as at most so many nights in a row."""

    kind = Code(OWN_KINDS, required=True)
    limit = whole(0, 1_000_000, required=True)
    level = Code(LEVELS, load_default="soft")
    weight = whole(1, 100, load_default=1)
    name_zh = Text(load_default="", validate=validate.Length(max=100))
    name_en = Text(load_default="", validate=validate.Length(max=100))


class LawInSchema(ma.Schema):
    default_pack = Code(PACKS, required=True)
    rules = ma.fields.Dict(
        keys=ma.fields.String(validate=validate.Length(1, 60)),
        values=ma.fields.Nested(RuleChoiceSchema),
        load_default=dict,
        validate=validate.Length(max=200),
    )
    own_rules = ma.fields.List(
        ma.fields.Nested(OwnRuleSchema), load_default=list, validate=validate.Length(max=40)
    )


class RuleFiguresSchema(ma.Schema):
    level = Code(LEVELS, required=True)
    weight = ma.fields.Integer(required=True)
    limit = ma.fields.Integer(required=True)
    days = ma.fields.Integer(required=True)


class LawRuleSchema(RuleFiguresSchema):
    """A rule as the organisation uses it; `usual` is what the pack says."""

    id = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    unit = ma.fields.String(required=True)
    article = ma.fields.Nested(BothSchema, required=True)
    source = ma.fields.String(
        required=True, metadata={"description": "statute, second_hand, general_knowledge or own."}
    )
    note = ma.fields.Nested(BothSchema, required=True, allow_none=True)
    waiver = ma.fields.String(required=True, allow_none=True)
    fixed = ma.fields.Boolean(required=True)
    changed = ma.fields.Boolean(required=True)
    usual = ma.fields.Nested(RuleFiguresSchema, required=True)


class LawPackSchema(ma.Schema):
    id = ma.fields.String(required=True)
    name = ma.fields.Nested(BothSchema, required=True)
    note = ma.fields.Nested(BothSchema, required=True, allow_none=True)
    rules = ma.fields.List(ma.fields.Nested(LawRuleSchema), required=True)


class OwnKindSchema(ma.Schema):
    kind = ma.fields.String(required=True)
    unit = ma.fields.String(required=True)


class LawSchema(ma.Schema):
    default_pack = ma.fields.String(required=True)
    packs = ma.fields.List(ma.fields.Nested(LawPackSchema), required=True)
    own_rules = ma.fields.List(ma.fields.Nested(OwnRuleSchema), required=True)
    own_kinds = ma.fields.List(ma.fields.Nested(OwnKindSchema), required=True)


# --- wishes -----------------------------------------------------------------------------------


class WishInSchema(LastDay):
    """Days wanted, avoided or impossible; of a weekday or a kind of shift only, where one is named."""

    id = Id(metadata={"description": "The phone's own, so that a repeat changes nothing."})
    from_on = Day(required=True)
    until_on = Day(load_default=None, allow_none=True)
    weekday = whole(0, 6, load_default=None, allow_none=True)
    shift_type_id = Id(load_default=None, allow_none=True)
    kind = Code(WISHES, required=True)
    note = Text(load_default="", validate=validate.Length(max=300))

    @ma.validates_schema
    def not_for_ever(self, data, **_):
        until = data.get("until_on")
        if until and "from_on" in data and until - data["from_on"] > LONGEST_WISH:
            raise ma.ValidationError("Say which days: no more than five years.", "until_on")


class WishSchema(ma.Schema):
    id = Id(required=True)
    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True, allow_none=True)
    weekday = ma.fields.Integer(required=True, allow_none=True)
    shift_type_id = Id(required=True, allow_none=True)
    kind = Code(WISHES, required=True)
    note = ma.fields.String(required=True)
    created_at = Instant(required=True)


class WishesSchema(ma.Schema):
    items = ma.fields.List(ma.fields.Nested(WishSchema), required=True)


class WishRowSchema(WishSchema):
    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    shift_code = ma.fields.String(required=True, allow_none=True)


class WishesQuerySchema(Table):
    site_id = Id()
    from_on = Day()
    until_on = Day()
