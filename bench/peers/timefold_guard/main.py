"""The guard month in Timefold, after its own employee-scheduling example.

Reads {"employees", "shifts", "shares", "seconds"} as JSON; prints a line {"ms", "assigned"} for each better
roster.
"""

import json
import sys
from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver import SolverFactory
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    ConstraintCollectors,
    ConstraintFactory,
    HardMediumSoftScore,
    Joiners,
    constraint_provider,
)


@dataclass
class Employee:
    id: Annotated[int, PlanningId]
    posts: set[int]
    bars: set[int]
    nights: int
    shifts: int
    weekends: int


@planning_entity
@dataclass
class Shift:
    id: Annotated[str, PlanningId]
    day: int
    week: int
    post: int
    night: bool
    weekend: bool
    employee: Annotated[Employee | None, PlanningVariable(allows_unassigned=True)] = field(default=None)


@planning_solution
@dataclass
class Month:
    employees: Annotated[list[Employee], ProblemFactCollectionProperty, ValueRangeProvider]
    shifts: Annotated[list[Shift], PlanningEntityCollectionProperty]
    score: Annotated[HardMediumSoftScore | None, PlanningScore] = field(default=None)


def far(count: int, share: int) -> int:
    """What being away from the fair share costs."""
    over = count - share if count > share else share - count
    cost = 3 * over
    if over > 1:
        cost = cost + 3 * (over - 1)
    if over > 2:
        cost = cost + 6 * (over - 2)
    return cost


@constraint_provider
def constraints(factory: ConstraintFactory):
    return [
        factory.for_each_including_unassigned(Shift)
        .filter(lambda shift: shift.employee is None)
        .penalize(HardMediumSoftScore.ONE_MEDIUM)
        .as_constraint("Uncovered"),
        factory.for_each(Shift)
        .filter(lambda shift: shift.post not in shift.employee.posts)
        .penalize(HardMediumSoftScore.ONE_HARD)
        .as_constraint("Skill"),
        factory.for_each(Shift)
        .filter(lambda shift: shift.day in shift.employee.bars)
        .penalize(HardMediumSoftScore.ONE_HARD)
        .as_constraint("Day off"),
        factory.for_each_unique_pair(
            Shift, Joiners.equal(lambda shift: shift.employee), Joiners.equal(lambda shift: shift.day)
        )
        .penalize(HardMediumSoftScore.ONE_HARD)
        .as_constraint("One a day"),
        factory.for_each(Shift)
        .filter(lambda shift: shift.night)
        .join(
            Shift,
            Joiners.equal(lambda shift: shift.employee),
            Joiners.equal(lambda shift: shift.day + 1, lambda shift: shift.day),
        )
        .filter(lambda one, other: not other.night)
        .penalize(HardMediumSoftScore.ONE_HARD)
        .as_constraint("Rest"),
        factory.for_each(Shift)
        .group_by(lambda shift: shift.employee, lambda shift: shift.week, ConstraintCollectors.count())
        .filter(lambda employee, week, count: count > 5)
        .penalize(HardMediumSoftScore.ONE_HARD, lambda employee, week, count: count - 5)
        .as_constraint("Week"),
        factory.for_each(Shift)
        .group_by(lambda shift: shift.employee, lambda shift: shift.week, ConstraintCollectors.count())
        .filter(lambda employee, week, count: count > 4)
        .penalize(HardMediumSoftScore.ONE_SOFT, lambda employee, week, count: 22 * (count - 4))
        .as_constraint("Long week"),
        factory.for_each(Shift)
        .group_by(
            lambda shift: shift.employee,
            ConstraintCollectors.to_consecutive_sequences(lambda shift: shift.day),
        )
        .flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(lambda employee, run: run.getLength() > 6)
        .penalize(HardMediumSoftScore.ONE_HARD, lambda employee, run: run.getLength() - 6)
        .as_constraint("Run"),
        factory.for_each(Shift)
        .group_by(lambda shift: shift.employee, ConstraintCollectors.count())
        .penalize(HardMediumSoftScore.ONE_SOFT, lambda employee, count: far(count, employee.shifts))
        .as_constraint("Fair shifts"),
        factory.for_each(Shift)
        .filter(lambda shift: shift.night)
        .group_by(lambda shift: shift.employee, ConstraintCollectors.count())
        .penalize(HardMediumSoftScore.ONE_SOFT, lambda employee, count: far(count, employee.nights))
        .as_constraint("Fair nights"),
        factory.for_each(Shift)
        .filter(lambda shift: shift.weekend)
        .group_by(lambda shift: shift.employee, ConstraintCollectors.count())
        .penalize(HardMediumSoftScore.ONE_SOFT, lambda employee, count: far(count, employee.weekends))
        .as_constraint("Fair weekends"),
    ]


def main() -> None:
    told = json.load(sys.stdin)
    shares = told["shares"]
    employees = [
        Employee(each["id"], set(each["posts"]), set(each["bars"]), **shares) for each in told["employees"]
    ]
    shifts = [Shift(**each) for each in told["shifts"]]
    config = SolverConfig(
        solution_class=Month,
        entity_class_list=[Shift],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=told["seconds"])),
    )
    solver = SolverFactory.create(config).build_solver()
    solver.add_event_listener(report)
    print(json.dumps({"ready": True}), flush=True)
    report_final(solver.solve(Month(employees, shifts)), told["seconds"])


def report(event) -> None:
    tell(
        event.time_millis_spent
        if hasattr(event, "time_millis_spent")
        else event.time_spent.total_seconds() * 1000,
        event.new_best_solution,
    )


def report_final(month: Month, seconds: float) -> None:
    tell(1000 * seconds, month)


def tell(ms: float, month: Month) -> None:
    assigned = {shift.id: shift.employee.id for shift in month.shifts if shift.employee is not None}
    print(json.dumps({"ms": ms, "score": str(month.score), "assigned": assigned}), flush=True)


if __name__ == "__main__":
    main()
