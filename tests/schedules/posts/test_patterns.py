"""Patterns of the trade, and what the law says of each."""

import pytest

from schedules.law.packs import PACKS
from schedules.posts.patterns import (
    PATTERNS,
    SAID,
    people_for,
    warnings_of,
    week_minutes_a_person,
    week_minutes_a_place,
)

HOUR = 60
# Nobody breaks these by a pattern: one person, of age, in one place; this rule is off.
NEVER_MET = {"overlap", "minimum_age", "night_shift_minutes"}


def by_rule(pattern: str, pack: str) -> dict[str, dict]:
    return {one["rule_id"]: one for one in warnings_of(pattern, pack)}


@pytest.mark.parametrize(
    ("pattern", "hours", "place", "people"),
    [
        ("three_shift", 48, 168, 4),
        ("two_shift", 72, 168, 3),
        ("four_team", 42, 168, 4),
        ("fixed_day", 40, 40, 1),
    ],
)
def test_hours_of_a_week_and_the_people_it_takes(pattern, hours, place, people):
    chosen = PATTERNS[pattern]
    assert week_minutes_a_person(chosen) == hours * HOUR
    assert week_minutes_a_place(chosen) == place * HOUR
    assert people_for(chosen, 1) == people


def test_two_shifts_with_one_day_off_are_72_hours_and_the_roster_says_so():
    found = by_rule("two_shift", "cn_standard")
    week = found["cn.week_hours"]
    assert (week["found"], week["allowed"]) == (72 * HOUR, 40 * HOUR)
    assert "72小时" in week["sentence"]["zh"]
    assert "72 h" in week["sentence"]["en"]
    assert week["article"]["zh"].endswith("第3条")
    assert found["cn.day_overtime"]["level"] == "hard"
    assert found["cn.month_overtime"]["level"] == "hard"
    assert "eu.week_average" in by_rule("two_shift", "eu")


def test_four_teams_leave_a_rest_day_and_keep_the_month_within_its_overtime():
    found = by_rule("four_team", "cn_standard")
    assert "cn.rest_day" not in found
    assert "cn.month_overtime" not in found
    assert not [one for one in by_rule("four_team", "cn_comprehensive").values() if one["level"] == "hard"]


def test_fixed_days_are_in_order_in_china_europe_and_britain():
    assert [warnings_of("fixed_day", pack) for pack in ("cn_standard", "cn_comprehensive", "eu", "uk")] == [
        (),
        (),
        (),
        (),
    ]


def test_every_rule_that_a_pattern_can_break_has_its_sentence():
    kinds = {rule.kind for pack in PACKS.values() for rule in pack.rules}
    assert kinds - NEVER_MET <= set(SAID)


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=lambda pattern: pattern.id)
def test_a_pattern_works_only_its_own_shifts_and_speaks_both_languages(pattern):
    assert {code for code in pattern.cycle if code} <= set(pattern.by_code)
    for text in (pattern.name, pattern.note):
        assert set(text) == {"zh-CN", "en"}
    for pack in PACKS:
        for one in warnings_of(pattern.id, pack):
            assert one["sentence"]["zh"]
            assert one["sentence"]["en"]
            assert one["article"]["zh"]
