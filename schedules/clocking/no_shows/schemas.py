import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Page, Text, flag
from schedules.clocking.rules import NO_SHOW_ANSWERS, NO_SHOW_REPLIES


class NoShowsQuerySchema(Page):
    site_id = Id()
    open = flag(metadata={"description": "Neither answered nor withdrawn."})


class NoShowSchema(ma.Schema):
    """Nobody had clocked in by the tolerance. `reply` is the guard's own word, `answer` the supervisor's."""

    id = Id(required=True)
    shift_id = Id(required=True)
    person_id = Id(required=True)
    person_name = ma.fields.String(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    post_name = ma.fields.String(required=True, allow_none=True)
    start_at = Instant(required=True, allow_none=True)
    end_at = Instant(required=True, allow_none=True)
    state = ma.fields.String(required=True, allow_none=True)
    raised_at = Instant(required=True)
    step = ma.fields.Integer(
        required=True, metadata={"description": "1 the supervisors, 2 the administrators."}
    )
    reply = ma.fields.String(required=True, allow_none=True, validate=validate.OneOf(NO_SHOW_REPLIES))
    reply_text = ma.fields.String(required=True)
    replied_at = Instant(required=True, allow_none=True)
    answer = ma.fields.String(required=True, allow_none=True, validate=validate.OneOf(NO_SHOW_ANSWERS))
    note = ma.fields.String(required=True)
    answered_by = Id(required=True, allow_none=True)
    answered_by_name = ma.fields.String(required=True, allow_none=True)
    answered_at = Instant(required=True, allow_none=True)
    withdrawn_at = Instant(required=True, allow_none=True)


class NoShowAnswerSchema(ma.Schema):
    answer = ma.fields.String(required=True, validate=validate.OneOf(NO_SHOW_ANSWERS))
    note = Text(load_default="", validate=validate.Length(max=500))


class NoShowReplySchema(ma.Schema):
    reply = ma.fields.String(required=True, validate=validate.OneOf(NO_SHOW_REPLIES))
    text = Text(load_default="", validate=validate.Length(max=500))
