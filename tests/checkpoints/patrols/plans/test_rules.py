"""The guarantee of a plan, against rounds walked in every way that the plan allows."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoints.patrols.plans.rules import (
    Pattern,
    draft,
    guess_chance,
    longest_gap,
    spread_minutes,
    widest,
)
from checkpoints.patrols.rounds.rules import Stop, windows

NIGHT = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)

patterns = st.builds(
    Pattern,
    ordered=st.booleans(),
    window_minutes=st.integers(0, 120),
    tolerance_minutes=st.integers(0, 15),
    randomised=st.booleans(),
    stops=st.lists(st.integers(0, 15), min_size=1, max_size=5).map(
        lambda minutes: tuple(Stop(str(number), one) for number, one in enumerate(minutes))
    ),
)
times = st.lists(st.integers(30, 600), min_size=2, max_size=5).map(
    lambda steps: [NIGHT + timedelta(minutes=sum(steps[:number])) for number in range(len(steps))]
)


def walk(pattern: Pattern, nominal_at: datetime, random: Random) -> dict[str, datetime]:
    """When each checkpoint is visited in a round that is drawn by the plan and walked in time."""
    one = draft(pattern, date(2026, 3, 1), nominal_at, random.randint, random.shuffle)
    due = windows(
        one.stops, ordered=pattern.ordered, start_from_at=one.start_from_at, start_until_at=one.start_until_at
    )
    spans = {window.checkpoint_id: (window.due_from_at, window.due_until_at) for window in due}
    pick = random.choice([0, 1, None])
    return {id_: _between(*span, pick, random) for id_, span in spans.items()}


def _between(since: datetime, until: datetime, pick: int | None, random: Random) -> datetime:
    return since + (until - since) * (random.random() if pick is None else pick)


def unattended(visits: list[dict[str, datetime]], checkpoint_id: str) -> float:
    seen = sorted(round_[checkpoint_id] for round_ in visits)
    return max((after - before).total_seconds() / 60 for before, after in pairwise(seen))


@settings(deadline=None)
@given(patterns, times, st.randoms(use_true_random=False))
def test_no_walk_in_time_leaves_a_checkpoint_longer_than_guaranteed(pattern, nominal_ats, random):
    gap = longest_gap(pattern, nominal_ats)
    for _ in range(5):
        visits = [walk(pattern, at, random) for at in nominal_ats]
        assert all(unattended(visits, stop.checkpoint_id) <= gap.minutes + 1e-6 for stop in pattern.stops)


@settings(deadline=None)
@given(patterns, times)
def test_the_guarantee_is_no_larger_than_the_worst_walk(pattern, nominal_ats):
    """One round as early as it may be, all after it as late as they may be: that gap is reached."""
    gap = longest_gap(pattern, nominal_ats)
    worst = 0.0
    for number in range(len(nominal_ats) - 1):
        visits = [
            {
                w.checkpoint_id: w.due_from_at if index <= number else w.due_until_at
                for w in widest(pattern, at)
            }
            for index, at in enumerate(nominal_ats)
        ]
        worst = max(worst, *(unattended(visits, stop.checkpoint_id) for stop in pattern.stops))
    assert gap.minutes == pytest.approx(worst)


def test_a_single_round_guarantees_nothing():
    assert longest_gap(Pattern(True, 0, 5, False, (Stop("a", 2),)), [NIGHT]) is None


@settings(deadline=None)
@given(patterns, st.randoms(use_true_random=False))
def test_what_is_drawn_stays_inside_the_window(pattern, random):
    one = draft(pattern, date(2026, 3, 1), NIGHT, random.randint, random.shuffle)
    assert NIGHT <= one.start_at <= NIGHT + timedelta(minutes=pattern.window_minutes)
    assert one.start_from_at <= one.start_at <= one.start_until_at <= one.end_due_at
    assert sorted(stop.checkpoint_id for stop in one.stops) == sorted(s.checkpoint_id for s in pattern.stops)
    if pattern.ordered or not pattern.randomised:
        assert one.stops == pattern.stops


def test_a_fixed_plan_is_predictable_and_a_drawn_one_less():
    stops = (Stop("a", 10), Stop("b", 10))
    assert guess_chance(Pattern(False, 60, 5, False, stops)) == 1
    drawn = Pattern(False, 60, 5, True, stops)
    assert (spread_minutes(drawn), guess_chance(drawn)) == (80, 0.125)
