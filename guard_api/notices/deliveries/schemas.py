import marshmallow as ma

from guard_api.fields import Id, Instant, Table, items_of
from guard_api.notices.channels import ways

STATES = ("waiting", "failed", "given_up", "sent", "dropped")


class NoticeDeliverySchema(ma.Schema):
    """One message by one channel. `failed` is tried again at `next_at`; `given_up` only by hand."""

    id = Id(required=True)
    channel_id = Id(required=True, allow_none=True, metadata={"description": "Null: it was deleted."})
    channel_kind = ma.fields.String(required=True, validate=ma.validate.OneOf(ways.KINDS))
    channel_name = ma.fields.String(required=True, allow_none=True)
    person_id = Id(required=True, allow_none=True, metadata={"description": "Null: to a group."})
    person_name = ma.fields.String(required=True, allow_none=True)
    target = ma.fields.String(required=True, metadata={"description": "Address, device or group."})
    kind = ma.fields.String(required=True)
    text = ma.fields.String(required=True, metadata={"description": "In the reader's language."})
    urgent = ma.fields.Boolean(required=True)
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))
    reason = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why it waits, failed or was dropped (code)."},
    )
    reason_text = ma.fields.String(required=True, allow_none=True)
    answer = ma.fields.String(required=True, allow_none=True, metadata={"description": "Of the other side."})
    attempts = ma.fields.Integer(required=True)
    next_at = Instant(required=True, allow_none=True)
    created_at = Instant(required=True)
    sent_at = Instant(required=True, allow_none=True)


class DeliveriesQuerySchema(Table):
    state = ma.fields.String(validate=ma.validate.OneOf(STATES))
    channel_id = Id()
    person_id = Id()


NoticeDeliveriesSchema = items_of(NoticeDeliverySchema)
