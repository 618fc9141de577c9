"""From terms and choices to the law that binds a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.law.packs import PACKS
from schedules.terms.rules import Choices, Terms, fits, pack_of, personal_rules, waivers_of


def rule(pack, rule_id):
    return next((one for one in pack.rules if one.id == rule_id), None)


def test_without_choices_the_pack_is_as_the_law_has_it():
    assert pack_of(Choices(), Terms("ana", "eu")) == PACKS["eu"]


def test_levels_weights_and_limits_are_the_organisations():
    chosen = {
        "cn.week_hours": {"level": "hard"},
        "cn.day_overtime": {"level": "off"},
        "eu.break": {"limit": 30},
    }
    pack = pack_of(Choices(rules=chosen), Terms("ana", "cn_standard"))
    assert rule(pack, "cn.week_hours").level == "hard"
    assert rule(pack, "cn.day_overtime").level == "off"
    assert rule(pack_of(Choices(rules=chosen), Terms("ana", "eu")), "eu.break").limit == 30


def test_own_rules_come_on_top_under_the_name_the_organisation_gave():
    own = {
        "kind": "consecutive_nights",
        "limit": 3,
        "level": "hard",
        "weight": 2,
        "name_zh": "夜班上限",
        "name_en": "",
    }
    found = rule(pack_of(Choices(own_rules=(own,)), Terms("ana", "uk")), "own.consecutive_nights")
    assert (found.limit, found.level, found.weight) == (3, "hard", 2)
    assert found.article == {"zh-CN": "夜班上限", "en": "夜班上限"}


def test_comprehensive_hours_are_counted_over_the_agreed_period():
    terms = Terms("ana", "cn_comprehensive", hour_system="comprehensive", period="quarter")
    assert pack_of(Choices(), terms).pay.period == "quarter"
    assert pack_of(Choices(), Terms("ana", "cn_standard", period="quarter")).pay.period is None


def test_part_time_in_china_has_its_own_limits_and_elsewhere_not():
    terms = Terms("ana", "cn_standard", hour_system="part_time", week_minutes=20 * 60)
    pack = pack_of(Choices(rules={"cn.part_time_day": {"level": "off"}}), terms)
    assert rule(pack, "cn.part_time_week").limit == 24 * 60
    assert rule(pack, "cn.part_time_day").level == "off"
    assert rule(pack, "terms.week_minutes").limit == 20 * 60
    assert rule(pack_of(Choices(), Terms("ana", "eu", hour_system="part_time")), "cn.part_time_week") is None


def test_personal_limits_are_rules_of_ones_own():
    terms = Terms("ana", "eu", month_max_minutes=9600, max_nights_month=4, week_minutes=2400)
    assert [(one.id, one.limit, one.level) for one in personal_rules(terms)] == [
        ("terms.month_minutes", 9600, "soft"),
        ("terms.nights_in_month", 4, "hard"),
    ]


@pytest.mark.parametrize(
    ("system", "pack", "expected"),
    [
        ("comprehensive", "cn_comprehensive", True),
        ("comprehensive", "cn_standard", False),
        ("standard", "cn_comprehensive", False),
        ("standard", "us_ca", True),
        ("part_time", "uk", True),
    ],
)
def test_which_law_fits_which_hours(system, pack, expected):
    assert fits(system, pack) is expected


def test_waivers_are_read_with_their_dates():
    [waiver] = waivers_of({"opt_out": {"from_on": "2026-01-01", "until_on": "2026-06-30"}}).values()
    assert waiver.holds_on(date(2026, 6, 30))
    assert not waiver.holds_on(date(2026, 7, 1))
    assert waivers_of({"opt_out": {"from_on": "2026-01-01", "until_on": None}})["opt_out"].until_on is None


@given(
    st.sampled_from(sorted(PACKS)),
    st.dictionaries(
        st.sampled_from([one.id for pack in PACKS.values() for one in pack.rules if one.id != "overlap"]),
        st.fixed_dictionaries({"level": st.sampled_from(("hard", "soft", "off"))}),
    ),
)
def test_choices_of_other_packs_never_disturb(pack_id, choices):
    pack = pack_of(Choices(rules=choices), Terms("ana", pack_id))
    for one, usual in zip(pack.rules, PACKS[pack_id].rules, strict=True):
        assert one.id == usual.id
        assert one.level == choices.get(one.id, {}).get("level", usual.level)
