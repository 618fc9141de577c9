"""Announce what changed; screens fetch what they show."""

from collections.abc import Iterable

from guard_api.bulk import Bulk
from guard_api.clock import now
from guard_api.database import db, new_id, stamp

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
