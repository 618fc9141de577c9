"""What a plan amounts to: a round drawn for each occurrence, and what is guaranteed whatever is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from checkpoints.patrols.rounds.rules import Stop, Window, end_due, expected_minutes, windows

# An intruder who watches: how well can ten minutes be chosen in which nobody comes by?
GUESS_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a plan has its rounds walked."""

    ordered: bool
    window_minutes: int
    tolerance_minutes: int
    randomised: bool
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A round as planned. `stops` are in the order in which they are to be shown."""

    on: date
    nominal_at: datetime
    start_at: datetime
    start_from_at: datetime
    start_until_at: datetime
    end_due_at: datetime
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """The longest time that a checkpoint can stay unattended though every round is walked as planned."""

    minutes: float
    checkpoint_id: str


def draft(
    pattern: Pattern,
    on: date,
    nominal_at: datetime,
    pick: Callable[[int, int], int],
    shuffle: Callable[[list], None],
) -> Draft:
    """One round of the plan. `pick(a, b)` and `shuffle(list)` draw for randomised plans."""
    tolerance = timedelta(minutes=pattern.tolerance_minutes)
    window = timedelta(minutes=pattern.window_minutes)
    start_at, latest = nominal_at, nominal_at + window
    stops = list(pattern.stops)
    if pattern.randomised:
        start_at = latest = nominal_at + timedelta(minutes=pick(0, pattern.window_minutes))
        if not pattern.ordered:
            shuffle(stops)
    until = latest + tolerance
    expected = expected_minutes(pattern.stops)
    return Draft(
        on, nominal_at, start_at, start_at - tolerance, until, end_due(until, expected), tuple(stops)
    )


def widest(pattern: Pattern, nominal_at: datetime) -> list[Window]:
    """When each checkpoint may be visited in a round, whatever is drawn and however it is walked in time."""
    tolerance = timedelta(minutes=pattern.tolerance_minutes)
    return windows(
        pattern.stops,
        ordered=pattern.ordered,
        start_from_at=nominal_at - tolerance,
        start_until_at=nominal_at + timedelta(minutes=pattern.window_minutes) + tolerance,
    )


def longest_gap(pattern: Pattern, nominal_ats: Sequence[datetime]) -> Gap | None:
    """The worst case between consecutive rounds: just visited as early as one allows, and again as late as
    the next allows. None where fewer than two rounds come due."""
    gaps = [
        Gap((late.due_until_at - early.due_from_at).total_seconds() / 60, early.checkpoint_id)
        for before, after in pairwise(nominal_ats)
        for early, late in zip(widest(pattern, before), widest(pattern, after), strict=True)
    ]
    return max(gaps, key=lambda gap: gap.minutes, default=None)


def spread_minutes(pattern: Pattern) -> int:
    """How far apart the earliest and the latest visit drawn for a checkpoint may be."""
    if not pattern.randomised:
        return 0
    order = 0 if pattern.ordered else expected_minutes(pattern.stops)
    return round(pattern.window_minutes + order)


def guess_chance(pattern: Pattern) -> float:
    """How likely someone who knows the plan is to be right about ten minutes in which the guard comes."""
    return min(1.0, GUESS_MINUTES / max(spread_minutes(pattern), GUESS_MINUTES))
