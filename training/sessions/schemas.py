from datetime import date

import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, Text, flag
from training.sessions.rules import STATES
from training.words import shown

MOST_PLACES = 1000
DAYS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))


def words(most: int, **options) -> Text:
    return Text(validate=validate.Length(max=most), **options)


class ChecklistItemSchema(ma.Schema):
    """One thing that the person must be seen to do."""

    key = ma.fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9][a-z0-9_-]{0,39}\Z"))
    zh = Text(required=True, validate=validate.Length(1, 200))
    en = Text(required=True, validate=validate.Length(1, 200))
    required = flag(load_default=True)


def a_checklist(**options) -> ma.fields.List:
    return ma.fields.List(ma.fields.Nested(ChecklistItemSchema), validate=validate.Length(max=40), **options)


def number_of_places(**options) -> ma.fields.Integer:
    return ma.fields.Integer(strict=True, validate=validate.Range(1, MOST_PLACES), **options)


class SessionTimes(ma.Schema):
    @ma.validates_schema
    def ends_after_start(self, data, **_):
        if "starts_at" in data and "ends_at" in data and data["ends_at"] <= data["starts_at"]:
            raise ma.ValidationError("The end must come after the start.", "ends_at")

    @ma.validates_schema
    def keys_differ(self, data, **_):
        keys = [item["key"] for item in data.get("checklist", ())]
        if len(keys) != len(set(keys)):
            raise ma.ValidationError("Two lines of the checklist have the same key.", "checklist")


class NewTrainingSessionSchema(SessionTimes):
    module_id = Id(required=True)
    site_id = Id(
        load_default=None,
        allow_none=True,
        metadata={"description": "Null: open to the whole organisation."},
    )
    title_zh = words(100, load_default="")
    title_en = words(100, load_default="")
    room = words(200, load_default="")
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    places = number_of_places(required=True)
    instructor_id = Id(load_default=None, allow_none=True)
    instructor_name = words(100, load_default="", metadata={"description": "Of somebody from outside."})
    checklist = a_checklist(load_default=list)
    note = words(2000, load_default="")


class TrainingSessionChangeSchema(SessionTimes):
    title_zh = words(100)
    title_en = words(100)
    room = words(200)
    starts_at = Instant()
    ends_at = Instant()
    places = number_of_places()
    instructor_id = Id(allow_none=True)
    instructor_name = words(100)
    checklist = a_checklist()
    note = words(2000)
    cancelled = flag(metadata={"description": "True calls the session off; it cannot be taken back."})
    cancel_reason = words(500)


class SessionsQuerySchema(Table):
    site_id = Id()
    module_id = Id()
    from_on = ma.fields.Date(validate=DAYS, metadata={"description": "First day, local to each site."})
    to_on = ma.fields.Date(validate=DAYS)
    cancelled = flag()


class SessionPersonSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)


class TrainingSessionSchema(ma.Schema):
    """`booked` have a place (those who came among them), `waiting` none yet."""

    id = Id(required=True)
    module_id = Id(required=True)
    module_code = ma.fields.String(required=True)
    title = shown()
    site_id = Id(required=True, allow_none=True)
    site_name = ma.fields.String(required=True, allow_none=True)
    room = ma.fields.String(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    places = ma.fields.Integer(required=True)
    booked = ma.fields.Integer(required=True)
    waiting = ma.fields.Integer(required=True)
    attended = ma.fields.Integer(required=True)
    signed_off = ma.fields.Integer(required=True)
    absent = ma.fields.Integer(required=True)
    instructor = ma.fields.Nested(SessionPersonSchema, required=True, allow_none=True)
    instructor_name = ma.fields.String(required=True)
    checklist = ma.fields.List(ma.fields.Nested(ChecklistItemSchema), required=True)
    note = ma.fields.String(required=True)
    cancelled_at = Instant(required=True, allow_none=True)
    cancel_reason = ma.fields.String(required=True)


class SessionPlaceSchema(ma.Schema):
    """`checks` holds the newest word of the instructor on each line of the checklist."""

    person_id = Id(required=True)
    name = ma.fields.String(required=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(STATES))
    queued_at = Instant(required=True)
    waiting_position = ma.fields.Integer(required=True, allow_none=True)
    attended_at = Instant(required=True, allow_none=True)
    attended_by = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "door, or desk: the instructor's word."}
    )
    flags = ma.fields.List(ma.fields.String(), required=True)
    checks = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Boolean(), required=True)
    signed_off_at = Instant(required=True, allow_none=True)
    signed_off_by = ma.fields.Nested(SessionPersonSchema, required=True, allow_none=True)
    note = ma.fields.String(required=True)


class TrainingSessionDetailSchema(TrainingSessionSchema):
    people = ma.fields.List(ma.fields.Nested(SessionPlaceSchema), required=True)


class MyTrainingSessionSchema(ma.Schema):
    """A session as a guard sees it: one's own place only. `state` is null where one has none."""

    id = Id(required=True)
    module_id = Id(required=True)
    title = shown()
    site_name = ma.fields.String(required=True, allow_none=True)
    room = ma.fields.String(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    instructor_name = ma.fields.String(required=True)
    note = ma.fields.String(required=True)
    free = ma.fields.Integer(required=True)
    state = ma.fields.String(required=True, allow_none=True, validate=validate.OneOf(STATES))
    waiting_position = ma.fields.Integer(required=True, allow_none=True)
    attended_at = Instant(required=True, allow_none=True)
    cancelled_at = Instant(required=True, allow_none=True)


class SessionWhoSchema(ma.Schema):
    person_id = Id(metadata={"description": "Oneself when it is left out."})


class SessionDoorSchema(ma.Schema):
    """What the desk shows as a QR at the door."""

    code = ma.fields.String(required=True)
    url = ma.fields.String(required=True)
    opens_at = Instant(required=True)
    shuts_at = Instant(required=True)


class SessionAttendSchema(ma.Schema):
    code = Text(required=True, validate=validate.Length(1, 300))


class PracticalSchema(ma.Schema):
    person_id = Id(required=True)
    checks = ma.fields.Dict(
        keys=ma.fields.String(validate=validate.Length(1, 40)),
        values=flag(),
        required=True,
        validate=validate.Length(max=40),
    )


def several_people() -> ma.fields.List:
    return ma.fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_PLACES))


class SessionSignOffSchema(ma.Schema):
    """The instructor's word: who may go, who never came, what was seen of each."""

    person_ids = several_people()
    absent_ids = several_people()
    practical = ma.fields.List(
        ma.fields.Nested(PracticalSchema), load_default=list, validate=validate.Length(max=MOST_PLACES)
    )
    note = words(500, load_default="")
