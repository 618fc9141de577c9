"""Cells are written from raw; a mark goes only if nothing was added since it was seen."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from checkpoints.coverage.models import SiteDay
from checkpoints.coverage.raw import Cell, Key, Mark, count_cell
from checkpoints.coverage.rules import Visits
from guard_api.bulk import Bulk
from guard_api.database import db, stamp
from guard_api.live.service import announce
from guard_api.tenants.rules import SHORTEST_MEMORY_DAYS

KEY = {"organisation_id": "uuid", "day": "date", "site_id": "uuid"}
COUNTS = tuple(asdict(Visits()))
SITE_COLUMNS = dict.fromkeys((*COUNTS, "rounds", "rounds_done", "rounds_incomplete"), "integer") | {
    "rounds_missed": "integer",
    "longest_gap_s": "integer",
    "longest_gap_checkpoint_id": "uuid",
    "settled_at": "timestamptz",
    "stale_at": "timestamptz",
}
CHECKPOINT_COLUMNS = {"checkpoint_id": "uuid"} | dict.fromkeys((*COUNTS, "longest_gap_s"), "integer")


def _insert(table: str, columns: dict[str, str]) -> Bulk:
    names = ", ".join(columns)
    text = f'INSERT INTO {table} (organisation_id, "on", site_id, {names}) '
    return Bulk(KEY | columns, text + f"SELECT organisation_id, day, site_id, {names} FROM input")


def _delete(table: str) -> Bulk:
    place = f'{table}.organisation_id = i.organisation_id AND {table}."on" = i.day'
    where = f"EXISTS (SELECT 1 FROM input i WHERE {place} AND {table}.site_id = i.site_id)"
    matching = '(organisation_id, "on", site_id) IN (SELECT organisation_id, day, site_id FROM input)'
    return Bulk(KEY, f"DELETE FROM {table} WHERE {where}", sqlite=f"DELETE FROM {table} WHERE {matching}")


FORGET_SITE_DAYS, WRITE_SITE_DAYS = _delete("site_days"), _insert("site_days", SITE_COLUMNS)
FORGET_CHECKPOINTS = _delete("checkpoint_visit_days")
WRITE_CHECKPOINTS = _insert("checkpoint_visit_days", CHECKPOINT_COLUMNS)

SEEN = {**KEY, "version": "integer", "marked_at": "timestamptz"}
MARK = (
    "site_day_marks m JOIN input i "
    'ON m.organisation_id = i.organisation_id AND m."on" = i.day AND m.site_id = i.site_id'
)
STILL = f'SELECT m.organisation_id, m."on", m.site_id FROM {MARK} ORDER BY 1, 2, 3'
LOCK_MARKS = Bulk(SEEN, f"{STILL} FOR UPDATE OF m", sqlite=STILL)
CLEAR_MARKS = Bulk(
    SEEN,
    "DELETE FROM site_day_marks m USING input i WHERE m.organisation_id = i.organisation_id "
    'AND m."on" = i.day AND m.site_id = i.site_id AND m.version = i.version AND m.marked_at = i.marked_at',
    sqlite='DELETE FROM site_day_marks WHERE (organisation_id, "on", site_id, version, marked_at) IN '
    "(SELECT organisation_id, day, site_id, version, marked_at FROM input)",
)
MARK_STALE = (
    'INSERT INTO site_day_marks (organisation_id, "on", site_id, version, marked_at) '
    'SELECT organisation_id, "on", site_id, 1, :now FROM site_days WHERE stale_at <= :now '
    "ORDER BY 1, 2, 3 LIMIT :most "
    'ON CONFLICT (organisation_id, "on", site_id) DO UPDATE SET version = site_day_marks.version + 1'
)


def store_counted(*, marks: Sequence[Mark], cells: Sequence[Cell]) -> int:
    """Write the cells whose marks still lie there, and clear those marks that nobody renewed.

    Who finds a mark gone was overtaken by somebody who counted later, and must not write the older count.
    """
    seen = [(*_key(mark.key), mark.version, mark.marked_at) for mark in marks]
    session = db.session()
    valid = {(str(row[0]), str(row[1]), str(row[2])) for row in LOCK_MARKS.run(session, seen)}
    current = [cell for cell in _whole(cells) if tuple(map(str, _key(cell.key))) in valid]
    _write(current)
    CLEAR_MARKS.run(session, seen)
    return len(current)


def _whole(cells: Sequence[Cell]) -> list[Cell]:
    """Without those whose rounds were forgotten since: what was counted from all of them stays."""
    return [cell for cell in cells if not _forgotten(cell)]


def _forgotten(cell: Cell) -> bool:
    """Whether an old day has fewer rounds than were once counted; of a young one nothing was forgotten."""
    key = cell.key
    if (cell.settled_at.date() - key.on).days < SHORTEST_MEMORY_DAYS:
        return False
    stored = db.session.get(SiteDay, (key.organisation_id, key.on, key.site_id))
    return stored is not None and stored.rounds > sum(cell.rounds.values())


def recount(*, key: Key, now: datetime) -> Cell:
    """Count one cell and write it at once, in the caller's transaction."""
    cell = count_cell(key, now)
    _write([cell])
    return cell


def mark_stale(*, now: datetime, most: int) -> None:
    """Mark the cells that time alone has changed."""
    db.session.execute(db.text(MARK_STALE), {"now": stamp(now), "most": most})


def _write(cells: Sequence[Cell]) -> None:
    session = db.session()
    keys = [_key(cell.key) for cell in cells]
    full = [cell for cell in cells if not cell.empty]
    FORGET_SITE_DAYS.run(session, keys)
    FORGET_CHECKPOINTS.run(session, keys)
    WRITE_SITE_DAYS.run(session, map(_site_row, full))
    WRITE_CHECKPOINTS.run(session, (row for cell in full for row in _checkpoint_rows(cell)))
    _announce(cells)


def _announce(cells: Sequence[Cell]) -> None:
    for organisation_id in sorted({cell.key.organisation_id for cell in cells}):
        sites = {cell.key.site_id for cell in cells if cell.key.organisation_id == organisation_id}
        changes = [("coverage", site_id, site_id) for site_id in sorted(sites)]
        announce(organisation_id=organisation_id, changes=changes)


def _key(key: Key) -> tuple[Any, ...]:
    return key.organisation_id, key.on, key.site_id


def _site_row(cell: Cell) -> tuple[Any, ...]:
    worst = cell.worst
    return (
        *_key(cell.key),
        *asdict(cell.visits).values(),
        sum(cell.rounds.values()),
        *(cell.rounds.get(state, 0) for state in ("done", "incomplete", "missed")),
        worst and worst.longest_gap_s,
        worst and worst.checkpoint_id,
        cell.settled_at,
        cell.stale_at,
    )


def _checkpoint_rows(cell: Cell):
    for count in cell.checkpoints:
        yield (
            *_key(cell.key),
            count.checkpoint_id,
            *asdict(count.visits).values(),
            count.longest_gap_s,
        )
