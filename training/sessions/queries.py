"""What the desk and a guard see of sessions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from guard_api.clock import day_bounds, now
from guard_api.database import db
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Organisation, Site
from people.dates import zone_of
from training.modules.models import Module
from training.sessions import rules, views
from training.sessions.models import PracticalCheck, SessionPlace, TrainingSession
from training.sessions.service import DESK, LEARNERS, may_lead, places_of, session_for

SHOWN_AFTER = timedelta(days=1)
MOST_MINE = 100
MOST_EXPORTED = 10_000


# --- the desk ---------------------------------------------------------------------------------


def sessions(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of the sessions that the actor reaches, in the order of their start."""
    page = page_of(
        _chosen(actor, **filters), TrainingSession.starts_at, TrainingSession.id, limit=limit, cursor=cursor
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def all_sessions(actor: Actor, **filters: Any) -> list[dict[str, Any]]:
    """The same without pages, for a file."""
    statement = _chosen(actor, **filters).order_by(TrainingSession.starts_at, TrainingSession.id)
    return shown(actor.organisation_id, db.session.scalars(statement.limit(MOST_EXPORTED)).all())


def session(actor: Actor, session_id: str) -> dict[str, Any]:
    """One session with its people, as far as the actor may see them."""
    found = session_for(actor, session_id)
    places = places_of(found)
    seen = _seen_people(actor, found)
    listed = [place for place in places if seen is None or place.person_id in seen]
    people = names_of(
        found.organisation_id,
        {id_ for place in listed for id_ in (place.person_id, place.signed_off_by) if id_},
    )
    checks = checks_of(found.organisation_id, [place.id for place in listed])
    queue = waiting_positions(places)
    rows = [views.place(place, people, checks.get(place.id, {}), queue) for place in listed]
    return shown(found.organisation_id, [found])[0] | {"people": rows}


def _seen_people(actor: Actor, session: TrainingSession) -> set[str] | None:
    """Whose places the actor sees; None: all. Elsewhere a supervisor sees the own people, a guard oneself."""
    desk = actor.scope(*DESK)
    if desk.every or session.instructor_id == actor.person_id:
        return None
    if session.site_id is not None and session.site_id in desk:
        return None
    mine = select(Grant.person_id).where(
        Grant.organisation_id == actor.organisation_id, Grant.site_id.in_(desk.site_ids)
    )
    return {actor.person_id, *db.session.scalars(mine)}


def door(actor: Actor, session_id: str, default_address: str) -> dict[str, Any]:
    """What the QR at the door holds."""
    found = session_for(actor, session_id)
    may_lead(actor, found)
    address = db.session.get(Organisation, actor.organisation_id).public_address or default_address
    return {
        "code": found.door_code,
        "url": rules.door_link(address, found.door_code),
        "opens_at": found.starts_at - rules.DOOR_OPENS,
        "shuts_at": found.ends_at + rules.DOOR_SHUTS,
    }


def _chosen(
    actor: Actor,
    *,
    site_id: str | None = None,
    module_id: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    cancelled: bool | None = None,
) -> Select:
    conditions = [TrainingSession.organisation_id == actor.organisation_id, _in_sites(actor, site_id)]
    if module_id:
        conditions.append(TrainingSession.module_id == module_id)
    if from_on or to_on:
        conditions.append(_starts_between(actor, from_on, to_on))
    if cancelled is not None:
        called_off = TrainingSession.cancelled_at
        conditions.append(called_off.is_not(None) if cancelled else called_off.is_(None))
    return select(TrainingSession).where(*conditions)


def _in_sites(actor: Actor, site_id: str | None) -> ColumnElement[bool]:
    if site_id is not None:
        actor.reach(site_id, *LEARNERS)
        return TrainingSession.site_id == site_id
    scope = actor.scope(*LEARNERS)
    return or_(TrainingSession.site_id.is_(None), scope.where(TrainingSession.site_id))


def _starts_between(actor: Actor, from_on: date | None, to_on: date | None) -> ColumnElement[bool]:
    """Days are those of the session's site, or by the organisation's clock where it has none."""
    rows = db.session.execute(
        select(Site.time_zone, Site.id).where(Site.organisation_id == actor.organisation_id)
    )
    zones: dict[str, list[str]] = defaultdict(list)
    for zone, site_id in rows:
        zones[zone].append(site_id)
    here = [
        and_(TrainingSession.site_id.in_(ids), *_bounds(zone, from_on, to_on))
        for zone, ids in sorted(zones.items())
    ]
    return or_(
        and_(TrainingSession.site_id.is_(None), *_bounds(zone_of(actor.organisation_id), from_on, to_on)),
        *here,
    )


def _bounds(zone: str, from_on: date | None, to_on: date | None) -> list[ColumnElement[bool]]:
    bounds = []
    if from_on:
        bounds.append(TrainingSession.starts_at >= day_bounds(from_on, zone)[0])
    if to_on:
        bounds.append(TrainingSession.starts_at < day_bounds(to_on, zone)[1])
    return bounds


def shown(organisation_id: str, found: Sequence[TrainingSession]) -> list[dict[str, Any]]:
    """Sessions as the desk shows them; a constant number of queries."""
    modules = modules_of(organisation_id, {one.module_id for one in found})
    sites = site_names(organisation_id, {one.site_id for one in found if one.site_id})
    people = names_of(organisation_id, {one.instructor_id for one in found if one.instructor_id})
    counts = counts_of(organisation_id, [one.id for one in found])
    return [
        views.session(one, modules[one.module_id], sites, people, counts.get(one.id, Counter()))
        for one in found
    ]


def counts_of(organisation_id: str, session_ids: Sequence[str]) -> dict[str, Counter[str]]:
    """Places by state of each session."""
    rows = db.session.execute(
        select(SessionPlace.session_id, SessionPlace.state, func.count())
        .where(SessionPlace.organisation_id == organisation_id, SessionPlace.session_id.in_(session_ids))
        .group_by(SessionPlace.session_id, SessionPlace.state)
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for session_id, state, number in rows:
        counts[session_id][state] = number
    return counts


def checks_of(organisation_id: str, place_ids: Sequence[str]) -> dict[str, dict[str, bool]]:
    """The newest word on each line of the checklist, by place."""
    rows = db.session.execute(
        select(PracticalCheck.place_id, PracticalCheck.key, PracticalCheck.done)
        .where(PracticalCheck.organisation_id == organisation_id, PracticalCheck.place_id.in_(place_ids))
        .order_by(PracticalCheck.at, PracticalCheck.id)
    )
    checks: dict[str, dict[str, bool]] = defaultdict(dict)
    for place_id, key, done in rows:
        checks[place_id][key] = done
    return checks


def waiting_positions(places: Iterable[SessionPlace]) -> dict[str, int]:
    """Place id → how many from the front of the waiting list, the first being 1."""
    waiting = [place.id for place in places if place.state == rules.WAITING]
    return {id_: number for number, id_ in enumerate(waiting, 1)}


# --- the guard --------------------------------------------------------------------------------


def my_sessions(actor: Actor) -> list[dict[str, Any]]:
    """Sessions that are open to the actor and not over, and those booked; the next first."""
    own = select(SessionPlace.session_id).where(
        SessionPlace.organisation_id == actor.organisation_id,
        SessionPlace.person_id == actor.person_id,
        SessionPlace.state != rules.CANCELLED,
    )
    is_open = and_(_in_sites(actor, None), TrainingSession.cancelled_at.is_(None))
    found = db.session.scalars(
        select(TrainingSession)
        .where(
            TrainingSession.organisation_id == actor.organisation_id,
            TrainingSession.ends_at > now() - SHOWN_AFTER,
            or_(is_open, TrainingSession.id.in_(own)),
        )
        .order_by(TrainingSession.starts_at, TrainingSession.id)
        .limit(MOST_MINE)
    ).all()
    return _mine(actor.organisation_id, actor.person_id, found)


def session_of(actor: Actor, session_id: str, person_id: str) -> dict[str, Any]:
    """One session as that person sees it."""
    found = db.session.get(TrainingSession, (actor.organisation_id, session_id))
    return _mine(actor.organisation_id, person_id, [found])[0]


def _mine(organisation_id: str, person_id: str, found: Sequence[TrainingSession]) -> list[dict[str, Any]]:
    places = _places_by_session(organisation_id, [one.id for one in found])
    rows = shown(organisation_id, found)
    return [views.mine(row, places[row["id"]], person_id) for row in rows]


def _places_by_session(organisation_id: str, session_ids: Sequence[str]) -> dict[str, list[SessionPlace]]:
    rows = db.session.scalars(
        select(SessionPlace)
        .where(SessionPlace.organisation_id == organisation_id, SessionPlace.session_id.in_(session_ids))
        .order_by(SessionPlace.queued_at, SessionPlace.id)
    )
    places: dict[str, list[SessionPlace]] = defaultdict(list)
    for place in rows:
        places[place.session_id].append(place)
    return places


# --- names ------------------------------------------------------------------------------------


def names_of(organisation_id: str, person_ids: Iterable[str]) -> dict[str, str]:
    return _named(Person, organisation_id, person_ids)


def site_names(organisation_id: str, site_ids: Iterable[str]) -> dict[str, str]:
    return _named(Site, organisation_id, site_ids)


def _named(model: Any, organisation_id: str, ids: Iterable[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(model.id, model.name).where(model.organisation_id == organisation_id, model.id.in_(list(ids)))
    )
    return {row.id: row.name for row in rows}


def modules_of(organisation_id: str, ids: Iterable[str]) -> dict[str, Module]:
    rows = db.session.scalars(
        select(Module).where(Module.organisation_id == organisation_id, Module.id.in_(list(ids)))
    )
    return {module.id: module for module in rows}
