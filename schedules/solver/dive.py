"""From a mix of rosters to one roster each: fixes single cells step by step, pricing anew in between."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import Cells
from .region import EPS, Mix, Region, ignore
from .watch import Watch


@dataclass(frozen=True)
class Manner:
    """How boldly to dive."""

    share: float = 0.25  # of the people who get a cell fixed in one step
    rounds: int = 4  # of pricing after each step
    noise: float = 0.0
    sure: float = 0.6  # cells of at least this share may be fixed together with others


BOLD, CAREFUL = Manner(share=0.5, rounds=3), Manner(share=0.25, rounds=4)


def dive(
    region: Region,
    mix: Mix,
    manner: Manner,
    goal: Callable[[], float],
    watch: Watch,
    rng: np.random.Generator,
    each: Callable[[Mix], None] = ignore,
) -> Cells | None:
    """Whole rosters, or None once they cannot reach the goal. The region is wide again afterwards."""
    try:
        while not whole(shares := region.shares(mix)):
            region.narrow(fixing(shares, manner, rng))
            mix = region.generate(watch, goal(), slack=0.01, rounds=manner.rounds, each=each)
            if region.bound >= goal() - EPS or absent(region, mix):
                return None
            if watch.over():
                break
        return rounded(region, mix)
    finally:
        region.widen()


def whole(shares: np.ndarray) -> bool:
    return bool(np.all((shares < 1e-4) | (shares > 1 - 1e-4)))


def absent(region: Region, mix: Mix) -> bool:
    return mix.used.sum() < len(region.people) - 1e-4


def fixing(shares: np.ndarray, manner: Manner, rng: np.random.Generator) -> np.ndarray:
    """Which cells stay open once each of some people has one more fixed."""
    open_ = np.where(shares < 1 - 1e-4, shares, 0)
    open_[:, :, 0] *= 0.999  # a shift says more than a day off
    score = np.where(open_ > EPS, open_ + manner.noise * rng.random(open_.shape), 0)
    flat = score.reshape(len(score), -1)
    best = flat.argmax(axis=1)
    most = flat[np.arange(len(flat)), best]
    order = np.argsort(-most, kind="stable")[: max(1, round(manner.share * len(flat)))]
    keep = np.ones(shares.shape, dtype=bool)
    for rank, person in enumerate(order):
        day, cell = np.unravel_index(best[person], shares.shape[1:])
        if rank == 0 or shares[person, day, cell] >= manner.sure:
            keep[person, day, np.arange(shares.shape[2]) != cell] = False
    return keep


def rounded(region: Region, mix: Mix) -> Cells:
    """Each person gets the roster that has the greatest part in the mix."""
    cells = region.cells.copy()
    for column in np.argsort(mix.used, kind="stable"):
        if mix.used[column] > EPS:
            cells[region.people[region.master.owner[column]]] = region.master.rows[column]
    return cells
