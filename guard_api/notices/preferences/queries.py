from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.models import Grant, Person, Session
from guard_api.notices.channels.models import Channel
from guard_api.notices.channels.ways import PERSONAL
from guard_api.notices.preferences import rules
from guard_api.notices.preferences.models import NoticePreference, PushSubscription
from guard_api.tenants.models import Site

LAST_RESORT = "Asia/Shanghai"


@dataclass(frozen=True)
class Wish:
    """What one person wants, or what holds until they say."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    time_zone: str = LAST_RESORT
    channels: tuple[str, ...] = PERSONAL

    def quiet_until_at(self, at: datetime) -> datetime | None:
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return rules.quiet_end(at, self.quiet_from, self.quiet_until, self.time_zone)


def wishes_of(organisation_id: str, person_ids: set[str]) -> dict[str, Wish]:
    """Of all these people, in two queries."""
    zones = _zones(organisation_id, person_ids)
    said = {
        row.person_id: row
        for row in db.session.scalars(
            select(NoticePreference).where(
                NoticePreference.organisation_id == organisation_id,
                NoticePreference.person_id.in_(person_ids),
            )
        )
    }
    return {person_id: _wish(said.get(person_id), zones.get(person_id)) for person_id in person_ids}


def _wish(said: NoticePreference | None, zone: str | None) -> Wish:
    if said is None:
        return Wish(time_zone=zone or LAST_RESORT)
    return Wish(
        said.quiet_from, said.quiet_until, said.time_zone or zone or LAST_RESORT, tuple(said.channels)
    )


def _zones(organisation_id: str, person_ids: set[str]) -> dict[str, str]:
    """The zone of a site of each person who has one."""
    rows = db.session.execute(
        select(Grant.person_id, Site.time_zone)
        .join(Site, (Site.organisation_id == Grant.organisation_id) & (Site.id == Grant.site_id))
        .where(Grant.organisation_id == organisation_id, Grant.person_id.in_(person_ids))
        .order_by(Site.name.desc())
    )
    return dict(map(tuple, rows))


def my_preferences(actor: Actor) -> dict[str, Any]:
    wish = wishes_of(actor.organisation_id, {actor.person_id})[actor.person_id]
    return {
        "quiet_from": wish.quiet_from,
        "quiet_until": wish.quiet_until,
        "time_zone": wish.time_zone,
        "channels": list(wish.channels),
        "offered": offered(actor.organisation_id),
        "email": get_owned(Person, actor.organisation_id, actor.person_id).email,
    }


def offered(organisation_id: str) -> list[str]:
    """By which personal ways the organisation sends at present."""
    kinds = db.session.scalars(
        select(Channel.kind)
        .where(Channel.organisation_id == organisation_id, Channel.enabled, Channel.kind.in_(PERSONAL))
        .distinct()
    )
    return sorted(kinds)


def my_subscriptions(actor: Actor, *, limit: int, cursor: str | None = None) -> dict[str, Any]:
    """Those that still hold: a device is heard of no more once its sign-in is over."""
    statement = (
        select(PushSubscription)
        .join(Session, alive())
        .where(
            PushSubscription.organisation_id == actor.organisation_id,
            PushSubscription.person_id == actor.person_id,
        )
    )
    page = page_of(statement, PushSubscription.id, limit=limit, cursor=cursor)
    return page | {"items": [shown(one, actor) for one in page["items"]]}


def shown(subscription: PushSubscription, actor: Actor) -> dict[str, Any]:
    fields = ("id", "device", "created_at", "last_sent_at")
    here = subscription.session_id == actor.session_id
    return {name: getattr(subscription, name) for name in fields} | {"here": here}


def alive():
    """The join of a subscription with the sign-in that it lives by."""
    return (
        (Session.organisation_id == PushSubscription.organisation_id)
        & (Session.id == PushSubscription.session_id)
        & Session.revoked_at.is_(None)
        & (Session.expires_at > now())
    )
