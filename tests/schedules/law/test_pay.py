"""How minutes fall into classes of pay."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.law.packs import CALIFORNIA, CN_COMPREHENSIVE, CN_STANDARD, EU, PACKS, adopted
from schedules.law.pay import pay_classes
from schedules.law.shapes import Calendar, Person
from schedules.spans import merged, total
from tests.schedules.law.shifts import MONDAY, days_of, shift

NATIONAL_DAY = Calendar(
    holidays=frozenset(date(2026, 10, day) for day in (1, 2, 3)),
    rest_days=frozenset(date(2026, 10, day) for day in (4, 5, 6, 7)),
    working_days=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)
OCTOBER = date(2026, 10, 1)


def hours(paid) -> tuple[float, ...]:
    return tuple(paid.minutes[class_] / 60 for class_ in ("normal", "150", "200", "300"))


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        pytest.param(days_of(range(5), 8, 8), (40, 0, 0, 0), id="five days of eight hours"),
        pytest.param(days_of(range(6), 8, 12), (40, 20, 12, 0), id="72 hours"),
        pytest.param(days_of([0], 8, 11), (8, 3, 0, 0), id="a long day"),
        pytest.param([shift(0, 8, 4), shift(0, 14, 6)], (8, 2, 0, 0), id="a split day"),
        pytest.param([shift(4, 20, 12)], (8, 4, 0, 0), id="a Friday night belongs to Friday"),
        pytest.param([shift(6, 20, 12)], (0, 0, 12, 0), id="a Sunday night belongs to Sunday"),
    ],
)
def test_standard_hours(shifts, expected):
    assert hours(pay_classes(CN_STANDARD, shifts)) == expected


def test_beyond_40_hours_a_week_every_minute_is_overtime():
    no_rest_day = Person("wang", rest_days=frozenset({MONDAY + timedelta(days=6)}))
    paid = pay_classes(CN_STANDARD, days_of(range(6), 8, 7), person=no_rest_day)
    assert hours(paid) == (40, 2, 0, 0)


def test_the_roster_may_place_the_rest_day_elsewhere():
    wednesday = Person("wang", rest_days=frozenset({MONDAY + timedelta(days=2)}))
    assert hours(pay_classes(CN_STANDARD, [shift(2, 8, 8), shift(5, 8, 8)], person=wednesday)) == (8, 0, 8, 0)


def test_a_rest_day_worked_with_time_off_given_is_an_ordinary_day():
    saturday = MONDAY + timedelta(days=5)
    person = Person("wang", time_off_for=frozenset({saturday}))
    assert hours(pay_classes(CN_STANDARD, [shift(5, 8, 8)], person=person)) == (8, 0, 0, 0)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(0, (0, 0, 0, 8), id="a statutory holiday"),
        pytest.param(4, (0, 0, 8, 0), id="a rest day moved to a weekday"),
        pytest.param(9, (8, 0, 0, 0), id="a Saturday made up for"),
        pytest.param(10, (0, 0, 8, 0), id="an ordinary Sunday"),
    ],
)
def test_the_chinese_calendar_comes_as_data(day, expected):
    paid = pay_classes(CN_STANDARD, [shift(day, 8, 8, monday=OCTOBER)], calendar=NATIONAL_DAY)
    assert hours(paid) == expected


def test_of_a_night_into_a_holiday_only_the_hours_after_midnight_are_the_holidays():
    paid = pay_classes(CN_STANDARD, [shift(-1, 20, 12, monday=OCTOBER)], calendar=NATIONAL_DAY)
    assert hours(paid) == (4, 0, 0, 8)
    assert [(day.on, day.night_minutes) for day in paid.days] == [(date(2026, 9, 30), 8 * 60)]


def test_comprehensive_hours_are_overtime_only_beyond_their_period():
    month = days_of(range(15), 8, 12)
    paid = pay_classes(CN_COMPREHENSIVE, month)
    assert hours(paid) == (176, 4, 0, 0)
    (period,) = paid.periods
    assert (period.standard_minutes, period.counted_minutes, period.over_minutes) == (176 * 60, 180 * 60, 240)
    assert hours(pay_classes(adopted(CN_COMPREHENSIVE, period="quarter"), month)) == (180, 0, 0, 0)
    weeks = adopted(CN_COMPREHENSIVE, period="week")
    assert hours(pay_classes(weeks, days_of(range(6), 8, 12))) == (40, 32, 0, 0)


def test_a_holiday_in_comprehensive_hours_is_at_300_and_counts_against_nothing():
    paid = pay_classes(CN_COMPREHENSIVE, days_of(range(3), 8, 12, monday=OCTOBER), calendar=NATIONAL_DAY)
    assert hours(paid) == (0, 0, 0, 36)
    assert paid.periods == ()


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        pytest.param(days_of([0], 8, 13), (8, 4, 1, 0), id="13 hours"),
        pytest.param(days_of(range(6), 8, 8, monday=date(2026, 3, 1)), (40, 8, 0, 0), id="48 hours"),
        pytest.param(days_of(range(7), 8, 9, monday=date(2026, 3, 1)), (40, 22, 1, 0), id="the seventh day"),
        pytest.param([shift(0, 20, 12)], (12, 0, 0, 0), id="a night is two workdays"),
    ],
)
def test_california(shifts, expected):
    assert hours(pay_classes(CALIFORNIA, shifts)) == expected


def test_the_directive_has_no_rates_but_counts_the_night():
    paid = pay_classes(EU, [shift(0, 20, 12)])
    assert (hours(paid), paid.night_minutes) == ((12, 0, 0, 0), 7 * 60)


def test_the_night_of_a_clock_change_has_the_hours_that_passed():
    berlin = {"zone": "Europe/Berlin"}
    spring = pay_classes(CN_STANDARD, [shift(0, 22, 7, monday=date(2026, 3, 28), **berlin)])
    assert (spring.worked_minutes, spring.night_minutes) == (6 * 60, 6 * 60)
    autumn = pay_classes(CN_STANDARD, [shift(0, 22, 8, monday=date(2026, 10, 24), **berlin)])
    assert (autumn.worked_minutes, autumn.night_minutes) == (9 * 60, 9 * 60)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 47), st.integers(1, 32)), max_size=15),
    st.sampled_from(sorted(PACKS)),
)
def test_every_minute_worked_is_in_one_class_on_one_date(raw, pack_id):
    worked = list(
        {
            each.id: each for each in (shift(day, at / 2, long / 2, monday=OCTOBER) for day, at, long in raw)
        }.values()
    )
    paid = pay_classes(PACKS[pack_id], worked, calendar=NATIONAL_DAY)
    present = total(merged(each.span for each in worked))
    assert paid.worked_minutes == present == sum(sum(day.minutes.values()) for day in paid.days)
    assert min(paid.minutes.values()) >= 0
    assert paid.night_minutes == sum(day.night_minutes for day in paid.days) <= present
