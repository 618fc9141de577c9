"""What every room of patrols writes."""

from collections.abc import Iterable
from datetime import date

from guard_api.bulk import Bulk
from guard_api.clock import now
from guard_api.database import db, stamp

MARK = Bulk(
    {"organisation_id": "uuid", "site_id": "uuid", "on_": "date"},
    'INSERT INTO site_day_marks (organisation_id, site_id, "on", version, marked_at) '
    "SELECT organisation_id, site_id, on_, 1, :at FROM input WHERE true "
    'ON CONFLICT (organisation_id, "on", site_id) DO UPDATE '
    "SET version = site_day_marks.version + 1, marked_at = excluded.marked_at",
)


def mark_days(*, organisation_id: str, days: Iterable[tuple[str, date]]) -> None:
    """Say that the figures of these (site_id, on) are out of date, in the caller's transaction."""
    rows = [(organisation_id, site_id, on) for site_id, on in sorted(set(days))]
    MARK.run(db.session(), rows, at=stamp(now()))
