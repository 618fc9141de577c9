from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Site


def people_page(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """People that the caller may see: all for HR and administrators, those of their sites for supervisors."""
    statement = select(Person).where(Person.organisation_id == actor.organisation_id)
    if not actor.has(HR, ADMINISTRATOR):
        site_ids = actor.scope(SUPERVISOR).site_ids
        statement = statement.where(_granted(Grant.site_id.in_(site_ids)))
    page = page_of(_filtered(statement, **filters), Person.name, Person.id, limit=limit, cursor=cursor)
    return {**page, "items": shown(actor.organisation_id, page["items"])}


def _filtered(
    statement: Select,
    *,
    q: str | None = None,
    site_id: str | None = None,
    role: str | None = None,
    active: bool | None = None,
) -> Select:
    if q:
        columns = (Person.name, Person.phone_number, Person.email, Person.employee_number)
        matches = [column.icontains(q, autoescape=True) for column in columns]
        statement = statement.where(matches[0] | matches[1] | matches[2] | matches[3])
    if site_id:
        statement = statement.where(_granted(Grant.site_id == site_id))
    if role:
        statement = statement.where(_granted(Grant.role == role))
    return statement if active is None else statement.where(Person.active.is_(active))


def _granted(condition: Any) -> Any:
    return (
        select(Grant.id)
        .where(Grant.organisation_id == Person.organisation_id, Grant.person_id == Person.id, condition)
        .exists()
    )


def shown(organisation_id: str, people: Iterable[Person]) -> list[dict[str, Any]]:
    """People as PersonSchema shows them."""
    people = list(people)
    grants = grants_by_person(organisation_id, [person.id for person in people])
    return [
        {
            **{name: getattr(person, name) for name in SHOWN},
            "has_password": person.password_hash is not None,
            "has_pin": person.pin_hash is not None,
            "grants": grants[person.id],
        }
        for person in people
    ]


SHOWN = ("id", "name", "phone_number", "email", "employee_number", "language", "active", "created_at")


def grants_by_person(organisation_id: str, person_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    rows = db.session.execute(
        select(Grant.person_id, Grant.role, Grant.site_id)
        .where(Grant.organisation_id == organisation_id, Grant.person_id.in_(person_ids))
        .order_by(Grant.role, Grant.site_id)
    )
    grants = defaultdict(list)
    for person_id, role, site_id in rows:
        grants[person_id].append({"role": role, "site_id": site_id})
    return grants


def person_for(actor: Actor, person_id: str) -> Person:
    """The person, if the caller may see them."""
    person = get_owned(Person, actor.organisation_id, person_id)
    if not actor.has(HR, ADMINISTRATOR):
        theirs = grants_by_person(actor.organisation_id, [person_id])[person_id]
        if not actor.scope(SUPERVISOR).site_ids & {grant["site_id"] for grant in theirs}:
            raise NotFound()
    return person


def roles_of(person: Person) -> set[str]:
    return set(
        db.session.scalars(
            select(Grant.role).where(
                Grant.organisation_id == person.organisation_id, Grant.person_id == person.id
            )
        )
    )


def site_names(organisation_id: str) -> dict[str, str]:
    """All sites, archived ones too: id → name."""
    rows = db.session.execute(select(Site.id, Site.name).where(Site.organisation_id == organisation_id))
    return dict(tuple(row) for row in rows)


def sites_to_work_at(organisation_id: str) -> dict[str, str]:
    """name → id of the sites in use."""
    rows = db.session.execute(
        select(Site.name, Site.id).where(Site.organisation_id == organisation_id, Site.archived_at.is_(None))
    )
    return dict(tuple(row) for row in rows)
