import marshmallow as ma

from guard_api.fields import Id, Instant, Text, items_of
from guard_api.notices.channels.ways import PERSONAL
from guard_api.notices.preferences import rules
from guard_api.tenants import rules as tenants


class ClockTime(ma.fields.Time):
    """By the clock on the wall, as 22:30."""

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class TimeZone(Text):
    def _deserialize(self, value, attr, data, **kwargs) -> str:
        name = super()._deserialize(value, attr, data, **kwargs)
        if not tenants.known_zone(name):
            raise ma.ValidationError("A zone such as Asia/Shanghai.")
        return name


def _way() -> ma.fields.String:
    return ma.fields.String(validate=ma.validate.OneOf(PERSONAL))


class NoticePreferencesInSchema(ma.Schema):
    """Quiet hours: what is not urgent waits until they end. Both ends or neither."""

    quiet_from = ClockTime(required=True, allow_none=True)
    quiet_until = ClockTime(required=True, allow_none=True)
    time_zone = TimeZone(
        load_default=None, allow_none=True, metadata={"description": "Null: that of the person's site."}
    )
    channels = ma.fields.List(_way(), required=True, validate=ma.validate.Length(max=10))

    @ma.validates_schema
    def both_or_neither(self, data, **_):
        if (data.get("quiet_from") is None) != (data.get("quiet_until") is None):
            raise ma.ValidationError("Give both ends of the quiet hours, or neither.", "quiet_until")


class NoticePreferencesSchema(ma.Schema):
    quiet_from = ClockTime(required=True, allow_none=True)
    quiet_until = ClockTime(required=True, allow_none=True)
    time_zone = ma.fields.String(required=True)
    channels = ma.fields.List(_way(), required=True)
    offered = ma.fields.List(
        _way(), required=True, metadata={"description": "Ways that the organisation has set up."}
    )
    email = ma.fields.String(required=True, allow_none=True)


class PushKeySchema(ma.Schema):
    key = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The application server key (VAPID), or null: push is not set up."},
    )


def _key(length: int, **kwargs):
    """Bytes of a key of that length, as browsers write them (base64url)."""

    def right(text: str) -> None:
        if not rules.is_key(text, length):
            raise ma.ValidationError("This is no such key.")

    return ma.fields.String(required=True, validate=[ma.validate.Length(1, 200), right], **kwargs)


class PushKeysSchema(ma.Schema):
    p256dh = _key(65)
    auth = _key(16)


class NewPushSubscriptionSchema(ma.Schema):
    """As a browser's PushSubscription writes itself."""

    endpoint = ma.fields.String(required=True, validate=ma.validate.Length(1, 1000))
    keys = ma.fields.Nested(PushKeysSchema, required=True)
    expirationTime = ma.fields.Raw(allow_none=True, metadata={"type": "number"})


class PushSubscriptionSchema(ma.Schema):
    id = Id(required=True)
    device = ma.fields.String(required=True)
    here = ma.fields.Boolean(required=True, metadata={"description": "Made by this sign-in."})
    created_at = Instant(required=True)
    last_sent_at = Instant(required=True, allow_none=True)


PushSubscriptionsSchema = items_of(PushSubscriptionSchema)
