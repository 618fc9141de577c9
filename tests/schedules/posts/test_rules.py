"""What a template, its exceptions and the calendar ask for."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schedules.posts.rules import ON_HOLIDAYS, Line, fits_in_shift, needs_of, paid_minutes, template_on
from schedules.spans import days

MONDAY = date(2026, 3, 2)
SUNDAY = MONDAY + timedelta(days=6)
ALWAYS = {"from_on": date(2026, 1, 1)}


def line(weekday: int, shift: str = "day", need: int = 1, **when) -> Line:
    return Line(weekday, shift, need, **(ALWAYS | when))


def needs(lines, exceptions=None, weekdays=None, until_on=SUNDAY):
    return needs_of(lines, exceptions or {}, weekdays or {}, MONDAY, until_on)


def test_a_template_repeats_each_week():
    found = needs([line(0), line(2, need=3)], until_on=SUNDAY + timedelta(days=7))
    again = MONDAY + timedelta(days=7)
    assert found == [
        (MONDAY, "day", 1),
        (MONDAY + timedelta(days=2), "day", 3),
        (again, "day", 1),
        (again + timedelta(days=2), "day", 3),
    ]


def test_an_exception_replaces_one_shift_of_one_date_and_leaves_the_others():
    lines = [line(0, "day", 2), line(0, "night", 2)]
    assert needs(lines, {(MONDAY, "day"): 5}) == [(MONDAY, "day", 5), (MONDAY, "night", 2)]
    assert needs(lines, {(MONDAY, "day"): 0}) == [(MONDAY, "night", 2)]


def test_an_exception_may_ask_for_a_shift_that_the_template_does_not_have():
    assert needs([], {(SUNDAY, "event"): 4}) == [(SUNDAY, "event", 4)]


def test_lines_for_holidays_hold_alone_on_holidays():
    lines = [line(0, "day", 2), line(0, "night", 2), line(ON_HOLIDAYS, "night", 1)]
    assert needs(lines, weekdays={MONDAY: ON_HOLIDAYS}) == [(MONDAY, "night", 1)]


def test_without_lines_for_holidays_a_holiday_is_a_day_like_any_other():
    assert needs([line(0, "day", 2)], weekdays={MONDAY: ON_HOLIDAYS}) == [(MONDAY, "day", 2)]


def test_nobody_is_needed_on_holidays_where_their_line_says_so():
    assert needs([line(0), line(ON_HOLIDAYS, need=0)], weekdays={MONDAY: ON_HOLIDAYS}) == []


def test_a_make_up_day_is_staffed_as_the_weekday_that_it_makes_up_for():
    assert needs([line(4, need=2)], weekdays={SUNDAY: 4}) == [
        (MONDAY + timedelta(days=4), "day", 2),
        (SUNDAY, "day", 2),
    ]


def test_a_new_template_takes_over_on_its_first_day():
    later = MONDAY + timedelta(days=7)
    lines = [line(0, need=1, until_on=later - timedelta(days=1)), line(0, need=2, from_on=later)]
    assert needs(lines, until_on=later) == [(MONDAY, "day", 1), (later, "day", 2)]


def test_holiday_lines_that_have_ended_no_longer_close_the_post():
    lines = [line(0), line(ON_HOLIDAYS, need=0, until_on=MONDAY - timedelta(days=1))]
    assert needs(lines, weekdays={MONDAY: ON_HOLIDAYS}) == [(MONDAY, "day", 1)]


SHIFTS = st.sampled_from(("day", "late", "night"))
DATES = st.integers(0, 40).map(lambda number: MONDAY + timedelta(days=number))
LINES = st.dictionaries(st.tuples(st.integers(0, 7), SHIFTS), st.integers(0, 5)).map(
    lambda found: [line(weekday, shift, need) for (weekday, shift), need in found.items()]
)
EXCEPTIONS = st.dictionaries(st.tuples(DATES, SHIFTS), st.integers(0, 5))
WEEKDAYS = st.dictionaries(DATES, st.integers(0, 7))
LAST = MONDAY + timedelta(days=40)


@given(LINES, EXCEPTIONS, WEEKDAYS)
def test_each_date_has_its_exceptions_and_otherwise_its_template(lines, exceptions, weekdays):
    found = {(on, shift): need for on, shift, need in needs_of(lines, exceptions, weekdays, MONDAY, LAST)}
    for on in days(MONDAY, LAST):
        template = template_on(lines, on, weekdays.get(on, on.weekday()))
        for shift in ("day", "late", "night"):
            expected = exceptions.get((on, shift), template.get(shift, 0))
            assert found.get((on, shift), 0) == expected


@given(LINES, EXCEPTIONS, WEEKDAYS, st.integers(0, 40))
def test_a_range_needs_what_its_parts_need(lines, exceptions, weekdays, cut):
    middle = MONDAY + timedelta(days=cut)
    whole = needs_of(lines, exceptions, weekdays, MONDAY, LAST)
    first = needs_of(lines, exceptions, weekdays, MONDAY, middle)
    rest = needs_of(lines, exceptions, weekdays, middle + timedelta(days=1), LAST)
    assert first + rest == whole


@given(LINES, WEEKDAYS)
def test_no_need_is_told_twice_and_none_is_empty(lines, weekdays):
    found = needs_of(lines, {}, weekdays, MONDAY, LAST)
    assert len({(on, shift) for on, shift, _ in found}) == len(found)
    assert all(need > 0 for _, _, need in found)


def test_breaks_lie_inside_their_shift_one_after_the_other():
    lunch, tea = {"after_minutes": 240, "minutes": 60}, {"after_minutes": 270, "minutes": 10}
    assert fits_in_shift([lunch], 300)
    assert not fits_in_shift([lunch], 299)
    assert not fits_in_shift([tea, lunch], 480)


def test_unpaid_breaks_are_no_work():
    breaks = [{"minutes": 60, "paid": False}, {"minutes": 15, "paid": True}]
    assert paid_minutes(540, breaks) == 480
