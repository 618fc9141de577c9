"""From a problem to the best legal roster that the time allows, with a bound on what any could cost."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import build
from .checker import score
from .helper import Helper
from .merged import Merged
from .problem import Problem, Roster
from .progress import Progress
from .search import Search
from .shaking import search_of
from .watch import Watch, never


@dataclass(frozen=True)
class Solution:
    roster: Roster
    progress: Progress


def ignored(progress: Progress) -> None:
    pass


OFTEN = 0.2  # seconds between two tellings


def forgotten(roster: Roster) -> None:
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
    start: Roster | None = None,
    on_better: Callable[[Roster], None] = forgotten,
) -> Solution:
    """Searches until the best possible is proven, time is up or `stopped` says so; the best roster is kept.

    With one process and a number of `tries` instead of a tight time, the same seed gives the same roster.
    A roster to `start` from is used where it is legal. `on_better` is told each better one.
    """
    merged = Merged.of(problem)
    known = merged.shortened(start) if start is not None else None
    watch = Watch(seconds, stopped)
    helper = Helper(merged.problem, seconds, seed + 1_000_000) if processes > 1 else None
    try:
        return search(merged, watch, seed, (on_progress, on_better), helper, tries, known)
    finally:
        if helper:
            helper.end()


def search(
    merged: Merged,
    watch: Watch,
    seed: int,
    told: tuple[Callable[[Progress], None], Callable[[Roster], None]],
    helper: Helper | None,
    tries: int | None,
    known: Roster | None,
) -> Solution:
    model = build(merged.problem)
    found = search_of(model)(model, watch, np.random.default_rng(seed), tries=tries)
    found.known = known
    teller = Teller(merged, found, *told)
    found.changed = teller.tell
    if helper:
        found.pulse = Exchange(found, helper).pulse
    found.run()
    teller.tell(last=True)
    return Solution(merged.dealt(found.model.roster(found.best)), progress(merged.problem, found))


@dataclass
class Teller:
    merged: Merged
    search: Search
    on_progress: Callable[[Progress], None]
    on_better: Callable[[Roster], None]
    cost: float = np.inf
    told_at: float = -np.inf

    def tell(self, *, last: bool = False) -> None:
        """A better roster first, then what can be said of it; not more often than anybody can look."""
        if not last and self.search.watch.elapsed - self.told_at < OFTEN:
            return
        self.told_at = self.search.watch.elapsed
        if self.search.cost < self.cost and self.on_better is not forgotten:
            self.cost = self.search.cost
            self.on_better(self.merged.dealt(self.search.model.roster(self.search.best)))
        self.on_progress(progress(self.merged.problem, self.search))


def progress(problem: Problem, found: Search) -> Progress:
    there = score(problem, found.model.roster(found.best))
    return Progress(
        seconds=found.watch.elapsed,
        cost=found.cost,
        bound=max(0.0, found.bound),
        coverage=there.coverage,
        missing=there.missing,
        needed=there.needed,
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
