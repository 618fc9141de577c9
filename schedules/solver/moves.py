"""The moves from one day to the next that a person's rules leave open."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .arrays import Rules

FREE = -1  # open on every day


@dataclass(frozen=True)
class Moves:
    """Between the states of a day and of the next: days of rest so far, or a class and its place in a run."""

    statuses: int
    first: np.ndarray  # [start] -> status, class: from what was before the first day
    rows: (
        np.ndarray
    )  # [move] -> from, to, class worked (-1: a day off), the one day on which it is open (or FREE)

    @staticmethod
    def of(rules: Rules) -> "Moves":
        moves = np.array(sorted(transitions(rules), key=lambda move: move[1]), dtype=np.int64).reshape(-1, 4)
        first = np.array(list(starts(rules)), dtype=np.int64).reshape(-1, 2)
        statuses = rules.min_off + rules.classes * rules.max_run
        return Moves(statuses, first, moves)


def working(rules: Rules, cls: int, run: int) -> int:
    return rules.min_off + cls * rules.max_run + run - 1


def transitions(rules: Rules) -> Iterator[tuple[int, int, int, int]]:
    for off in range(rules.min_off):
        yield off, min(off + 1, rules.min_off - 1), -1, FREE
    for cls in range(rules.classes):
        yield rules.min_off - 1, working(rules, cls, 1), cls, FREE
        yield from after_work(rules, cls)


def after_work(rules: Rules, cls: int) -> Iterator[tuple[int, int, int, int]]:
    for run in range(1, rules.max_run + 1):
        here = working(rules, cls, run)
        if run >= rules.min_run:
            yield here, 0, -1, FREE
        elif rules.before is None:
            yield here, 0, -1, run  # a run that began on the first day may have begun before it
        if run < rules.max_run or rules.endless:
            for other in np.flatnonzero(rules.follows[cls]):
                yield here, working(rules, int(other), longer(rules, run)), int(other), FREE


def starts(rules: Rules) -> Iterator[tuple[int, int]]:
    """(status, class) on the first day."""
    before = rules.before
    if before is None or before.shift is None:
        rested = rules.min_off if before is None else before.days
        yield min(rested, rules.min_off - 1), -1
        if rested >= rules.min_off:
            yield from ((working(rules, cls, 1), cls) for cls in range(rules.classes))
        return
    if before.days >= rules.min_run:
        yield 0, -1
    if before.days < rules.max_run or rules.endless:
        run = longer(rules, before.days)
        yield from ((working(rules, int(cls), run), int(cls)) for cls in np.flatnonzero(rules.opens))


def longer(rules: Rules, run: int) -> int:
    """The place in a run of the day after one; a run without limit is followed only so far."""
    return min(run + 1, rules.max_run)
