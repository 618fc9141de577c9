"""Whose timesheets are a site's: those who belong there, and who worked there and belong nowhere now."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from guard_api.database import db
from guard_api.identity.models import Person
from people.queries import workforce
from schedules.clocking.models import Attendance, UnplannedWork


class Sheet(NamedTuple):
    """Somebody with a timesheet, and the site it is of."""

    person_id: str
    name: str
    employee_number: str | None
    site_id: str | None


def sheets(
    organisation_id: str, from_on: date, until_on: date, site_ids: Collection[str] | None = None
) -> list[Sheet]:
    """By name. Of everybody who has worked or was planned in these days, at one of the sites if named."""
    worked = _worked(organisation_id, from_on, until_on)
    homes = {each.person_id: each.site_id for each in workforce(organisation_id, until_on)}
    rows = db.session.execute(
        select(Person.id, Person.name, Person.employee_number).where(
            Person.organisation_id == organisation_id, Person.id.in_(list(worked))
        )
    )
    found = [Sheet(*row, homes.get(row[0]) or worked[row[0]]) for row in rows]
    chosen = [each for each in found if site_ids is None or each.site_id in site_ids]
    return sorted(chosen, key=lambda each: (each.name, each.person_id))


def _worked(organisation_id: str, from_on: date, until_on: date) -> dict[str, str]:
    """Person → the site of most of their rows."""
    counts: dict[str, Counter[str]] = {}
    for model in (Attendance, UnplannedWork):
        rows = db.session.execute(
            select(model.person_id, model.site_id).where(
                model.organisation_id == organisation_id,
                model.on.between(from_on, until_on),
                model.person_id.is_not(None),
            )
        )
        for person_id, site_id in rows:
            counts.setdefault(person_id, Counter())[site_id] += 1
    return {id_: sites.most_common(1)[0][0] for id_, sites in counts.items()}
