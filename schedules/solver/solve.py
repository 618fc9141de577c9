"""From a problem to the best legal roster that the time allows, with a bound on what any could cost."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import build
from .checker import score
from .helper import Helper
from .problem import Problem, Roster
from .search import Search
from .watch import Watch, never


@dataclass(frozen=True)
class Progress:
    seconds: float
    cost: float
    bound: float
    coverage: float | None
    rounds: int  # of pricing
    neighbourhoods: int

    @property
    def gap(self) -> float:
        """By which share of its cost the roster may at most be improved."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


@dataclass(frozen=True)
class Solution:
    roster: Roster
    progress: Progress


def ignored(progress: Progress) -> None:
    pass


def solve(
    problem: Problem,
    seconds: float,
    seed: int = 0,
    on_progress: Callable[[Progress], None] = ignored,
    *,
    stopped: Callable[[], bool] = never,
    processes: int = 2,
    tries: int | None = None,
) -> Solution:
    """Searches until the best possible is proven, time is up or `stopped` says so; the best roster is kept.

    With one process and a number of `tries` instead of a tight time, the same seed gives the same roster.
    """
    watch = Watch(seconds, stopped)
    helper = Helper(problem, seconds, seed + 1_000_000) if processes > 1 else None
    try:
        return search(problem, watch, seed, on_progress, helper, tries)
    finally:
        if helper:
            helper.end()


def search(
    problem: Problem,
    watch: Watch,
    seed: int,
    on_progress: Callable[[Progress], None],
    helper: Helper | None,
    tries: int | None,
) -> Solution:
    found = Search(build(problem), watch, np.random.default_rng(seed), tries=tries)
    found.changed = lambda: on_progress(progress(problem, found))
    if helper:
        found.pulse = Exchange(found, helper).pulse
    found.run()
    return Solution(found.model.roster(found.best), progress(problem, found))


def progress(problem: Problem, found: Search) -> Progress:
    return Progress(
        seconds=found.watch.elapsed,
        cost=found.cost,
        bound=max(0.0, found.bound),
        coverage=score(problem, found.model.roster(found.best)).coverage,
        rounds=found.rounds,
        neighbourhoods=found.neighbourhoods,
    )


class Exchange:
    """Hands the better roster across, whoever has it, and the mix once it is found."""

    def __init__(self, search: Search, helper: Helper) -> None:
        self.search, self.helper, self.told, self.mix_told = search, helper, np.inf, False

    def pulse(self) -> None:
        for cells in self.helper.found():
            self.told = min(self.told, self.search.model.total(cells))
            self.search.offer(cells)
        if self.search.cost < self.told:
            self.told = self.search.cost
            self.helper.tell(self.search.best)
        if self.search.root is not None and not self.mix_told:
            self.mix_told = True
            self.helper.tell((self.search.root.master.owner, self.search.root.master.rows))
