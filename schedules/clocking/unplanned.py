"""Work that no plan asked for, kept as it was derived."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from schedules.attendance.rules import Derived, Unplanned
from schedules.clocking.models import UnplannedWork
from schedules.clocking.plan import zones_of
from schedules.clocking.settings.queries import usual_tolerances
from schedules.spans import ONE_DAY, local_day

Stretches = Mapping[str, tuple[datetime, datetime]]
DERIVED = (
    "site_id",
    "on",
    "zone",
    "start_at",
    "end_at",
    "open",
    "confirmed",
    "claimed_minutes",
    "punch_ids",
    "judge_at",
)


def keep(
    organisation_id: str, derived: Derived, site_of: Mapping[str, str], reached: Stretches
) -> dict[str, set[date]]:
    """In place of what was derived before of these people in these stretches; whose dates differ now."""
    found = [each for each in derived.unplanned if _in_reach(each, reached) and each.punch_ids]
    known = _known(organisation_id, reached)
    if not found and not known:
        return {}
    zones, close = zones_of(organisation_id), usual_tolerances(organisation_id).close_unplanned
    new = {row.id: row for row in (_row(organisation_id, each, site_of, zones, close) for each in found)}
    moved = [known.get(id_) or new[id_] for id_ in known.keys() | new.keys()]
    moved = [row for row in moved if _said(known.get(row.id)) != _said(new.get(row.id))]
    for row in moved:
        _replace(known.get(row.id), new.get(row.id))
    db.session.flush()
    return _dates(moved)


def _known(organisation_id: str, reached: Stretches) -> dict[str, UnplannedWork]:
    start, end = min(first for first, _ in reached.values()), max(last for _, last in reached.values())
    rows = db.session.scalars(
        select(UnplannedWork).where(
            UnplannedWork.organisation_id == organisation_id,
            UnplannedWork.person_id.in_(list(reached)),
            UnplannedWork.on.between((start - ONE_DAY).date(), (end + ONE_DAY).date()),
        )
    )
    inside = [row for row in rows if reached[row.person_id][0] <= row.start_at <= reached[row.person_id][1]]
    return {row.id: row for row in inside}


def _said(row: UnplannedWork | None) -> tuple | None:
    return row and tuple(getattr(row, name) for name in DERIVED)


def _replace(known: UnplannedWork | None, new: UnplannedWork | None) -> None:
    if known is None:
        db.session.add(new)
    elif new is None:
        db.session.delete(known)
    else:
        for name in DERIVED:
            setattr(known, name, getattr(new, name))


def _dates(moved: Iterable[UnplannedWork]) -> dict[str, set[date]]:
    dates: dict[str, set[date]] = {}
    for row in moved:
        dates.setdefault(row.person_id, set()).add(row.on)
    return dates


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
