import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Text, flag
from people.employment import rules
from people.shapes import Code, Day, IdNameSchema, IdNamesSchema, Words


class PlaceSchema(ma.Schema):
    """Where, as what and under whom."""

    site_id = Id(allow_none=True)
    grade_id = Id(allow_none=True)
    post = Words(100)
    shift_pattern = Code(rules.SHIFT_PATTERNS, allow_none=True)
    manager_id = Id(allow_none=True)


class HireSchema(ma.Schema):
    hired_on = Day(required=True, metadata={"description": "The first day."})
    contract_kind = Code(rules.CONTRACT_KINDS, load_default="fixed_term")
    probation_until_on = Day(load_default=None, allow_none=True)
    site_id = Id(load_default=None, allow_none=True)
    grade_id = Id(load_default=None, allow_none=True)
    post = Words(100, load_default="")
    shift_pattern = Code(rules.SHIFT_PATTERNS, load_default=None, allow_none=True)
    manager_id = Id(load_default=None, allow_none=True)


class TransferSchema(PlaceSchema):
    """What is left out stays as it was."""

    from_on = Day(required=True)


class PromoteSchema(PlaceSchema):
    from_on = Day(required=True)
    grade_id = Id(required=True)


class AbsenceInSchema(ma.Schema):
    from_on = Day(required=True)
    until_on = Day(
        load_default=None, allow_none=True, metadata={"description": "The last day away, if it is known."}
    )
    reason = Code(rules.ABSENCE_REASONS, required=True)
    note = Words(load_default="")


class ReturnSchema(ma.Schema):
    on = Day(required=True, metadata={"description": "The first day at work again."})


class ExitSchema(ma.Schema):
    left_on = Day(required=True, metadata={"description": "The last day employed."})
    exit_reason = Code(rules.EXIT_REASONS, required=True)
    exit_note = Words(load_default="")
    notice_on = Day(load_default=None, allow_none=True, metadata={"description": "When it was said."})
    sign_out_now = flag(
        load_default=False, metadata={"description": "End sign-in at once, not after the last day."}
    )


def Reason() -> Text:
    return Text(required=True, validate=validate.Length(3, 500))


class CorrectionSchema(ma.Schema):
    """What is left out stays. `left_on` null undoes the exit."""

    reason = Reason()
    hired_on = Day()
    contract_kind = Code(rules.CONTRACT_KINDS)
    probation_until_on = Day(allow_none=True)
    left_on = Day(allow_none=True)
    exit_reason = Code(rules.EXIT_REASONS)
    exit_note = Words()
    notice_on = Day(allow_none=True)


class PlacementCorrectionSchema(PlaceSchema):
    reason = Reason()


class EmploymentSchema(ma.Schema):
    id = Id(required=True)
    person_id = Id(required=True)
    hired_on = ma.fields.Date(required=True)
    contract_kind = ma.fields.String(required=True)
    probation_until_on = ma.fields.Date(required=True, allow_none=True)
    left_on = ma.fields.Date(required=True, allow_none=True)
    exit_reason = ma.fields.String(required=True, allow_none=True)
    exit_note = ma.fields.String(required=True)
    notice_on = ma.fields.Date(required=True, allow_none=True)
    access_ended_at = Instant(required=True, allow_none=True)


class PlacementSchema(ma.Schema):
    id = Id(required=True)
    employment_id = Id(required=True)
    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True, allow_none=True)
    site = ma.fields.Nested(IdNameSchema, required=True, allow_none=True)
    grade = ma.fields.Nested(IdNamesSchema, required=True, allow_none=True)
    post = ma.fields.String(required=True)
    shift_pattern = ma.fields.String(required=True, allow_none=True)
    manager = ma.fields.Nested(IdNameSchema, required=True, allow_none=True)
    change = ma.fields.String(required=True, validate=validate.OneOf(rules.CHANGES))


class AbsenceSchema(ma.Schema):
    id = Id(required=True)
    employment_id = Id(required=True)
    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True, allow_none=True)
    reason = ma.fields.String(required=True)
    note = ma.fields.String(required=True)
