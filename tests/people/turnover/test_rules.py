"""Figures about people: always in range, always adding up, whatever the days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.dates import plus_months, whole_months
from people.turnover import rules
from people.turnover.curves import curve, logrank
from people.turnover.rules import Observed, Period, Place, Spell

DAYS = st.dates(date(2019, 12, 1), date(2024, 12, 31))
SITES = st.sampled_from(["north", "south", "tower", None])


@st.composite
def people(draw) -> list[Spell]:
    """Up to three spells each, never two at once; some last a day, some never end, some move."""
    found = []
    for person in range(draw(st.integers(0, 8))):
        begins = draw(DAYS)
        for number in range(draw(st.integers(1, 3))):
            lasts = draw(st.none() | st.integers(0, 900))
            left_on = None if lasts is None else begins + timedelta(days=lasts)
            move = begins + timedelta(days=draw(st.integers(1, 400)))
            places = (Place(begins, draw(SITES)), Place(move, draw(SITES)))
            name = f"{person}/{number}"
            found.append(Spell(name, str(person), begins, left_on, left_on and "other", places))
            if left_on is None:
                break
            begins = left_on + timedelta(days=draw(st.integers(1, 300)))
    return found


@st.composite
def periods(draw) -> Period:
    from_on = draw(DAYS | st.just(date(2024, 2, 29)))
    return Period(from_on, from_on + timedelta(days=draw(st.integers(0, 800))))


def by_site(spell: Spell, day: date) -> str:
    return spell.place_on(day).site_id or ""


def all_of(spell: Spell, day: date) -> str:
    return "all"


@given(people(), periods())
def test_what_is_there_at_the_end_follows_from_the_beginning(spells, period):
    for key in (all_of, by_site, rules.tenure_of):
        for tally in rules.tallies(spells, period, key).values():
            came = len(tally.opening) + len(tally.starters) + len(tally.moved_in)
            went = len(tally.leavers) + len(tally.moved_out)
            assert came - went == len(tally.closing)


@given(people(), periods())
def test_figures_are_in_range_and_leavers_are_counted_as_plainly_as_can_be(spells, period):
    tally = rules.tallies(spells, period, all_of).get("all", rules.Tally())
    assert len(tally.leavers) == sum(
        one.left_on is not None and period.from_on <= one.left_on <= period.to_on for one in spells
    )
    for part, whole in rules.RATIOS.values():
        assert set(getattr(tally, part)) <= set(getattr(tally, whole))
        value = rules.share(len(getattr(tally, part)), len(getattr(tally, whole)))
        assert value is None or 0 <= value <= 1
    rate = rules.share(len(tally.leavers), tally.mean_headcount)
    assert rate is None or rate >= 0
    a_year, why = rules.annualised(rate, months=period.months(), mean_headcount=tally.mean_headcount)
    assert (a_year is None) == (why is not None)
    assert tally.people <= len({one.person_id for one in spells})


@given(people(), periods())
def test_groups_add_up_to_the_whole(spells, period):
    whole = rules.tallies(spells, period, all_of).get("all", rules.Tally())
    groups = rules.tallies(spells, period, by_site).values()
    for figure in (
        "opening",
        "starters",
        "leavers",
        "closing",
        "stayed",
        "year_ago",
        "stable",
        "completed_90",
    ):
        assert sum(len(getattr(tally, figure)) for tally in groups) == len(getattr(whole, figure))
    assert sum(tally.mean_headcount for tally in groups) == pytest.approx(whole.mean_headcount)


@given(people(), DAYS, st.integers(0, 400))
def test_two_periods_side_by_side_count_what_one_over_both_does(spells, begins, days):
    middle = begins + timedelta(days=days)
    parts = (Period(begins, middle), Period(middle + timedelta(days=1), middle + timedelta(days=60)))
    both = rules.tallies(spells, Period(begins, parts[1].to_on), all_of).get("all", rules.Tally())
    halves = [rules.tallies(spells, part, all_of).get("all", rules.Tally()) for part in parts]
    for figure in ("starters", "leavers", "completed_90", "left_within_90"):
        assert sum(len(getattr(half, figure)) for half in halves) == len(getattr(both, figure))


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=8))
def test_what_is_hidden_cannot_be_had_by_subtracting(people):
    hidden = rules.suppressed(people)
    assert all(people[group] >= rules.LEAST_PEOPLE for group in set(people) - hidden)
    if hidden and hidden != set(people):
        assert sum(people[group] for group in hidden) >= rules.LEAST_PEOPLE


@settings(deadline=None)  # the first curve waits for its library
@given(st.lists(st.tuples(st.integers(0, 3000), st.booleans()), max_size=25))
def test_a_curve_falls_from_one_and_stays_in_its_band(lasted):
    observed = [Observed(days, left) for days, left in lasted]
    points = curve(observed)["points"]
    survival = [point["survival"] for point in points]
    assert survival == sorted(survival, reverse=True)
    assert all(
        0 <= p["low"] <= p["survival"] + 1e-9 and p["survival"] <= p["high"] + 1e-9 <= 1 + 2e-9
        for p in points
    )
    compared = logrank({"one": observed[::2], "two": observed[1::2], "none": []})
    assert compared is None or (0 <= compared["p"] <= 1 and compared["statistic"] >= 0)


def test_a_long_curve_keeps_its_ends_and_no_more_than_can_be_seen():
    observed = [Observed(days, days % 7 > 0) for days in range(3000)]
    points = curve(observed)["points"]
    assert len(points) <= 402
    assert (points[0]["survival"], points[-1]["day"]) == (1, 2999)
    steps = [before["survival"] - after["survival"] for before, after in pairwise(points[:-1])]
    assert max(steps) < 2 / 400 + 1e-3


def test_who_comes_and_goes_on_one_day_started_and_left():
    day = date(2024, 2, 29)
    tally = rules.tallies([Spell("1", "1", day, day, "other")], Period(day, day), all_of)["all"]
    assert (len(tally.starters), len(tally.leavers), len(tally.closing)) == (1, 1, 0)
    assert rules.observed(tally.leavers[0], day) == Observed(0, True)


def test_who_came_back_left_once_and_started_once():
    spells = [
        Spell("1", "p", date(2022, 5, 1), date(2024, 1, 31), "other"),
        Spell("2", "p", date(2024, 6, 1)),
    ]
    tally = rules.tallies(spells, Period(date(2024, 1, 1), date(2024, 12, 31)), all_of)["all"]
    figures = ("opening", "leavers", "starters", "closing", "stayed")
    assert [len(getattr(tally, name)) for name in figures] == [1, 1, 1, 1, 0]
    assert tally.people == 1


def test_only_those_whose_ninety_days_are_over_are_asked_about():
    hired_on = date(2024, 1, 1)
    early = Spell("1", "1", hired_on, date(2024, 1, 10), "other")
    on_the_last_day = Spell("2", "2", hired_on, date(2024, 3, 31), "other")
    later = Spell("3", "3", hired_on, date(2024, 4, 1), "other")
    spells = [early, on_the_last_day, later]
    before = rules.tallies(spells, Period(hired_on, date(2024, 3, 30)), all_of)["all"]
    assert before.completed_90 == []
    after = rules.tallies(spells, Period(hired_on, date(2024, 3, 31)), all_of)["all"]
    assert (after.completed_90, after.left_within_90) == (spells, [early, on_the_last_day])


def test_stability_looks_back_one_year_over_a_leap_day():
    period = Period(date(2024, 1, 1), date(2024, 2, 29))
    assert period.year_before_end == date(2023, 2, 28)
    veteran, newer = Spell("1", "1", date(2023, 2, 28)), Spell("2", "2", date(2023, 3, 1))
    gone = Spell("3", "3", date(2020, 1, 1), date(2023, 6, 1), "other")
    tally = rules.tallies([veteran, newer, gone], period, all_of)["all"]
    assert (tally.year_ago, tally.stable) == ([veteran, gone], [veteran])


def test_the_headcount_is_the_mean_of_months_ends():
    period = Period(date(2024, 1, 1), date(2024, 3, 31))
    assert period.counted_on() == [
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
    ]
    spells = [Spell("1", "1", date(2020, 1, 1)), Spell("2", "2", date(2024, 2, 10))]
    assert rules.tallies(spells, period, all_of)["all"].mean_headcount == (1 + 1 + 2 + 2) / 4


@pytest.mark.parametrize(
    ("from_on", "to_on", "months"),
    [
        ("2024-01-01", "2024-12-31", 12),
        ("2024-02-01", "2024-02-29", 1),
        ("2023-11-15", "2024-02-14", 3),
        ("2024-01-31", "2024-02-28", 1),
        ("2024-01-31", "2024-02-27", 28 / rules.DAYS_A_MONTH),
    ],
)
def test_a_period_is_so_many_months(from_on, to_on, months):
    assert Period(date.fromisoformat(from_on), date.fromisoformat(to_on)).months() == pytest.approx(months)


def test_one_month_of_a_small_team_is_never_annualised():
    assert rules.annualised(0.1, months=1, mean_headcount=49.9) == (None, rules.TOO_SMALL)
    assert rules.annualised(0.1, months=1, mean_headcount=50) == (pytest.approx(1.2), None)
    assert rules.annualised(0.1, months=0.5, mean_headcount=500) == (None, rules.TOO_SHORT)
    assert rules.annualised(0.05, months=6, mean_headcount=10) == (pytest.approx(0.1), None)
    assert rules.annualised(None, months=6, mean_headcount=0) == (None, rules.NOBODY)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_months_are_added_and_counted_alike(day, months):
    there = plus_months(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day <= day.day
    if months >= 0:
        assert whole_months(day, there) == months
