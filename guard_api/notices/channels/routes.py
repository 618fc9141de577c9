from flask_smorest import Blueprint

from guard_api.database import get_owned
from guard_api.identity.actor import ADMINISTRATOR
from guard_api.notices.channels import queries, service
from guard_api.notices.channels.models import Channel
from guard_api.notices.channels.schemas import (
    ChannelsQuerySchema,
    ChannelTestSchema,
    ChannelTriedSchema,
    NewNoticeChannelSchema,
    NoticeChannelChangeSchema,
    NoticeChannelSchema,
    NoticeChannelsSchema,
    NoticeKindsSchema,
)
from guard_api.notices.deliveries import testing
from guard_api.permissions import permit

blueprint = Blueprint(
    "notice_channels", __name__, url_prefix="/api/v1", description="The ways by which notices leave the app."
)


@blueprint.route("/notice-channels")
@permit(ADMINISTRATOR)
@blueprint.arguments(ChannelsQuerySchema, location="query")
@blueprint.response(200, NoticeChannelsSchema)
def notice_channels(actor, query):
    """The organisation's channels; what is secret of them is not shown."""
    return queries.channels_page(actor, **query)


@blueprint.route("/notice-channels", methods=["POST"])
@permit(ADMINISTRATOR)
@blueprint.arguments(NewNoticeChannelSchema)
@blueprint.response(201, NoticeChannelSchema)
@blueprint.alt_response(409, description="The name is taken, or there is push already.")
def add_channel(actor, facts):
    """Add one. An address inside the house is refused, unless the installation opens its network."""
    return queries.channel(actor, service.add_channel(actor, **facts))


@blueprint.route("/notice-channels/<uuid:channel_id>")
@permit(ADMINISTRATOR)
@blueprint.response(200, NoticeChannelSchema)
def notice_channel(actor, channel_id):
    """One channel."""
    return queries.channel(actor, get_owned(Channel, actor.organisation_id, channel_id))


@blueprint.route("/notice-channels/<uuid:channel_id>", methods=["PATCH"])
@permit(ADMINISTRATOR)
@blueprint.arguments(NoticeChannelChangeSchema(partial=True))
@blueprint.response(200, NoticeChannelSchema)
@blueprint.alt_response(409, description="The name is taken.")
def change_channel(actor, changes, channel_id):
    """Change it, switch it off or on. What is off keeps nothing back: its messages are dropped."""
    return queries.channel(actor, service.change_channel(actor, channel_id, **changes))


@blueprint.route("/notice-channels/<uuid:channel_id>", methods=["DELETE"])
@permit(ADMINISTRATOR)
@blueprint.response(204)
def delete_channel(actor, channel_id):
    """Take it away. What it has sent stays on record."""
    service.delete_channel(actor, channel_id)


@blueprint.route("/notice-channels/<uuid:channel_id>/test", methods=["POST"])
@permit(ADMINISTRATOR, writes=False)
@blueprint.arguments(ChannelTestSchema)
@blueprint.response(200, ChannelTriedSchema)
@blueprint.alt_response(409, description="None of the caller's own devices shows notices.")
def try_channel(actor, about, channel_id):
    """Send a test to oneself, or to the group, and wait for the answer."""
    return testing.try_channel(actor, channel_id, **about)


@blueprint.route("/notice-kinds")
@permit(ADMINISTRATOR)
@blueprint.response(200, NoticeKindsSchema)
def notice_kinds(actor):
    """What a channel may be told to carry."""
    return {"items": queries.notice_kinds(), "next": None}
