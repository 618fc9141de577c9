from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.coverage.rules import REFRESH, Share, Visits, longest_gap_s, stale_at

NINE = datetime(2026, 3, 1, 9, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("scans", "minutes"),
    [
        ([], 60),
        ([10], 50),
        ([10, 30], 30),
        ([30, 10, 30], 30),
        ([0, 60], 60),
        ([-20, 80], 60),
        ([-20, 20, 80], 40),
    ],
)
def test_the_ends_of_the_span_count_as_attended_and_scans_outside_it_do_not(scans, minutes):
    assert longest_gap_s(at(0), at(60), map(at, scans), at(600)) == minutes * 60


def test_a_gap_that_has_not_happened_yet_is_not_counted():
    assert longest_gap_s(at(0), at(60), [at(10)], at(20)) == 10 * 60
    assert longest_gap_s(at(0), at(60), [], at(0)) is None
    assert longest_gap_s(at(0), at(60), [], at(-5)) is None


@given(st.lists(st.integers(-30, 90), max_size=12), st.integers(1, 60))
def test_another_scan_never_makes_the_gap_longer(scans, span):
    gaps = [longest_gap_s(at(0), at(span), map(at, scans[:count]), at(90)) for count in range(len(scans) + 1)]
    assert gaps == sorted(gaps, reverse=True)


def test_no_data_has_no_rate():
    assert Share(0, 0).rate is None
    assert Share(0, 4).rate == 0
    assert Share(3, 4).rate == 0.75


def test_visits_not_closed_and_excused_are_in_no_denominator():
    visits = Visits(required=10, on_time=3, early=1, late=2, missed=1, excused=2, due=1)
    assert (visits.done, visits.counted) == (6, 7)
    assert visits + Visits() == visits


def test_a_cell_is_counted_again_while_its_span_is_open_and_once_after():
    assert stale_at(at(60), NINE) == NINE + REFRESH
    assert stale_at(at(5), NINE) == at(5)
    assert stale_at(NINE, NINE) is None
    assert stale_at(None, NINE) is None
