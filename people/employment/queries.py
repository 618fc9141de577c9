from collections.abc import Iterable
from datetime import date

from sqlalchemy import case, select

from guard_api.database import db
from guard_api.identity.models import Person
from people.employment.models import Employment, LeaveOfAbsence, Placement


def employments_of(organisation_id: str, person_ids: Iterable[str]) -> list[Employment]:
    """Their spells, the oldest first."""
    return list(
        db.session.scalars(
            select(Employment)
            .where(Employment.organisation_id == organisation_id, Employment.person_id.in_(list(person_ids)))
            .order_by(Employment.hired_on, Employment.id)
        )
    )


def placements_of(organisation_id: str, employment_ids: Iterable[str]) -> list[Placement]:
    """In order."""
    return list(
        db.session.scalars(
            select(Placement)
            .where(
                Placement.organisation_id == organisation_id,
                Placement.employment_id.in_(list(employment_ids)),
            )
            .order_by(Placement.from_on, Placement.id)
        )
    )


def absences_of(organisation_id: str, person_ids: Iterable[str]) -> list[LeaveOfAbsence]:
    """In order."""
    return list(
        db.session.scalars(
            select(LeaveOfAbsence)
            .where(
                LeaveOfAbsence.organisation_id == organisation_id,
                LeaveOfAbsence.person_id.in_(list(person_ids)),
            )
            .order_by(LeaveOfAbsence.from_on, LeaveOfAbsence.id)
        )
    )


def names_to_manage(organisation_id: str) -> dict[str, str | None]:
    """Employee number or name of who may sign in → id; None where several have the name."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.employee_number).where(
            Person.organisation_id == organisation_id, Person.active
        )
    )
    found: dict[str, str | None] = {}
    numbers: dict[str, str | None] = {}
    for id_, name, number in rows:
        found[name] = None if name in found else id_
        if number:
            numbers[number] = id_
    return found | numbers


def day_to_show(today: date):
    """Of an employment, for SQL: today, or its first or last day where it does not reach today."""
    return case(
        (Employment.hired_on > today, Employment.hired_on),
        (Employment.left_on < today, Employment.left_on),
        else_=today,
    )


def placement_then(day) -> tuple:
    """Conditions that join an employment with its placement of a day."""
    return (
        Placement.organisation_id == Employment.organisation_id,
        Placement.employment_id == Employment.id,
        Placement.from_on <= day,
        Placement.until_on.is_(None) | (Placement.until_on >= day),
    )
