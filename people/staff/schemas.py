import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, Text
from people.documents.schemas import DocumentSchema
from people.employment.schemas import AbsenceSchema, EmploymentSchema, PlacementSchema
from people.records.schemas import AssessmentSchema, CommendationSchema
from people.shapes import IdNameSchema, IdNamesSchema
from people.staff.rules import STATES


class StaffFilterSchema(Table):
    site_id = Id()
    grade_id = Id()
    state = ma.fields.String(validate=validate.OneOf(STATES))
    q = Text(validate=validate.Length(max=100), metadata={"description": "Part of a name or number."})


class StaffCountsFilterSchema(ma.Schema):
    site_id = Id()


class StaffSchema(ma.Schema):
    """Somebody by the newest employment; who has none on file is shown by roles alone."""

    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    employee_number = ma.fields.String(required=True, allow_none=True)
    phone_number = ma.fields.String(required=True, allow_none=True)
    active = ma.fields.Boolean(required=True, metadata={"description": "May sign in."})
    employment_id = Id(required=True, allow_none=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(STATES))
    site = ma.fields.Nested(IdNameSchema, required=True, allow_none=True)
    grade = ma.fields.Nested(IdNamesSchema, required=True, allow_none=True)
    manager = ma.fields.Nested(IdNameSchema, required=True, allow_none=True)
    post = ma.fields.String(required=True, allow_none=True)
    shift_pattern = ma.fields.String(required=True, allow_none=True)
    hired_on = ma.fields.Date(required=True, allow_none=True)
    contract_kind = ma.fields.String(required=True, allow_none=True)
    probation_until_on = ma.fields.Date(required=True, allow_none=True)
    left_on = ma.fields.Date(required=True, allow_none=True)
    exit_reason = ma.fields.String(required=True, allow_none=True)
    notice_on = ma.fields.Date(required=True, allow_none=True)


class StaffCountsSchema(ma.Schema):
    by_state = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), required=True)


class NeedSchema(ma.Schema):
    """One thing that the next step asks. `need` and `have` where it can be counted."""

    kind = ma.fields.String(
        required=True, validate=validate.OneOf(("months", "assessment", "certificate", "module"))
    )
    met = ma.fields.Boolean(required=True)
    id = Id(required=True, allow_none=True)
    name_zh = ma.fields.String(required=True, allow_none=True)
    name_en = ma.fields.String(required=True, allow_none=True)
    need = ma.fields.Integer(required=True, allow_none=True)
    have = ma.fields.Integer(required=True, allow_none=True)


class WayUpSchema(ma.Schema):
    """What is missing to the next step."""

    grade = ma.fields.Nested(IdNamesSchema, required=True, allow_none=True)
    since_on = ma.fields.Date(required=True, allow_none=True)
    next = ma.fields.Nested(IdNamesSchema, required=True, allow_none=True)
    needs = ma.fields.List(ma.fields.Nested(NeedSchema), required=True)
    met = ma.fields.Integer(required=True)
    total = ma.fields.Integer(required=True)
    ready = ma.fields.Boolean(required=True, metadata={"description": "Nothing is missing."})
    note_zh = ma.fields.String(required=True)
    note_en = ma.fields.String(required=True)
    ladder = ma.fields.List(ma.fields.Nested(IdNamesSchema), required=True)


class MyWayUpSchema(WayUpSchema):
    """One's own, with what is on file of oneself."""

    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    assessments = ma.fields.List(ma.fields.Nested(AssessmentSchema), required=True)
    commendations = ma.fields.List(ma.fields.Nested(CommendationSchema), required=True)
    documents = ma.fields.List(ma.fields.Nested(DocumentSchema), required=True)


class CorrectionMadeSchema(ma.Schema):
    at = Instant(required=True)
    by = ma.fields.Nested(IdNameSchema, required=True, allow_none=True)
    action = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)
    before = ma.fields.Dict(keys=ma.fields.String(), required=True)
    after = ma.fields.Dict(keys=ma.fields.String(), required=True)


class StaffFileSchema(StaffSchema):
    """The whole file; papers are listed for HR and administrators alone."""

    employments = ma.fields.List(ma.fields.Nested(EmploymentSchema), required=True)
    placements = ma.fields.List(ma.fields.Nested(PlacementSchema), required=True)
    absences = ma.fields.List(ma.fields.Nested(AbsenceSchema), required=True)
    assessments = ma.fields.List(ma.fields.Nested(AssessmentSchema), required=True)
    commendations = ma.fields.List(ma.fields.Nested(CommendationSchema), required=True)
    documents = ma.fields.List(ma.fields.Nested(DocumentSchema), required=True)
    corrections = ma.fields.List(ma.fields.Nested(CorrectionMadeSchema), required=True)
    way_up = ma.fields.Nested(WayUpSchema, required=True)
