"""Reading the feed: from a cursor up to what is settled."""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, text, tuple_

from guard_api.clock import now
from guard_api.database import db, is_postgresql
from guard_api.live.models import Change
from guard_api.live.sight import Sight

CURSOR_LASTS = timedelta(hours=24)
BEFORE_ALL = "00000000-0000-0000-0000-000000000000"
MOST_AT_ONCE = 500
SETTLED = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


@dataclass(frozen=True)
class Cursor:
    """Everything up to and with (tx, id) is known. `at` is when that was said."""

    tx: int
    id: str
    at: datetime

    def __str__(self) -> str:
        plain = f"{self.tx}.{self.id}.{int(self.at.timestamp())}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, opaque: str) -> "Cursor | None":
        """None for what no server of ours wrote, or wrote too long ago."""
        try:
            plain = base64.urlsafe_b64decode(opaque + "=" * (-len(opaque) % 4)).decode("ascii")
        except ValueError:
            return None
        parts = re.fullmatch(r"(\d{1,18})\.([0-9a-f-]{36})\.(\d{1,11})", plain)
        if not parts:
            return None
        at = datetime.fromtimestamp(int(parts[3]), UTC)
        return cls(int(parts[1]), parts[2], at) if now() - at < CURSOR_LASTS else None


@dataclass(frozen=True)
class Delta:
    changes: list[Change]
    cursor: Cursor


def settled(organisation_id: str) -> int:
    """The number below which no transaction can still add anything.

    On PostgreSQL the oldest transaction that is still writing; on SQLite, where they follow each
    other, the number that the next one will get.
    """
    if is_postgresql():
        return db.session.scalar(SETTLED)
    newest = select(func.max(Change.tx)).where(Change.organisation_id == organisation_id)
    return (db.session.scalar(newest) or 0) + 1


def present(organisation_id: str) -> Cursor:
    return Cursor(settled(organisation_id), BEFORE_ALL, now())


def since(organisation_id: str, cursor: Cursor, sight: Sight | None = None) -> Delta | None:
    """What changed after the cursor; None when the cursor comes from another database's life."""
    bound = settled(organisation_id)
    if cursor.tx > bound:
        return None
    statement = (
        select(Change)
        .where(Change.organisation_id == organisation_id, Change.tx < bound)
        .where(tuple_(Change.tx, Change.id) > _place(cursor))
        .order_by(Change.tx, Change.id)
        .limit(MOST_AT_ONCE)
    )
    if sight is not None:
        statement = statement.where(sight.where())
    changes = list(db.session.scalars(statement))
    if len(changes) == MOST_AT_ONCE:
        return Delta(changes, Cursor(changes[-1].tx, changes[-1].id, now()))
    return Delta(changes, Cursor(bound, BEFORE_ALL, now()))


def _place(cursor: Cursor) -> ColumnElement:
    return tuple_(literal(cursor.tx, Change.tx.type), literal(cursor.id, Change.id.type))


def shown(change: Change) -> dict[str, Any]:
    """As ChangeSchema shows it."""
    return {"kind": change.kind, "id": change.subject_id, "site_id": change.site_id, "at": change.at}
