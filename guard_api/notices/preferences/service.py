"""What a person chooses about their own notices."""

from typing import Any

import orjson
from sqlalchemy import delete, select

from guard_api import vault
from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor
from guard_api.notices.carriers import network
from guard_api.notices.preferences import rules
from guard_api.notices.preferences.models import NoticePreference, PushSubscription
from guard_api.notices.preferences.queries import offered

USE = "notices.push"
MOST_DEVICES = 10


def prefer(actor: Actor, **said: Any) -> None:
    """The actor's wishes from now on. Who chose no zone stays with the site's."""
    row = db.session.scalar(
        select(NoticePreference).where(
            NoticePreference.organisation_id == actor.organisation_id,
            NoticePreference.person_id == actor.person_id,
        )
    )
    if row is None:
        row = NoticePreference(organisation_id=actor.organisation_id, person_id=actor.person_id)
        db.session.add(row)
    for name, value in said.items():
        setattr(row, name, list(dict.fromkeys(value)) if name == "channels" else value)
    db.session.flush()


def subscribe(actor: Actor, *, endpoint: str, keys: dict[str, str], user_agent: str) -> PushSubscription:
    """This browser shows the actor's notices from now on, whoever's it showed before."""
    if not network.is_plausible(endpoint):
        raise Problem("notices.endpoint_refused", 422, paths=["/endpoint"])
    if "push" not in offered(actor.organisation_id):
        raise Problem("notices.push_not_set_up", 409)
    digest = vault.digest(endpoint, organisation_id=actor.organisation_id, use=USE)
    held = db.session.scalar(
        select(PushSubscription).where(
            PushSubscription.organisation_id == actor.organisation_id,
            PushSubscription.endpoint_digest == digest,
        )
    )
    row = held or PushSubscription(organisation_id=actor.organisation_id, endpoint_digest=digest)
    row.person_id, row.session_id = actor.person_id, actor.session_id
    row.sealed = _sealed(actor.organisation_id, endpoint, keys)
    row.device, row.created_at, row.last_sent_at = rules.device_name(user_agent), now(), None
    db.session.add(row)
    db.session.flush()
    _forget_the_oldest(actor)
    return row


def _sealed(organisation_id: str, endpoint: str, keys: dict[str, str]) -> str:
    plain = orjson.dumps({"endpoint": endpoint, "keys": keys})
    return vault.seal(plain, organisation_id=organisation_id, use=USE)


def opened(subscription: PushSubscription) -> dict[str, Any]:
    """As push libraries take it."""
    plain = vault.unseal(subscription.sealed, organisation_id=subscription.organisation_id, use=USE)
    return orjson.loads(plain)


def _forget_the_oldest(actor: Actor) -> None:
    own = (
        PushSubscription.organisation_id == actor.organisation_id,
        PushSubscription.person_id == actor.person_id,
    )
    kept = db.session.scalars(
        select(PushSubscription.id)
        .where(*own)
        .order_by(PushSubscription.created_at.desc())
        .limit(MOST_DEVICES)
    ).all()
    db.session.execute(delete(PushSubscription).where(*own, PushSubscription.id.not_in(kept)))


def unsubscribe(actor: Actor, subscription_id: str) -> None:
    subscription = get_owned(PushSubscription, actor.organisation_id, subscription_id)
    if subscription.person_id != actor.person_id:
        raise NotFound()
    db.session.delete(subscription)
