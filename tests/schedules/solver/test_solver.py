from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings

from schedules.solver.checker import score, violations
from schedules.solver.problem import Demand, Duty, Lock, Person, Problem, ShiftType
from schedules.solver.solve import solve
from schedules.solver.turns import NoLegalRoster

from .problems import problems, tiny
from .published import instance

unhurried = settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))


def solved(problem, seconds=20.0, tries=1, **options):
    try:
        return solve(problem, seconds, tries=tries, processes=1, **options)
    except NoLegalRoster:
        return None


@unhurried
@given(problems())
def test_every_roster_passes_the_checker_at_the_cost_that_was_said_and_never_below_the_bound(problem):
    told = []
    found = solved(problem, on_progress=told.append)
    assume(found)
    assert violations(problem, found.roster) == []
    assert score(problem, found.roster).cost == found.progress.cost
    assert all(step.bound <= found.progress.cost <= step.cost for step in told)


@unhurried
@given(tiny())
def test_a_tiny_problem_is_solved_as_by_trying_everything(problem):
    cells = [None, *problem.duties()]
    rows = list(product(cells, repeat=problem.days))
    legal = [[row for row in rows if not violations(alone(problem, who), (row,))] for who in problem.people]
    found = solved(problem)
    if found is None:
        assert not all(legal)
        return
    best = min(score(problem, roster).cost for roster in product(*legal))
    assert found.progress.bound <= best == found.progress.cost


def alone(problem, person):
    return Problem(
        problem.days, problem.shifts, (person,), (), (), (), problem.forbidden, problem.first_weekday
    )


@pytest.mark.parametrize(("number", "best"), [(1, 607), (2, 828), (3, 1001), (4, 1716)])
def test_the_small_published_instances_are_proven(number, best):
    found = solve(instance(number), 20.0, seed=1, processes=1)
    assert violations(instance(number), found.roster) == []
    assert (found.progress.cost, found.progress.bound) == (best, best)


def test_the_same_seed_gives_the_same_roster():
    first, second = (solved(instance(4), seed=3) for _ in range(2))
    assert first.roster == second.roster


def test_a_stopped_search_keeps_a_legal_roster():
    found = solve(instance(8), 20.0, stopped=lambda: True, processes=1)
    assert violations(instance(8), found.roster) == []
    assert found.progress.seconds < 10


def test_two_processes_find_a_legal_roster():
    found = solve(instance(5), 3.0)
    assert violations(instance(5), found.roster) == []
    assert found.progress.bound <= score(instance(5), found.roster).cost


def test_a_person_without_any_legal_roster_is_named():
    problem = Problem(2, (ShiftType("D", 480),), (Person("A"), Person("B", min_minutes=961)), ())
    with pytest.raises(NoLegalRoster) as raised:
        solve(problem, 1.0, processes=1)
    assert raised.value.people == [1]


def test_a_locked_cell_is_kept_even_where_the_person_would_not_be_sent():
    duty = Duty("D", "Gate")
    problem = Problem(
        days=2,
        shifts=(ShiftType("D", 480),),
        people=(Person("A", posts=frozenset({"Yard"})),),
        demands=(Demand(0, "D", 0, under=1, over=9, post="Gate"), Demand(1, "D", 1, under=1, post="Gate")),
        locks=(Lock(0, 0, duty),),
    )
    assert solve(problem, 1.0, processes=1).roster == ((duty, None),)
