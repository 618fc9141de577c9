import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, items_of
from people.shapes import Code, Words
from schedules.rosters.rules import CALL_OFF_REASONS
from schedules.rosters.schemas import count, day, someone


class PostCoverageQuerySchema(Table):
    limit = ma.fields.Integer(load_default=500, validate=validate.Range(1, 5000))
    from_on = day(required=True)
    until_on = day(required=True)
    site_id = Id()


class PostMinutesSchema(ma.Schema):
    """Demanded = vacant + open + unconfirmed + confirmed; filled = unconfirmed + confirmed."""

    places = count()
    demanded_minutes = count()
    filled_minutes = count()
    vacant_minutes = count()
    open_minutes = count()
    unconfirmed_minutes = count()
    confirmed_minutes = count()


class PostCoverageSchema(PostMinutesSchema):
    post_id = Id(required=True)
    post_name = ma.fields.String(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    on = day(required=True)


class PostCoverageListSchema(items_of(PostCoverageSchema)):
    total = ma.fields.Nested(PostMinutesSchema, required=True)


class CallOffInSchema(ma.Schema):
    reason = Code(CALL_OFF_REASONS, required=True)
    note = Words(500, load_default="")


class CallOffSchema(ma.Schema):
    """`vacated`: the place was left empty by it. `flags` are doubts: not_holder, shift_begun, shift_over."""

    id = Id(required=True)
    shift_id = Id(required=True)
    person_id = Id(required=True)
    reason = Code(CALL_OFF_REASONS, required=True)
    note = ma.fields.String(required=True)
    at = Instant(required=True)
    received_at = Instant(required=True)
    reported_by = Id(required=True)
    vacated = ma.fields.Boolean(required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)


class ListedCallOffSchema(CallOffSchema):
    person = someone()
    post_name = ma.fields.String(required=True)
    site_id = Id(required=True)
    on = day(required=True)
    start_at = Instant(required=True)
    end_at = Instant(required=True)


class CallOffsQuerySchema(Table):
    site_id = Id()
    from_on = day()
    until_on = day()


class CalendarLinkSchema(ma.Schema):
    """Null where there is no link, or it was revoked. Whoever has it can read the shifts."""

    url = ma.fields.String(required=True, allow_none=True)
    created_at = Instant(required=True, allow_none=True)
    read_at = Instant(required=True, allow_none=True)
