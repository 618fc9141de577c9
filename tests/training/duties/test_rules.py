"""Whom a requirement asks, by when, and the one word for how somebody stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.duties import rules
from training.duties.rules import Asked, Worker

TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
GUARD = Worker(
    "ana", frozenset({"guard"}), frozenset({"north"}), "g1", frozenset({"gate"}), frozenset({"card"})
)
OFFICE = Worker("hui", frozenset({"hr"}), office=True)


@pytest.mark.parametrize(
    ("kind", "value", "worker", "covered"),
    [
        ("everyone", None, GUARD, True),
        ("everyone", None, OFFICE, False),
        ("role", "guard", GUARD, True),
        ("role", "supervisor", GUARD, False),
        ("role", "hr", OFFICE, True),
        ("site", "north", GUARD, True),
        ("site", "south", GUARD, False),
        ("grade", "g1", GUARD, True),
        ("grade", "g2", GUARD, False),
        ("post", "gate", GUARD, True),
        ("post", "tower", GUARD, False),
        ("certificate", "card", GUARD, True),
        ("certificate", "other", GUARD, False),
        ("person", "ana", GUARD, True),
        ("person", "hui", GUARD, False),
    ],
)
def test_whom_a_requirement_covers(kind, value, worker, covered):
    assert rules.covers(Asked("r", "m", kind, value, 7, TODAY), worker) == covered


def asked(id_: str = "r", due_days: int = 7, from_on: date = TODAY) -> Asked:
    return Asked(id_, "m", "everyone", None, due_days, from_on)


def wanted(*applying: Asked, before=None, assigned=None, today=TODAY):
    return rules.wanted_of(applying, before=before or {}, assigned_due_on=assigned, today=today)


def test_time_runs_from_the_day_on_which_it_was_first_asked():
    assert wanted(asked()).due_on == TODAY + timedelta(days=7)
    kept = wanted(asked(), before={"r": "2026-03-01"})
    assert kept.due_on == date(2026, 3, 8)
    assert kept.grounds == {"r": "2026-03-01"}


def test_of_several_reasons_the_earliest_date_holds():
    both = wanted(asked("slow", 30), asked("quick", 5))
    assert (both.due_on, both.requirement_id) == (TODAY + timedelta(days=5), "quick")
    assert wanted(asked(), assigned=TODAY + timedelta(days=1)).due_on == TODAY + timedelta(days=1)
    assert wanted(asked(due_days=1), assigned=TODAY + timedelta(days=9)).requirement_id == "r"


def test_a_reason_that_came_later_does_not_count_from_the_first_one():
    moved = wanted(asked("old", 365), asked("new", 7), before={"old": "2025-03-10"})
    assert moved.grounds == {"new": "2026-03-10", "old": "2025-03-10"}
    assert moved.due_on == date(2026, 3, 10)


def test_nothing_that_asks_is_no_duty():
    nothing = wanted(before={"r": "2026-03-01"})
    assert (nothing.grounds, nothing.due_on, nothing.requirement_id) == ({}, None, None)


@given(
    st.lists(st.integers(0, 400), max_size=5),
    st.lists(st.dates(date(2025, 1, 1), TODAY), max_size=5),
    st.integers(0, 30),
)
def test_asked_again_the_next_day_nothing_changes(due_days, since, days):
    applying = [asked(f"r{number}", days) for number, days in enumerate(due_days)]
    before = {f"r{number}": day.isoformat() for number, day in enumerate(since)}
    first = wanted(*applying, before=before)
    again = wanted(*applying, before=first.grounds, today=TODAY + timedelta(days=days))
    assert again == first


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "due"),
        ({"required": False}, "not_required"),
        ({"due_on": None}, "due"),
        ({"due_on": TODAY}, "due"),
        ({"due_on": TODAY - timedelta(days=1)}, "overdue"),
        ({"failed_at": AT}, "failed"),
        ({"failed_at": AT, "due_on": TODAY - timedelta(days=1)}, "failed"),
        ({"passed_at": AT}, "current"),
        ({"passed_at": AT, "required": False}, "current"),
        ({"passed_at": AT, "valid_until_on": TODAY}, "current"),
        ({"passed_at": AT, "valid_until_on": TODAY - timedelta(days=1)}, "expired"),
        (
            {"passed_at": AT, "valid_until_on": TODAY - timedelta(days=1), "required": False},
            "not_required",
        ),
        ({"passed_at": AT, "failed_at": LATER}, "current"),
        (
            {"passed_at": AT, "valid_until_on": TODAY - timedelta(days=1), "failed_at": LATER},
            "failed",
        ),
        (
            {"passed_at": LATER, "valid_until_on": TODAY - timedelta(days=1), "failed_at": AT},
            "expired",
        ),
    ],
)
def test_one_word_for_how_somebody_stands(facts, state):
    usual = {
        "required": True,
        "due_on": TODAY + timedelta(days=1),
        "passed_at": None,
        "valid_until_on": None,
        "failed_at": None,
    }
    assert rules.state_of(**(usual | facts), today=TODAY) == state


@pytest.mark.parametrize(
    ("days", "about"),
    [
        (8, None),
        (7, "7"),
        (6, None),
        (1, "1"),
        (0, None),
        (-1, "late-1"),
        (-2, None),
        (-8, "late-8"),
        (-15, "late-15"),
    ],
)
def test_reminders_come_a_week_and_a_day_before_and_then_every_week(days, about):
    assert rules.reminders_on(TODAY + timedelta(days=days), TODAY) == about
