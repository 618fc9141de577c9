"""Where somebody stands on a day."""

from dataclasses import dataclass
from datetime import date

UPCOMING, PROBATION, WORKING, ABSENT, LEFT = "upcoming", "probation", "working", "absent", "left"
STATES = (WORKING, PROBATION, ABSENT, LEFT, UPCOMING)


@dataclass(frozen=True)
class Standing:
    hired_on: date | None = None
    left_on: date | None = None
    probation_until_on: date | None = None
    absent: bool = False


def state_of(standing: Standing, today: date) -> str:
    """Who has no employment on file works."""
    if standing.left_on and standing.left_on < today:
        return LEFT
    if standing.hired_on and standing.hired_on > today:
        return UPCOMING
    if standing.absent:
        return ABSENT
    on_probation = standing.probation_until_on is not None and standing.probation_until_on >= today
    return PROBATION if on_probation else WORKING
