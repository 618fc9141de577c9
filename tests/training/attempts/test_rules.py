"""Drawing, marking, waiting and standing hold whatever comes in whatever order."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.dates import plus_months
from training.attempts import rules
from training.attempts.rules import Drawable, Renewed, Sheet, Tried
from training.modules.rules import KINDS, MULTIPLE, ORDER, SINGLE, TRUE_FALSE, is_right, right_keys

KEYS = "abcdefgh"
AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
PERCENTS = st.integers(1, 100)
instants = st.integers(0, 4_000_000).map(lambda minutes: AT + timedelta(minutes=minutes - 2_000_000))


# --- drawing ------------------------------------------------------------------------------------


@st.composite
def banks(draw):
    count = draw(st.integers(0, 30))
    lessons = draw(st.lists(st.sampled_from("xyz"), min_size=count, max_size=count))
    return [
        Drawable(str(number), lesson, tuple(KEYS[: draw(st.integers(2, 5))]))
        for number, lesson in enumerate(lessons)
    ]


@given(banks(), st.integers(0, 40), st.integers())
def test_a_paper_holds_different_questions_of_the_bank_as_many_as_asked(bank, number, seed):
    items = rules.draw(bank, number, Random(seed))
    ids = [item["question_id"] for item in items]
    known = {one.id: one for one in bank}
    assert len(ids) == len(set(ids)) == min(number, len(bank))
    for item in items:
        assert sorted(item["options"]) == sorted(known[item["question_id"]].option_keys)


@given(banks(), st.integers(1, 40), st.integers())
def test_no_lesson_is_asked_twice_more_than_one_that_has_questions_left(bank, number, seed):
    lesson_of = {one.id: one.lesson for one in bank}
    drawn = Counter(lesson_of[item["question_id"]] for item in rules.draw(bank, number, Random(seed)))
    in_bank = Counter(lesson_of.values())
    for lesson, has in in_bank.items():
        if drawn[lesson] < has:
            assert all(drawn[other] <= drawn[lesson] + 1 for other in in_bank)


def test_papers_differ():
    bank = [Drawable(str(number), None, tuple("abcd")) for number in range(20)]
    drawn = {str(rules.draw(bank, 8, Random(seed))) for seed in range(50)}
    assert len(drawn) == 50


def test_every_question_and_every_order_of_options_is_drawn_in_time():
    bank = [Drawable(str(number), str(number % 3), tuple("abc")) for number in range(9)]
    items = [item for seed in range(300) for item in rules.draw(bank, 3, Random(seed))]
    assert {item["question_id"] for item in items} == {one.id for one in bank}
    assert len({tuple(item["options"]) for item in items}) == 6


# --- marking ------------------------------------------------------------------------------------


@st.composite
def questions(draw, kind=None):
    kind = kind or draw(st.sampled_from(KINDS))
    if kind == TRUE_FALSE:
        true = draw(st.booleans())
        return kind, [{"key": "true", "right": true}, {"key": "false", "right": not true}]
    count = draw(st.integers(2, 6))
    if kind == ORDER:
        return kind, [{"key": key, "right": False} for key in KEYS[:count]]
    if kind == SINGLE:
        place = draw(st.integers(0, count - 1))
        rights = [number == place for number in range(count)]
    else:
        rights = draw(st.lists(st.booleans(), min_size=count, max_size=count).filter(any))
    return kind, [{"key": key, "right": right} for key, right in zip(KEYS, rights, strict=False)]


@given(questions())
def test_the_answer_that_is_right_is_right(question):
    kind, options = question
    assert is_right(kind, options, right_keys(kind, options))


@given(questions(), st.lists(st.sampled_from([*KEYS, "true", "false", ""]), max_size=8))
def test_only_that_answer_is_right(question, chosen):
    kind, options = question
    wanted = right_keys(kind, options)
    same = chosen == wanted if kind == ORDER else set(chosen) == set(wanted)
    assert is_right(kind, options, chosen) == same


@given(questions(kind=MULTIPLE), st.randoms())
def test_the_order_of_several_choices_does_not_matter(question, random):
    kind, options = question
    chosen = right_keys(kind, options)
    random.shuffle(chosen)
    assert is_right(kind, options, chosen)


@given(questions(kind=ORDER), st.randoms())
def test_the_order_of_an_order_is_all_that_matters(question, random):
    kind, options = question
    wanted = right_keys(kind, options)
    chosen = random.sample(wanted, len(wanted))
    assert is_right(kind, options, chosen) == (chosen == wanted)


@given(questions())
def test_nothing_chosen_is_never_right(question):
    assert not is_right(*question, [])


SHEETS = st.lists(st.tuples(questions(), st.booleans(), st.booleans()), max_size=12)


def sheets_of(given_):
    for number, ((kind, options), right, retired) in enumerate(given_):
        chosen = right_keys(kind, options) if right else []
        yield Sheet(str(number), kind, options, chosen, retired)


@given(SHEETS, PERCENTS)
def test_marks_add_up_and_retired_questions_are_left_out(given_, mark):
    marked = rules.mark(sheets_of(given_), mark)
    asked = [right for _, right, retired in given_ if not retired]
    assert (marked.asked, marked.right) == (len(asked), sum(asked))
    assert marked.percent is None if not asked else 0 <= marked.percent <= 100
    assert marked.passed == bool(asked and sum(asked) / len(asked) * 100 >= mark - 1e-9)


@given(SHEETS, PERCENTS)
def test_passing_agrees_with_the_percents_that_are_shown(given_, mark):
    marked = rules.mark(sheets_of(given_), mark)
    assert marked.passed == (marked.percent is not None and marked.percent >= mark)


@given(SHEETS, PERCENTS)
def test_one_more_right_answer_never_makes_it_worse(given_, mark):
    before = rules.mark(sheets_of(given_), mark)
    better = [(question, True, retired) for question, _, retired in given_]
    after = rules.mark(sheets_of(better), mark)
    assert (after.percent or 0) >= (before.percent or 0)
    assert after.passed >= before.passed


# --- time ---------------------------------------------------------------------------------------


@given(instants, instants, instants, instants, st.floats(-1e6, 1e6))
def test_times_are_put_in_order_whatever_the_phone_says(started, ended, received, drawn, skew):
    times = rules.times_of(
        started_at=started, ended_at=ended, received_at=received, drawn_at=drawn, clock_skew_s=skew
    )
    assert times.started_at <= times.ended_at <= received
    assert times.started_at >= min(drawn, received)


def test_a_clock_that_was_an_hour_ahead_is_put_right():
    hour = timedelta(hours=1)
    times = rules.times_of(
        started_at=AT + hour,
        ended_at=AT + hour + timedelta(minutes=9),
        received_at=AT + timedelta(minutes=10),
        drawn_at=AT - hour,
        clock_skew_s=3600,
    )
    assert times.started_at == AT
    assert times.ended_at == AT + timedelta(minutes=9)
    assert times.flags == ("clock_skew",)


def test_a_small_difference_of_clocks_is_no_doubt():
    times = rules.times_of(
        started_at=AT, ended_at=AT, received_at=AT, drawn_at=AT - timedelta(days=1), clock_skew_s=90
    )
    assert times.flags == ()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, None),
        ({"paper_used": True}, "paper_used"),
        ({"opens_at": AT + timedelta(minutes=10)}, "too_early"),
        ({"opens_at": AT + timedelta(minutes=1)}, None),
        ({"opens_at": AT}, None),
        ({"superseded_at": AT - timedelta(days=13)}, None),
        ({"superseded_at": AT - timedelta(days=15)}, "version_expired"),
        ({"asked": 0}, "nothing_left"),
        ({"paper_used": True, "opens_at": AT + timedelta(days=1), "asked": 0}, "paper_used"),
    ],
)
def test_why_an_attempt_does_not_count(facts, why):
    usual = {"paper_used": False, "started_at": AT, "opens_at": None, "superseded_at": None, "asked": 5}
    assert rules.why_not_counted(**(usual | facts)) == why


# --- all attempts together ----------------------------------------------------------------------


@st.composite
def histories(draw):
    ends = draw(st.lists(instants, max_size=8))
    return [
        Tried(
            id=str(number),
            ended_at=end,
            on=end.date(),
            passed=draw(st.booleans()),
            percent=draw(st.integers(0, 100)),
            valid_months=draw(st.sampled_from([0, 1, 12])),
        )
        for number, end in enumerate(ends)
    ]


@given(histories(), st.integers(0, 600), st.one_of(st.none(), instants), st.randoms())
def test_where_somebody_stands_does_not_depend_on_the_order_of_arrival(history, wait, since, random):
    told = rules.standing(history, wait_minutes=wait, attempts_from_at=since)
    random.shuffle(history)
    assert rules.standing(history, wait_minutes=wait, attempts_from_at=since) == told


@given(histories(), st.integers(0, 600), st.one_of(st.none(), instants))
def test_standing_says_what_the_attempts_say(history, wait, since):
    told = rules.standing(history, wait_minutes=wait, attempts_from_at=since)
    passes = [one.ended_at for one in history if one.passed]
    fails = [one.ended_at for one in history if not one.passed]
    assert told.passed_at == max(passes, default=None)
    assert told.failed_at == max(fails, default=None)
    assert told.best_percent == max((one.percent for one in history), default=None)
    assert 0 <= told.attempts <= len(history)
    assert told.first_id is None if not history else told.first_id in {one.id for one in history}
    if told.next_attempt_at:
        assert told.next_attempt_at == told.failed_at + timedelta(minutes=wait)


@given(histories(), st.integers(0, 600))
def test_one_must_wait_only_after_a_failure_that_nothing_followed(history, wait):
    told = rules.standing(history, wait_minutes=wait)
    last = max(history, key=lambda one: (one.ended_at, one.id), default=None)
    assert (told.next_attempt_at is not None) == (last is not None and not last.passed)


@given(st.one_of(st.none(), st.integers(1, 10)), st.integers(0, 50))
def test_attempts_run_out_and_never_below_none(most, used):
    left = rules.attempts_left(most, used)
    assert left is None if most is None else left == max(most - used, 0)


def tried(days: int, *, passed: bool, months: int = 12) -> Tried:
    at = AT + timedelta(days=days)
    return Tried(str(days), at, at.date(), passed, 90 if passed else 40, months)


def test_attempts_are_counted_anew_after_a_pass_and_after_being_asked_again():
    history = [
        tried(0, passed=False),
        tried(1, passed=True),
        tried(400, passed=False),
        tried(401, passed=False),
    ]
    assert rules.standing(history, wait_minutes=0).attempts == 2
    asked = AT + timedelta(days=400, hours=1)
    assert rules.standing(history, wait_minutes=0, attempts_from_at=asked).attempts == 1


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        (date(2026, 3, 1), 12, date(2027, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 0, None),
    ],
)
def test_a_pass_holds_for_the_months_of_its_version(on, months, until):
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    told = rules.standing([Tried("1", at, on, True, 100, months)], wait_minutes=0)
    assert told.valid_until_on == until
    assert until is None or until == plus_months(on, months)


def test_a_pass_before_the_day_of_renewal_has_ended_and_one_after_it_holds():
    renewed = Renewed(AT + timedelta(days=5), (AT + timedelta(days=5)).date())
    old = rules.standing([tried(0, passed=True)], wait_minutes=0, renewed=renewed)
    new = rules.standing([tried(0, passed=True), tried(6, passed=True)], wait_minutes=0, renewed=renewed)
    assert old.valid_until_on == renewed.on - timedelta(days=1)
    assert new.valid_until_on == plus_months((AT + timedelta(days=6)).date(), 12)


@pytest.mark.parametrize(
    ("facts", "may"),
    [
        ({}, True),
        ({"left": 0}, False),
        ({"left": 1}, True),
        ({"passed_at": AT}, False),
        ({"passed_at": AT, "valid_until_on": date(2026, 3, 31)}, True),
        ({"passed_at": AT, "valid_until_on": date(2026, 4, 1)}, False),
        ({"passed_at": AT, "valid_until_on": date(2026, 2, 1)}, True),
        ({"passed_at": AT, "valid_until_on": date(2026, 2, 1), "left": 0}, False),
    ],
)
def test_when_a_paper_lies_ready(facts, may):
    usual = {"passed_at": None, "valid_until_on": None, "left": None, "today": AT.date()}
    assert rules.may_attempt(**(usual | facts)) == may
