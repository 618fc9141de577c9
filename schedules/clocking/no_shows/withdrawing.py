"""The punch arrived after all, or nobody is expected any more: the alarm is taken back."""

from collections.abc import Iterable

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.live.service import announce
from guard_api.notices.service import tell
from schedules.attendance.rules import ABSENT, MISSING, PLANNED, Attendance
from schedules.clocking.models import NoShowAlarm
from schedules.clocking.no_shows.telling import about, administrators_of, supervisors_of

STILL = (PLANNED, MISSING, ABSENT)


def withdraw_alarms(organisation_id: str, found: Iterable[Attendance]) -> None:
    """Of shifts that somebody came for, is excused from, or no longer has; back where that was wrong."""
    by_id = {each.shift_id: each for each in found}
    for alarm in _alarms(organisation_id, by_id):
        each = by_id[alarm.shift_id]
        holds = each.person_id == alarm.person_id and each.state in STILL
        if holds and alarm.withdrawn_at is not None:
            alarm.withdrawn_at = None
        elif not holds and alarm.withdrawn_at is None:
            _withdraw(alarm, came=each.attended and each.person_id == alarm.person_id)


def withdraw_unplanned(organisation_id: str, shift_ids: Iterable[str]) -> None:
    """Nobody is expected for these shifts any more."""
    for alarm in _alarms(organisation_id, shift_ids):
        if alarm.withdrawn_at is None:
            _withdraw(alarm, came=False)


def _alarms(organisation_id: str, shift_ids: Iterable[str]) -> list[NoShowAlarm]:
    return list(
        db.session.scalars(
            select(NoShowAlarm).where(
                NoShowAlarm.organisation_id == organisation_id, NoShowAlarm.shift_id.in_(list(shift_ids))
            )
        )
    )


def _withdraw(alarm: NoShowAlarm, *, came: bool) -> None:
    alarm.withdrawn_at, alarm.escalate_at = now(), None
    announce(organisation_id=alarm.organisation_id, changes=[("no_show", alarm.id, alarm.site_id)])
    if not came:
        return
    people = supervisors_of(alarm.organisation_id, alarm.site_id)
    if alarm.step > 1:
        people |= administrators_of(alarm.organisation_id)
    tell(
        organisation_id=alarm.organisation_id,
        person_ids=sorted(people - {alarm.person_id}),
        kind="no_show_came",
        params=about(alarm),
        link=f"/desk/attendance?alarm={alarm.id}",
        dedupe=f"no-show came {alarm.id}",
    )
