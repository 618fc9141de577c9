"""Whom an alarm reaches, and what it says."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from guard_api.database import db, get_owned
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Site
from schedules.clocking.models import Attendance, NoShowAlarm


def supervisors_of(organisation_id: str, site_id: str) -> set[str]:
    return _holding(organisation_id, Grant.role == SUPERVISOR, Grant.site_id == site_id)


def administrators_of(organisation_id: str) -> set[str]:
    return _holding(organisation_id, Grant.role == ADMINISTRATOR)


def _holding(organisation_id: str, *conditions: Any) -> set[str]:
    return set(
        db.session.scalars(
            select(Grant.person_id)
            .join(Person, (Person.organisation_id == Grant.organisation_id) & (Person.id == Grant.person_id))
            .where(Grant.organisation_id == organisation_id, Person.active, *conditions)
        )
    )


def about(alarm: NoShowAlarm) -> dict[str, str]:
    """Who, where and when, by the clock of the site."""
    person = get_owned(Person, alarm.organisation_id, alarm.person_id)
    site = get_owned(Site, alarm.organisation_id, alarm.site_id)
    return {"person": person.name, "site": site.name, "at": _begins(alarm, site.time_zone)}


def _begins(alarm: NoShowAlarm, zone: str) -> str:
    row = db.session.get(Attendance, (alarm.organisation_id, alarm.shift_id))
    at = row.start_at if row else alarm.raised_at
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
