"""Announce what changed; screens fetch what they show."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, func, select

from guard_api.bulk import Bulk
from guard_api.clock import now
from guard_api.database import db, new_id, stamp, write_transaction
from guard_api.live.feed import CURSOR_LASTS
from guard_api.live.models import Change

KEPT = CURSOR_LASTS + timedelta(hours=1)

COLUMNS = {"id": "uuid", "kind": "text", "subject_id": "uuid", "site_id": "uuid"}
INTO = "INSERT INTO changes (organisation_id, id, kind, subject_id, site_id, at, tx) "
ANNOUNCE = Bulk(
    COLUMNS,
    INTO
    + "SELECT CAST(:organisation_id AS uuid), id, kind, subject_id, site_id, :at, "
    + "pg_current_xact_id()::text::bigint FROM input",
    sqlite=INTO
    + "SELECT :organisation_id, id, kind, subject_id, site_id, :at, "
    + "(SELECT coalesce(max(tx), 0) + 1 FROM changes WHERE organisation_id = :organisation_id) FROM input",
)


def announce(*, organisation_id: str, changes: Iterable[tuple[str, str, str | None]]) -> None:
    """Put (kind, id, site_id) on the feed, in the caller's transaction."""
    rows = [(new_id(), kind, subject_id, site_id) for kind, subject_id, site_id in changes]
    ANNOUNCE.run(db.session(), rows, organisation_id=organisation_id, at=stamp(now()))


def prune() -> None:
    """Forget what no valid cursor can ask for. The newest change of each organisation keeps the count."""
    newer = Change.__table__.alias("newer")
    last = (
        select(func.max(newer.c.tx))
        .where(newer.c.organisation_id == Change.organisation_id)
        .scalar_subquery()
    )
    with write_transaction() as session:
        session.execute(
            delete(Change)
            .where(Change.at < now() - KEPT, Change.tx < last)
            .execution_options(synchronize_session=False)
        )
