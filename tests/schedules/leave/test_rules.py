"""What leave takes, and what the law gives."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.law.packs import PACKS
from schedules.law.shapes import Calendar
from schedules.leave.rules import (
    CHINA,
    LAWS,
    NONE,
    Balance,
    RosterDays,
    Service,
    counted,
    doubts,
    due,
    halves,
    is_possible,
    months_between,
    months_later,
    overlaps,
    to_carry,
    totals,
    years_short,
)
from schedules.spans import days

FULL_TIME, NO_ROSTER = Calendar(), RosterDays()
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
OCTOBER = Calendar(
    holidays=frozenset({date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3)}),
    working_days=frozenset({date(2026, 10, 10)}),
    rest_days=frozenset({date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 7)}),
)


def took(kind, from_on, until_on, from_half=False, until_half=False, calendar=FULL_TIME, roster=NO_ROSTER):
    return counted(kind, halves(from_on, until_on, from_half, until_half), calendar, roster)


# --- days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "from_half", "until_half", "expected"),
    [
        (MONDAY, MONDAY, False, False, 2),
        (MONDAY, MONDAY, True, False, 1),
        (MONDAY, MONDAY, False, True, 1),
        (MONDAY, FRIDAY, False, False, 10),
        (MONDAY, FRIDAY, True, False, 9),
        (MONDAY, FRIDAY, True, True, 8),
        (MONDAY, FRIDAY + timedelta(days=2), False, False, 10),
        (FRIDAY, FRIDAY + timedelta(days=3), False, True, 3),
    ],
)
def test_annual_leave_counts_working_days_and_their_halves(first, last, from_half, until_half, expected):
    assert took("annual", first, last, from_half, until_half) == {2026: expected}


def test_public_holidays_are_no_leave_and_make_up_days_are():
    assert took("annual", date(2026, 9, 30), date(2026, 10, 10), calendar=OCTOBER) == {2026: 2 * 4}


def test_maternity_runs_by_the_calendar():
    assert took("maternity", MONDAY, MONDAY + timedelta(days=97)) == {2026: 196}


def test_where_a_roster_is_published_its_shifts_count_and_not_the_calendar():
    week = frozenset(days(MONDAY, MONDAY + timedelta(days=6)))
    saturday = MONDAY + timedelta(days=5)
    roster = RosterDays(known=week, worked=frozenset({MONDAY, saturday}))
    assert took("annual", MONDAY, saturday, roster=roster) == {2026: 4}
    assert took("annual", MONDAY, MONDAY + timedelta(days=8), roster=roster) == {2026: 8}


def test_leave_over_new_year_takes_from_both_years():
    assert took("annual", date(2026, 12, 30), date(2027, 1, 4)) == {2026: 4, 2027: 4}


RANGES = st.tuples(st.integers(0, 500), st.integers(0, 60), st.booleans(), st.booleans()).map(
    lambda found: (
        MONDAY + timedelta(days=found[0]),
        MONDAY + timedelta(days=found[0] + found[1]),
        found[2],
        found[3],
    )
)
POSSIBLE = RANGES.filter(lambda found: is_possible(*found))
SOME_DAYS = st.frozensets(
    st.integers(0, 600).map(lambda number: MONDAY + timedelta(days=number)), max_size=40
)
CALENDARS = st.builds(Calendar, SOME_DAYS, SOME_DAYS, SOME_DAYS)
ROSTERS = st.builds(RosterDays, SOME_DAYS, SOME_DAYS)
KINDS = st.sampled_from(("annual", "sick", "time_off", "other"))


@given(POSSIBLE, KINDS, CALENDARS, ROSTERS)
def test_no_leave_takes_nothing_twice_or_more_than_the_days_away(asked, kind, calendar, roster):
    away = halves(*asked)
    taken = counted(kind, away, calendar, roster)
    assert all(half_days > 0 for half_days in taken.values())
    assert sum(taken.values()) <= sum(away.values()) <= 2 * ((asked[1] - asked[0]).days + 1)
    assert set(taken) <= {on.year for on in away}


@given(POSSIBLE, KINDS, CALENDARS, ROSTERS)
def test_leave_cut_in_two_takes_what_it_takes_whole(asked, kind, calendar, roster):
    first, last, from_half, until_half = asked
    for cut in list(days(first, last))[:-1][:5]:
        parts = (first, cut, from_half, False), (cut + timedelta(days=1), last, False, until_half)
        if not all(is_possible(*part) for part in parts):
            continue
        taken: dict[int, int] = {}
        for part in parts:
            for year, half_days in counted(kind, halves(*part), calendar, roster).items():
                taken[year] = taken.get(year, 0) + half_days
        assert taken == counted(kind, halves(*asked), calendar, roster)


@given(POSSIBLE, POSSIBLE)
def test_overlap_is_mutual_and_means_a_common_half_day(one, other):
    assert overlaps(one, other) == overlaps(other, one)
    apart = one[1] < other[0] or other[1] < one[0]
    assert not (apart and overlaps(one, other))
    assert overlaps(one, one)


def test_one_leave_may_begin_at_noon_where_another_ends():
    morning, afternoon = (MONDAY, FRIDAY, False, True), (FRIDAY, FRIDAY, True, False)
    assert not overlaps(morning, afternoon)
    assert overlaps((MONDAY, FRIDAY, False, False), afternoon)


def test_both_halves_of_one_day_cannot_be_worked():
    assert not is_possible(MONDAY, MONDAY, True, True)
    assert is_possible(MONDAY, FRIDAY, True, True)
    assert not is_possible(FRIDAY, MONDAY, False, False)
    assert not is_possible(MONDAY, MONDAY + timedelta(days=400), False, False)


# --- what the law gives -----------------------------------------------------------------------


def china(hired_on: date, on: date, *, before=0, left_on=None, year=None) -> float:
    return due(CHINA, Service(hired_on, left_on, before), year or on.year, on) / 2


@pytest.mark.parametrize(
    ("hired_on", "before", "on", "expected"),
    [
        # art. 3: one, ten and twenty years of work in all
        (date(2020, 1, 1), 0, date(2026, 6, 1), 5),
        (date(2020, 1, 1), 5 * 12, date(2026, 6, 1), 10),
        (date(2016, 6, 1), 0, date(2026, 5, 31), 5),
        (date(2016, 6, 1), 0, date(2026, 6, 1), 10),
        (date(2020, 1, 1), 14 * 12, date(2026, 6, 1), 15),
        # nothing before twelve months of work
        (date(2025, 8, 1), 0, date(2026, 7, 31), 0),
        # then for the days that are left of that year: 153 of 365 of five days are 2.09
        (date(2025, 8, 1), 0, date(2026, 8, 1), 2),
        # who comes with a year behind has the share from the day of coming: 184 of 365 of five are 2.5
        (date(2026, 7, 1), 24, date(2026, 7, 1), 2),
        # and of fifteen days 7.56
        (date(2026, 7, 1), 20 * 12, date(2026, 7, 1), 7),
        (date(2026, 7, 1), 24, date(2026, 6, 30), 0),
    ],
)
def test_annual_leave_in_china(hired_on, before, on, expected):
    assert china(hired_on, on, before=before) == expected


def test_who_leaves_has_the_share_of_the_days_gone_by():
    """Art. 12: 181 days of 365 of ten days are 4.96."""
    assert china(date(2014, 1, 1), date(2026, 6, 1), left_on=date(2026, 6, 30)) == 4
    assert china(date(2014, 1, 1), date(2026, 6, 1), left_on=date(2025, 6, 30)) == 0


def test_other_laws_give_four_weeks_five_point_six_or_none():
    service = Service(date(2020, 1, 1))
    gives = {pack: due(law, service, 2026, date(2026, 3, 1)) / 2 for pack, law in LAWS.items()}
    assert gives == {"cn_standard": 5, "cn_comprehensive": 5, "eu": 20, "uk": 28, "us_ca": 0}


def test_europe_and_britain_round_a_part_of_a_year_up_to_half_a_day():
    service = Service(date(2026, 7, 1))
    assert due(LAWS["eu"], service, 2026, date(2026, 7, 1)) == 21  # 20 × 184 / 365 = 10.08
    assert due(LAWS["uk"], service, 2026, date(2026, 7, 1)) == 29  # 28 × 184 / 365 = 14.1


def test_without_an_employment_there_is_nothing_to_reckon_with():
    assert due(CHINA, Service(None), 2026, date(2026, 3, 1)) == 0
    assert due(NONE, Service(date(2020, 1, 1)), 2026, date(2026, 3, 1)) == 0


def test_every_pack_has_its_law_of_leave():
    assert set(LAWS) == set(PACKS)


HIRED = st.integers(0, 12_000).map(lambda number: date(1995, 1, 1) + timedelta(days=number))


@given(HIRED, st.integers(0, 400), st.integers(2000, 2035), st.integers(0, 365), st.sampled_from(list(LAWS)))
def test_the_year_never_gives_less_as_it_goes_on_nor_more_than_its_highest_step(
    hired, before, year, day, pack
):
    law, service = LAWS[pack], Service(hired, None, before)
    on = date(year, 1, 1) + timedelta(days=day)
    given_then = due(law, service, year, on)
    assert 0 <= given_then <= 2 * max(step for _, step in law.steps)
    assert given_then <= due(law, service, year, on + timedelta(days=1)) or on.month == 12
    assert given_then == 0 or service.hired_on <= on
    if law is CHINA:
        assert given_then % 2 == 0, "parts of a day are left out"


@given(HIRED, st.integers(0, 300), st.integers(1, 24))
def test_more_service_elsewhere_never_gives_less(hired, before, more):
    on = date(2030, 9, 1)
    assert due(CHINA, Service(hired, None, before), 2030, on) <= due(
        CHINA, Service(hired, None, before + more), 2030, on
    )


@given(HIRED, st.integers(0, 600))
def test_months_later_and_months_between_agree(since, months):
    later = months_later(since, months)
    assert months_between(since, later) == months
    assert months_between(since, later - timedelta(days=1)) == months - 1 or months == 0


def test_a_day_that_a_month_lacks_is_the_first_of_the_next():
    assert months_later(date(2024, 2, 29), 12) == date(2025, 3, 1)
    assert months_later(date(2026, 1, 31), 1) == date(2026, 3, 1)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 3, 1)


# --- doubts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hired_on", "personal", "sick", "expected"),
    [
        (date(2020, 1, 1), 39, 119, ()),
        (date(2020, 1, 1), 40, 0, ("long_personal",)),
        (date(2020, 1, 1), 0, 120, ("long_sick",)),
        (date(2014, 1, 1), 0, 179, ()),
        (date(2014, 1, 1), 0, 180, ("long_sick",)),
        (date(2004, 1, 1), 0, 239, ()),
        (date(2004, 1, 1), 40, 240, ("long_personal", "long_sick")),
        (None, 0, 0, ("no_employment",)),
    ],
)
def test_long_leave_of_other_kinds_casts_doubt_on_annual_leave_in_china(hired_on, personal, sick, expected):
    """Art. 4: two months of illness, three from ten years of work on, four from twenty."""
    service = Service(hired_on)
    assert doubts(CHINA, service, date(2026, 6, 1), personal=personal, sick=sick) == expected


def test_other_laws_have_no_such_doubts():
    service = Service(date(2020, 1, 1))
    assert doubts(LAWS["eu"], service, date(2026, 6, 1), personal=100, sick=300) == ()
    assert doubts(NONE, Service(None), date(2026, 6, 1), personal=0, sick=0) == ()


def test_what_is_left_is_carried_up_to_the_most_and_a_debt_is_not():
    assert [to_carry(left, 6) for left in (-2, 0, 5, 6, 9)] == [0, 0, 5, 6, 6]
    assert to_carry(9, None) == 9


# --- balances ---------------------------------------------------------------------------------


def test_a_balance_is_due_carried_and_adjusted_less_what_was_taken():
    assert Balance("annual", 2026, by_law=10, carried=4, adjusted=-1, taken=5, asked=2).remaining == 8
    assert Balance("annual", 2026, by_law=10, set=20, taken=5).remaining == 15
    assert Balance("annual", 2026, by_law=10, set=0).remaining == 0


def test_totals_are_of_one_year_and_leave_out_what_does_not_hold():
    rows = [
        ("approved", {"2026": 4, "2027": 2}),
        ("approved", {"2025": 9}),
        ("asked", {"2026": 3}),
        ("refused", {"2026": 7}),
    ]
    assert totals(rows, 2026) == {"approved": 4, "asked": 3}


def test_the_years_that_are_short_are_named():
    assert years_short({2026: 4, 2027: 2}, {2026: 3, 2027: 2}) == [2026]
    assert years_short({2026: 4}, {}) == [2026]
