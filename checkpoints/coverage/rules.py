"""What the figures mean, on plain data."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

REFRESH = timedelta(minutes=15)

LONGEST_GAP = (
    "The longest time a checkpoint stayed unattended within the span in which it was due that day: from the "
    "opening of its first visit's window to the closing of its last (or to the moment of counting, if that "
    "comes first). Any scan of the checkpoint attends it; the two ends of the span count as attended. "
    "Null before the span has begun."
)


@dataclass(frozen=True)
class Visits:
    """Visits that are due, by what became of them. `due` ones are not closed yet."""

    required: int = 0
    on_time: int = 0
    early: int = 0
    late: int = 0
    missed: int = 0
    excused: int = 0
    due: int = 0

    def __add__(self, other: "Visits") -> "Visits":
        mine, theirs = asdict(self), asdict(other)
        return Visits(**{name: mine[name] + theirs[name] for name in mine})

    @classmethod
    def of(cls, row: Any) -> "Visits":
        return cls(**{field.name: getattr(row, field.name) or 0 for field in fields(cls)})

    @property
    def done(self) -> int:
        return self.on_time + self.early + self.late

    @property
    def counted(self) -> int:
        """What a share is taken of: closed, and not excused by a supervisor."""
        return self.done + self.missed


@dataclass(frozen=True)
class Share:
    """A part of a whole; no whole, no rate: "no data" is neither 0 % nor 100 %."""

    numerator: int
    denominator: int

    @property
    def rate(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None


def longest_gap_s(
    due_from_at: datetime, due_until_at: datetime, scans: Iterable[datetime], now: datetime
) -> int | None:
    """LONGEST_GAP for one checkpoint, in whole seconds."""
    end = min(due_until_at, now)
    if end <= due_from_at:
        return None
    inside = sorted(scan for scan in scans if due_from_at <= scan <= end)
    attended = [due_from_at, *inside, end]
    return max(int((later - earlier).total_seconds()) for earlier, later in pairwise(attended))


def stale_at(due_until_at: datetime | None, now: datetime) -> datetime | None:
    """When a cell must be counted again although nothing was scanned: an open gap grows."""
    if due_until_at is None or due_until_at <= now:
        return None
    return min(due_until_at, now + REFRESH)
