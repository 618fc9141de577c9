"""Stretches of time and the clocks of a place."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.spans import Span, at_night, by_day, inside, merged, on_the_minute, shift_span, total, without

START = datetime(2026, 3, 1, tzinfo=UTC)
spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 60)).map(
        lambda each: Span(START + timedelta(minutes=each[0]), START + timedelta(minutes=sum(each)))
    ),
    max_size=8,
)


def minutes_of(some) -> set[int]:
    return {
        minute
        for each in some
        for minute in range(
            (each.start_at - START) // timedelta(minutes=1), (each.end_at - START) // timedelta(minutes=1)
        )
    }


@settings(max_examples=80, deadline=None)
@given(spans, spans)
def test_spans_are_sets_of_minutes(some, others):
    assert minutes_of(merged(some)) == minutes_of(some)
    assert minutes_of(without(some, others)) == minutes_of(some) - minutes_of(others)
    assert minutes_of(inside(some, others)) == minutes_of(some) & minutes_of(others)
    assert total(merged(some)) == len(minutes_of(some))


@pytest.mark.parametrize(
    ("zone", "on", "starts", "ends", "hours"),
    [
        ("Asia/Shanghai", date(2026, 3, 28), time(20), time(8), 12),
        ("Europe/Berlin", date(2026, 3, 28), time(22), time(6), 7),
        ("Europe/Berlin", date(2026, 10, 24), time(22), time(6), 9),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), time(10, 30), 7),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), time(10, 30), 9),
        ("Asia/Shanghai", date(2026, 3, 28), time(8), time(8), 24),
    ],
)
def test_a_shift_by_the_clock_on_the_wall(zone, on, starts, ends, hours):
    assert shift_span(on, starts, ends, zone).minutes == hours * 60


@pytest.mark.parametrize(
    ("zone", "on"),
    [
        ("Asia/Shanghai", date(2026, 3, 28)),
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
        # Clocks that change at midnight itself.
        ("Africa/Cairo", date(2026, 4, 24)),
        ("America/Havana", date(2026, 3, 8)),
    ],
)
def test_days_and_nights_lose_no_minute(zone, on):
    whole = [Span(START.replace(month=on.month, day=1), START.replace(month=on.month, day=28))]
    parts = list(by_day(whole, zone))
    assert sum(part.minutes for _, part in parts) == total(whole)
    assert len({day for day, _ in parts}) == len(parts)
    night, day = at_night(whole, zone, time(22), time(6)), at_night(whole, zone, time(6), time(22))
    assert total(night) + total(day) == total(whole)
    assert inside(night, day) == []


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        on_the_minute(datetime(2026, 3, 1))  # noqa: DTZ001
