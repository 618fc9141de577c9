"""Sign-in and roles follow the employment: at once where its day has come, else by the daily job."""

from datetime import date

from sqlalchemy import or_, select

from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.identity.models import Person
from guard_api.identity.people import service as identity
from guard_api.identity.queries import grants_of
from people.employment import rules
from people.employment.models import Employment, Placement


def follow(organisation_id: str, today: date, person_id: str | None = None) -> None:
    """Moves that have begun and exits that are over, of one person or of everybody."""
    for placement in _begun(organisation_id, today, person_id):
        _move(placement)
    for employment in _over(organisation_id, today, person_id):
        _end_unless_back(employment, today)
    db.session.flush()


def _begun(organisation_id: str, today: date, person_id: str | None) -> list[Placement]:
    statement = select(Placement).where(
        Placement.organisation_id == organisation_id,
        Placement.applied_at.is_(None),
        Placement.from_on <= today,
        or_(Placement.until_on.is_(None), Placement.until_on >= today),
    )
    if person_id:
        statement = statement.where(Placement.person_id == person_id)
    return list(db.session.scalars(statement.order_by(Placement.from_on, Placement.id)))


def _over(organisation_id: str, today: date, person_id: str | None) -> list[Employment]:
    statement = select(Employment).where(
        Employment.organisation_id == organisation_id,
        Employment.access_ended_at.is_(None),
        Employment.left_on < today,
    )
    if person_id:
        statement = statement.where(Employment.person_id == person_id)
    return list(db.session.scalars(statement.order_by(Employment.left_on, Employment.id)))


def _move(placement: Placement) -> None:
    """The roles of the site before go along; who comes back may sign in again."""
    person = get_owned(Person, placement.organisation_id, placement.person_id)
    before = set(grants_of(placement.organisation_id, person.id))
    after = rules.grants_after(before, old_site=_site_before(placement), new_site=placement.site_id)
    if after != before:
        identity.set_grants(person, [{"role": role, "site_id": site} for role, site in after])
    if placement.change == rules.HIRED and not person.active:
        person.active = bool(person.phone_number or person.email)
    placement.applied_at = now()


def _site_before(placement: Placement) -> str | None:
    return db.session.scalar(
        select(Placement.site_id)
        .where(
            Placement.organisation_id == placement.organisation_id,
            Placement.person_id == placement.person_id,
            Placement.from_on < placement.from_on,
            Placement.site_id.is_not(None),
        )
        .order_by(Placement.from_on.desc())
        .limit(1)
    )


def _end_unless_back(employment: Employment, today: date) -> None:
    back = db.session.scalar(
        select(Employment.id).where(
            Employment.organisation_id == employment.organisation_id,
            Employment.person_id == employment.person_id,
            Employment.hired_on <= today,
            or_(Employment.left_on.is_(None), Employment.left_on >= today),
        )
    )
    if back:
        employment.access_ended_at = now()
    else:
        end(get_owned(Person, employment.organisation_id, employment.person_id), employment)


def end(person: Person, employment: Employment) -> None:
    """No more sign-in, on any phone."""
    person.active = False
    employment.access_ended_at = now()
    db.session.flush()
    identity.end_sessions_of(person)
