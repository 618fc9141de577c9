"""When the plan or somebody's leave changes, attendance follows in the same transaction."""

from datetime import timedelta

from sqlalchemy import select

from guard_api.clock import day_bounds, now
from guard_api.database import db
from guard_api.identity.actor import Actor
from people.dates import zone_of
from schedules.clocking.derivation import HORIZON, derive_people, derive_shifts
from schedules.leave.models import LeaveRequest
from schedules.rosters.hooks import Changed
from schedules.rosters.models import Shift


def roster_changed(what: Changed) -> None:
    """Of a whole roster only what has begun or begins soon is written down already."""
    changed = set(what.shift_ids)
    near = db.session.scalars(
        select(Shift.id).where(
            Shift.organisation_id == what.organisation_id,
            Shift.roster_id == what.roster_id,
            Shift.start_at <= now() + HORIZON,
        )
    )
    derive_shifts(what.organisation_id, [id_ for id_ in near if id_ in changed])


def leave_decided(actor: Actor, request: LeaveRequest) -> None:
    """Approved leave excuses; leave taken back does so no more."""
    zone = zone_of(request.organisation_id)
    start_at = day_bounds(request.from_on, zone)[0]
    end_at = min(day_bounds(request.until_on, zone)[1], now() + timedelta(days=2))
    if start_at <= end_at:
        derive_people(request.organisation_id, {request.person_id: (start_at, end_at)})
