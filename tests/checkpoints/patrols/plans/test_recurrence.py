"""When rounds come due, by the site's clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoints.patrols.plans.recurrence import BadRule, checked_rule, occurrences


def due(
    rule: str, zone: str, since: date, until: date, *, starts_at: str = "22:00", first_on: date | None = None
):
    return occurrences(
        checked_rule(rule),
        first_on=first_on or since,
        last_on=None,
        starts_at=time.fromisoformat(starts_at),
        time_zone=zone,
        since=since,
        until=until,
    )


def local(found, zone: str) -> list[str]:
    return [one.at.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M") for one in found]


def test_several_times_a_day():
    found = due("FREQ=DAILY;BYHOUR=22,0,2;BYMINUTE=30", "Asia/Shanghai", date(2026, 3, 1), date(2026, 3, 2))
    # The plan begins at 22:00 of its first day: the rounds after midnight begin with the second.
    assert local(found, "Asia/Shanghai") == ["03-01 22:30", "03-02 00:30", "03-02 02:30", "03-02 22:30"]


def test_a_night_round_belongs_to_the_day_on_which_it_starts():
    [late] = due("FREQ=DAILY", "Asia/Shanghai", date(2026, 3, 1), date(2026, 3, 1), starts_at="23:55")
    assert (late.on, late.at) == (date(2026, 3, 1), datetime(2026, 3, 1, 15, 55, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "day", "starts_at", "moved_to"),
    [
        ("Europe/London", date(2026, 3, 29), "01:30", "02:30"),
        ("America/New_York", date(2026, 3, 8), "02:30", "03:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), "02:15", "02:45"),
        ("Asia/Shanghai", date(2026, 3, 29), "01:30", "01:30"),
    ],
)
def test_a_time_that_is_skipped_in_spring_moves_forward(zone, day, starts_at, moved_to):
    [one] = due("FREQ=DAILY", zone, day, day, starts_at=starts_at)
    assert one.at.astimezone(ZoneInfo(zone)).strftime("%H:%M") == moved_to
    assert one.on == day


@pytest.mark.parametrize(
    ("zone", "day", "starts_at", "at"),
    [
        ("Europe/London", date(2026, 10, 25), "01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 1), "01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 4, 5), "01:45", datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
        ("Asia/Shanghai", date(2026, 10, 25), "01:30", datetime(2026, 10, 24, 17, 30, tzinfo=UTC)),
    ],
)
def test_of_a_time_that_comes_twice_in_autumn_the_first_is_meant(zone, day, starts_at, at):
    [one] = due("FREQ=DAILY", zone, day, day, starts_at=starts_at)
    assert one.at == at


def test_two_rounds_never_share_an_instant():
    found = due("FREQ=HOURLY", "Europe/London", date(2026, 3, 29), date(2026, 3, 29), starts_at="00:00")
    assert len(found) == len({one.at for one in found}) == 23


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "part_unreadable"),
        ("FREQ=YEARLY", "part_unreadable"),
        ("FREQ=DAILY;COUNT=3", "part_not_taken"),
        ("FREQ=DAILY;UNTIL=20270101", "part_not_taken"),
        ("FREQ=DAILY;FREQ=WEEKLY", "part_not_taken"),
        ("FREQ=DAILY;BYHOUR=24", "part_unreadable"),
        ("FREQ=DAILY;BYHOUR=१", "part_unreadable"),
        ("BYHOUR=1", "part_unreadable"),
        ("", "part_not_taken"),
        ("every night", "part_not_taken"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "never_due"),
        ("FREQ=HOURLY;INTERVAL=2;BYHOUR=1", "never_due"),
        ("FREQ=MINUTELY;INTERVAL=61;BYHOUR=1", "never_due"),
        ("FREQ=DAILY;INTERVAL=32", "interval_too_long"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "month_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "month_day"),
        ("FREQ=MINUTELY;INTERVAL=14", "too_dense"),
        ("FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,5,10,15,20,25,30,35,40,45", "too_dense"),
    ],
)
def test_rules_that_are_not_taken_say_why(rule, reason):
    with pytest.raises(BadRule) as refusal:
        checked_rule(rule)
    assert refusal.value.reason == reason


def test_a_rule_is_kept_in_its_plain_spelling():
    assert checked_rule(" rrule:freq=daily; byhour=22 ;interval=2") == "FREQ=DAILY;INTERVAL=2;BYHOUR=22"


hours = st.lists(st.integers(0, 23), min_size=1, max_size=4, unique=True).map(
    lambda all_: ",".join(map(str, all_))
)
days = st.lists(
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True
).map(",".join)
rules = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={};BYHOUR={}".format, st.integers(1, 31), hours),
    st.builds("FREQ=DAILY;INTERVAL={};BYDAY={}".format, st.sampled_from([1, 2, 3, 5, 31]), days),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={};BYHOUR={}".format, st.integers(1, 5), days, hours),
    st.builds("FREQ=HOURLY;INTERVAL={}".format, st.integers(1, 24)),
    st.builds("FREQ=MINUTELY;INTERVAL={}".format, st.integers(15, 1440)),
    st.builds(
        "FREQ=MONTHLY;INTERVAL={};BYDAY=-1{}".format, st.integers(1, 12), st.sampled_from(["FR", "SU"])
    ),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.sampled_from([1, 15, 28, -1, -28])),
)


@settings(deadline=None, max_examples=60)
@given(rules, st.dates(date(2025, 1, 1), date(2026, 6, 1)), st.integers(0, 300))
def test_a_start_years_ago_gives_the_same_as_counting_through(rule, first_on, days_later):
    since = first_on + timedelta(days=days_later)
    until = since + timedelta(days=20)
    start = datetime.combine(first_on, time(21, 15))
    counted = rrulestr(rule, dtstart=start).between(
        datetime.combine(since, time.min), datetime.combine(until, time.max), inc=True
    )
    found = due(rule, "Asia/Shanghai", since, until, starts_at="21:15", first_on=first_on)
    zone = ZoneInfo("Asia/Shanghai")
    assert [one.at.astimezone(zone).replace(tzinfo=None) for one in found] == list(counted)
