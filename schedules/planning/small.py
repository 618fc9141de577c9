"""Small problems solved while somebody waits: in a process of its own, and no longer than it pays."""

import time

from schedules.solver.apart import Apart, Work
from schedules.solver.problem import Problem, Roster, empty_roster

STARTS_WITHIN, CALM_FOR = 10.0, 3.0  # seconds


def solved_apart(problem: Problem, seconds: float, start: Roster | None = None) -> tuple[Roster, bool]:
    """The best roster found, and whether none moves less. Once every shift is filled, it goes on only as
    long as something better keeps coming."""
    search, proven = Apart(Work(problem, seconds, 1, start, processes=1)), False
    best = start or empty_roster(problem)
    ends = time.monotonic() + seconds + STARTS_WITHIN
    settled = ends
    try:
        while (left := min(ends, settled) - time.monotonic()) > 0:
            news = search.news(min(0.5, left))
            if news.roster is not None:
                best, settled = news.roster, time.monotonic() + CALM_FOR
            if news.progress is not None:
                proven = news.progress.cost <= news.progress.bound
                settled = ends if news.progress.missing else settled
            if news.ended or proven:
                break
    finally:
        search.end()
    return best, proven
