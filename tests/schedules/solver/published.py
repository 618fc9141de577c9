"""The published instances and the roster beside them."""

from functools import cache
from pathlib import Path

from bench.roster_format import read_problem
from schedules.solver.problem import Problem

HERE = Path(__file__).parent / "instances"


@cache
def instance(number: int) -> Problem:
    return read_problem(HERE / f"Instance{number}.txt")
