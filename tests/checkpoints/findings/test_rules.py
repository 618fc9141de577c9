"""The life of a finding, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.findings import rules
from checkpoints.findings.rules import Life, NotNow

FIXED_BY_ANA = Life("fixed", fixed_by="ana")


@pytest.mark.parametrize("status", rules.UNFIXED)
def test_what_is_not_fixed_can_be_given_and_fixed(status):
    assert rules.assign(Life(status)) == "assigned"
    assert rules.fix(Life(status)) == "fixed"


@pytest.mark.parametrize("status", ["fixed", "verified"])
@pytest.mark.parametrize("step", [rules.assign, rules.fix])
def test_what_is_fixed_must_be_reopened_first(step, status):
    with pytest.raises(NotNow, match="fixed_already"):
        step(Life(status))
    assert rules.reopen(Life(status)) == "reopened"


def test_somebody_else_verifies():
    assert rules.verify(FIXED_BY_ANA, person_id="sam", fixed=True) == "verified"
    assert rules.verify(FIXED_BY_ANA, person_id="sam", fixed=False) == "reopened"


@pytest.mark.parametrize("fixed", [True, False])
def test_nobody_verifies_their_own_fix(fixed):
    with pytest.raises(NotNow, match="verify_by_another"):
        rules.verify(FIXED_BY_ANA, person_id="ana", fixed=fixed)


@pytest.mark.parametrize("status", ["open", "assigned", "reopened", "verified"])
def test_only_what_is_fixed_is_verified(status):
    with pytest.raises(NotNow, match="not_fixed_yet"):
        rules.verify(Life(status), person_id="sam", fixed=True)


@pytest.mark.parametrize("status", rules.UNFIXED)
def test_what_is_open_is_not_reopened(status):
    with pytest.raises(NotNow, match="open_already"):
        rules.reopen(Life(status))


def test_a_guards_yes_marks_it_fixed_and_two_noes_reopen_it():
    assert rules.check(Life("open"), fixed=True) == "fixed"
    assert rules.check(Life("open"), fixed=False) == "open"
    assert rules.check(Life("fixed", "ana", noes=0), fixed=False) == "fixed"
    assert rules.check(Life("fixed", "ana", noes=1), fixed=False) == "reopened"
    assert rules.check(Life("verified", "ana", noes=5), fixed=False) == "verified"


STEPS = st.lists(st.tuples(st.sampled_from(["assign", "fix", "verify", "reopen", "check"]), st.booleans()))


@given(STEPS)
def test_whatever_is_tried_it_is_never_verified_without_a_fix_of_somebody_else(steps):
    life, fixer = Life("open"), None
    for name, yes in steps:
        facts = {"verify": {"person_id": "sam", "fixed": yes}, "check": {"fixed": yes}}.get(name, {})
        try:
            status = getattr(rules, name)(life, **facts)
        except NotNow:
            continue
        fixer = "ana" if status == "fixed" else fixer
        if status == "verified":
            assert fixer == "ana"
        life = Life(status, fixer)
        assert status in rules.STATUSES


def test_an_sos_is_critical_whatever_was_chosen():
    assert rules.severity_of(1, sos=True) == rules.CRITICAL
    assert rules.severity_of(2, sos=False) == 2


def test_doubts_are_flags():
    assert rules.flags_of(clock_skew_s=-121, known_category=False, known_place=False) == [
        "clock_skew",
        "category_unknown",
        "checkpoint_unknown",
    ]
    assert rules.flags_of(clock_skew_s=120, known_category=True, known_place=True) == []
