"""One cell counted from the visits, rounds and scans themselves. Reads only."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from checkpoints.coverage.rules import Visits, longest_gap_s, stale_at
from checkpoints.patrols.models import Patrol, Scan, Visit
from guard_api.database import db

STATES = ("on_time", "early", "late", "missed", "excused", "due")


@dataclass(frozen=True)
class Key:
    organisation_id: str
    on: date
    site_id: str


@dataclass(frozen=True)
class Mark:
    """A mark as it was before the cell under it was counted."""

    key: Key
    version: int
    marked_at: datetime


@dataclass(frozen=True)
class CheckpointCount:
    checkpoint_id: str
    visits: Visits
    longest_gap_s: int | None


@dataclass(frozen=True)
class Cell:
    """What `site_days` and `checkpoint_visit_days` should say about one site on one day."""

    key: Key
    visits: Visits
    rounds: dict[str, int]
    checkpoints: list[CheckpointCount]
    settled_at: datetime
    stale_at: datetime | None

    @property
    def empty(self) -> bool:
        return not self.visits.required and not sum(self.rounds.values())

    @property
    def worst(self) -> CheckpointCount | None:
        """The checkpoint with the longest gap."""
        known = [count for count in self.checkpoints if count.longest_gap_s is not None]
        return max(known, key=lambda count: (count.longest_gap_s, count.checkpoint_id), default=None)


def count_cell(key: Key, now: datetime) -> Cell:
    """The cell as raw says it is now."""
    due = list(db.session.execute(_due_by_checkpoint(key)))
    scans = _scans_by_checkpoint(key, due, now)
    checkpoints = [_counted(row, scans[row.checkpoint_id], now) for row in due]
    return Cell(
        key=key,
        visits=sum((count.visits for count in checkpoints), Visits()),
        rounds=_rounds_by_state(key),
        checkpoints=checkpoints,
        settled_at=now,
        stale_at=stale_at(max((row.due_until_at for row in due), default=None), now),
    )


def _due_by_checkpoint(key: Key) -> Select:
    states = [func.sum((Visit.state == state).cast(db.Integer)).label(state) for state in STATES]
    return (
        select(
            Visit.checkpoint_id,
            func.min(Visit.due_from_at, type_=Visit.due_from_at.type).label("due_from_at"),
            func.max(Visit.due_until_at, type_=Visit.due_until_at.type).label("due_until_at"),
            func.count().label("required"),
            *states,
        )
        .where(Visit.organisation_id == key.organisation_id, Visit.site_id == key.site_id, Visit.on == key.on)
        .group_by(Visit.checkpoint_id)
        .order_by(Visit.checkpoint_id)
    )


def _scans_by_checkpoint(key: Key, due: list[Any], now: datetime) -> dict[str, list[datetime]]:
    scans: dict[str, list[datetime]] = defaultdict(list)
    if not due:
        return scans
    begin = min(row.due_from_at for row in due)
    end = min(now, max(row.due_until_at for row in due))
    found = db.session.execute(
        select(Scan.checkpoint_id, Scan.occurred_at).where(
            Scan.organisation_id == key.organisation_id,
            Scan.site_id == key.site_id,
            Scan.occurred_at.between(begin, end),
        )
    )
    for checkpoint_id, occurred_at in found:
        scans[checkpoint_id].append(occurred_at)
    return scans


def _counted(row: Any, scans: list[datetime], now: datetime) -> CheckpointCount:
    gap = longest_gap_s(row.due_from_at, row.due_until_at, scans, now)
    return CheckpointCount(row.checkpoint_id, Visits.of(row), gap)


def _rounds_by_state(key: Key) -> dict[str, int]:
    rows = db.session.execute(
        select(Patrol.state, func.count())
        .where(
            Patrol.organisation_id == key.organisation_id, Patrol.site_id == key.site_id, Patrol.on == key.on
        )
        .group_by(Patrol.state)
    )
    return dict(rows.all())
