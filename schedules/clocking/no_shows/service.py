"""Nobody has clocked in by the tolerance: told once, told higher after a while, answered by whoever knows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from evidence.sync.kinds import Outcome, Received
from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.live.service import announce
from guard_api.notices.service import tell
from guard_api.records import note_change
from schedules.attendance.rules import MISSING, PLANNED
from schedules.clocking.derivation import derive_shifts
from schedules.clocking.models import Attendance, NoShowAlarm
from schedules.clocking.no_shows.telling import about, administrators_of, supervisors_of
from schedules.clocking.settings.queries import asked_at

AT_ONCE = 200
ANSWERERS = (SUPERVISOR, ADMINISTRATOR)


def raise_due(at: datetime) -> bool:
    """Claim the shifts whose tolerance is over, look at them once more, and tell; False when none is left."""
    rows = db.session.scalars(
        select(Attendance)
        .where(Attendance.alarm_at <= at)
        .order_by(Attendance.alarm_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    claimed = [(row.organisation_id, row.shift_id) for row in rows]
    for row in rows:
        row.alarm_at = None
    db.session.flush()
    for organisation_id in sorted({organisation for organisation, _ in claimed}):
        shift_ids = [id_ for organisation, id_ in claimed if organisation == organisation_id]
        derive_shifts(organisation_id, shift_ids)
        _raise(organisation_id, shift_ids, at)
    return len(rows) == AT_ONCE


def _raise(organisation_id: str, shift_ids: Sequence[str], at: datetime) -> None:
    rows = db.session.scalars(
        select(Attendance).where(
            Attendance.organisation_id == organisation_id,
            Attendance.shift_id.in_(list(shift_ids)),
            Attendance.state.in_((PLANNED, MISSING)),
            Attendance.end_at > at,
        )
    ).all()
    asked = asked_at(organisation_id, {row.site_id for row in rows})
    raised = _raised(organisation_id, shift_ids)
    for row in rows:
        row.alarm_at = None
        if (row.shift_id, row.person_id) not in raised:
            _alarm(row, at + timedelta(minutes=asked[row.site_id].escalate))


def _raised(organisation_id: str, shift_ids: Sequence[str]) -> set[tuple[str, str]]:
    rows = db.session.execute(
        select(NoShowAlarm.shift_id, NoShowAlarm.person_id).where(
            NoShowAlarm.organisation_id == organisation_id, NoShowAlarm.shift_id.in_(list(shift_ids))
        )
    )
    return {tuple(row) for row in rows}


def _alarm(row: Attendance, escalate_at: datetime) -> None:
    alarm = NoShowAlarm(
        organisation_id=row.organisation_id,
        shift_id=row.shift_id,
        person_id=row.person_id,
        site_id=row.site_id,
        raised_at=now(),
        escalate_at=escalate_at,
    )
    db.session.add(alarm)
    db.session.flush()
    told = supervisors_of(row.organisation_id, row.site_id) - {row.person_id}
    _tell(alarm, "no_show", told)
    _tell(alarm, "no_show_own", {row.person_id}, link="/shifts")
    _announce(alarm)
    if not told:
        _escalate(alarm)


def escalate_due(at: datetime) -> bool:
    """Nobody has answered, nobody has come: the administrators are told."""
    alarms = db.session.scalars(
        select(NoShowAlarm)
        .where(NoShowAlarm.escalate_at <= at)
        .order_by(NoShowAlarm.escalate_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for alarm in alarms:
        _escalate(alarm)
    return len(alarms) == AT_ONCE


def _escalate(alarm: NoShowAlarm) -> None:
    alarm.escalate_at = None
    if alarm.withdrawn_at is None and alarm.answered_at is None:
        alarm.step = 2
        _tell(alarm, "no_show_still", administrators_of(alarm.organisation_id) - {alarm.person_id})
        _announce(alarm)


def _tell(alarm: NoShowAlarm, kind: str, people: set[str], link: str | None = None) -> None:
    tell(
        organisation_id=alarm.organisation_id,
        person_ids=sorted(people),
        kind=kind,
        params=about(alarm),
        link=link or f"/desk/attendance?alarm={alarm.id}",
        dedupe=f"{kind} {alarm.id}",
    )


def _announce(alarm: NoShowAlarm) -> None:
    announce(organisation_id=alarm.organisation_id, changes=[("no_show", alarm.id, alarm.site_id)])


# --- what people say --------------------------------------------------------------------------


def record_replies(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Guards say what is so. Of several words the last counts."""
    outcomes: dict[str, Outcome] = {}
    for event in sorted(events, key=lambda event: (event.occurred_at, event.id)):
        alarm = db.session.get(NoShowAlarm, (actor.organisation_id, event.payload.alarm_id))
        if alarm is None or alarm.person_id != actor.person_id:
            outcomes[event.id] = Outcome(refused=Problem("clocking.alarm_unknown", 404))
            continue
        _reply(alarm, event.payload.reply, event.payload.text, event.occurred_at)
        outcomes[event.id] = Outcome()
    return outcomes


def reply(*, actor: Actor, alarm_id: str, reply: str, text: str = "") -> NoShowAlarm:
    """The guard's own word, at once."""
    alarm = get_owned(NoShowAlarm, actor.organisation_id, alarm_id)
    if alarm.person_id != actor.person_id:
        raise NotFound()
    _reply(alarm, reply, text, now())
    return alarm


def _reply(alarm: NoShowAlarm, said: str, text: str, at: datetime) -> None:
    if alarm.replied_at is not None and alarm.replied_at > at:
        return
    alarm.reply, alarm.reply_text, alarm.replied_at = said, text, at
    people = supervisors_of(alarm.organisation_id, alarm.site_id)
    if alarm.step > 1:
        people |= administrators_of(alarm.organisation_id)
    _tell(alarm, f"no_show_reply_{said}", people - {alarm.person_id})
    _announce(alarm)


def answer(*, actor: Actor, alarm_id: str, answer: str, note: str = "") -> NoShowAlarm:
    """A supervisor has found out. That nobody escalates any more; what attendance says stays as derived."""
    alarm = get_owned(NoShowAlarm, actor.organisation_id, alarm_id)
    actor.reach(alarm.site_id, *ANSWERERS)
    if alarm.person_id == actor.person_id:
        raise Problem("clocking.not_oneself", 403)
    alarm.answer, alarm.note = answer, note
    alarm.answered_by, alarm.answered_at, alarm.escalate_at = actor.person_id, now(), None
    note_change(actor, "no_show.answered", "no_show", alarm.id, answer=answer, note=note)
    _announce(alarm)
    return alarm
