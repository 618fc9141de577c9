"""China's calendar against the State Council's announcements, and those of other countries."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from schedules.posts.calendar import MarkedDay, as_law, weekdays_of
from schedules.posts.public_days import HOLIDAY, REST_DAY, WORKING_DAY, public_year, regions
from schedules.spans import days


def kinds(country: str, year: int, subdivision: str | None = None) -> dict[date, str]:
    return {on: day.kind for on, day in public_year(country, subdivision, year).days.items()}


def law(year: int):
    found = public_year("CN", None, year).days
    return as_law(MarkedDay(on, day.kind, day.name_zh, day.name_en) for on, day in found.items())


# 2025: notice of the State Council's General Office of 12 November 2024.
def test_the_year_2025_as_it_was_announced():
    assert kinds("CN", 2025) == {
        date(2025, 1, 1): HOLIDAY,
        date(2025, 1, 26): WORKING_DAY,
        date(2025, 1, 28): HOLIDAY,
        date(2025, 1, 29): HOLIDAY,
        date(2025, 1, 30): HOLIDAY,
        date(2025, 1, 31): HOLIDAY,
        date(2025, 2, 3): REST_DAY,
        date(2025, 2, 4): REST_DAY,
        date(2025, 2, 8): WORKING_DAY,
        date(2025, 4, 4): HOLIDAY,
        date(2025, 4, 27): WORKING_DAY,
        date(2025, 5, 1): HOLIDAY,
        date(2025, 5, 2): HOLIDAY,
        date(2025, 5, 5): REST_DAY,
        date(2025, 5, 31): HOLIDAY,
        date(2025, 6, 2): REST_DAY,
        date(2025, 9, 28): WORKING_DAY,
        date(2025, 10, 1): HOLIDAY,
        date(2025, 10, 2): HOLIDAY,
        date(2025, 10, 3): HOLIDAY,
        date(2025, 10, 6): HOLIDAY,
        date(2025, 10, 7): REST_DAY,
        date(2025, 10, 8): REST_DAY,
        date(2025, 10, 11): WORKING_DAY,
    }


@pytest.mark.parametrize("year", range(2010, 2027))
def test_working_days_are_those_of_the_announcement(year):
    calendar = law(year)
    wrong = [
        on
        for on in days(date(year, 1, 1), date(year, 12, 31))
        if calendar.is_working_day(on) != chinese_calendar.is_workday(on) and on not in calendar.holidays
    ]
    assert wrong == []


@pytest.mark.parametrize(("year", "statutory"), [(2024, 11), (2025, 13), (2026, 13), (2027, 13)])
def test_statutory_holidays_are_eleven_and_since_2025_thirteen(year, statutory):
    """Where two fall on one day there is one less by the calendar: none of these years has that."""
    assert len(law(year).holidays) == statutory


def test_a_make_up_day_works_as_the_day_off_it_makes_up_for():
    works_as = {on: day.works_as for on, day in public_year("CN", None, 2026).days.items()}
    assert works_as[date(2026, 9, 20)] == 1  # for Tuesday 6 October
    assert works_as[date(2026, 10, 10)] == 2  # for Wednesday 7 October
    marked = [MarkedDay(date(2026, 9, 20), WORKING_DAY, "", "", works_as=1)]
    assert weekdays_of(marked) == {date(2026, 9, 20): 1}


def test_an_own_working_day_works_as_its_own_weekday():
    marked = [MarkedDay(date(2026, 9, 19), WORKING_DAY, "", "", own=True)]
    assert weekdays_of(marked) == {date(2026, 9, 19): 5}


def test_a_year_that_is_not_announced_has_its_statutory_days_and_says_so():
    year = public_year("CN", None, 2027)
    assert not year.announced
    assert year.days[date(2027, 10, 1)].kind == HOLIDAY
    assert year.days[date(2027, 2, 9)].kind == REST_DAY  # for Saturday 6 February: the law itself says so
    assert WORKING_DAY not in {day.kind for day in year.days.values()}
    assert public_year("CN", None, 2026).announced


def test_names_stand_in_both_languages():
    for year in (2024, 2026, 2027):
        for day in public_year("CN", None, year).days.values():
            assert day.name_zh
            assert any("一" <= letter <= "鿿" for letter in day.name_zh)
            assert day.name_en.isascii()


def test_other_countries_have_their_own_with_their_parts():
    assert kinds("GB", 2026, "ENG")[date(2026, 4, 6)] == HOLIDAY
    assert date(2026, 4, 6) not in kinds("GB", 2026, "SCT")
    assert date(2026, 7, 4) in kinds("US", 2026, "CA")
    assert {"CN", "GB", "US", "DE", "FR", "SG"} <= set(regions())


def test_a_country_that_is_not_known_has_no_holidays():
    assert public_year("XX", None, 2026).days == {}
    assert public_year("CN", None, 1950).days == {}


def test_two_neighbouring_years_do_not_share_a_day():
    first, second = kinds("CN", 2025), kinds("CN", 2026)
    assert max(first) < min(second)
    assert all(on.year == 2026 for on in second)
    assert date(2025, 12, 31) + timedelta(days=1) in second
