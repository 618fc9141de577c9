from datetime import date

import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Text
from training.words import shown

MOST_PEOPLE = 5000
DAYS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))
FORMATS = validate.OneOf(("json", "csv", "xlsx"))


class MatrixQuerySchema(ma.Schema):
    site_id = Id()
    grade_id = Id()
    q = Text(validate=validate.Length(max=100), metadata={"description": "Part of the name."})
    limit = ma.fields.Integer(load_default=500, validate=validate.Range(1, MOST_PEOPLE))
    cursor = ma.fields.String(validate=validate.Length(1, 1000))
    format = ma.fields.String(load_default="json", validate=FORMATS)


class MatrixModuleSchema(ma.Schema):
    id = Id(required=True)
    code = ma.fields.String(required=True)
    title = shown()


class MatrixPersonSchema(ma.Schema):
    """`cells` holds one letter for each module, in the order of `modules`.

    c current, d due, o overdue, f failed, x expired, - not required.
    """

    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    site_id = Id(required=True, allow_none=True)
    site = ma.fields.String(required=True, allow_none=True)
    grade_id = Id(required=True, allow_none=True)
    grade = ma.fields.String(required=True, allow_none=True)
    cells = ma.fields.String(required=True)


class MatrixTotalSchema(ma.Schema):
    """How many of the people shown stand how."""

    module_id = Id(required=True)
    c = ma.fields.Integer(required=True)
    d = ma.fields.Integer(required=True)
    o = ma.fields.Integer(required=True)
    f = ma.fields.Integer(required=True)
    x = ma.fields.Integer(required=True)


class MatrixSchema(ma.Schema):
    modules = ma.fields.List(ma.fields.Nested(MatrixModuleSchema), required=True)
    people = ma.fields.List(ma.fields.Nested(MatrixPersonSchema), required=True)
    totals = ma.fields.List(ma.fields.Nested(MatrixTotalSchema), required=True)
    people_total = ma.fields.Integer(
        required=True, metadata={"description": "Whom the filters choose, on all pages."}
    )
    next = ma.fields.String(required=True, allow_none=True)


class FiguresQuerySchema(ma.Schema):
    from_on = ma.fields.Date(
        validate=DAYS, metadata={"description": "First day of attempts; 90 days back when left out."}
    )
    to_on = ma.fields.Date(validate=DAYS, metadata={"description": "Last day; today when left out."})
    site_id = Id()
    format = ma.fields.String(
        load_default="json", validate=FORMATS, metadata={"description": "A file holds `by_module`."}
    )


class TrainingShareSchema(ma.Schema):
    """`value` is null where there is nothing to count."""

    num = ma.fields.Integer(required=True)
    den = ma.fields.Integer(required=True)
    value = ma.fields.Float(required=True, allow_none=True)


def a_share() -> ma.fields.Nested:
    return ma.fields.Nested(TrainingShareSchema, required=True)


class ModuleFiguresSchema(ma.Schema):
    module_id = Id(required=True)
    code = ma.fields.String(required=True)
    title = shown()
    coverage = a_share()
    first_pass = a_share()
    pass_rate = a_share()
    due = ma.fields.Integer(required=True)
    overdue = ma.fields.Integer(required=True)
    failed = ma.fields.Integer(required=True)
    expired = ma.fields.Integer(required=True)


class SiteFiguresSchema(ma.Schema):
    site_id = Id(required=True, allow_none=True)
    site = ma.fields.String(required=True, allow_none=True)
    coverage = a_share()
    first_pass = a_share()


class HardQuestionSchema(ma.Schema):
    """A question in its present words; `wrong` over all its revisions in the period."""

    module_id = Id(required=True)
    code = ma.fields.String(required=True)
    key = ma.fields.String(required=True)
    question_id = Id(required=True)
    text = shown()
    wrong = a_share()


class FiguresSchema(ma.Schema):
    """Coverage is that of today: required modules that are current, of all that are required.

    Pass rates are of papers that ended in the period.
    """

    from_on = ma.fields.Date(required=True)
    to_on = ma.fields.Date(required=True)
    coverage = a_share()
    people_current = ma.fields.Nested(
        TrainingShareSchema,
        required=True,
        metadata={"description": "People who are current in all that they need, of those who need anything."},
    )
    first_pass = a_share()
    pass_rate = a_share()
    by_module = ma.fields.List(ma.fields.Nested(ModuleFiguresSchema), required=True)
    by_site = ma.fields.List(ma.fields.Nested(SiteFiguresSchema), required=True)
    hardest = ma.fields.List(ma.fields.Nested(HardQuestionSchema), required=True)
