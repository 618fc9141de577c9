"""The assignments of an earlier roster, laid on the same weekdays of this one."""

from datetime import date, timedelta

from sqlalchemy import select

from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from schedules.rosters import editing, reasons
from schedules.rosters.editing import Edited
from schedules.rosters.models import Roster, Shift
from schedules.rosters.reach import DESK, roster_for

WEEK = timedelta(days=7)
Place = tuple[str, date, str, int]


def copy_from(
    actor: Actor,
    *,
    roster_id: str,
    from_roster_id: str,
    edit_number: int | None = None,
    reason: str = "",
    accept: bool = False,
) -> Edited:
    """Fill what is vacant and not locked with who stood there before. What breaks a rule is shown."""
    roster = roster_for(actor, roster_id, roles=DESK, whole=True, lock=True)
    source = roster_for(actor, from_roster_id, whole=True)
    if source.id == roster.id:
        raise Problem("rosters.copy_itself", 422)
    editing.refuse_stale(roster, edit_number)
    who, back = _who(source), _shift_by(roster, source)
    changes = [
        {"shift_id": shift.id, "person_id": person_id}
        for shift in _vacant(roster)
        if (person_id := who.get((shift.post_id, shift.on - back, shift.shift_type_id, shift.slot)))
    ]
    return editing.edit(
        actor, roster_id=roster.id, changes=changes, label=reasons.COPY, reason=reason, accept=accept
    )


def _shift_by(roster: Roster, source: Roster) -> timedelta:
    """Whole weeks, so that a night stays on its weekday: as many as bring the first days together."""
    return -(-(roster.from_on - source.from_on).days // 7) * WEEK


def _who(source: Roster) -> dict[Place, str]:
    rows = db.session.execute(
        select(Shift.post_id, Shift.on, Shift.shift_type_id, Shift.slot, Shift.person_id).where(
            Shift.organisation_id == source.organisation_id,
            Shift.roster_id == source.id,
            Shift.cancelled_at.is_(None),
            Shift.person_id.is_not(None),
        )
    )
    return {(post, on, kind, slot): person for post, on, kind, slot, person in rows}


def _vacant(roster: Roster) -> list[Shift]:
    return list(
        db.session.scalars(
            select(Shift).where(
                Shift.organisation_id == roster.organisation_id,
                Shift.roster_id == roster.id,
                Shift.cancelled_at.is_(None),
                Shift.person_id.is_(None),
                Shift.locked.is_(False),
            )
        )
    )
