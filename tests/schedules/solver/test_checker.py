from dataclasses import replace

import pytest

from bench.roster_format import read_roster
from schedules.solver.checker import score, violations
from schedules.solver.problem import (
    Before,
    Demand,
    Duty,
    Lock,
    Person,
    Problem,
    Request,
    ShiftType,
    too_close,
)

from .published import HERE, instance

D, N = Duty("D"), Duty("N")
SHIFTS = (ShiftType("D", 480, 7 * 60), ShiftType("N", 720, 19 * 60))


def rules_broken(row, days=None, before=None, problem=None, **limits):
    person = Person("A", before=before, **limits)
    base = problem or Problem(days=len(row), shifts=SHIFTS, people=(), demands=())
    return [found.rule for found in violations(replace(base, people=(person,)), (tuple(row),))]


def test_the_published_roster_costs_what_is_published():
    problem = instance(8)
    roster = read_roster(HERE / "Instance8_1315.csv")
    assert violations(problem, roster) == []
    assert score(problem, roster).cost == 1315


def test_a_published_instance_is_read_whole():
    problem = instance(3)
    assert (problem.days, len(problem.people), len(problem.shifts)) == (14, 20, 3)
    assert problem.forbidden == {("D", "E"), ("L", "E"), ("L", "D")}
    assert problem.people[3].max_shifts == {"E": 14, "D": 0, "L": 5}


def test_a_run_may_not_be_too_long():
    assert rules_broken([D, D, D, None], max_run=2) == ["max_run"]
    assert rules_broken([D, D, None, D], max_run=2) == []


def test_a_run_that_goes_on_from_before_counts_from_there():
    assert rules_broken([D, D, None], max_run=3, before=Before(2, "D")) == ["max_run"]
    assert rules_broken([None, D, D], max_run=2, before=Before(2, "D")) == []


def test_short_runs_are_only_held_against_what_is_known():
    assert rules_broken([D, None, D, D, None], min_run=2) == []
    assert rules_broken([None, D, None, D, D], min_run=2) == ["min_run"]
    assert rules_broken([D, None, D, D, None], min_run=2, before=Before(1, None)) == ["min_run"]
    assert rules_broken([None, D, D], min_run=2, before=Before(1, "D")) == ["min_run"]


def test_short_rests_are_only_held_against_what_is_known():
    assert rules_broken([None, D, None, D, None], min_days_off=2) == ["min_days_off"]
    assert rules_broken([None, D, D, D, D], min_days_off=3, before=Before(1, None)) == ["min_days_off"]
    assert rules_broken([None, D, D, D, D], min_days_off=3, before=Before(2, None)) == []


def test_succession_is_seen_within_and_from_before():
    problem = Problem(2, SHIFTS, (), (), forbidden=frozenset({("N", "D")}))
    assert rules_broken([N, D], problem=problem) == ["succession"]
    assert rules_broken([D, None], problem=problem, before=Before(1, "N")) == ["succession"]
    assert rules_broken([N, None], problem=problem) == []


def test_minutes_maxima_and_weekends():
    week = [None] * 5 + [D, D] + [None] * 6 + [N]
    assert rules_broken(week, max_weekends=1) == ["max_weekends"]
    assert rules_broken(week, max_weekends=2) == []
    assert rules_broken(week, max_shifts={"D": 1}) == ["max_shifts"]
    assert rules_broken(week, min_minutes=480 * 2 + 721) == ["min_minutes"]
    assert rules_broken(week, max_minutes=480 * 2 + 719) == ["max_minutes"]


def test_a_lock_and_a_post_are_kept():
    problem = Problem(1, SHIFTS, (), (), locks=(Lock(0, 0, None),))
    assert rules_broken([D], problem=problem) == ["lock"]
    assert rules_broken([Duty("D", "Gate")], posts=frozenset({"Yard"})) == ["post"]


def test_wishes_and_demand_have_their_price():
    problem = Problem(
        days=2,
        shifts=SHIFTS,
        people=(Person("A"), Person("B")),
        demands=(Demand(0, "D", 1, under=100, over=3), Demand(1, "N", 2, under=50)),
        requests=(Request(0, 0, "N", True, 7), Request(1, 1, None, False, 5)),
    )
    found = score(problem, ((D, None), (D, N)))
    assert (found.requests, found.under, found.over, found.cost) == (12, 50, 3, 65)
    assert found.coverage == pytest.approx(2 / 3)


def test_rest_between_shifts_gives_the_successions():
    assert too_close(SHIFTS, rest=11 * 60) == {("N", "D")}


def test_a_demand_may_not_be_stated_twice():
    with pytest.raises(ValueError, match="twice"):
        Problem(1, SHIFTS, (), (Demand(0, "D", 1, 1), Demand(0, "D", 2, 1)))
