"""How long a certificate holds, when it may be renewed, what is shown: without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.certificates import rules
from training.certificates.qualification import rules as qualification
from training.certificates.rules import WARN_DAYS, Held, Validity

DAY = timedelta(days=1)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MONTHS = st.integers(1, 120)


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [
        (date(2026, 3, 1), 12, date(2027, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 1), None, None),
        (date(9999, 1, 1), 24, date(9999, 12, 31)),
    ],
)
def test_the_last_day_is_the_same_day_of_a_later_month_or_its_last(since, months, until):
    assert rules.expiry(since, months) == until


def test_time_that_is_left_is_added_only_where_the_type_says_so_and_while_it_lasts():
    held = Held(date(2025, 3, 1), date(2026, 3, 1))
    keeps, loses = Validity(12, 120, keeps_remaining=True), Validity(12, 120)
    assert rules.renewed_until(keeps, held, date(2026, 1, 1)) == date(2027, 3, 1)
    assert rules.renewed_until(loses, held, date(2026, 1, 1)) == date(2027, 1, 1)
    assert rules.renewed_until(keeps, held, date(2026, 3, 2)) == date(2027, 3, 2)


@given(DAYS, MONTHS, st.integers(0, 730), st.booleans(), st.integers(-800, 800))
def test_renewing_never_shortens_and_never_leaves_a_gap(since, months, window, keeps, offset):
    validity = Validity(months, window, keeps)
    held = Held(since, rules.expiry(since, months))
    on = max(held.until + timedelta(days=offset), since)
    if not rules.may_renew(validity, held, on):
        assert on < held.until - timedelta(days=window)
        return
    until = rules.renewed_until(validity, held, on)
    assert until >= rules.expiry(on, months)
    if keeps and on <= held.until:
        assert until == rules.expiry(held.until, months) >= held.until


def test_what_never_ends_is_never_to_be_renewed():
    held = Held(date(2026, 3, 1))
    assert rules.renewable_from(Validity(), held) is None
    assert not rules.may_renew(Validity(), held, date(2090, 1, 1))
    assert rules.state(held, date(2090, 1, 1), warn_from_days=90) == "current"


@pytest.mark.parametrize(
    ("offset", "state"), [(-91, "current"), (-90, "expiring"), (0, "expiring"), (1, "expired")]
)
def test_states_turn_at_their_days(offset, state):
    held = Held(date(2026, 1, 1), date(2027, 1, 1))
    assert rules.state(held, held.until + offset * DAY, warn_from_days=90) == state
    assert rules.holds(held, held.until + offset * DAY) == (offset <= 0)


def test_revoked_comes_before_replaced_and_replaced_before_expired():
    past = Held(date(2020, 1, 1), date(2021, 1, 1), revoked=True, replaced=True)
    assert rules.state(past, date(2026, 1, 1), warn_from_days=90) == "revoked"
    replaced = Held(past.since, past.until, replaced=True)
    assert rules.state(replaced, date(2026, 1, 1), warn_from_days=90) == "replaced"
    assert rules.holds(replaced, date(2020, 6, 1))


@given(DAYS, st.sets(st.integers(1, 400), max_size=5), st.sets(st.integers(1, 460), min_size=1))
def test_however_often_the_job_runs_each_warning_is_sent_once_and_in_order(until, warn_days, runs):
    """`runs` are days before a day 60 days after the end."""
    sent: list[int] = []
    for before in sorted(runs, reverse=True):
        on = until + timedelta(days=60 - before)
        for _ in range(2):
            due = rules.warning_due(until, warn_days, sent, on)
            if due is not None:
                sent.append(due)
    assert sent == sorted(set(sent), reverse=True)
    assert set(sent) <= warn_days | {rules.ENDED}


@given(DAYS)
def test_a_job_that_never_sleeps_sends_all_four_and_the_end_on_their_days(until):
    sent: dict[int, date] = {}
    for number in range(-100, 40):
        on = until + timedelta(days=number)
        due = rules.warning_due(until, WARN_DAYS, sent, on)
        if due is not None:
            sent[due] = on
    assert sent == {days: until - timedelta(days=days) for days in WARN_DAYS} | {0: until + DAY}


@pytest.mark.parametrize(("days", "patience"), [(90, 7), (60, 7), (30, 7), (7, 2), (1, 1)])
def test_the_nearer_the_end_the_shorter_the_patience(days, patience):
    assert rules.patience(days).days == patience


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王**"),
        ("王明", "王*"),
        ("王", "王*"),
        ("Ana", "A*"),
        ("Ana Maria Smith", "A* M* S*"),
        ("", "*"),
    ],
)
def test_a_name_is_shown_by_its_beginning(name, masked):
    assert rules.masked(name) == masked


@given(st.text(max_size=40))
def test_no_name_is_shown_whole(name):
    shown = rules.masked(name)
    assert "*" in shown
    assert len(name.split()) == 0 or shown.count("*") >= len(name.split())


def test_a_code_is_read_from_its_groups():
    code = "ABCDEFGH23456789"
    assert rules.grouped(code) == "ABCD-EFGH-2345-6789"
    assert rules.canonical_code(" abcd-efgh 2345.6789 ") == code


# --- qualification ------------------------------------------------------------------------------

ON = date(2026, 3, 1)
PERIODS = st.lists(
    st.builds(
        lambda since, length, revoked: qualification.Period(
            since, None if length is None else since + timedelta(days=length), revoked
        ),
        st.dates(date(2025, 1, 1), date(2027, 1, 1)),
        st.none() | st.integers(0, 700),
        st.booleans(),
    ),
    max_size=4,
)
EFFECT = st.sampled_from(qualification.EFFECTS)


@given(PERIODS, EFFECT, st.none() | st.dates(ON, date(2026, 6, 1)))
def test_the_answer_follows_from_what_is_held_and_what_is_allowed(periods, effect, excepted_until):
    rule = qualification.Rule("r", "everyone", None, "t", effect)
    exceptions = {"r": excepted_until} if excepted_until else {}
    person = qualification.Person({"t": periods}, (), exceptions)
    found = qualification.judge([rule], person, qualification.Where(), ON)
    held = any(
        not one.revoked and one.since <= ON and (one.until is None or one.until >= ON) for one in periods
    )
    excused = effect == "allow" and excepted_until is not None
    expected = "yes" if held or excused else ("warn" if effect == "warn" else "no")
    assert found.answer == expected
    assert bool(found.reasons) != held


@given(st.lists(st.tuples(EFFECT, st.booleans()), max_size=6))
def test_the_worst_of_all_rules_decides(rules_):
    asked = [
        qualification.Rule(str(number), "everyone", None, str(number), effect)
        for number, (effect, _) in enumerate(rules_)
    ]
    have = {str(number): [qualification.Period(ON, None)] for number, (_, has) in enumerate(rules_) if has}
    found = qualification.judge(asked, qualification.Person(have), qualification.Where(), ON)
    lacking = {effect for effect, has in rules_ if not has}
    worst = "no" if lacking - {"warn"} else ("warn" if lacking else "yes")
    assert found.answer == worst
