"""Spells and their parts in time."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.employment import rules
from people.employment.rules import Span
from people.ladder.rules import Asked, Have, leads_back, needs
from people.records.rules import born_of, gender_of, identity_number, masked, total

DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 31))


@st.composite
def spans(draw) -> Span:
    from_on = draw(DAYS)
    lasts = draw(st.none() | st.integers(0, 700))
    return Span(from_on, None if lasts is None else from_on + timedelta(days=lasts))


@given(spans(), spans())
def test_spells_overlap_when_a_day_is_in_both(one, other):
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(3000)]
    assert rules.overlap(one, other) == any(one.holds(day) and other.holds(day) for day in days)


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True), spans())
def test_parts_fill_the_whole_and_nothing_beyond(starts, whole):
    starts = sorted(starts)
    ends = [start - timedelta(days=1) for start in starts[1:]] + [None]
    parts = [Span(start, end, str(n)) for n, (start, end) in enumerate(zip(starts, ends, strict=True))]
    fitted = rules.fitted(parts, whole)
    assert fitted
    assert (fitted[0].from_on, fitted[-1].until_on) == (whole.from_on, whole.until_on)
    for before, after in itertools.pairwise(fitted):
        assert after.from_on == before.until_on + timedelta(days=1)
    assert all(one.until_on is None or one.from_on <= one.until_on for one in fitted)
    assert rules.fitted(fitted, whole) == fitted


@pytest.mark.parametrize(
    ("moved", "old", "new", "kind"),
    [
        (False, 0, None, "changed"),
        (True, 0, None, "transferred"),
        (True, 0, 1, "promoted"),
        (False, None, 0, "promoted"),
        (False, 2, 1, "changed"),
        (True, 2, 1, "transferred"),
    ],
)
def test_a_change_is_called_what_it_is(moved, old, new, kind):
    assert rules.change_kind(moved=moved, old_position=old, new_position=new) == kind


@pytest.mark.parametrize(
    ("grants", "after"),
    [
        ({("guard", "a")}, {("guard", "b")}),
        ({("guard", "a"), ("guard", "c")}, {("guard", "b"), ("guard", "c")}),
        ({("supervisor", "a"), ("hr", None)}, {("supervisor", "b"), ("hr", None)}),
        ({("client", "a")}, {("client", "a")}),
        (set(), {("guard", "b")}),
    ],
)
def test_roles_follow_to_another_site(grants, after):
    assert rules.grants_after(grants, old_site="a", new_site="b") == after


def test_every_reason_is_of_one_kind():
    kinds = {rules.kind_of_exit(reason) for reason in rules.EXIT_REASONS}
    assert kinds == {"voluntary", "involuntary", "natural"}
    assert len(set(rules.EXIT_REASONS)) == len(rules.EXIT_REASONS)


def test_a_step_asks_and_says_what_is_missing():
    asked = Asked(
        months=12, assessment_min=75, certificate_type_ids=("first-aid",), module_ids=("fire", "law")
    )
    found = needs(asked, Have(months=11, assessment=75, modules=frozenset({"law"})))
    assert [(need.kind, need.met) for need in found] == [
        ("months", False),
        ("assessment", True),
        ("certificate", False),
        ("module", False),
        ("module", True),
    ]
    assert needs(Asked(), Have()) == []
    assert not needs(Asked(assessment_min=0), Have())[0].met


def test_steps_never_lead_in_a_circle():
    assert leads_back({"b": "c"}, "a", "a")
    assert leads_back({"b": "c", "c": "a"}, "a", "b")
    assert not leads_back({"b": "c"}, "a", "b")


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)), max_size=8))
def test_a_weighted_mean_lies_between_the_scores(scores):
    found = total(scores)
    if not scores:
        assert found is None
        return
    only = [score for score, _ in scores]
    assert min(only) <= found <= max(only)
    exact = sum(score * weight for score, weight in scores) / sum(weight for _, weight in scores)
    assert abs(found - exact) <= 0.5 + 1e-9


def test_a_chinese_identity_number_is_checked_and_read():
    assert identity_number("11010519491231002x") == "11010519491231002X"
    assert identity_number("110105194912310021") is None
    assert identity_number("E 1234-5678") == "E12345678"
    assert (born_of("11010519491231002X"), gender_of("11010519491231002X")) == (date(1949, 12, 31), "female")
    assert masked("11010519491231002X") == "1101**********002X"
    assert masked("E12") == "***"
