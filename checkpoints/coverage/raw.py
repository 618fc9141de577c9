"""One cell counted from the visits, rounds and scans themselves. Reads only."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

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


def was_planned() -> ColumnElement[bool]:
    """Only a planned round owes its visits; else whoever walks about unasked would raise the figures."""
    return Patrol.plan_id.is_not(None)


def visited_in() -> ColumnElement[bool]:
    return and_(Patrol.organisation_id == Visit.organisation_id, Patrol.id == Visit.patrol_id)


def count_cell(key: Key, now: datetime) -> Cell:
    """The cell as raw says it is now."""
    due = _due_by_checkpoint(key)
    until = max((row.due_until_at for rows in due.values() for row in rows), default=None)
    scans = _scans_by_checkpoint(key, due, now)
    checkpoints = [_counted(id_, rows, scans[id_], now) for id_, rows in sorted(due.items())]
    return Cell(
        key=key,
        visits=sum((count.visits for count in checkpoints), Visits()),
        rounds=_rounds_by_state(key),
        checkpoints=checkpoints,
        settled_at=now,
        stale_at=stale_at(until, now),
    )


def _due_by_checkpoint(key: Key) -> dict[str, list[Any]]:
    """Grouped here: asked to group, SQLite reads an organisation's whole index that is in that order."""
    due: dict[str, list[Any]] = defaultdict(list)
    rows = db.session.execute(
        select(Visit.checkpoint_id, Visit.due_from_at, Visit.due_until_at, Visit.state)
        .join(Patrol, visited_in())
        .where(
            Visit.organisation_id == key.organisation_id,
            Visit.site_id == key.site_id,
            Visit.on == key.on,
            Patrol.site_id == key.site_id,
            Patrol.on == key.on,
            was_planned(),
        )
    )
    for row in rows:
        due[row.checkpoint_id].append(row)
    return due


def _scans_by_checkpoint(key: Key, due: dict[str, list[Any]], now: datetime) -> dict[str, list[datetime]]:
    scans: dict[str, list[datetime]] = defaultdict(list)
    visits = [row for rows in due.values() for row in rows]
    if not visits:
        return scans
    begin = min(row.due_from_at for row in visits)
    end = min(now, max(row.due_until_at for row in visits))
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


def _counted(checkpoint_id: str, due: list[Any], scans: list[datetime], now: datetime) -> CheckpointCount:
    states = Counter(row.state for row in due)
    since, until = min(row.due_from_at for row in due), max(row.due_until_at for row in due)
    return CheckpointCount(
        checkpoint_id, Visits(required=len(due), **states), longest_gap_s(since, until, scans, now)
    )


def _rounds_by_state(key: Key) -> dict[str, int]:
    rows = db.session.execute(
        select(Patrol.state, func.count())
        .where(
            Patrol.organisation_id == key.organisation_id,
            Patrol.site_id == key.site_id,
            Patrol.on == key.on,
            was_planned(),
        )
        .group_by(Patrol.state)
    )
    return dict(rows.all())
