"""What is left of a year's annual leave goes over into the next."""

from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.records import note_change
from people.dates import today_of
from schedules.leave.balances import balances_of
from schedules.leave.models import LeaveEntitlement
from schedules.leave.rules import ANNUAL, to_carry
from schedules.terms.desk import people_in_reach


def carry_over(
    actor: Actor,
    *,
    from_year: int,
    reason: str,
    most_half_days: int | None = None,
    site_id: str | None = None,
) -> dict[str, Any]:
    """For everybody but oneself. The same again reckons anew, as leave of the year may still change."""
    _refuse_early(actor, from_year)
    left = _left(actor, from_year, site_id)
    carried = {id_: to_carry(half_days, most_half_days) for id_, half_days in left.items()}
    changed = _write(actor, from_year + 1, carried, reason)
    note_change(
        actor,
        "leave.carried",
        "organisation",
        actor.organisation_id,
        from_year=from_year,
        people=changed,
        reason=reason,
    )
    return {
        "into_year": from_year + 1,
        "people": sum(half_days > 0 for half_days in carried.values()),
        "half_days": sum(carried.values()),
    }


def _refuse_early(actor: Actor, year: int) -> None:
    if today_of(actor.organisation_id).year <= year:
        raise Problem("leave.year_not_over", 409, year=year, on=date(year + 1, 1, 1).isoformat())


def _left(actor: Actor, year: int, site_id: str | None) -> dict[str, int]:
    ids = db.session.scalars(
        select(Person.id).where(*people_in_reach(actor, site_id=site_id), Person.id != actor.person_id)
    ).all()
    found = balances_of(actor.organisation_id, ids, [year], date(year, 12, 31))
    return {id_: found[id_, ANNUAL, year].remaining for id_ in ids}


def _write(actor: Actor, year: int, carried: dict[str, int], reason: str) -> int:
    """Only who has something to carry, or had before, has a row; how many changed."""
    rows = {row.person_id: row for row in _rows(actor, year, carried)}
    changed = 0
    for id_, half_days in carried.items():
        row = rows.get(id_) or (_new(actor, id_, year) if half_days else None)
        if row is None or row.carried_half_days == half_days:
            continue
        row.carried_half_days, row.reason = half_days, reason
        row.changed_by, row.changed_at = actor.person_id, now()
        changed += 1
    db.session.flush()
    return changed


def _rows(actor: Actor, year: int, carried: dict[str, int]):
    return db.session.scalars(
        select(LeaveEntitlement).where(
            LeaveEntitlement.organisation_id == actor.organisation_id,
            LeaveEntitlement.kind == ANNUAL,
            LeaveEntitlement.year == year,
            LeaveEntitlement.person_id.in_(list(carried)),
        )
    )


def _new(actor: Actor, person_id: str, year: int) -> LeaveEntitlement:
    row = LeaveEntitlement(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=person_id,
        kind=ANNUAL,
        year=year,
        carried_half_days=0,
        adjusted_half_days=0,
        changed_by=actor.person_id,
    )
    db.session.add(row)
    return row
