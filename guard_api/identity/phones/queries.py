from typing import Any

from sqlalchemy import Select, select

from guard_api.database import db
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person, Phone


def phones_of(actor: Actor) -> list[Phone]:
    """Enrolled phones of the caller's sites."""
    return list(
        db.session.scalars(
            select(Phone)
            .where(Phone.organisation_id == actor.organisation_id, Phone.revoked_at.is_(None))
            .where(actor.scope(SUPERVISOR, ADMINISTRATOR).where(Phone.site_id))
            .order_by(Phone.name, Phone.id)
        )
    )


def roster(phone: Phone) -> list[dict[str, Any]]:
    """Guards of the phone's site who have a PIN."""
    people = db.session.scalars(_guards(phone).order_by(Person.name, Person.id))
    return [{"id": person.id, "name": person.name} for person in people]


def on_roster(phone: Phone, person_id: str) -> Person | None:
    return db.session.scalar(_guards(phone).where(Person.id == person_id))


def _guards(phone: Phone) -> Select:
    return (
        select(Person)
        .join(
            Grant,
            (Grant.organisation_id == Person.organisation_id) & (Grant.person_id == Person.id),
        )
        .where(Person.organisation_id == phone.organisation_id, Person.active, Person.pin_hash.is_not(None))
        .where(Grant.role == GUARD, Grant.site_id == phone.site_id)
    )
