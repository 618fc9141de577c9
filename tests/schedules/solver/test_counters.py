"""People whose hours, nights and shares are counted: what is found is legal, and bounded from below."""

from dataclasses import replace
from itertools import product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from schedules.solver.checker import score, violations
from schedules.solver.merged import Merged
from schedules.solver.problem import (
    Bar,
    Before,
    Counter,
    Demand,
    Duty,
    Lock,
    Pair,
    Person,
    Problem,
    Request,
    ShiftType,
    Window,
)
from schedules.solver.solve import solve
from schedules.solver.turns import NoLegalRoster

unhurried = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
SHIFTS = (ShiftType("D", 480, 8 * 60), ShiftType("N", 600, 20 * 60))
POSTS = ("Gate", "Yard")
DAYS = 4


@st.composite
def windows(draw):
    cut = draw(st.integers(1, DAYS - 1))
    spans = draw(st.sampled_from([[(0, DAYS - 1)], [(0, cut - 1), (cut, DAYS - 1)]]))
    return tuple(
        Window(
            first,
            last,
            before=draw(st.sampled_from([0, 0, 480])),
            most=draw(st.sampled_from([None, None, 1200])),
            above=draw(st.sampled_from([(), ((480, 3),), ((0, 1), (960, 4))])),
            below=draw(st.sampled_from([(), ((960, 2),)])),
        )
        for first, last in spans
    )


@st.composite
def people(draw):
    minutes = Counter("minutes", {"D": 480, "N": 600}, draw(windows()), unit=60)
    nights = Counter("nights", {"N": 1}, (Window(0, DAYS - 1, most=draw(st.sampled_from([None, 1, 2]))),))
    late = Counter("late", {"D": 1, "N": 1}, (Window(0, DAYS - 1, above=((1, 5),)),), on=frozenset({2, 3}))
    chosen = draw(st.lists(st.sampled_from([nights, late]), unique_by=lambda each: each.name))
    return Person(
        name="P",
        max_run=draw(st.sampled_from([None, 2, 3])),
        posts=draw(st.sampled_from([None, frozenset({"Gate"}), frozenset(POSTS)])),
        before=draw(st.sampled_from([None, Before(1, None), Before(2, "N")])),
        counters=(minutes, *chosen),
        post_costs=draw(st.sampled_from([{}, {"Yard": 2}])),
        forbidden=draw(st.sampled_from([frozenset(), frozenset({("N", "D")})])),
    )


@st.composite
def problems(draw):
    staff = tuple(draw(st.lists(people(), min_size=1, max_size=2)))
    cells = [(day, shift, post) for day in range(DAYS) for shift in ("D", "N") for post in POSTS]
    asked = draw(st.lists(st.sampled_from(cells), unique=True, min_size=1, max_size=6))
    who, day = st.integers(0, len(staff) - 1), st.integers(0, DAYS - 1)
    pair = Pair(0, 1, draw(st.booleans()), 7)
    return Problem(
        days=DAYS,
        shifts=SHIFTS,
        people=staff,
        demands=tuple(Demand(d, s, 1, under=50, over=10, post=p) for d, s, p in asked),
        requests=tuple(
            draw(st.lists(st.builds(Request, who, day, st.none(), st.booleans(), st.just(3)), max_size=2))
        ),
        bars=tuple(draw(st.lists(st.builds(Bar, who, day, st.sampled_from([None, "N"])), max_size=2))),
        pairs=(pair,) if len(staff) == 2 and draw(st.booleans()) else (),
        places=dict.fromkeys(POSTS, "here"),
    )


def solved(problem, **options):
    try:
        return solve(problem, 20.0, processes=1, tries=40, **options)
    except NoLegalRoster:
        return None


@unhurried
@given(problems())
def test_what_is_found_is_legal_at_the_cost_that_was_said_and_no_roster_is_below_the_bound(problem):
    found = solved(problem)
    assume(found)
    assert violations(problem, found.roster) == []
    assert score(problem, found.roster).cost == found.progress.cost
    best = best_cost(problem)
    assert found.progress.bound <= best <= found.progress.cost


def best_cost(problem) -> int:
    cells = [None, *problem.duties()]
    rows = [
        [row for row in product(cells, repeat=DAYS) if not broken(problem, number, row)]
        for number in range(len(problem.people))
    ]
    if len(problem.people) == 2 and len(rows[0]) * len(rows[1]) > 60_000:
        assume(False)
    return min(score(problem, roster).cost for roster in product(*rows))


def broken(problem, number, row):
    alone = replace(
        problem,
        people=(problem.people[number],),
        bars=tuple(replace(bar, person=0) for bar in problem.bars if bar.person == number),
        requests=(),
        pairs=(),
    )
    return violations(alone, (row,))


def test_posts_that_nothing_tells_apart_are_merged_and_dealt_out_again():
    demands = tuple(Demand(day, "D", 1, under=9, post=post) for day in range(3) for post in ("A", "B", "C"))
    people = tuple(Person(str(number), posts=frozenset("AB")) for number in range(2))
    problem = Problem(3, SHIFTS, people, demands, locks=(Lock(0, 1, Duty("D", "B")),))
    merged = Merged.of(problem)
    assert merged.stands_for == {"A": "A", "B": "A", "C": "C"}
    small = ((Duty("D", "A"),) * 3, (Duty("D", "A"),) * 3)
    dealt = merged.dealt(small)
    assert dealt[0][1] == Duty("D", "B")
    assert all({row[day].post for row in dealt} == {"A", "B"} for day in range(3))
    assert violations(problem, dealt) == []


def test_a_roster_to_start_from_is_never_made_worse():
    people = tuple(Person(str(number), counters=(nights(),)) for number in range(3))
    demands = tuple(Demand(day, "N", 1, under=9, post="Gate") for day in range(4))
    problem = Problem(4, SHIFTS, people, demands)
    first = solve(problem, 5.0, processes=1, tries=30)
    again = solve(problem, 5.0, processes=1, tries=0, start=first.roster)
    assert again.progress.cost <= first.progress.cost


def nights() -> Counter:
    return Counter("nights", {"N": 1}, (Window(0, 3, most=2),))
