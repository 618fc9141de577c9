"""Whom the boards show: people who work here today, as far as the actor looks after them."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from guard_api.identity.actor import ADMINISTRATOR, CLIENT, HR, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from people.employment.models import Employment, Placement
from people.employment.queries import placement_then


def shown_people(
    actor: Actor,
    today: date,
    *,
    site_id: str | None = None,
    grade_id: str | None = None,
    q: str | None = None,
) -> Select:
    """Rows of id, name, site_id, grade_id."""
    statement = (
        select(Person.id, Person.name, site_of_person().label("site_id"), Placement.grade_id)
        .outerjoin(Employment, and_(*_employed(today)))
        .outerjoin(Placement, and_(*placement_then(today)))
        .where(
            Person.organisation_id == actor.organisation_id,
            Person.active,
            or_(Employment.id.is_not(None), _works(Grant.role != CLIENT)),
        )
    )
    if not actor.has(HR, ADMINISTRATOR):
        statement = statement.where(_at(list(actor.scope(SUPERVISOR).site_ids)))
    if site_id:
        actor.reach(site_id, SUPERVISOR, HR, ADMINISTRATOR)
        statement = statement.where(_at([site_id]))
    if grade_id:
        statement = statement.where(Placement.grade_id == grade_id)
    return statement.where(Person.name.icontains(q, autoescape=True)) if q else statement


def _employed(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Employment.organisation_id == Person.organisation_id,
        Employment.person_id == Person.id,
        Employment.hired_on <= today,
        or_(Employment.left_on.is_(None), Employment.left_on >= today),
    )


def _at(site_ids: list[str]) -> ColumnElement[bool]:
    return or_(Placement.site_id.in_(site_ids), _works(Grant.site_id.in_(site_ids), Grant.role != CLIENT))


def _works(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Grant.id)
        .where(Grant.organisation_id == Person.organisation_id, Grant.person_id == Person.id, *conditions)
        .exists()
    )


def site_of_person() -> ColumnElement[str | None]:
    """Where somebody is placed; without a placement, the first site of the person's roles."""
    granted = (
        select(Grant.site_id)
        .where(
            Grant.organisation_id == Person.organisation_id,
            Grant.person_id == Person.id,
            Grant.site_id.is_not(None),
            Grant.role != CLIENT,
        )
        .order_by(Grant.site_id)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(Placement.site_id, granted)
