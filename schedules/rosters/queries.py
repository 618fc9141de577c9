"""What other floors ask of rosters, and what the desk sees of them in lists."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import Actor, Scope
from people.employment.reach import people_names
from people.queries import Worker, workforce
from schedules.rosters import editing, hooks, places, rules, views
from schedules.rosters.models import Acknowledgement, CallOff, Roster, RosterVersion, Shift
from schedules.rosters.reach import READERS, roster_for, sites_of, within

__all__ = ["acknowledgements_due", "call_offs_of", "people_of", "roster_for", "shifts_between", "shifts_of"]

GUARD = "guard"


# --- for the floors above ---------------------------------------------------------------------


def shifts_between(
    organisation_id: str,
    from_at: datetime,
    until_at: datetime,
    *,
    site_ids: Collection[str] | None = None,
    person_ids: Collection[str] | None = None,
    published_only: bool = True,
) -> list[Shift]:
    """Shifts that touch this time and were not cancelled, in order of their start."""
    statement = select(Shift).where(
        Shift.organisation_id == organisation_id,
        Shift.start_at > from_at - rules.LONGEST_SHIFT,
        Shift.start_at < until_at,
        Shift.end_at > from_at,
        Shift.cancelled_at.is_(None),
    )
    if published_only:
        statement = statement.join(Roster, _roster_of_shift()).where(Roster.version > 0)
    for column, chosen in ((Shift.site_id, site_ids), (Shift.person_id, person_ids)):
        if chosen is not None:
            statement = statement.where(column.in_(list(chosen)))
    return list(db.session.scalars(statement.order_by(Shift.start_at, Shift.id)))


def shifts_of(roster: Roster, *, cancelled: bool = False) -> list[Shift]:
    statement = select(Shift).where(
        Shift.organisation_id == roster.organisation_id, Shift.roster_id == roster.id
    )
    if not cancelled:
        statement = statement.where(Shift.cancelled_at.is_(None))
    return list(db.session.scalars(statement.order_by(Shift.on, Shift.start_at, Shift.slot, Shift.id)))


def shifts_named(organisation_id: str, shift_ids: Iterable[str]) -> dict[str, Shift]:
    return {shift.id: shift for shift in places.shifts_by_id(organisation_id, shift_ids)}


def site_ids_of(organisation_id: str, roster_id: str) -> list[str]:
    return sites_of(organisation_id, [roster_id]).get(roster_id, [])


def people_of(organisation_id: str, site_ids: Iterable[str], from_on: date, until_on: date) -> list[Worker]:
    """Guards who work at these sites on the first or the last of these days, by name."""
    found: dict[str, Worker] = {}
    for on in (until_on, from_on):
        for worker in workforce(organisation_id, on, site_ids):
            if GUARD in worker.roles or not worker.roles:
                found[worker.person_id] = worker
    return sorted(found.values(), key=lambda worker: (worker.name, worker.person_id))


def acknowledgements_due(organisation_id: str, person_id: str) -> list[dict[str, Any]]:
    """What a person is still asked to confirm: the newest version of each roster that changed for them."""
    rows = db.session.execute(
        select(
            Acknowledgement.roster_id,
            func.max(Acknowledgement.version),
            Roster.name,
            Roster.from_on,
            Roster.until_on,
        )
        .join(
            Roster,
            and_(
                Roster.organisation_id == Acknowledgement.organisation_id,
                Roster.id == Acknowledgement.roster_id,
            ),
        )
        .where(
            Acknowledgement.organisation_id == organisation_id,
            Acknowledgement.person_id == person_id,
            Acknowledgement.acknowledged_at.is_(None),
        )
        .group_by(Acknowledgement.roster_id, Roster.name, Roster.from_on, Roster.until_on)
        .order_by(Roster.from_on, Acknowledgement.roster_id)
    )
    names = ("roster_id", "version", "name", "from_on", "until_on")
    return [dict(zip(names, row, strict=True)) for row in rows]


def call_offs_of(organisation_id: str, shift_ids: Iterable[str]) -> dict[str, list[CallOff]]:
    """By shift, in order."""
    found: dict[str, list[CallOff]] = {}
    rows = db.session.scalars(
        select(CallOff)
        .where(CallOff.organisation_id == organisation_id, CallOff.shift_id.in_(list(shift_ids)))
        .order_by(CallOff.at, CallOff.id)
    )
    for one in rows:
        found.setdefault(one.shift_id, []).append(one)
    return found


def _roster_of_shift():
    return and_(Roster.organisation_id == Shift.organisation_id, Roster.id == Shift.roster_id)


# --- rosters ----------------------------------------------------------------------------------


def rosters(
    actor: Actor,
    *,
    limit: int,
    cursor: str | None = None,
    site_id: str | None = None,
    state: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> dict[str, Any]:
    """One page of those that the actor reaches, the latest first."""
    statement = select(Roster).where(
        Roster.organisation_id == actor.organisation_id, within(actor.scope(*READERS))
    )
    if site_id is not None:
        actor.reach(site_id, *READERS)
        statement = statement.where(within(Scope(every=False, site_ids=frozenset({site_id}))))
    if state is not None:
        statement = statement.where(Roster.state == state)
    if from_on is not None:
        statement = statement.where(Roster.until_on >= from_on)
    if until_on is not None:
        statement = statement.where(Roster.from_on <= until_on)
    page = page_of(statement, Roster.from_on, Roster.id, limit=limit, cursor=cursor, descending=True)
    return page | {"items": _heads(actor, page["items"])}


def _heads(actor: Actor, found: list[Roster]) -> list[dict[str, Any]]:
    ids = [one.id for one in found]
    sites, counts = sites_of(actor.organisation_id, ids), counts_of(actor, ids)
    return [views.roster(one, sites[one.id], counts.get(one.id, views.NOTHING)) for one in found]


def counts_of(actor: Actor, roster_ids: list[str]) -> dict[str, dict[str, int]]:
    """Places and minutes by state, of the sites that the actor reaches."""
    state = place_state_sql()
    rows = db.session.execute(
        select(Shift.roster_id, state, func.count())
        .where(
            Shift.organisation_id == actor.organisation_id,
            Shift.roster_id.in_(roster_ids),
            Shift.cancelled_at.is_(None),
            actor.scope(*READERS).where(Shift.site_id),
        )
        .group_by(Shift.roster_id, state)
    )
    found: dict[str, dict[str, int]] = {}
    for roster_id, name, number in rows:
        found.setdefault(roster_id, dict(views.NOTHING))[name] = number
    return found


def place_state_sql():
    """As `rules.place_state`."""
    return case(
        (and_(Shift.person_id.is_(None), hooks.is_offered()), rules.OPEN),
        (Shift.person_id.is_(None), rules.VACANT),
        (Shift.confirmed_at.is_(None), rules.UNCONFIRMED),
        else_=rules.CONFIRMED,
    )


def roster(actor: Actor, roster_id: str) -> dict[str, Any]:
    """One roster's head: what it covers, how far it is filled and confirmed, what may be undone."""
    one = roster_for(actor, roster_id)
    head = _heads(actor, [one])[0]
    steps = places.steps_to_take(one, site_ids_of(actor.organisation_id, one.id))
    undo, redo = (editing.newest_edit(one, undone=undone) for undone in (False, True))
    return head | {
        "weights": one.weights,
        "out_of_step": len(steps),
        "undo": undo and undo.label,
        "redo": redo and redo.label,
        "acknowledgements": _acknowledged(one),
    }


def _acknowledged(roster: Roster) -> dict[str, int]:
    """People: of whom something is asked, and who has said yes to all of it."""
    waiting = (
        select(
            Acknowledgement.person_id,
            func.sum(case((Acknowledgement.acknowledged_at.is_(None), 1), else_=0)).label("due"),
        )
        .where(
            Acknowledgement.organisation_id == roster.organisation_id,
            Acknowledgement.roster_id == roster.id,
        )
        .group_by(Acknowledgement.person_id)
        .subquery()
    )
    asked, done = db.session.execute(
        select(func.count(), func.coalesce(func.sum(case((waiting.c.due == 0, 1), else_=0)), 0)).select_from(
            waiting
        )
    ).one()
    return {"asked": asked, "acknowledged": done}


def acknowledgements(
    actor: Actor, roster_id: str, *, limit: int, cursor: str | None = None, due: bool | None = None
) -> dict[str, Any]:
    """Who was asked to confirm what, and when they did."""
    one = roster_for(actor, roster_id, whole=True)
    statement = select(Acknowledgement).where(
        Acknowledgement.organisation_id == one.organisation_id, Acknowledgement.roster_id == one.id
    )
    if due is not None:
        blank = Acknowledgement.acknowledged_at.is_(None)
        statement = statement.where(blank if due else ~blank)
    page = page_of(statement, Acknowledgement.version, Acknowledgement.id, limit=limit, cursor=cursor)
    names = people_names(actor.organisation_id, [row.person_id for row in page["items"]])
    return page | {"items": [views.acknowledgement(row, names) for row in page["items"]]}


# --- versions ---------------------------------------------------------------------------------


def versions(actor: Actor, roster_id: str, *, limit: int, cursor: str | None = None) -> dict[str, Any]:
    """Its versions, the newest first, each with what it changed."""
    one = roster_for(actor, roster_id, whole=True)
    statement = select(RosterVersion).where(
        RosterVersion.organisation_id == one.organisation_id, RosterVersion.roster_id == one.id
    )
    page = page_of(
        statement, RosterVersion.number, RosterVersion.id, limit=limit, cursor=cursor, descending=True
    )
    names = people_names(actor.organisation_id, views.people_in(page["items"]))
    return page | {"items": [views.version(row, names, actor.language) for row in page["items"]]}


def version(actor: Actor, roster_id: str, version_id: str) -> dict[str, Any]:
    """One version whole: every shift as it was in force then. What was frozen is checked as it is read."""
    one = roster_for(actor, roster_id, whole=True)
    wanted = get_owned(RosterVersion, actor.organisation_id, version_id)
    if wanted.roster_id != one.id:
        raise NotFound()
    kept = list(
        db.session.scalars(
            select(RosterVersion)
            .where(
                RosterVersion.organisation_id == one.organisation_id,
                RosterVersion.roster_id == one.id,
                RosterVersion.number <= wanted.number,
            )
            .order_by(RosterVersion.number)
        )
    )
    names = people_names(actor.organisation_id, views.people_in(kept[-1:]))
    shifts = rules.content_at([row.content for row in kept])
    return views.version(kept[-1], names, actor.language) | {
        "shifts": list(shifts.values()),
        "intact": all(rules.digest(row.content) == row.digest for row in kept),
    }


# --- shifts -----------------------------------------------------------------------------------


def shifts(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of shifts at the sites that the actor reaches, in order of their start."""
    page = page_of(_chosen(actor, **filters), Shift.start_at, Shift.id, limit=limit, cursor=cursor)
    return page | {"items": views.shifts(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor,
    *,
    roster_id: str | None = None,
    site_id: str | None = None,
    post_id: str | None = None,
    person_id: str | None = None,
    state: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Select:
    statement = select(*SHOWN, place_state_sql().label("state")).where(
        Shift.organisation_id == actor.organisation_id,
        Shift.cancelled_at.is_(None),
        actor.scope(*READERS).where(Shift.site_id),
    )
    if site_id is not None:
        actor.reach(site_id, *READERS)
    for column, value in (
        (Shift.roster_id, roster_id),
        (Shift.site_id, site_id),
        (Shift.post_id, post_id),
        (Shift.person_id, person_id),
        (place_state_sql(), state),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if from_on is not None:
        statement = statement.where(Shift.on >= from_on)
    return statement if until_on is None else statement.where(Shift.on <= until_on)


SHOWN = (
    Shift.id,
    Shift.roster_id,
    Shift.site_id,
    Shift.post_id,
    Shift.shift_type_id,
    Shift.on,
    Shift.start_at,
    Shift.end_at,
    Shift.breaks,
    Shift.slot,
    Shift.extra,
    Shift.person_id,
    Shift.locked,
    Shift.changed_in,
    Shift.confirmed_at,
    Shift.relieves_shift_id,
)


def shift_rows(organisation_id: str, *conditions: Any, cancelled: bool = False) -> list[Row]:
    """Shifts with their state, in order; those that were cancelled only where they are asked for."""
    if not cancelled:
        conditions += (Shift.cancelled_at.is_(None),)
    return list(
        db.session.execute(
            select(*SHOWN, place_state_sql().label("state"))
            .where(Shift.organisation_id == organisation_id, *conditions)
            .order_by(Shift.on, Shift.start_at, Shift.slot, Shift.id)
        )
    )
