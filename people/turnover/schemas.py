import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Table
from people.shapes import Code, Day
from people.turnover import rules
from people.turnover.queries import DIMENSIONS


def Count() -> ma.fields.Integer:
    return ma.fields.Integer(metadata={"description": "Opens its rows under this name."})


class PeriodFilterSchema(ma.Schema):
    from_on = Day(required=True)
    to_on = Day(required=True, metadata={"description": "Today at the latest."})
    by = Code(DIMENSIONS)
    site_id = Id()


class TurnoverFilterSchema(PeriodFilterSchema):
    hired_from_on = Day(metadata={"description": "The curve of those hired since; else of everybody."})


class TurnoverExportFilterSchema(TurnoverFilterSchema):
    format = ma.fields.String(load_default="json", validate=validate.OneOf(("json", "csv", "xlsx")))


class TurnoverRowsFilterSchema(PeriodFilterSchema, Table):
    figure = Code(rules.FIGURES, required=True)
    group = ma.fields.String(
        load_default=None, validate=validate.Length(max=100), metadata={"description": "A group's key."}
    )


class TurnoverPeriodSchema(ma.Schema):
    from_on = ma.fields.Date(required=True)
    to_on = ma.fields.Date(required=True)


class TurnoverRatioSchema(ma.Schema):
    """`num` ÷ `den`. Of fewer than five people there is no value, of nobody neither."""

    num = ma.fields.Integer(required=True, allow_none=True)
    den = ma.fields.Integer(required=True)
    value = ma.fields.Float(required=True, allow_none=True)
    suppressed = ma.fields.Boolean(required=True)


class HeadcountSchema(ma.Schema):
    on = ma.fields.Date(required=True)
    count = ma.fields.Integer(required=True)


class NotAnnualisedSchema(ma.Schema):
    code = ma.fields.String(required=True)
    detail = ma.fields.String(required=True)


class TurnoverFiguresSchema(ma.Schema):
    """opening + starters + moved_in − leavers − moved_out = closing. All but `suppressed` is left out where
    fewer than five people are meant.
    """

    suppressed = ma.fields.Boolean(required=True)
    opening = Count()
    starters = Count()
    moved_in = Count()
    leavers = Count()
    moved_out = Count()
    closing = Count()
    mean_headcount = ma.fields.Float(metadata={"description": "The mean of `headcounts`."})
    headcounts = ma.fields.List(ma.fields.Nested(HeadcountSchema))
    rate = ma.fields.Float(allow_none=True, metadata={"description": "leavers ÷ mean_headcount"})
    annualised = ma.fields.Float(allow_none=True)
    not_annualised = ma.fields.Nested(NotAnnualisedSchema, allow_none=True)
    retention = ma.fields.Nested(
        TurnoverRatioSchema,
        metadata={"description": "`stayed` ÷ `opening`; whoever moved inside has stayed."},
    )
    stability = ma.fields.Nested(
        TurnoverRatioSchema,
        metadata={"description": "`stable` ÷ `year_ago`: employed a year before the end."},
    )
    early_attrition = ma.fields.Nested(
        TurnoverRatioSchema,
        metadata={"description": "`left_within_90` ÷ `completed_90`: whose 90 days ended in the period."},
    )


class TurnoverTotalSchema(TurnoverFiguresSchema):
    half_life_days = ma.fields.Integer(
        allow_none=True, metadata={"description": "When half of the curve's people had left."}
    )


class TurnoverGroupSchema(TurnoverFiguresSchema):
    key = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    share_of_leavers = ma.fields.Float(allow_none=True, metadata={"description": "By reason alone."})


class SurvivalPointSchema(ma.Schema):
    day = ma.fields.Integer(required=True)
    survival = ma.fields.Float(required=True)
    low = ma.fields.Float(required=True, metadata={"description": "95 % band."})
    high = ma.fields.Float(required=True)
    at_risk = ma.fields.Integer(required=True)


class SurvivalGroupSchema(ma.Schema):
    """By the group in which people began."""

    key = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    people = ma.fields.Integer(required=True)
    median_days = ma.fields.Integer(required=True, allow_none=True)
    points = ma.fields.List(ma.fields.Nested(SurvivalPointSchema), required=True)


class LogrankSchema(ma.Schema):
    p = ma.fields.Float(required=True)
    statistic = ma.fields.Float(required=True)
    df = ma.fields.Integer(required=True)


class SurvivalSchema(ma.Schema):
    """Kaplan–Meier over everybody hired by the end of the period. The eight largest groups have their own."""

    people = ma.fields.Integer(required=True)
    points = ma.fields.List(ma.fields.Nested(SurvivalPointSchema), required=True)
    groups = ma.fields.List(ma.fields.Nested(SurvivalGroupSchema), required=True)
    logrank = ma.fields.Nested(LogrankSchema, required=True, allow_none=True)


class TurnoverSchema(ma.Schema):
    period = ma.fields.Nested(TurnoverPeriodSchema, required=True)
    by = ma.fields.String(required=True, allow_none=True)
    least_people = ma.fields.Integer(required=True)
    total = ma.fields.Nested(TurnoverTotalSchema, required=True)
    groups = ma.fields.List(ma.fields.Nested(TurnoverGroupSchema), required=True)
    curve = ma.fields.Nested(SurvivalSchema, required=True)


class TurnoverRowSchema(ma.Schema):
    employment_id = Id(required=True)
    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    site = ma.fields.String(required=True)
    grade = ma.fields.String(required=True)
    hired_on = ma.fields.Date(required=True)
    left_on = ma.fields.Date(required=True, allow_none=True)
    exit_reason = ma.fields.String(required=True, allow_none=True)
    days = ma.fields.Integer(required=True, metadata={"description": "Employed by the end of the period."})
