from flask import request
from flask_smorest import Blueprint

from guard_api.fields import Page
from guard_api.notices.channels import queries as channels
from guard_api.notices.preferences import queries, service
from guard_api.notices.preferences.schemas import (
    NewPushSubscriptionSchema,
    NoticePreferencesInSchema,
    NoticePreferencesSchema,
    PushKeySchema,
    PushSubscriptionSchema,
    PushSubscriptionsSchema,
)
from guard_api.permissions import permit

blueprint = Blueprint(
    "notice_preferences",
    __name__,
    url_prefix="/api/v1",
    description="When and how one hears of notices beyond the app.",
)


@blueprint.route("/my/notice-preferences")
@permit()
@blueprint.response(200, NoticePreferencesSchema)
def my_notice_preferences(actor):
    """One's own quiet hours and ways."""
    return queries.my_preferences(actor)


@blueprint.route("/my/notice-preferences", methods=["PUT"])
@permit()
@blueprint.arguments(NoticePreferencesInSchema)
@blueprint.response(200, NoticePreferencesSchema)
def prefer(actor, said):
    """Choose them."""
    service.prefer(actor, **said)
    return queries.my_preferences(actor)


@blueprint.route("/push-key")
@permit()
@blueprint.response(200, PushKeySchema)
def push_key(actor):
    """What a browser needs to subscribe."""
    return {"key": channels.push_key(actor.organisation_id)}


@blueprint.route("/my/push-subscriptions")
@permit()
@blueprint.arguments(Page, location="query")
@blueprint.response(200, PushSubscriptionsSchema)
def my_push_subscriptions(actor, page):
    """One's own devices."""
    return queries.my_subscriptions(actor, **page)


@blueprint.route("/my/push-subscriptions", methods=["POST"])
@permit()
@blueprint.arguments(NewPushSubscriptionSchema)
@blueprint.response(201, PushSubscriptionSchema)
@blueprint.alt_response(409, description="The organisation has not set up push.")
def subscribe(actor, subscription):
    """Show one's notices on this device, until one signs out on it."""
    made = service.subscribe(
        actor,
        endpoint=subscription["endpoint"],
        keys=subscription["keys"],
        user_agent=request.user_agent.string,
    )
    return queries.shown(made, actor)


@blueprint.route("/my/push-subscriptions/<uuid:subscription_id>", methods=["DELETE"])
@permit()
@blueprint.response(204)
def unsubscribe(actor, subscription_id):
    """No more on that device."""
    service.unsubscribe(actor, subscription_id)
