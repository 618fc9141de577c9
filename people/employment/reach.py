"""Who reaches whose file: HR and administrators everybody's, supervisors that of their sites' people."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.identity.actor import SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from people.dates import today_of
from people.employment.models import Employment, Placement
from people.roles import OFFICE, SITE_STAFF, STAFF


def person_in_reach(actor: Actor, person_id: str) -> Person:
    """The person, or 404."""
    person = get_owned(Person, actor.organisation_id, person_id)
    if actor.has(*OFFICE):
        return person
    here = at_sites(actor.scope(SUPERVISOR).site_ids, today_of(actor.organisation_id))
    seen = select(Person.id).where(
        Person.organisation_id == actor.organisation_id, Person.id == person_id, here
    )
    if db.session.scalar(seen) is None:
        raise NotFound()
    return person


def at_sites(site_ids: Iterable[str], today: date) -> ColumnElement[bool]:
    """Of a `Person`: placed at one of the sites now or last; without an employment, working there by role."""
    return placed_at(site_ids, today) | (~is_employed() & works_at(site_ids))


def is_employed() -> ColumnElement[bool]:
    """Has, or had, an employment."""
    any_ = aliased(Employment)
    return (
        exists()
        .where(any_.organisation_id == Person.organisation_id, any_.person_id == Person.id)
        .correlate(Person)
    )


def placed_at(site_ids: Iterable[str], today: date) -> ColumnElement[bool]:
    """Today's placement, one to come, or else the last one there was."""
    there, later = aliased(Placement), aliased(Placement)
    newer = (
        exists()
        .where(
            later.organisation_id == there.organisation_id,
            later.person_id == there.person_id,
            later.from_on > there.from_on,
        )
        .correlate(there)
    )
    return (
        exists()
        .where(
            there.organisation_id == Person.organisation_id,
            there.person_id == Person.id,
            there.site_id.in_(list(site_ids)),
            (there.until_on >= today) | ~newer,
        )
        .correlate(Person)
    )


def works_at(site_ids: Iterable[str]) -> ColumnElement[bool]:
    """A guard or supervisor of one of the sites."""
    return _granted(Grant.role.in_(SITE_STAFF), Grant.site_id.in_(list(site_ids)))


def is_staff() -> ColumnElement[bool]:
    """Employed now or before; without any employment, who may sign in and is no client."""
    return is_employed() | (Person.active & _granted(Grant.role.in_(STAFF)))


def _granted(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(Grant.organisation_id == Person.organisation_id, Grant.person_id == Person.id, *conditions)
        .correlate(Person)
    )


def people_names(organisation_id: str, ids: Iterable[str | None]) -> dict[str, str]:
    wanted = [id_ for id_ in set(ids) if id_]
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.organisation_id == organisation_id, Person.id.in_(wanted))
    )
    return dict(tuple(row) for row in rows)
