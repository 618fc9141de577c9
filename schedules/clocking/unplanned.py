"""Work that no plan asked for, kept as it was derived."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete

from guard_api.clock import now
from guard_api.database import db
from schedules.attendance.rules import Derived, Unplanned
from schedules.clocking.models import Punch, UnplannedWork
from schedules.clocking.plan import zones_of
from schedules.clocking.settings.queries import usual_tolerances
from schedules.spans import local_day

Stretches = Mapping[str, tuple[datetime, datetime]]


def keep(organisation_id: str, derived: Derived, punches: Iterable[Punch], reached: Stretches) -> None:
    """In place of what was derived before of these people in these stretches."""
    site_of = {punch.id: punch.site_id for punch in punches}
    found = [each for each in derived.unplanned if _in_reach(each, reached) and each.punch_ids]
    for person_id, (start, end) in reached.items():
        db.session.execute(
            delete(UnplannedWork)
            .where(
                UnplannedWork.organisation_id == organisation_id,
                UnplannedWork.person_id == person_id,
                UnplannedWork.start_at.between(start, end),
            )
            .execution_options(synchronize_session=False)
        )
    if found:
        zones, close = zones_of(organisation_id), usual_tolerances(organisation_id).close_unplanned
        db.session.add_all(_row(organisation_id, each, site_of, zones, close) for each in found)
        db.session.flush()


def _in_reach(each: Unplanned, reached: Stretches) -> bool:
    start, end = reached[each.person_id]
    return start <= each.span.start_at <= end


def _row(
    organisation_id: str, each: Unplanned, site_of: Mapping[str, str], zones: Mapping[str, str], close: int
) -> UnplannedWork:
    site_id = next(site_of[id_] for id_ in each.punch_ids if id_ in site_of)
    closes_at = each.span.start_at + timedelta(minutes=close + 1)
    is_open = not each.confirmed and len(each.punch_ids) == 1 and closes_at > now()
    return UnplannedWork(
        organisation_id=organisation_id,
        id=str(uuid.uuid5(uuid.UUID(each.punch_ids[0]), f"unplanned {each.span.start_at.isoformat()}")),
        person_id=each.person_id,
        site_id=site_id,
        on=local_day(each.span.start_at, zones[site_id]),
        zone=zones[site_id],
        start_at=each.span.start_at,
        end_at=each.span.end_at,
        open=is_open,
        confirmed=each.confirmed,
        claimed_minutes=each.claimed_minutes,
        punch_ids=list(each.punch_ids),
        judge_at=closes_at if is_open else None,
    )
