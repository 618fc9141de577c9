"""Hours and overtime so far, by the period that the person's law counts in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from guard_api.clock import local_date
from guard_api.database import db
from guard_api.identity.actor import Actor
from people.dates import zone_of
from schedules.attendance.rules import planned_minutes
from schedules.clocking.hours import hours_of
from schedules.clocking.models import Attendance
from schedules.clocking.plan import planned_for
from schedules.law.days import month_of, period_of
from schedules.law.shapes import AT_150, AT_200, AT_300, NORMAL, Pack
from schedules.spans import midnight
from schedules.terms.queries import packs_of, terms_of


def so_far(actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Of the running period. None before anything was worked or planned in it."""
    zone = zone_of(actor.organisation_id)
    today = local_date(at, zone)
    pack = packs_of(actor.organisation_id, [actor.person_id], today)[actor.person_id]
    terms = terms_of(actor.organisation_id, [actor.person_id], today)[actor.person_id]
    from_on, until_on = period(pack, today)
    hours = hours_of(actor.organisation_id, [actor.person_id], from_on, until_on)[actor.person_id]
    planned = planned_for(
        actor.organisation_id, [actor.person_id], midnight(from_on, zone), midnight(until_on, zone)
    )
    due = [each for each in planned if from_on <= each.row.on <= until_on]
    if not due and not hours.worked_minutes:
        return None
    minutes = hours.minutes
    return {
        "from_on": from_on,
        "until_on": until_on,
        "law_pack": pack.id,
        "hour_system": terms.hour_system,
        "worked_minutes": hours.worked_minutes,
        "planned_minutes": sum(planned_minutes(each.plan) for each in due),
        "normal_minutes": minutes[NORMAL],
        "overtime_150_minutes": minutes[AT_150],
        "overtime_200_minutes": minutes[AT_200],
        "overtime_300_minutes": minutes[AT_300],
        "night_minutes": minutes["night"],
        "leave_minutes": _on_leave(actor, from_on, until_on),
        "overtime_limit_minutes": overtime_limit(pack),
        "open_shifts": sum(each.row.start_at > at for each in due),
    }


def period(pack: Pack, today: date) -> tuple[date, date]:
    """That of comprehensive hours, else the month."""
    return period_of(today, pack.pay.period, pack.week_starts) if pack.pay.period else month_of(today)


def overtime_limit(pack: Pack) -> int | None:
    limits = [
        rule.limit
        for rule in pack.rules
        if rule.kind in ("month_overtime", "period_overtime") and rule.level != "off"
    ]
    return min(limits, default=None)


def _on_leave(actor: Actor, from_on: date, until_on: date) -> int:
    rows = db.session.scalars(
        select(Attendance.planned_minutes).where(
            Attendance.organisation_id == actor.organisation_id,
            Attendance.person_id == actor.person_id,
            Attendance.on.between(from_on, until_on),
            Attendance.state == "leave",
        )
    )
    return sum(rows)
