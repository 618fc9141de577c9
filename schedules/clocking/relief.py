"""Who relieves whom: as the roster says, else at the same place of a post, one ending as the other begins."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from guard_api.database import db
from schedules.rosters.models import Roster, Shift

LONGEST = timedelta(days=1)


def relieving(organisation_id: str, shifts: Sequence[Shift]) -> dict[str, Shift]:
    """By shift, the one that comes after it."""
    if not shifts:
        return {}
    ids = {shift.id for shift in shifts}
    found = _published(
        organisation_id,
        or_(
            Shift.relieves_shift_id.in_(ids),
            Shift.site_id.in_({shift.site_id for shift in shifts})
            & Shift.start_at.in_({shift.end_at for shift in shifts}),
        ),
    )
    named = {one.relieves_shift_id: one for one in found if one.relieves_shift_id}
    next_ = {(one.post_id, one.slot, one.start_at): one for one in found if one.relieves_shift_id is None}
    pairs = {
        shift.id: named.get(shift.id) or next_.get((shift.post_id, shift.slot, shift.end_at))
        for shift in shifts
    }
    return {id_: one for id_, one in pairs.items() if one is not None}


def relieved(organisation_id: str, shifts: Sequence[Shift]) -> dict[str, Shift]:
    """By shift, the one that comes before it."""
    if not shifts:
        return {}
    starts = {shift.start_at for shift in shifts}
    found = _published(
        organisation_id,
        or_(
            Shift.id.in_({shift.relieves_shift_id for shift in shifts} - {None}),
            Shift.site_id.in_({shift.site_id for shift in shifts})
            & Shift.start_at.between(min(starts) - LONGEST, max(starts))
            & Shift.end_at.in_(starts),
        ),
    )
    by_id = {one.id: one for one in found}
    before = {(one.post_id, one.slot, one.end_at): one for one in found}
    pairs = {
        shift.id: by_id.get(shift.relieves_shift_id)
        if shift.relieves_shift_id
        else before.get((shift.post_id, shift.slot, shift.start_at))
        for shift in shifts
    }
    return {id_: one for id_, one in pairs.items() if one is not None}


def _published(organisation_id: str, condition) -> list[Shift]:
    in_roster = (Roster.organisation_id == Shift.organisation_id) & (Roster.id == Shift.roster_id)
    return list(
        db.session.scalars(
            select(Shift)
            .join(Roster, in_roster)
            .where(
                Shift.organisation_id == organisation_id,
                Shift.cancelled_at.is_(None),
                Roster.version > 0,
                condition,
            )
            .order_by(Shift.id.desc())
        )
    )
