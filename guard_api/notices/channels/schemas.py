import marshmallow as ma

from guard_api.errors import LANGUAGES
from guard_api.fields import Id, Instant, Page, ShortText, Text, flag, items_of
from guard_api.identity.people.schemas import EmailAddress
from guard_api.notices.channels import ways

ADDRESS = {"description": "The webhook as the service hands it out. Never shown again whole."}


def words(longest: int, **kwargs):
    return Text(validate=ma.validate.Length(1, longest), allow_none=True, **kwargs)


class ChannelSettingsSchema(ma.Schema):
    """Which of these are needed depends on the channel's kind; null takes one away."""

    host = words(253, metadata={"description": "mail: the server."})
    port = ma.fields.Integer(validate=ma.validate.Range(1, 65535), metadata={"description": "mail"})
    security = ma.fields.String(validate=ma.validate.OneOf(ways.SECURITIES), metadata={"description": "mail"})
    sender = EmailAddress(metadata={"description": "mail: the address that letters come from."})
    sender_name = words(100, metadata={"description": "mail"})
    username = words(254, metadata={"description": "mail"})
    password = ma.fields.String(
        validate=ma.validate.Length(0, 256), allow_none=True, metadata={"description": "mail"}
    )
    contact = EmailAddress(metadata={"description": "push: whom the push services may write to."})
    address = Text(validate=ma.validate.Length(1, 2000), metadata=ADDRESS)
    secret = words(200, metadata={"description": "dingtalk, feishu, webhook: signs what is sent."})
    prefix = words(40, metadata={"description": "Robots: what each message begins with (a keyword)."})


class ChannelShownSettingsSchema(ma.Schema):
    host = ma.fields.String(allow_none=True)
    port = ma.fields.Integer(allow_none=True)
    security = ma.fields.String(allow_none=True)
    sender = ma.fields.String(allow_none=True)
    sender_name = ma.fields.String(allow_none=True)
    username = ma.fields.String(allow_none=True)
    contact = ma.fields.String(allow_none=True)
    address = ma.fields.String(allow_none=True, metadata={"description": "Its host and last characters."})
    prefix = ma.fields.String(allow_none=True)


class ChannelFacts(ma.Schema):
    name = ShortText(required=True)
    settings = ma.fields.Nested(ChannelSettingsSchema, required=True)
    enabled = flag(load_default=True)
    kinds = ma.fields.List(
        ma.fields.String(validate=ma.validate.Length(1, 100)),
        load_default=None,
        allow_none=True,
        validate=ma.validate.Length(max=500),
        metadata={"description": "Of notices. Null: everything to a person; to a group what is urgent."},
    )
    site_ids = ma.fields.List(
        Id(),
        load_default=None,
        allow_none=True,
        validate=ma.validate.Length(1, 500),
        metadata={"description": "Only what concerns people of these sites. Null: every site."},
    )
    language = ma.fields.String(
        validate=ma.validate.OneOf(LANGUAGES),
        metadata={"description": "Of a group; a person is written to in their own."},
    )


class NewNoticeChannelSchema(ChannelFacts):
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(ways.KINDS))


class NoticeChannelChangeSchema(ChannelFacts):
    """What is left out stays, also within `settings`."""


class NoticeChannelSchema(ma.Schema):
    id = Id(required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(ways.KINDS))
    name = ma.fields.String(required=True)
    enabled = ma.fields.Boolean(required=True)
    kinds = ma.fields.List(ma.fields.String(), required=True, allow_none=True)
    site_ids = ma.fields.List(Id(), required=True, allow_none=True)
    language = ma.fields.String(required=True)
    settings = ma.fields.Nested(ChannelShownSettingsSchema, required=True)
    secrets = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "Settings that are kept and not shown."}
    )
    waiting = ma.fields.Integer(required=True, metadata={"description": "Not sent yet, tried or not."})
    given_up = ma.fields.Integer(required=True)
    last_sent_at = Instant(required=True, allow_none=True)
    created_at = Instant(required=True)


class ChannelsQuerySchema(Page):
    kind = ma.fields.String(validate=ma.validate.OneOf(ways.KINDS))


class ChannelTestSchema(ma.Schema):
    """`to`: for mail, another address than the caller's own."""

    to = EmailAddress()


class ChannelTriedSchema(ma.Schema):
    """What the other side said."""

    sent = ma.fields.Boolean(required=True)
    code = ma.fields.String(required=True, allow_none=True)
    detail = ma.fields.String(required=True, allow_none=True, metadata={"description": "What to do."})
    answer = ma.fields.String(required=True, allow_none=True, metadata={"description": "In its own words."})
    milliseconds = ma.fields.Integer(required=True)


class BothLanguagesSchema(ma.Schema):
    zh = ma.fields.String(required=True)
    en = ma.fields.String(required=True)


class NoticeKindSchema(ma.Schema):
    kind = ma.fields.String(required=True)
    topic = ma.fields.String(required=True)
    topic_name = ma.fields.Nested(BothLanguagesSchema, required=True)
    urgent = ma.fields.Boolean(required=True, metadata={"description": "Passes quiet hours."})
    sample = ma.fields.Nested(BothLanguagesSchema, required=True)


NoticeChannelsSchema, NoticeKindsSchema = items_of(NoticeChannelSchema), items_of(NoticeKindSchema)
