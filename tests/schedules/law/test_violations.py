"""What each law pack says of a roster."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.law.checks import CHECKS
from schedules.law.packs import (
    CALIFORNIA,
    CN_COMPREHENSIVE,
    CN_STANDARD,
    EU,
    OWN_KINDS,
    PACKS,
    UK,
    adopted,
    own_rule,
)
from schedules.law.sentences import SENTENCES
from schedules.law.shapes import HARD, OFF, SOFT, STATUTE, Calendar, Person, Waiver
from schedules.law.violations import violations
from tests.schedules.law.shifts import MONDAY, days_of, shift

WANG = {"wang": Person("wang", "王强")}
TWO_SHIFT_WEEK = [*days_of(range(3), 8, 12), *days_of(range(3, 6), 20, 12)]


def found(pack, shifts, rule_id=None, **facts):
    every = violations(pack, {"wang": shifts}, people=facts.pop("people", WANG), **facts)
    return [each for each in every if rule_id in (None, each.rule_id)]


def figures(pack, shifts, rule_id, **facts):
    return [(each.found, each.allowed) for each in found(pack, shifts, rule_id, **facts)]


def only(kind: str, limit: int, **facts):
    return adopted(
        CN_STANDARD, {rule.id: {"level": OFF} for rule in CN_STANDARD.rules}, [own_rule(kind, limit)]
    )


def test_two_shifts_of_twelve_hours_with_one_rest_day_are_said_to_be_72_hours_a_week():
    (week,) = found(CN_STANDARD, TWO_SHIFT_WEEK, "cn.week_hours")
    assert (week.found, week.allowed, week.unit) == (72 * 60, 40 * 60, "minutes")
    assert (week.from_on, week.until_on, week.person_id) == (MONDAY, MONDAY + timedelta(days=6), "wang")
    assert week.shift_ids == tuple(each.id for each in TWO_SHIFT_WEEK)
    assert week.sentence == {
        "zh-CN": "王强在2026年3月2日至2026年3月8日这一周工作72小时，上限为40小时。"
        "（国务院关于职工工作时间的规定第3条）",
        "en": "王强 works 72 h in the week from 2 March 2026 to 8 March 2026; at most 40 h are allowed. "
        "(State Council Rules on Working Hours, art. 3)",
    }


def test_the_same_pattern_breaks_the_daily_limit_of_overtime_each_day():
    broken = found(CN_STANDARD, TWO_SHIFT_WEEK, "cn.day_overtime")
    assert [(each.found, each.allowed, each.level) for each in broken] == [(240, 180, HARD)] * 6


def test_a_month_of_the_pattern_goes_beyond_36_hours_of_overtime():
    month = [each for week in range(4) for each in days_of(range(7 * week, 7 * week + 6), 8, 12)]
    # 24 days of 12 h: on 20 of them 4 h over, and four Saturdays whole.
    assert figures(CN_STANDARD, month, "cn.month_overtime") == [(20 * 240 + 4 * 720, 36 * 60)]


def test_unpaid_breaks_are_not_work_and_paid_ones_are():
    unpaid = days_of(range(5), 8, 9, breaks=((4, 60, False),))
    paid = days_of(range(5), 8, 9, breaks=((4, 60, True),))
    assert found(CN_STANDARD, unpaid) == []
    assert figures(CN_STANDARD, paid, "cn.week_hours") == [(45 * 60, 40 * 60)]


def test_a_week_without_a_rest_day_is_named():
    assert figures(CN_STANDARD, days_of(range(7), 8, 5), "cn.rest_day") == [(0, 1)]
    assert figures(CN_STANDARD, days_of(range(6), 8, 5), "cn.rest_day") == []


def test_who_is_not_yet_18_is_no_guard():
    people = {"wang": Person("wang", born_on=date(2008, 3, 4))}
    assert figures(CN_STANDARD, days_of(range(5), 8, 8), "cn.minimum_age", people=people) == [(17, 18)] * 2


def test_comprehensive_hours_are_measured_over_their_period_with_its_holidays():
    october = Calendar(
        holidays=frozenset(date(2026, 10, day) for day in (1, 2, 3)),
        rest_days=frozenset(date(2026, 10, day) for day in (4, 5, 6, 7)),
        working_days=frozenset({date(2026, 10, 10)}),
    )
    shifts = days_of(range(31), 8, 12, monday=date(2026, 10, 1))
    (period,) = found(CN_COMPREHENSIVE, shifts, "cn.period_hours", calendar=october)
    # 22 weekdays, less 1, 2, 5, 6 and 7 October, and one Saturday made up for: 18 days.
    assert (period.found, period.allowed) == (28 * 12 * 60, 18 * 8 * 60)
    assert figures(CN_COMPREHENSIVE, shifts, "cn.period_overtime", calendar=october) == [
        (28 * 720 - 18 * 480, 36 * 60)
    ]


def test_a_quarter_evens_out_what_a_month_does_not():
    busy = days_of(range(31), 8, 8, monday=date(2026, 7, 1))
    calm = [each for each in days_of(range(31, 92), 8, 8, monday=date(2026, 7, 1)) if int(each.id[:2]) % 2]
    quarter = adopted(CN_COMPREHENSIVE, period="quarter")
    assert len(found(CN_COMPREHENSIVE, busy + calm, "cn.period_hours")) == 1
    assert found(quarter, busy + calm, "cn.period_hours") == []


def test_where_a_period_is_heading_is_a_forecast_and_never_stops_a_roster():
    (week,) = found(CN_COMPREHENSIVE, TWO_SHIFT_WEEK, "cn.period_hours")
    assert (week.found, week.allowed, week.forecast, week.level) == (72 * 60, 40 * 60, True, SOFT)
    assert week.sentence["en"].startswith("As far as is known: ")
    (average,) = found(EU, TWO_SHIFT_WEEK, "eu.week_average", known=(MONDAY, MONDAY + timedelta(days=6)))
    assert (average.found, average.forecast, average.level) == (72 * 60, True, SOFT)


def test_seventeen_whole_weeks_over_48_hours_are_no_forecast():
    worked = [each for week in range(17) for each in days_of(range(7 * week, 7 * week + 5), 8, 10)]
    known = MONDAY, MONDAY + timedelta(days=17 * 7 - 1)
    (average,) = found(EU, worked, "eu.week_average", known=known)
    assert (average.found, average.allowed, average.forecast, average.level) == (3000, 2880, False, HARD)


def test_leave_does_not_thin_out_the_average():
    worked = [each for week in range(0, 17, 2) for each in days_of(range(7 * week, 7 * week + 5), 8, 10)]
    away = frozenset(MONDAY + timedelta(days=7 * week + day) for week in range(1, 17, 2) for day in range(7))
    known = MONDAY, MONDAY + timedelta(days=17 * 7 - 1)
    assert found(EU, worked, "eu.week_average", known=known) == []
    people = {"wang": Person("wang", away=away)}
    assert figures(EU, worked, "eu.week_average", known=known, people=people) == [(3000, 2880)]


@pytest.mark.parametrize(
    ("shifts", "rests"),
    [
        pytest.param([(0, 8, 12), (1, 8, 12)], [], id="twelve hours of rest"),
        pytest.param([(0, 14, 8), (1, 6, 8)], [8 * 60], id="late then early"),
        pytest.param([(0, 6, 8), (0, 22, 8)], [8 * 60], id="early and night of one date"),
        pytest.param([(0, 8, 4), (0, 16, 4), (1, 8, 4)], [], id="a split shift"),
        pytest.param([(0, 6, 2), (0, 10, 2), (0, 18, 2)], [6 * 60], id="split in three over fourteen hours"),
        pytest.param([(0, 8, 12), (0, 20, 12)], [0], id="a double shift"),
    ],
)
def test_eleven_hours_of_rest_are_found_wherever_midnight_falls(shifts, rests):
    plan = [shift(*each) for each in shifts]
    assert figures(EU, plan, "eu.daily_rest") == [(rest, 11 * 60) for rest in rests]


def test_rest_is_elapsed_time_when_the_clocks_change():
    berlin = {"zone": "Europe/Berlin"}
    before_spring, before_autumn = date(2026, 3, 28), date(2026, 10, 24)
    spring = [shift(0, 12, 8, monday=before_spring, **berlin), shift(1, 7, 8, monday=before_spring, **berlin)]
    autumn = [shift(0, 13, 8, monday=before_autumn, **berlin), shift(1, 7, 8, monday=before_autumn, **berlin)]
    assert figures(EU, spring, "eu.daily_rest") == [(10 * 60, 11 * 60)]
    assert figures(EU, autumn, "eu.daily_rest") == []


def test_weekly_rest_is_35_hours_and_may_run_into_the_next_week():
    rests_late = [*days_of(range(6), 8, 8), *days_of(range(8, 13), 8, 8), *days_of(range(14, 16), 8, 8)]
    assert figures(EU, rests_late, "eu.weekly_rest") == []
    no_rest = days_of(range(9), 8, 8)
    assert figures(EU, no_rest, "eu.weekly_rest") == [(16 * 60, 35 * 60)]


def test_six_hours_of_work_ask_for_a_break():
    assert figures(EU, [shift(0, 8, 6)], "eu.break") == []
    assert figures(EU, [shift(0, 8, 7)], "eu.break") == [(0, 20)]
    assert figures(EU, [shift(0, 8, 7, breaks=((3, 20, True),))], "eu.break") == []


def test_night_workers_average_eight_hours():
    nights = [each for week in range(17) for each in days_of(range(7 * week, 7 * week + 5), 20, 11)]
    known = MONDAY, MONDAY + timedelta(days=17 * 7 - 1)
    assert figures(EU, nights, "eu.night_average", known=known) == [(round(5 * 660 / 6), 480)]
    assert figures(EU, days_of(range(60), 8, 11), "eu.night_average") == []


def test_a_written_opt_out_lifts_the_british_week_and_nothing_else():
    worked = [each for week in range(17) for each in days_of(range(7 * week, 7 * week + 5), 8, 10)]
    known = MONDAY, MONDAY + timedelta(days=17 * 7 - 1)
    assert figures(UK, worked, "uk.week_average", known=known) == [(3000, 2880)]
    people = {"wang": Person("wang", waivers={"opt_out": Waiver(MONDAY)})}
    assert figures(UK, worked, "uk.week_average", known=known, people=people) == []
    assert found(UK, worked, "uk.break", known=known, people=people)
    ended = {"wang": Person("wang", waivers={"opt_out": Waiver(MONDAY, MONDAY + timedelta(days=7))})}
    assert figures(UK, worked, "uk.week_average", known=known, people=ended) == [(3000, 2880)]


def test_the_british_pack_says_that_young_workers_are_left_out():
    people = {"wang": Person("wang", born_on=date(2009, 1, 1))}
    assert figures(UK, [shift(0, 8, 8)], "uk.adults_only", people=people) == [(17, 18)]
    assert "18" in UK.note["zh-CN"]
    assert "left out" in UK.note["en"]


@pytest.mark.parametrize(
    ("hours", "breaks", "timely"),
    [
        (5, (), None),
        (6, (), (0, 1)),
        (8, ((4, 30, False),), None),
        (8, ((6, 30, False),), (0, 1)),
        (8, ((4, 29, False),), (0, 1)),
        (8, ((4, 30, True),), (0, 1)),
        (12, ((4, 30, False),), (1, 2)),
        (12, ((4, 30, False), (9, 30, False)), None),
    ],
)
def test_californian_meals(hours, breaks, timely):
    expected = [] if timely is None else [timely]
    assert figures(CALIFORNIA, [shift(0, 8, hours, breaks=breaks)], "ca.meal") == expected


@pytest.mark.parametrize(("hours", "due"), [(3, 0), (3.5, 1), (6, 1), (6.1, 2), (8, 2), (10, 2), (10.1, 3)])
def test_californian_rest_breaks_are_ten_minutes_for_four_hours_or_the_greater_part(hours, due):
    expected = [(0, due)] if due else []
    assert figures(CALIFORNIA, [shift(0, 8, hours)], "ca.rest_breaks") == expected


def test_seven_days_of_one_californian_week():
    sunday = date(2026, 3, 1)
    assert figures(CALIFORNIA, days_of(range(7), 8, 4, monday=sunday), "ca.day_of_rest") == [(0, 1)]
    assert figures(CALIFORNIA, days_of(range(3, 10), 8, 4, monday=sunday), "ca.day_of_rest") == []


@pytest.mark.parametrize(
    ("kind", "limit", "shifts", "expected"),
    [
        ("day_minutes", 600, [(0, 8, 12)], [720]),
        ("week_minutes", 2400, [(0, 8, 12), (1, 8, 12), (2, 8, 12), (3, 8, 12)], [2880]),
        ("month_minutes", 1000, [(0, 8, 12), (20, 8, 12)], [1440]),
        ("rest_between", 720, [(0, 8, 14), (1, 8, 8)], [600]),
        ("weekly_rest", 2160, [(day, 8, 8) for day in range(9)], [960]),
        ("consecutive_days", 5, [(day, 8, 8) for day in range(7)], [7]),
        ("rest_days_in_week", 2, [(day, 8, 6) for day in range(6)], [1]),
        ("consecutive_nights", 3, [(day, 20, 10) for day in range(4)], [4]),
        ("nights_in_week", 2, [(0, 20, 10), (2, 20, 10), (4, 20, 10)], [3]),
        ("nights_in_month", 2, [(0, 20, 10), (9, 20, 10), (18, 20, 10)], [3]),
        ("night_shift_minutes", 480, [(0, 20, 10), (1, 8, 10)], [600]),
    ],
)
def test_own_rules(kind, limit, shifts, expected):
    broken = found(only(kind, limit), [shift(*each) for each in shifts])
    assert [each.found for each in broken] == expected
    assert {(each.rule_id, each.article["zh-CN"]) for each in broken} == {(f"own.{kind}", "本单位规定")}


def test_an_organisation_sets_each_rule_hard_soft_or_off():
    soft = adopted(CN_STANDARD, {"cn.day_overtime": {"level": SOFT, "weight": 9}})
    assert {(each.level, each.weight) for each in found(soft, TWO_SHIFT_WEEK, "cn.day_overtime")} == {
        (SOFT, 9)
    }
    off = adopted(CN_STANDARD, {"cn.day_overtime": {"level": OFF}})
    assert found(off, TWO_SHIFT_WEEK, "cn.day_overtime") == []


@pytest.mark.parametrize(
    ("choices", "period"),
    [
        ({"cn.lunch": {"level": OFF}}, None),
        ({"cn.rest_day": {"level": "strict"}}, None),
        ({"cn.rest_day": {"article": "none"}}, None),
        ({}, "decade"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(choices, period):
    with pytest.raises(ValueError, match=r"cn[._]"):
        adopted(CN_COMPREHENSIVE, choices, period=period)
    with pytest.raises(ValueError, match="own"):
        own_rule("lunch", 1)


def test_nobody_is_in_two_places_at_once():
    assert figures(CN_STANDARD, [shift(0, 8, 8), shift(0, 14, 4)], "overlap") == [(120, 0)]


def test_only_what_touches_the_asked_dates_is_told_but_history_counts():
    history = days_of(range(7), 8, 12)
    within = MONDAY + timedelta(days=6), MONDAY + timedelta(days=13)
    told = found(CN_STANDARD, history, within=within)
    assert {each.rule_id for each in told} >= {"cn.week_hours", "cn.rest_day"}
    assert all(each.until_on >= within[0] for each in told)


def test_every_rule_has_a_check_a_sentence_and_an_article_in_both_languages():
    rules = [rule for pack in PACKS.values() for rule in pack.rules]
    rules += [own_rule(kind, 1) for kind in OWN_KINDS]
    assert {rule.kind for rule in rules} <= set(CHECKS) == set(SENTENCES)
    for rule in rules:
        assert set(rule.article) == {"zh-CN", "en"}
        assert rule.source == STATUTE or rule.note or rule.source != "general_knowledge"
    assert {own_rule(kind, 1).kind: CHECKS[kind][1] for kind in OWN_KINDS} == dict(OWN_KINDS)


def test_general_knowledge_is_marked_as_such():
    marked = {rule.id for pack in PACKS.values() for rule in pack.rules if rule.source == "general_knowledge"}
    assert marked == {"cn.rest_day", "ca.day_of_rest"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 23), st.integers(1, 16)), max_size=20),
    st.sampled_from(sorted(PACKS)),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_shifts_changes_nothing_and_every_finding_can_be_said(raw, pack_id, random):
    plan = list({each.id: each for each in (shift(*facts) for facts in raw)}.values())
    shuffled = random.sample(plan, len(plan))
    told = found(PACKS[pack_id], plan)
    assert told == found(PACKS[pack_id], shuffled)
    for each in told:
        assert each.from_on <= each.until_on
        assert all("{" not in text for text in each.sentence.values())
        assert all(rule_article in each.sentence[tag] for tag, rule_article in each.article.items())
