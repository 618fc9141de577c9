"""Punches from phones: each kept once, none refused for being late, doubled or out of order."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from evidence.sync.kinds import Outcome, Received
from evidence.uploads.service import attach
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR, Actor
from guard_api.identity.people.queries import person_for
from guard_api.live.service import announce
from guard_api.records import note_change
from guard_api.tenants.models import Site
from schedules.clocking import tags
from schedules.clocking.derivation import derive_people, stretches_of
from schedules.clocking.models import Punch
from schedules.clocking.payloads import PunchPayload
from schedules.clocking.rules import DESK, Asked, Said, Where, distance_m, punch_flags
from schedules.clocking.settings.queries import asked_at

CLOCKERS = (GUARD, SUPERVISOR, ADMINISTRATOR)


class Placed(NamedTuple):
    """A punch with the place it was made at."""

    event: Received
    where: Where
    checkpoint_id: str | None
    code_known: bool | None


def record_punches(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Store new punches with their flags. Only one at no site of the organisation is refused."""
    sites = _sites(actor.organisation_id, {event.payload.site_id for event in events})
    unknown = {event.id for event in events if event.payload.site_id not in sites}
    refusal = Outcome(refused=Problem("clocking.site_unknown", 404))
    placed = _placed(actor, [event for event in events if event.id not in unknown], sites)
    asked = asked_at(actor.organisation_id, {one.where.site_id for one in placed})
    outcomes = {one.event.id: _record(actor, one, asked[one.where.site_id]) for one in placed}
    db.session.flush()
    news = [("punch", one.event.id, one.where.site_id) for one in placed]
    announce(organisation_id=actor.organisation_id, changes=news)
    return outcomes | dict.fromkeys(unknown, refusal)


def recall_flags(actor: Actor, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The flags of punches stored before."""
    rows = db.session.execute(
        select(Punch.id, Punch.flags).where(
            Punch.organisation_id == actor.organisation_id, Punch.id.in_(list(ids))
        )
    )
    return {id_: tuple(flags) for id_, flags in rows}


def settle(actor: Actor, punch_ids: Sequence[str]) -> None:
    """What these punches change of their people's attendance."""
    settle_punches(actor.organisation_id, punch_ids)


def settle_punches(organisation_id: str, punch_ids: Collection[str]) -> None:
    rows = db.session.execute(
        select(Punch.person_id, Punch.occurred_at).where(
            Punch.organisation_id == organisation_id, Punch.id.in_(list(punch_ids))
        )
    )
    derive_people(organisation_id, stretches_of((who, at, at) for who, at in rows))


def _sites(organisation_id: str, site_ids: Collection[str]) -> dict[str, Site]:
    rows = db.session.scalars(
        select(Site).where(Site.organisation_id == organisation_id, Site.id.in_(list(site_ids)))
    )
    return {row.id: row for row in rows}


def _placed(actor: Actor, events: Sequence[Received], sites: Mapping[str, Site]) -> list[Placed]:
    """The site's own code goes before what the phone says of the site."""
    said = [event.payload for event in events]
    by_code, by_id = tags.spots(
        actor.organisation_id,
        {one.code for one in said} - {None},
        {one.checkpoint_id for one in said} - {None},
    )
    asked = asked_at(actor.organisation_id, sites.keys())
    return [_place(event, by_code, by_id, sites, asked) for event in events]


def _place(
    event: Received,
    by_code: Mapping[str, tags.Spot],
    by_id: Mapping[str, tags.Spot],
    sites: Mapping[str, Site],
    asked: Mapping[str, Asked],
) -> Placed:
    said: PunchPayload = event.payload
    spot = by_code.get(said.code) if said.code else by_id.get(said.checkpoint_id)
    known = spot is not None if said.code or said.checkpoint_id else None
    if spot is None:
        site = sites[said.site_id]
        return Placed(event, _at_site(site, asked[site.id].radius_m), None, known)
    point = None if spot.lat is None else (spot.lat, spot.lon)
    where = Where(spot.site_id, point, max(spot.radius_m, asked[said.site_id].radius_m), spot.replaced_at)
    return Placed(event, where, spot.checkpoint_id, known)


def _at_site(site: Site, radius_m: float) -> Where:
    point = None if site.lat is None or site.lon is None else (site.lat, site.lon)
    return Where(site.id, point, radius_m)


def _record(actor: Actor, one: Placed, asked: Asked) -> Outcome:
    flags = punch_flags(_said(one), one.where, asked, own_site=one.where.site_id in actor.scope(*CLOCKERS))
    said = one.event.payload
    punch = Punch(
        organisation_id=actor.organisation_id,
        id=one.event.id,
        person_id=actor.person_id,
        site_id=one.where.site_id,
        occurred_at=one.event.occurred_at,
        received_at=one.event.received_at,
        checkpoint_id=one.checkpoint_id,
        distance_m=_distance(one),
        photo=said.photo.sha256 if said.photo else None,
        phone_id=actor.phone_id,
        named_shift_id=said.shift_id,
        flags=list(flags),
        **{name: getattr(said, name) for name in ("kind", "method", "lat", "lon", "accuracy_m")},
    )
    db.session.add(punch)
    _attach(actor, punch, said)
    return Outcome(flags=flags, touches=(punch.id,))


def _said(one: Placed) -> Said:
    event, said = one.event, one.event.payload
    return Said(
        at=event.occurred_at,
        received_at=event.received_at,
        clock_skew_s=event.clock_skew_s,
        site_id=said.site_id,
        method=said.method,
        fix=None if said.lat is None else (said.lat, said.lon),
        accuracy_m=said.accuracy_m,
        photo=said.photo is not None,
        code_known=one.code_known,
    )


def _distance(one: Placed) -> float | None:
    said = one.event.payload
    if said.lat is None or one.where.point is None:
        return None
    return round(distance_m((said.lat, said.lon), one.where.point), 1)


def _attach(actor: Actor, punch: Punch, said: PunchPayload) -> None:
    if said.photo is not None:
        attach(
            actor,
            event_id=punch.id,
            subject_kind="punch",
            subject_id=punch.id,
            site_id=punch.site_id,
            files=[said.photo],
        )


# --- at the desk, and on a phone with a signal --------------------------------------------------


def punch_now(*, actor: Actor, id: str, **said: Any) -> Punch:
    """At once, and therefore refused where the site lets nobody clock in from outside."""
    known = db.session.get(Punch, (actor.organisation_id, id))
    if known is not None and known.person_id == actor.person_id:
        return known
    event = Received(id, "schedules.punch", now(), now(), 0.0, PunchPayload(**said))
    _refuse_blocked(actor, event)
    outcome = record_punches(actor, [event])[id]
    if outcome.refused:
        raise outcome.refused
    settle(actor, [id])
    return db.session.get(Punch, (actor.organisation_id, id))


def _refuse_blocked(actor: Actor, event: Received) -> None:
    sites = _sites(actor.organisation_id, {event.payload.site_id})
    for one in _placed(actor, [event], sites) if sites else ():
        asked = asked_at(actor.organisation_id, {one.where.site_id})[one.where.site_id]
        flags = punch_flags(_said(one), one.where, asked, own_site=True)
        if asked.geofence == "block" and {"outside_geofence", "no_position"} & set(flags):
            raise Problem("clocking.outside_geofence", 422, site=sites[event.payload.site_id].name)


def punch_for(
    *, actor: Actor, person_id: str, site_id: str, kind: str, at: datetime, note: str = ""
) -> Punch:
    """A supervisor's word for somebody whose phone is broken: kept as such, never for oneself."""
    actor.reach(site_id, SUPERVISOR, ADMINISTRATOR)
    if not _sites(actor.organisation_id, {site_id}):
        raise Problem("clocking.site_unknown", 404)
    person = person_for(actor, person_id)
    if person.id == actor.person_id:
        raise Problem("clocking.not_oneself", 403)
    if at > now():
        raise Problem("clocking.in_the_future", 422, paths=["/at"])
    punch = Punch(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=person.id,
        site_id=site_id,
        kind=kind,
        occurred_at=at,
        received_at=now(),
        method=DESK,
        recorded_by=actor.person_id,
        note=note,
        flags=["by_supervisor"],
    )
    db.session.add(punch)
    db.session.flush()
    note_change(actor, "punch.recorded", "punch", punch.id, person_id=person.id, kind=kind)
    announce(organisation_id=actor.organisation_id, changes=[("punch", punch.id, site_id)])
    settle_punches(actor.organisation_id, [punch.id])
    return punch
