"""The published plan as attendance reads it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from guard_api.database import db
from guard_api.tenants.models import Site
from schedules.attendance.facts import CALLED_OFF, LEAVE, PlannedShift
from schedules.law.shapes import Break
from schedules.leave.queries import away_between
from schedules.rosters.models import CallOff, Roster, Shift

ZONE = "Asia/Shanghai"
ONE_DAY = timedelta(days=1)


class Planned(NamedTuple):
    """A place of a published roster, and the same as the rules take it."""

    row: Shift
    plan: PlannedShift

    @property
    def start_at(self) -> datetime:
        return self.plan.span.start_at


def zones_of(organisation_id: str) -> dict[str, str]:
    rows = db.session.execute(select(Site.id, Site.time_zone).where(Site.organisation_id == organisation_id))
    return dict(tuple(row) for row in rows)


def planned_for(
    organisation_id: str, person_ids: Collection[str], from_at: datetime, until_at: datetime
) -> list[Planned]:
    """What these people are planned for in the stretch."""
    rows = _published(organisation_id).where(
        Shift.person_id.in_(list(person_ids)),
        Shift.start_at >= from_at - ONE_DAY,
        Shift.start_at < until_at,
        Shift.end_at > from_at,
    )
    return _planned(organisation_id, db.session.scalars(rows).all())


def planned_as(organisation_id: str, shift_ids: Collection[str]) -> list[Planned]:
    """These places, as far as they are published and not cancelled."""
    rows = _published(organisation_id).where(Shift.id.in_(list(shift_ids)))
    return _planned(organisation_id, db.session.scalars(rows).all())


def unseen(
    organisation_id: str, from_at: datetime, until_at: datetime, known: Select, limit: int
) -> list[str]:
    """Places that begin in the stretch and of which nothing is written down yet."""
    rows = _published(organisation_id, Shift.id).where(
        Shift.start_at > from_at, Shift.start_at <= until_at, Shift.id.not_in(known)
    )
    return list(db.session.scalars(rows.order_by(Shift.start_at, Shift.id).limit(limit)))


def _published(organisation_id: str, *what: Any) -> Select:
    in_roster = (Roster.organisation_id == Shift.organisation_id) & (Roster.id == Shift.roster_id)
    return (
        select(*(what or (Shift,)))
        .join(Roster, in_roster)
        .where(
            Shift.organisation_id == organisation_id,
            Roster.state == "published",
            Shift.cancelled_at.is_(None),
        )
    )


def _planned(organisation_id: str, rows: Sequence[Shift]) -> list[Planned]:
    if not rows:
        return []
    zones, notices = zones_of(organisation_id), _notices(organisation_id, rows)
    return [Planned(row, as_planned(row, zones[row.site_id], notices.get(row.id))) for row in rows]


def as_planned(row: Shift, zone: str, notice: str | None = None) -> PlannedShift:
    return PlannedShift(
        id=row.id,
        person_id=row.person_id,
        start_at=row.start_at,
        end_at=row.end_at,
        zone=zone,
        breaks=tuple(_break(row.start_at, each) for each in row.breaks),
        notice=notice,
        relieves=row.relieves_shift_id,
    )


def _break(start_at: datetime, said: Mapping[str, Any]) -> Break:
    begins = start_at + timedelta(minutes=said["after_minutes"])
    return Break(begins, begins + timedelta(minutes=said["minutes"]), bool(said.get("paid")))


def _notices(organisation_id: str, rows: Sequence[Shift]) -> dict[str, str]:
    """Why somebody will not come, by shift, where it is known beforehand."""
    filled = [row for row in rows if row.person_id]
    if not filled:
        return {}
    away = _away(organisation_id, filled)
    on_leave = {row.id: LEAVE for row in filled if row.on in away.get(row.person_id, ())}
    return _called_off(organisation_id, filled) | on_leave


def _away(organisation_id: str, rows: Sequence[Shift]) -> Mapping[str, Collection[date]]:
    days = [row.on for row in rows]
    people = {row.person_id for row in rows}
    return away_between(organisation_id, min(days), max(days), person_ids=people)


def _called_off(organisation_id: str, rows: Iterable[Shift]) -> dict[str, str]:
    by_id = {row.id: row for row in rows}
    said = db.session.execute(
        select(CallOff.shift_id, CallOff.person_id).where(
            CallOff.organisation_id == organisation_id, CallOff.shift_id.in_(list(by_id))
        )
    )
    return {shift_id: CALLED_OFF for shift_id, person_id in said if by_id[shift_id].person_id == person_id}
