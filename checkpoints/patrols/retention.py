"""Rounds and scans past the time that an organisation keeps them.

Whole days of a site go at once, so that a day's coverage is never counted anew from half of its rounds. A day
stays while an exception of it is undecided, or a finding made in one of its rounds is not settled.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, select

from checkpoints.findings import queries as findings
from checkpoints.patrols.exceptions.rules import UNDECIDED
from checkpoints.patrols.models import Patrol, PatrolException, Position, Scan, Visit
from evidence.sync import ledger
from guard_api.database import db
from guard_api.records import note_by_itself

SETTLED = ("done", "incomplete", "missed")
DAYS_AT_ONCE = 3
SCANS_AT_ONCE = 500
# A night round belongs to the day on which it starts and ends on the next; zones differ by another.
MARGIN = timedelta(days=2)


def forget_days(organisation_id: str, site_id: str, before: datetime) -> int:
    """Some of the site's oldest days, with all that belongs to their rounds; how many days."""
    days = _days_to_forget(organisation_id, site_id, before)
    if days:
        _forget(organisation_id, site_id, days)
    return len(days)


def _days_to_forget(organisation_id: str, site_id: str, before: datetime) -> Sequence[date]:
    ours = (Patrol.organisation_id == organisation_id, Patrol.site_id == site_id)
    unsettled = findings.rounds_with_unsettled(organisation_id, site_id, before)
    undecided = select(PatrolException.on).where(
        PatrolException.organisation_id == organisation_id,
        PatrolException.site_id == site_id,
        PatrolException.state.in_(UNDECIDED),
    )
    kept = select(Patrol.on).where(
        *ours, Patrol.id.in_(unsettled) | Patrol.state.not_in(SETTLED), Patrol.on < before.date()
    )
    stay = {*db.session.scalars(undecided), *db.session.scalars(kept)}
    old = select(Patrol.on).where(*ours, Patrol.on < (before - MARGIN).date()).distinct().order_by(Patrol.on)
    return [on for on in db.session.scalars(old) if on not in stay][:DAYS_AT_ONCE]


def _forget(organisation_id: str, site_id: str, days: Sequence[date]) -> None:
    chosen = select(Patrol.id).where(
        Patrol.organisation_id == organisation_id, Patrol.site_id == site_id, Patrol.on.in_(days)
    )
    ids = db.session.scalars(chosen).all()
    scans = db.session.scalars(
        select(Scan.id).where(Scan.organisation_id == organisation_id, Scan.patrol_id.in_(ids))
    ).all()
    positions = db.session.scalars(
        select(Position.id).where(Position.organisation_id == organisation_id, Position.patrol_id.in_(ids))
    ).all()
    counts = {
        model.__tablename__: _delete(model, organisation_id, model.patrol_id.in_(ids))
        for model in (Position, PatrolException, Visit, Scan)
    }
    counts["patrols"] = _delete(Patrol, organisation_id, Patrol.id.in_(ids))
    ledger.forget_texts(organisation_id, [*scans, *positions])
    told = {name: count for name, count in counts.items() if count}
    note_by_itself(
        organisation_id,
        "rounds.forgotten",
        site_id=site_id,
        first_on=days[0].isoformat(),
        last_on=days[-1].isoformat(),
        **told,
    )


def forget_loose_scans(organisation_id: str, site_id: str, before: datetime) -> int:
    """Some old scans that belong to no round which is still here; how many."""
    kept = exists().where(Patrol.organisation_id == Scan.organisation_id, Patrol.id == Scan.patrol_id)
    ids = db.session.scalars(
        select(Scan.id)
        .where(
            Scan.organisation_id == organisation_id,
            Scan.site_id == site_id,
            Scan.occurred_at < before,
            Scan.patrol_id.is_(None) | ~kept.correlate(Scan),
        )
        .order_by(Scan.occurred_at)
        .limit(SCANS_AT_ONCE)
    ).all()
    if ids:
        count = _delete(Scan, organisation_id, Scan.id.in_(ids))
        ledger.forget_texts(organisation_id, ids)
        note_by_itself(organisation_id, "scans.forgotten", site_id=site_id, scans=count)
    return len(ids)


def _delete(model: Any, organisation_id: str, condition: Any) -> int:
    """Bound parameters are few: the ids of some days of one site."""
    found = select(func.count()).where(model.organisation_id == organisation_id, condition)
    count = db.session.scalar(found)
    db.session.execute(
        delete(model)
        .where(model.organisation_id == organisation_id, condition)
        .execution_options(synchronize_session=False)
    )
    return count
