from typing import Any

from sqlalchemy import func, select

from guard_api.database import db
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.notices import kinds
from guard_api.notices.channels import sealing, ways
from guard_api.notices.channels.models import Channel
from guard_api.notices.deliveries.models import Delivery


def channels_page(actor: Actor, *, limit: int, cursor: str | None = None, kind: str | None = None) -> dict:
    statement = select(Channel).where(Channel.organisation_id == actor.organisation_id)
    if kind is not None:
        statement = statement.where(Channel.kind == kind)
    page = page_of(statement, Channel.name, Channel.id, limit=limit, cursor=cursor)
    return page | {"items": _shown(actor.organisation_id, page["items"])}


def channel(actor: Actor, channel: Channel) -> dict[str, Any]:
    [shown] = _shown(actor.organisation_id, [channel])
    return shown


def _shown(organisation_id: str, channels: list[Channel]) -> list[dict[str, Any]]:
    tallies = _tallies(organisation_id, [one.id for one in channels])
    return [_one(channel, tallies.get(channel.id, {})) for channel in channels]


def _one(channel: Channel, tally: dict[str, Any]) -> dict[str, Any]:
    settings = sealing.opened(channel)
    fields = ("id", "kind", "name", "enabled", "kinds", "site_ids", "language", "created_at")
    return {name: getattr(channel, name) for name in fields} | {
        "settings": ways.shown(channel.kind, settings),
        "secrets": ways.kept_secrets(channel.kind, settings),
        "waiting": tally.get("waiting", 0) + tally.get("failed", 0),
        "given_up": tally.get("given_up", 0),
        "last_sent_at": tally.get("last_sent_at"),
    }


def _tallies(organisation_id: str, channel_ids: list[str]) -> dict[str, dict[str, Any]]:
    rows = db.session.execute(
        select(Delivery.channel_id, Delivery.state, func.count(), func.max(Delivery.sent_at))
        .where(Delivery.organisation_id == organisation_id, Delivery.channel_id.in_(channel_ids))
        .group_by(Delivery.channel_id, Delivery.state)
    )
    tallies: dict[str, dict[str, Any]] = {}
    for channel_id, state, count, sent_at in rows:
        tally = tallies.setdefault(channel_id, {})
        tally[state] = count
        if state == "sent":
            tally["last_sent_at"] = sent_at
    return tallies


def in_use(organisation_id: str) -> list[Channel]:
    """Those that notices leave by at present."""
    return list(
        db.session.scalars(
            select(Channel)
            .where(Channel.organisation_id == organisation_id, Channel.enabled)
            .order_by(Channel.id)
        )
    )


def push_key(organisation_id: str) -> str | None:
    channel = push_channel(organisation_id)
    return sealing.opened(channel)["vapid_public"] if channel and channel.enabled else None


def push_channel(organisation_id: str) -> Channel | None:
    return db.session.scalar(
        select(Channel).where(Channel.organisation_id == organisation_id, Channel.kind == ways.PUSH).limit(1)
    )


def notice_kinds() -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "topic": one.topic,
            "topic_name": dict(zip(("en", "zh"), kinds.TOPICS[one.topic], strict=True)),
            "urgent": one.urgent,
            "sample": {"en": one.sample["en"], "zh": one.sample["zh-CN"]},
        }
        for one in kinds.all_kinds()
    ]
