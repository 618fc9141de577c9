"""A shift as the checks see it: plain, with changes laid over it that nobody has made yet."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from schedules.law import shapes as law
from schedules.rosters.models import Shift
from schedules.rosters.rules import worked_minutes


class Work(NamedTuple):
    """Somebody, or nobody, in a place."""

    id: str
    roster_id: str
    site_id: str
    post_id: str
    shift_type_id: str
    on: date
    start_at: datetime
    end_at: datetime
    breaks: tuple[Mapping[str, Any], ...]
    person_id: str | None
    relieves_shift_id: str | None = None

    @property
    def minutes(self) -> int:
        return worked_minutes(self.start_at, self.end_at, self.breaks)

    def for_law(self, zone: str) -> law.Shift:
        return law.Shift(self.id, self.start_at, self.end_at, zone, _breaks(self), self.on)


COLUMNS = (
    Shift.id,
    Shift.roster_id,
    Shift.site_id,
    Shift.post_id,
    Shift.shift_type_id,
    Shift.on,
    Shift.start_at,
    Shift.end_at,
    Shift.breaks,
    Shift.person_id,
    Shift.relieves_shift_id,
)


def work_of(row: Any) -> Work:
    """Of a `Shift`, or of a row that has COLUMNS."""
    values = {column.key: getattr(row, column.key) for column in COLUMNS}
    return Work(**values | {"breaks": tuple(row.breaks)})


def work_after(shift: Shift, after: Mapping[str, Any]) -> Work | None:
    """As the shift would be; None when it would be cancelled."""
    cancelled = after.get("cancelled", shift.cancelled_at is not None)
    if cancelled:
        return None
    now_ = work_of(shift)
    changed = {name: after[name] for name in Work._fields if name in after}
    return now_._replace(**changed)


def _breaks(work: Work) -> tuple[law.Break, ...]:
    return tuple(
        law.Break(start, start + timedelta(minutes=one["minutes"]), bool(one.get("paid")))
        for one in work.breaks
        if (start := work.start_at + timedelta(minutes=one["after_minutes"])) < work.end_at
    )


def by_person(works: Iterable[Work]) -> dict[str, list[Work]]:
    found: dict[str, list[Work]] = {}
    for work in works:
        if work.person_id:
            found.setdefault(work.person_id, []).append(work)
    return found
