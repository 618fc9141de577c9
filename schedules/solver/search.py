"""The search as a whole: a start, the mix with its bound, dives, then neighbourhoods until time is up."""

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from . import turns
from .arrays import Cells, Model
from .checker import violations
from .dive import BOLD, CAREFUL, Manner, dive, rounded
from .master import OutOfTime
from .person import Pricer
from .pricers import pricers
from .problem import Roster
from .region import EPS, Mix, Region
from .watch import Watch

ROOT = 0.5  # share of the time in which the mix of everybody's rosters is to be found
DIVE = 0.8  # share of what is left for a dive: one that is broken off is worth little
NEAR = 0.2  # how far from its bound a mix may be to dive from it
SETTLE = 100  # people who take a turn after each improvement
SEEDS = 20  # rosters of each person that a neighbourhood starts from
SMALLEST, LARGEST = 3, 14  # people of a neighbourhood
LISTED = 5_000  # rosters that may be listed for a proof
MANY = 1_000_000
NOISY = Manner(BOLD.share, BOLD.rounds, noise=0.2)
FEW = 80  # branch-and-bound nodes of a neighbourhood


def quietly() -> None:
    pass


@dataclass
class Search:
    model: Model
    watch: Watch
    rng: np.random.Generator
    changed: Callable[[], None] = quietly  # a better roster or a better bound
    pulse: Callable[[], None] = quietly  # between two steps
    manners: list[Manner] = field(default_factory=lambda: [BOLD, CAREFUL, NOISY])
    proves: bool = True
    tries: int | None = None  # neighbourhoods, when time is not to decide
    known: Roster | None = None  # to start from
    best: Cells | None = None
    cost: float = math.inf
    bound: float = -math.inf
    rounds: int = 0
    neighbourhoods: int = 0
    size: int = 5
    allowed: np.ndarray | None = None
    tried_gap: float = math.inf
    root: Region | None = None
    mix: Mix | None = None
    pricers: list[Pricer] = field(init=False)

    def __post_init__(self) -> None:
        self.pricers = pricers(self.model)

    @property
    def closed(self) -> bool:
        return self.cost <= self.bound + EPS

    @property
    def goal(self) -> float:
        """What a better roster costs at most, a hair above."""
        return self.cost - self.model.grain + 10 * EPS

    def over(self) -> bool:
        return self.closed or self.watch.over()

    def run(self) -> None:
        self.begin()
        self.find_mix()
        self.improve()

    def begin(self) -> None:
        order = self.rng.permutation(self.model.people)
        self.offer_known()
        self.offer(turns.start(self.model, self.pricers, order))
        self.offer(turns.settle(self.model, self.pricers, self.best, order, self.watch))

    def offer_known(self) -> None:
        """What was known before, if the search can express it and it is legal."""
        if self.known is None or violations(self.model.problem, self.known):
            return
        if all(cell is None or cell in self.model.duties for row in self.known for cell in row):
            self.offer(self.model.cells(self.known))

    def offer(self, cells: Cells) -> None:
        cost = self.model.total(cells)
        if cost < self.cost - EPS:
            self.best, self.cost = cells.copy(), cost
            self.changed()

    def raise_bound(self, bound: float) -> None:
        grain = self.model.grain
        rounded = min(self.cost, grain * math.ceil((bound - 1e-5) / grain))
        if rounded > self.bound:
            self.bound = rounded
            self.changed()

    def find_mix(self) -> None:
        if self.over():
            return
        root, part = self.open_root(), self.watch.part(ROOT)
        self.mix = root.generate(part, each=lambda mix: self.after_round(root))
        self.take(rounded(root, self.mix))
        if self.mix.cost - root.bound <= NEAR * self.mix.cost:
            self.root = root

    def adopt(self, owners: np.ndarray, rows: np.ndarray) -> None:
        """Takes over the rosters that a mix was found from."""
        self.root = self.open_root()
        self.root.keep(rows, owners)
        self.mix = self.root.solve(self.watch.left)

    def open_root(self) -> Region:
        return Region(self.model, self.pricers, np.arange(self.model.people), self.best)

    def after_round(self, root: Region) -> None:
        self.rounds += 1
        if math.isfinite(root.bound):
            self.raise_bound(root.bound)
        self.pulse()

    def dive(self, manner: Manner) -> None:
        goal, part = lambda: self.goal, self.watch.part(DIVE)
        mix = self.root.solve(part.left)
        self.take(dive(self.root, mix, manner, goal, part, self.rng, lambda mix: self.in_dive()))

    def in_dive(self) -> None:
        self.rounds += 1
        self.pulse()

    def take(self, found: Cells | None) -> bool:
        if found is None:
            return False
        before = self.cost
        self.offer(found)
        order = self.rng.permutation(self.model.people)[:SETTLE]
        self.offer(turns.settle(self.model, self.pricers, self.best, order, self.watch))
        return self.cost < before - EPS

    def prove(self) -> None:
        """Lists every roster that could be part of a better whole, if they are few, and chooses among all."""
        if self.over() or self.root is None or self.cost - self.mix.cost > 0.7 * self.tried_gap:
            return
        self.tried_gap = self.cost - self.mix.cost
        region = self.listed()
        if region is None:
            return
        everything = np.ones(len(region.master.owner), dtype=bool)
        seconds = max(0.1, 0.3 * self.watch.left)
        chosen, bound = region.master.integers(everything, np.arange(self.model.people), seconds, MANY)
        if chosen is not None:
            self.take(region.merged(chosen))
        if math.isfinite(bound):
            self.raise_bound(bound)

    def listed(self) -> Region | None:
        region = Region(self.model, self.pricers, self.root.people, self.best)
        prices, left = self.mix.prices, LISTED
        best = [self.pricers[who].best(self.model.cost[who], prices).floor for who in region.people]
        spare = self.goal - region.master.bound(prices, np.array(best))
        for who, value in enumerate(best):
            rows = self.pricers[who].within(self.model.cost[who], prices, value + spare, left)
            if rows is None:
                return None
            region.keep(rows, np.full(len(rows), who))
            left -= len(rows)
        return region

    def improve(self) -> None:
        while not self.over() and (self.tries is None or self.neighbourhoods < self.tries):
            with suppress(OutOfTime):
                self.step()
            self.pulse()

    def step(self) -> None:
        if self.root is not None and self.manners:
            self.dive(self.manners.pop(0))
        else:
            self.neighbourhoods += 1
            self.try_neighbourhood()
        if self.proves:
            self.prove()

    def try_neighbourhood(self) -> None:
        region = self.neighbourhood()
        mix = region.generate(self.watch, self.goal, slack=0.02)
        self.rounds += region.rounds
        if region.bound >= self.goal - EPS:
            self.size = min(self.size + (self.rng.random() < 0.3), LARGEST, self.model.people)
            return
        found = dive(region, mix, BOLD, lambda: self.goal, self.watch, self.rng)
        found = found if found is not None else self.branch(region, mix)
        if not self.take(found):
            self.size = max(self.size - (self.rng.random() < 0.3), SMALLEST)

    def neighbourhood(self) -> Region:
        count = min(self.size, self.model.people)
        people = np.sort(self.together(count))
        region = Region(self.model, self.pricers, people, self.best, self.allowed)
        if self.root is not None:
            self.seed(region)
        return region

    def together(self, count: int) -> np.ndarray:
        """People to try anew together: often those first who could serve where somebody is missing."""
        order = self.rng.permutation(self.model.people)
        missing = np.argwhere((self.model.balance(self.best) < 0) & (self.model.under > 0))
        if len(missing) and self.rng.random() < 0.5:
            day, cell = missing[self.rng.integers(len(missing))]
            able = np.isfinite(self.model.cost[order, day, cell])
            order = np.concatenate([order[able], order[~able]])
        return order[:count]

    def seed(self, region: Region) -> None:
        master, days = self.root.master, np.arange(self.model.days)
        for number, person in enumerate(region.people):
            own = np.flatnonzero(master.owner == person)
            reduced = master.costs[own] - self.mix.prices[days, master.rows[own]].sum(axis=1)
            near = own[np.argsort(reduced, kind="stable")[:SEEDS]]
            region.keep(master.rows[near], np.full(len(near), number))

    def branch(self, region: Region, mix: Mix) -> Cells | None:
        """The best choice among the rosters that could still be part of a better one."""
        master, days = region.master, np.arange(self.model.days)
        reduced = master.costs - mix.prices[days, master.rows].sum(axis=1) - mix.wages[master.owner]
        near = reduced <= self.cost - region.bound + EPS
        start = [
            np.flatnonzero((master.owner == number) & (master.rows == self.best[person]).all(axis=1))[0]
            for number, person in enumerate(region.people)
        ]
        near[start] = True
        chosen, _ = master.integers(near, np.array(start), max(0.1, min(5.0, self.watch.left)), FEW)
        return None if chosen is None else region.merged(chosen)
