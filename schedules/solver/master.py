"""The master programme: which mix of whole rosters, one for each person, covers the demand best.

Its columns are rosters of one person each. HiGHS solves it; every instance runs on one thread: two that
differ in it cannot live in one process. New columns leave the old answer feasible, where primal simplex
starts.
"""

import highspy
import numpy as np

OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0, "simplex_strategy": 4}
ABSENT = 1e6  # price of a person without a roster: above anything a roster may cost
GRACE = 0.2  # seconds that a solve may take even when time is up


class OutOfTime(Exception):
    pass


class Master:
    def __init__(self, people: int, need: np.ndarray, under: np.ndarray, over: np.ndarray) -> None:
        self.people = people
        self.asked = (under > 0) | (over > 0)
        self.row_of = np.full(need.shape, -1)
        self.row_of[self.asked] = people + np.arange(self.asked.sum())
        self.need, self.under, self.over = need[self.asked], under[self.asked], over[self.asked]
        self.absent = max(ABSENT, 10 * float(self.under.max(initial=0) * need.shape[0]))
        self.owner = np.zeros(0, dtype=np.int64)
        self.rows = np.zeros((0, need.shape[0]), dtype=np.int16)
        self.costs = np.zeros(0)
        self.known: set[bytes] = set()
        self.lp = self.start()

    @property
    def slacks(self) -> int:
        return 2 * len(self.need) + self.people

    def start(self) -> highspy.Highs:
        lp = quiet()
        sides = np.concatenate([np.ones(self.people), self.need])
        none = np.zeros(0)
        lp.addRows(len(sides), sides, sides, 0, none.astype(np.int32), none.astype(np.int32), none)
        covers = np.arange(self.people, len(sides), dtype=np.int32)
        index = np.concatenate([covers, covers, np.arange(self.people, dtype=np.int32)])
        sign = np.concatenate([np.ones(len(covers)), -np.ones(len(covers)), np.ones(self.people)])
        cost = np.concatenate([self.under, self.over, np.full(self.people, self.absent)])
        add_columns(lp, cost, np.arange(len(index)), index, sign)
        return lp

    def add(self, owners: np.ndarray, rows: np.ndarray, costs: np.ndarray) -> int:
        """Takes in the rosters that are not yet there, and says how many those were."""
        keys = [b"%d:" % owner + row.tobytes() for owner, row in zip(owners, rows, strict=True)]
        new = [i for i, key in enumerate(keys) if key not in self.known and not self.known.add(key)]
        if new:
            self.owner = np.concatenate([self.owner, owners[new]])
            self.rows = np.concatenate([self.rows, rows[new]])
            self.costs = np.concatenate([self.costs, costs[new]])
            add_columns(self.lp, costs[new], *self.entries(owners[new], rows[new]))
        return len(new)

    def entries(self, owners: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        cover = self.row_of[np.arange(rows.shape[1]), rows]
        matrix = np.concatenate([owners[:, None], cover], axis=1)
        present = matrix >= 0
        starts = np.concatenate([[0], np.cumsum(present.sum(axis=1))[:-1]])
        index = matrix[present].astype(np.int32)
        return starts, index, np.ones(len(index))

    def open_only(self, open_: np.ndarray) -> None:
        """Shuts the columns that are not open."""
        index = np.arange(self.slacks, self.slacks + len(open_), dtype=np.int32)
        upper = np.where(open_, highspy.kHighsInf, 0.0)
        self.lp.changeColsBounds(len(index), index, np.zeros(len(index)), upper)

    def solve(self, seconds: float) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
        """Cost, how much of each column is used, the price of each person and of each demand."""
        if not self.optimal(seconds):
            self.lp.clearSolver()  # from scratch, without the basis that led astray
            if not self.optimal(seconds):
                raise ArithmeticError(f"The master programme ended with {self.lp.getModelStatus()}")
        solution = self.lp.getSolution()
        duals = np.array(solution.row_dual)
        prices = np.zeros(self.row_of.shape)
        prices[self.asked] = np.clip(duals[self.people :], -self.over, self.under)
        used = np.array(solution.col_value)[self.slacks :]
        return self.lp.getInfo().objective_function_value, used, duals[: self.people], prices

    def optimal(self, seconds: float) -> bool:
        self.lp.setOptionValue("time_limit", self.lp.getRunTime() + max(GRACE, seconds))
        self.lp.run()
        if self.lp.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
            raise OutOfTime
        return self.lp.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def bound(self, prices: np.ndarray, best: np.ndarray) -> float:
        """What no roster can go below, whatever the prices: each one's least price plus what demand pays."""
        return float(best.sum() + prices[self.asked] @ self.need)

    def integers(
        self, open_: np.ndarray, start: np.ndarray, seconds: float, nodes: int
    ) -> tuple[np.ndarray | None, float]:
        """The best choice found of one open column for each person, and a bound on any such choice."""
        chosen = np.flatnonzero(open_)
        mip = self.copy(chosen)
        mip.setOptionValue("time_limit", seconds)
        mip.setOptionValue("mip_max_nodes", nodes)
        mip.setOptionValue("mip_rel_gap", 0.0)
        mip.setOptionValue("mip_abs_gap", 0.99)
        begin = highspy.HighsSolution()
        begin.col_value = self.with_slacks(chosen, start)
        mip.setSolution(begin)
        mip.run()
        bound = mip.getInfo().mip_dual_bound
        if mip.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None, bound
        values = np.array(mip.getSolution().col_value)
        if values[2 * len(self.need) : self.slacks].max() > 0.5:
            return None, bound
        return chosen[values[self.slacks :] > 0.5], bound

    def copy(self, chosen: np.ndarray) -> highspy.Highs:
        mip = self.start()
        add_columns(mip, self.costs[chosen], *self.entries(self.owner[chosen], self.rows[chosen]))
        count = len(chosen)
        index = np.arange(self.slacks, self.slacks + count, dtype=np.int32)
        mip.changeColsIntegrality(
            count, index, np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        )
        mip.changeColsBounds(count, index, np.zeros(count), np.ones(count))
        return mip

    def with_slacks(self, chosen: np.ndarray, start: np.ndarray) -> list[float]:
        cover = self.row_of[np.arange(self.rows.shape[1]), self.rows[start]]
        there = np.bincount(cover[cover >= 0] - self.people, minlength=len(self.need))
        balance = there - self.need
        used = np.isin(chosen, start).astype(float)
        parts = np.maximum(0, -balance), np.maximum(0, balance), np.zeros(self.people), used
        return np.concatenate(parts).tolist()


def quiet() -> highspy.Highs:
    lp = highspy.Highs()
    for name, value in OPTIONS.items():
        lp.setOptionValue(name, value)
    return lp


def add_columns(
    lp: highspy.Highs, cost: np.ndarray, starts: np.ndarray, index: np.ndarray, value: np.ndarray
) -> None:
    count = len(cost)
    lower, upper = np.zeros(count), np.full(count, highspy.kHighsInf)
    lp.addCols(count, cost, lower, upper, len(index), starts.astype(np.int32), index.astype(np.int32), value)
