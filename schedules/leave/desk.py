"""What the desk and a person see of leave and balances."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, select

from guard_api.database import db
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from people.dates import today_of
from people.employment.reach import people_names
from schedules.leave import rules
from schedules.leave.balances import balances_of, shown
from schedules.leave.cover import all_clashes
from schedules.leave.models import LeaveRequest
from schedules.terms.desk import people_in_reach

SAME = (
    "id",
    "person_id",
    "kind",
    "from_on",
    "until_on",
    "from_half",
    "until_half",
    "half_days",
    "flags",
    "reason",
    "asked_at",
    "state",
    "decided_at",
    "note",
)


def leave_page(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of the leave of people whom the actor reaches, the newest first."""
    page = page_of(
        _chosen(actor, **filters),
        LeaveRequest.from_on,
        LeaveRequest.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": requests_shown(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor,
    *,
    state: str | None = None,
    kind: str | None = None,
    site_id: str | None = None,
    person_id: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Select:
    wanted = {LeaveRequest.state: state, LeaveRequest.kind: kind, LeaveRequest.person_id: person_id}
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if from_on:
        conditions.append(LeaveRequest.until_on >= from_on)
    if until_on:
        conditions.append(LeaveRequest.from_on <= until_on)
    reached = (
        exists()
        .where(Person.id == LeaveRequest.person_id, *people_in_reach(actor, site_id=site_id, also_left=True))
        .correlate(LeaveRequest)
    )
    return select(LeaveRequest).where(
        LeaveRequest.organisation_id == actor.organisation_id, reached, *conditions
    )


def requests_shown(organisation_id: str, rows: Sequence[LeaveRequest]) -> list[dict[str, Any]]:
    """With names, and for those that wait what they would leave undone and what would be left."""
    names = people_names(
        organisation_id, {id_ for row in rows for id_ in (row.person_id, row.asked_by, row.decided_by)}
    )
    waiting = [row for row in rows if row.state == rules.ASKED]
    clashes, left = all_clashes(organisation_id, waiting), _left(organisation_id, waiting)
    return [
        {name: getattr(row, name) for name in SAME}
        | {
            "name": names[row.person_id],
            "asked_by": _named(row.asked_by, names),
            "decided_by": _named(row.decided_by, names),
            "clashes": clashes.get(row.id, []),
            "remaining_half_days": left.get(row.id),
        }
        for row in rows
    ]


def _named(id_: str | None, names: dict[str, str]) -> dict[str, str] | None:
    return {"id": id_, "name": names.get(id_, "")} if id_ else None


def _left(organisation_id: str, waiting: Sequence[LeaveRequest]) -> dict[str, int]:
    """What the balance of its first year would have left once it is approved."""
    with_balance = [row for row in waiting if row.kind in rules.WITH_BALANCE]
    found = balances_of(
        organisation_id,
        [row.person_id for row in with_balance],
        {row.from_on.year for row in with_balance},
        today_of(organisation_id),
    )
    return {
        row.id: found[row.person_id, row.kind, row.from_on.year].remaining
        - row.by_year.get(str(row.from_on.year), 0)
        for row in with_balance
    }


# --- balances ---------------------------------------------------------------------------------


def balances_page(
    actor: Actor,
    *,
    limit: int,
    cursor: str | None = None,
    year: int | None = None,
    site_id: str | None = None,
) -> dict[str, Any]:
    """One page of the people whom the actor reaches, by name, with what they have of the year's leave."""
    statement = select(Person).where(*people_in_reach(actor, site_id=site_id))
    page = page_of(statement, Person.name, Person.id, limit=limit, cursor=cursor)
    return page | {"items": _balance_rows(actor.organisation_id, page["items"], year)}


def balance_of(actor: Actor, person: Person, year: int) -> dict[str, Any]:
    return _balance_rows(actor.organisation_id, [person], year)[0]


def _balance_rows(organisation_id: str, people: Sequence[Person], year: int | None) -> list[dict[str, Any]]:
    today = today_of(organisation_id)
    year = year or today.year
    found = balances_of(organisation_id, [one.id for one in people], [year], as_of(year, today))
    return [
        {"person_id": one.id, "name": one.name, "employee_number": one.employee_number, "year": year}
        | {kind: shown(found[one.id, kind, year]) for kind in rules.WITH_BALANCE}
        for one in people
    ]


def as_of(year: int, today: date) -> date:
    """The date on which a year's balance is told: today, or its nearest day."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


# --- one's own --------------------------------------------------------------------------------


def my_leave(actor: Actor) -> dict[str, Any]:
    """One's balances of this year and the next, and what one asked for since last year."""
    return {
        "balances": my_balances(actor),
        "requests": my_requests(actor),
    }


def my_balances(actor: Actor) -> list[dict[str, Any]]:
    today = today_of(actor.organisation_id)
    years = [today.year, today.year + 1]
    found: list[dict[str, Any]] = []
    for year in years:
        of_year = balances_of(actor.organisation_id, [actor.person_id], [year], as_of(year, today))
        found += [shown(of_year[actor.person_id, kind, year]) for kind in rules.WITH_BALANCE]
    return found


def my_requests(actor: Actor) -> list[dict[str, Any]]:
    since = date(today_of(actor.organisation_id).year - 1, 1, 1)
    rows = db.session.scalars(
        select(LeaveRequest)
        .where(
            LeaveRequest.organisation_id == actor.organisation_id,
            LeaveRequest.person_id == actor.person_id,
            LeaveRequest.until_on >= since,
        )
        .order_by(LeaveRequest.from_on.desc(), LeaveRequest.id.desc())
        .limit(200)
    ).all()
    return mine_shown(actor, rows)


def mine_shown(actor: Actor, rows: Sequence[LeaveRequest]) -> list[dict[str, Any]]:
    names = people_names(actor.organisation_id, {row.decided_by for row in rows})
    return [
        {name: getattr(row, name) for name in SAME} | {"decided_by": _named(row.decided_by, names)}
        for row in rows
    ]
