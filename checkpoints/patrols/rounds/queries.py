from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, exists, func, or_, select

from checkpoints.findings import queries as findings
from checkpoints.patrols.exceptions.queries import of_patrol as exceptions_of_patrol
from checkpoints.patrols.models import Patrol, Position, Scan, Visit
from checkpoints.patrols.queries import holds, named
from checkpoints.patrols.rounds.facts import facts_of
from checkpoints.patrols.rounds.rules import pauses_of
from checkpoints.patrols.scans.history import shown as shown_scans
from checkpoints.places.models import Checkpoint
from checkpoints.places.queries import floor_plans_for_phones
from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, SUPERVISOR, Actor
from guard_api.identity.models import Person
from guard_api.tenants.models import Site

BOARD = (SUPERVISOR, ADMINISTRATOR, CLIENT)
READERS = (*BOARD, GUARD)
SEES_POSITIONS = (SUPERVISOR, ADMINISTRATOR)
VISIT_STATES = ("due", "on_time", "early", "late", "missed", "excused")


def patrols(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of rounds at the actor's sites, the latest first. A guard sees their own."""
    page = page_of(
        _chosen(actor, **filters), Patrol.start_at, Patrol.id, limit=limit, cursor=cursor, descending=True
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor,
    *,
    site_id: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    state: str | None = None,
    person_id: str | None = None,
    q: str | None = None,
) -> Select:
    wanted = (
        (Patrol.site_id.__eq__, site_id),
        (Patrol.on.__ge__, from_on),
        (Patrol.on.__le__, to_on),
        (_in_state, state),
        (walked_by, person_id),
        (_about, q or None),
    )
    return select(Patrol).where(
        Patrol.organisation_id == actor.organisation_id,
        or_(actor.scope(*BOARD).where(Patrol.site_id), walked_by(actor.person_id)),
        *(condition(value) for condition, value in wanted if value is not None),
    )


def _in_state(state: str) -> ColumnElement[bool]:
    return Patrol.state != "planned" if state == "due" else Patrol.state == state


def _about(q: str) -> ColumnElement[bool]:
    """Whether the words stand in the round's name, its site's, or that of somebody who walked it."""
    walked = or_(
        Person.id == Patrol.person_id, cast(Patrol.also_person_ids, Text).contains(cast(Person.id, Text))
    )
    somebody = exists().where(
        Person.organisation_id == Patrol.organisation_id, Person.name.icontains(q, autoescape=True), walked
    )
    there = exists().where(
        Site.organisation_id == Patrol.organisation_id,
        Site.id == Patrol.site_id,
        Site.name.icontains(q, autoescape=True),
    )
    named_so = Patrol.name.icontains(q, autoescape=True)
    return or_(named_so, there.correlate(Patrol), somebody.correlate(Patrol))


def walked_by(person_id: str) -> ColumnElement[bool]:
    return or_(Patrol.person_id == person_id, holds(Patrol.also_person_ids, person_id))


def shown(organisation_id: str, rounds: Sequence[Patrol]) -> list[dict[str, Any]]:
    """Rounds with names and with how many visits stand in each state."""
    walkers = [id_ for one in rounds for id_ in (one.person_id, *one.also_person_ids, *one.person_ids)]
    people = named(Person, organisation_id, walkers)
    sites = named(Site, organisation_id, [one.site_id for one in rounds])
    counts = _counts(organisation_id, [one.id for one in rounds])
    return [_shown(one, people, sites[one.site_id]["name"], counts[one.id]) for one in rounds]


def _shown(
    one: Patrol, people: dict[str, dict[str, str]], site_name: str, counts: dict[str, int]
) -> dict[str, Any]:
    columns = {column.key: getattr(one, column.key) for column in Patrol.__table__.columns}
    return columns | {
        "site_name": site_name,
        "planned": one.plan_id is not None,
        "person": people.get(one.person_id),
        "also": [people[id_] for id_ in one.also_person_ids if id_ in people],
        "people": [people[id_] for id_ in one.person_ids if id_ in people],
        "counts": {"total": sum(counts.values()), **{state: counts.get(state, 0) for state in VISIT_STATES}},
    }


def _counts(organisation_id: str, patrol_ids: list[str]) -> dict[str, dict[str, int]]:
    rows = db.session.execute(
        select(Visit.patrol_id, Visit.state, func.count())
        .where(Visit.organisation_id == organisation_id, Visit.patrol_id.in_(patrol_ids))
        .group_by(Visit.patrol_id, Visit.state)
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for patrol_id, state, count in rows:
        counts[patrol_id][state] = count
    return counts


# --- one round, to play it back -----------------------------------------------------------------


def patrol(actor: Actor, patrol_id: str) -> dict[str, Any]:
    """A round with all that is known of it. Positions only for who supervises, and for who walked."""
    one = get_owned(Patrol, actor.organisation_id, patrol_id)
    own = actor.person_id in (one.person_id, *one.also_person_ids)
    if not own:
        _reach(actor, one)
    facts = facts_of(actor.organisation_id, [one.id], locked=False)[0]
    pauses = pauses_of(facts.round, facts.scans, facts.openings)
    sees_positions = own or one.site_id in actor.scope(*SEES_POSITIONS)
    return shown(actor.organisation_id, [one])[0] | {
        "visits": _visits(one),
        "scans": _scans(one),
        "findings": findings.of_patrol(actor.organisation_id, one.id, one.site_id),
        "exceptions": exceptions_of_patrol(actor.organisation_id, one.id),
        "pauses": [{"since_at": since, "until_at": until} for since, until in pauses],
        "positions": _positions(one) if sees_positions else [],
        "floor_plans": _floor_plans(one),
    }


def _reach(actor: Actor, one: Patrol) -> None:
    """A guard of the site who did not walk it finds nothing there."""
    if one.site_id not in actor.scope(*BOARD):
        raise NotFound()


def _visits(one: Patrol) -> list[dict[str, Any]]:
    places = (Checkpoint.name, Checkpoint.lat, Checkpoint.lon, Checkpoint.radius_m)
    rows = db.session.execute(
        select(Visit, *places, Checkpoint.floor_plan_id, Checkpoint.plan_x, Checkpoint.plan_y)
        .join(
            Checkpoint,
            (Checkpoint.organisation_id == Visit.organisation_id) & (Checkpoint.id == Visit.checkpoint_id),
        )
        .where(Visit.organisation_id == one.organisation_id, Visit.patrol_id == one.id)
        .order_by(Visit.position)
    )
    columns = [column.key for column in Visit.__table__.columns]
    return [
        {key: getattr(row.Visit, key) for key in columns}
        | {"checkpoint": row.name, "lat": row.lat, "lon": row.lon, "radius_m": row.radius_m}
        | {"floor_plan_id": row.floor_plan_id, "plan_x": row.plan_x, "plan_y": row.plan_y}
        for row in rows
    ]


def _scans(one: Patrol) -> list[dict[str, Any]]:
    scans = db.session.scalars(
        select(Scan)
        .where(Scan.organisation_id == one.organisation_id, Scan.patrol_id == one.id)
        .order_by(Scan.occurred_at, Scan.id)
    ).all()
    return shown_scans(one.organisation_id, scans)


def _positions(one: Patrol) -> list[Any]:
    return list(
        db.session.execute(
            select(Position.person_id, Position.occurred_at, Position.lat, Position.lon, Position.accuracy_m)
            .where(Position.organisation_id == one.organisation_id, Position.patrol_id == one.id)
            .order_by(Position.occurred_at, Position.id)
        )
    )


def _floor_plans(one: Patrol) -> list[dict[str, Any]]:
    return floor_plans_for_phones(one.organisation_id, [one.site_id]).get(one.site_id, [])
