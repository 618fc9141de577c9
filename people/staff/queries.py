"""The list of staff, from the newest employment of each; who has none is shown by roles alone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from guard_api.database import db
from guard_api.fields import page_of
from guard_api.identity.actor import SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.identity.people.queries import site_names
from people.dates import today_of
from people.employment.models import Employment, LeaveOfAbsence, Placement
from people.employment.queries import day_to_show, placement_then
from people.employment.reach import at_sites, is_staff, people_names, works_at
from people.ladder import queries as ladder
from people.roles import OFFICE, SITE_STAFF
from people.staff import rules
from people.staff.rules import Standing, state_of

SPELL = (
    "hired_on",
    "contract_kind",
    "probation_until_on",
    "left_on",
    "exit_reason",
    "notice_on",
)
PLACE = ("post", "shift_pattern")
SEARCHED = ("name", "phone_number", "email", "employee_number")


def staff_page(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of the staff that the actor may see, by name."""
    today = today_of(actor.organisation_id)
    page = page_of(_chosen(actor, today, **filters), Person.name, Person.id, limit=limit, cursor=cursor)
    return page | {"items": shown(actor.organisation_id, page["items"], today)}


def staff_rows(actor: Actor, person_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The same of some people."""
    today = today_of(actor.organisation_id)
    statement = _people(actor.organisation_id, today).where(Person.id.in_(list(person_ids)))
    return shown(actor.organisation_id, db.session.execute(statement).all(), today)


def counts(actor: Actor, *, site_id: str | None = None) -> dict[str, int]:
    """How many in each state."""
    today = today_of(actor.organisation_id)
    state = _state(today).label("state")
    chosen = _chosen(actor, today, site_id=site_id).with_only_columns(state).subquery()
    rows = db.session.execute(select(chosen.c.state, func.count()).group_by(chosen.c.state))
    return dict.fromkeys(rules.STATES, 0) | dict(tuple(row) for row in rows)


def _people(organisation_id: str, today: date) -> Select:
    """Each person with the newest employment and its placement to show."""
    day = day_to_show(today)
    return (
        select(Person.name, Person.id, Person, Employment, Placement, _absent_until(today).label("absence"))
        .select_from(Person)
        .outerjoin(Employment, and_(*_newest_of(Person)))
        .outerjoin(Placement, and_(*placement_then(day)))
        .where(Person.organisation_id == organisation_id)
    )


def _newest_of(person: type[Person]) -> tuple[ColumnElement[bool], ...]:
    later = aliased(Employment)
    newer = (
        exists()
        .where(
            later.organisation_id == Employment.organisation_id,
            later.person_id == Employment.person_id,
            later.hired_on > Employment.hired_on,
        )
        .correlate(Employment)
    )
    return (
        Employment.organisation_id == person.organisation_id,
        Employment.person_id == person.id,
        ~newer,
    )


def _absent_until(today: date) -> Any:
    """The id of the absence that holds today."""
    return (
        select(LeaveOfAbsence.id)
        .where(
            LeaveOfAbsence.organisation_id == Employment.organisation_id,
            LeaveOfAbsence.employment_id == Employment.id,
            LeaveOfAbsence.from_on <= today,
            or_(LeaveOfAbsence.until_on.is_(None), LeaveOfAbsence.until_on >= today),
        )
        .limit(1)
        .correlate(Employment)
        .scalar_subquery()
    )


def _chosen(
    actor: Actor,
    today: date,
    *,
    site_id: str | None = None,
    grade_id: str | None = None,
    state: str | None = None,
    q: str | None = None,
) -> Select:
    statement = _people(actor.organisation_id, today).where(is_staff())
    if not actor.has(*OFFICE):
        statement = statement.where(at_sites(actor.scope(SUPERVISOR).site_ids, today))
    if site_id:
        actor.reach(site_id, SUPERVISOR, *OFFICE)
        statement = statement.where(
            (Placement.site_id == site_id) | (Employment.id.is_(None) & works_at([site_id]))
        )
    if grade_id:
        statement = statement.where(Placement.grade_id == grade_id)
    if state:
        statement = statement.where(_state(today) == state)
    return statement.where(_found(q)) if q else statement


def _found(q: str) -> ColumnElement[bool]:
    return or_(*(getattr(Person, name).icontains(q, autoescape=True) for name in SEARCHED))


def _state(today: date) -> ColumnElement[str]:
    """As `rules.state_of`, for SQL."""
    return case(
        (Employment.left_on < today, rules.LEFT),
        (Employment.hired_on > today, rules.UPCOMING),
        (_absent_until(today).is_not(None), rules.ABSENT),
        (Employment.probation_until_on >= today, rules.PROBATION),
        else_=rules.WORKING,
    )


def shown(organisation_id: str, rows: Iterable[Any], today: date) -> list[dict[str, Any]]:
    """As StaffSchema shows them; names of sites, grades and managers in three queries."""
    rows = list(rows)
    names = Names.of(
        organisation_id,
        managers={row.Placement.manager_id for row in rows if row.Placement},
        roles={row.Person.id for row in rows if row.Employment is None},
    )
    return [_row(row, names, today) for row in rows]


class Names:
    """What ids are called."""

    def __init__(
        self,
        sites: dict[str, str],
        grades: dict[str, dict[str, Any]],
        people: dict[str, str],
        sites_of: dict[str, str],
    ):
        self.sites, self.grades, self.people, self.sites_of = sites, grades, people, sites_of

    @classmethod
    def of(
        cls, organisation_id: str, *, managers: Iterable[str | None], roles: Iterable[str] = ()
    ) -> "Names":
        grades = {
            one.id: {"id": one.id, "name_zh": one.name_zh, "name_en": one.name_en}
            for one in ladder.grades(organisation_id)
        }
        return cls(
            site_names(organisation_id),
            grades,
            people_names(organisation_id, managers),
            first_sites(organisation_id, roles),
        )

    def site(self, id_: str | None) -> dict[str, Any] | None:
        return id_ and {"id": id_, "name": self.sites.get(id_, "")}

    def grade(self, id_: str | None) -> dict[str, Any] | None:
        return id_ and self.grades.get(id_)

    def person(self, id_: str | None) -> dict[str, Any] | None:
        return id_ and {"id": id_, "name": self.people.get(id_, "")}


def first_sites(organisation_id: str, person_ids: Iterable[str]) -> dict[str, str]:
    """Where people work by role, the same one each time."""
    person_ids = list(person_ids)
    if not person_ids:
        return {}
    rows = db.session.execute(
        select(Grant.person_id, Grant.site_id)
        .where(
            Grant.organisation_id == organisation_id,
            Grant.person_id.in_(person_ids),
            Grant.role.in_(SITE_STAFF),
        )
        .order_by(Grant.site_id.desc())
    )
    return dict(tuple(row) for row in rows)


def _row(row: Any, names: Names, today: date) -> dict[str, Any]:
    person, employment, placement = row.Person, row.Employment, row.Placement
    spell = {name: getattr(employment, name, None) for name in SPELL}
    standing = Standing(
        spell["hired_on"], spell["left_on"], spell["probation_until_on"], absent=row.absence is not None
    )
    return {
        "person_id": person.id,
        "name": person.name,
        "employee_number": person.employee_number,
        "phone_number": person.phone_number,
        "active": person.active,
        "employment_id": employment and employment.id,
        "state": state_of(standing, today),
        "site": names.site(placement.site_id if placement else names.sites_of.get(person.id)),
        "grade": names.grade(placement.grade_id) if placement else None,
        "manager": names.person(placement.manager_id) if placement else None,
        **{name: getattr(placement, name, None) for name in PLACE},
        **spell,
    }
