"""The schedule is the library's, whatever the order in which answers arrive."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, ReviewLog, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from training.practice import schedule

START = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
REFERENCE = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=365, enable_fuzzing=False)
ANSWERS = st.lists(
    st.tuples(st.integers(0, 2_000_000), st.sampled_from([1, 2, 3])),
    min_size=1,
    max_size=25,
    unique_by=lambda answer: answer[0],
)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


@given(ANSWERS, st.randoms())
def test_the_memory_is_that_of_the_librarys_own_rescheduling(answers, chance):
    """The library tells a card anew from its log of reviews; so do we, from answers in any order."""
    log = [ReviewLog(1, Rating(rating), at(minutes), None) for minutes, rating in answers]
    reference = REFERENCE.reschedule_card(Card(card_id=1), log)
    arrived = [(at(minutes), rating) for minutes, rating in answers]
    chance.shuffle(arrived)
    memory = schedule.remembered(arrived)
    assert memory.due_at == reference.due
    assert memory.stability == reference.stability
    assert memory.difficulty == reference.difficulty
    assert memory.state == reference.state.value
    assert memory.last_at == reference.last_review


@given(ANSWERS)
def test_it_is_always_asked_again_between_a_day_and_a_year_later(answers):
    memory = schedule.remembered([(at(minutes), rating) for minutes, rating in answers])
    assert timedelta(days=1) <= memory.due_at - memory.last_at <= timedelta(days=365)
    assert memory.answers == len(answers)
    assert 1 <= memory.difficulty <= 10


@given(ANSWERS, st.integers(0, 400))
def test_the_chance_of_recall_falls_with_time_and_stays_a_chance(answers, days):
    memory = schedule.remembered([(at(minutes), rating) for minutes, rating in answers])
    chances = [
        schedule.recall(
            stability=memory.stability, last_at=memory.last_at, at=memory.last_at + timedelta(days=later)
        )
        for later in (0, days, days + 1)
    ]
    assert 1 >= chances[0] >= chances[1] > chances[2] > 0


def test_at_the_due_date_about_nine_in_ten_are_remembered():
    memory = schedule.remembered([(at(0), 3), (at(4 * 1440), 3), (at(20 * 1440), 3)])
    chance = schedule.recall(stability=memory.stability, last_at=memory.last_at, at=memory.due_at)
    assert chance == pytest.approx(0.9, abs=0.01)


def test_nothing_answered_is_nothing_known():
    assert schedule.remembered([]) is None
    assert schedule.recall(stability=None, last_at=None, at=START) is None
