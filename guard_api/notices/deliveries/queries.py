from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.errors import known_codes, sentence
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.notices.channels.models import Channel
from guard_api.notices.deliveries.models import Delivery
from guard_api.notices.deliveries.wording import text_of

STILL = ("waiting", "failed")


def deliveries_page(
    actor: Actor,
    *,
    limit: int,
    cursor: str | None = None,
    state: str | None = None,
    channel_id: str | None = None,
    person_id: str | None = None,
) -> dict[str, Any]:
    """The newest first."""
    statement = select(Delivery).where(Delivery.organisation_id == actor.organisation_id)
    asked = {"state": state, "channel_id": channel_id, "person_id": person_id}
    for name, value in asked.items():
        if value is not None:
            statement = statement.where(getattr(Delivery, name) == value)
    page = page_of(statement, Delivery.created_at, Delivery.id, limit=limit, cursor=cursor, descending=True)
    return page | {"items": shown(actor, page["items"])}


def shown(actor: Actor, deliveries: list[Delivery]) -> list[dict[str, Any]]:
    people = _names(Person, actor, {one.person_id for one in deliveries})
    channels = _names(Channel, actor, {one.channel_id for one in deliveries})
    return [_one(one, actor.language, people, channels) for one in deliveries]


def _names(model: Any, actor: Actor, ids: set[str | None]) -> dict[str, str]:
    rows = db.session.execute(
        select(model.id, model.name).where(
            model.organisation_id == actor.organisation_id, model.id.in_(ids - {None})
        )
    )
    return dict(map(tuple, rows))


def _one(
    delivery: Delivery, language: str, people: dict[str, str], channels: dict[str, str]
) -> dict[str, Any]:
    fields = (
        "id",
        "channel_id",
        "channel_kind",
        "person_id",
        "target",
        "kind",
        "urgent",
        "state",
        "attempts",
    )
    reason = delivery.last_error
    return {name: getattr(delivery, name) for name in (*fields, "created_at", "sent_at")} | {
        "channel_name": channels.get(delivery.channel_id),
        "person_name": people.get(delivery.person_id),
        "text": text_of(delivery, language),
        "reason": reason,
        "reason_text": sentence(reason, language) if reason in known_codes() else reason,
        "answer": delivery.last_answer,
        "next_at": delivery.next_at if delivery.state in STILL else None,
    }
