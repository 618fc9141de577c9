from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.practice import rules
from training.practice.rules import Candidate

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def card(name: str, module: str = "m", *, hours: int = 0, recall: float | None = 0.9) -> Candidate:
    return Candidate(name, module, NOW + timedelta(hours=hours), recall)


def test_what_is_nearest_to_being_forgotten_comes_first_then_what_is_new_then_what_is_due_soon():
    cards = [
        card("soon", hours=9),
        card("new", recall=None),
        card("dim", recall=0.4),
        card("bright", recall=0.8),
    ]
    assert rules.in_turn(cards, at=NOW, troubled=()) == ["dim", "bright", "new", "soon"]


def test_modules_in_which_something_goes_wrong_come_before_all_that_is_due():
    cards = [card("dim", recall=0.1), card("hard", "t", recall=0.9), card("fresh", "t", recall=None)]
    assert rules.in_turn(cards, at=NOW, troubled={"t"}) == ["hard", "fresh", "dim"]


def test_what_is_remembered_for_a_while_yet_is_left_alone():
    assert rules.in_turn([card("late", hours=13)], at=NOW, troubled=()) == []


@pytest.mark.parametrize(
    ("right", "seconds", "rating"),
    [(False, 5, 1), (False, None, 1), (True, 61, 2), (True, 60, 3), (True, None, 3)],
)
def test_wrong_is_forgotten_and_right_after_long_thought_was_hard(right, seconds, rating):
    assert rules.rating_of(right=right, seconds=seconds) == rating


BANK = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.lists(st.uuids().map(str), max_size=6, unique=True), max_size=4
)


@given(BANK, st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=6), st.sets(st.sampled_from("abcd")))
def test_a_days_worth_is_dealt_and_never_more(bank, waiting, troubled):
    dealt = rules.to_deal(bank, waiting, "person", troubled)
    urgent = {id_ for module in troubled for id_ in bank.get(module, ())}
    every = [id_ for ids in bank.values() for id_ in ids]
    of_trouble = sum(module in troubled for module in waiting)
    assert len(set(dealt)) == len(dealt)
    assert set(dealt) <= set(every)
    assert len(urgent & set(dealt)) == min(len(urgent), max(0, 3 - of_trouble))
    assert len(dealt) <= 3
    if len(waiting) < 3:
        assert len(dealt) >= min(len(every), 3 - len(waiting))


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 2, 28))))
def test_a_streak_is_as_long_as_the_days_in_a_row(days):
    today = date(2026, 2, 28)
    length = rules.streak(days, today)
    last = today if today in days else today - timedelta(days=1)
    assert all(last - timedelta(days=back) in days for back in range(length))
    assert last - timedelta(days=length) not in days


@pytest.mark.parametrize(
    ("number", "of", "often"), [(0, 0, False), (1, 1, False), (2, 10, True), (2, 11, False), (5, 20, True)]
)
def test_often_is_twice_at_least_and_a_fifth(number, of, often):
    assert rules.goes_wrong_often(number=number, of=of) == often
