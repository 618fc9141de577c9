"""Solves instances of the Shift Scheduling Benchmark Data Sets, each scored by the independent checker.

python -m bench.rosters FILE… --seconds 60 --seed 1
"""

import argparse
import sys
import time
from pathlib import Path

from bench.roster_format import read_problem
from schedules.solver.checker import score, violations
from schedules.solver.pricers import compile_ahead
from schedules.solver.solve import Progress, Solution, solve

NAMES = ("cost", "bound", "gap", "seconds", "cpu")
HEAD = (
    f"{'instance':16} "
    + " ".join(f"{name:>8}" for name in NAMES)
    + f" {'hard':>5} {'rounds':>7} {'tries':>6}"
)


def main() -> int:
    wanted = arguments()
    compile_ahead()
    print(HEAD)
    results = [report(path, wanted) for path in wanted.files]
    return int(any(results))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--trace", action="store_true", help="print every step forward on the error stream")
    return parser.parse_args()


def report(path: Path, wanted: argparse.Namespace) -> int:
    """How many hard rules the roster breaks, after printing the line of the instance."""
    problem, began = read_problem(path), time.process_time()
    told = trace if wanted.trace else silent
    found = solve(problem, wanted.seconds, wanted.seed, told, processes=wanted.processes)
    hard = len(violations(problem, found.roster))
    cpu = time.process_time() - began  # of the first process: how much a busy machine left of the seconds
    print(line(path.stem, score(problem, found.roster).cost, found, hard, cpu), flush=True)
    return hard


def line(name: str, cost: int, found: Solution, hard: int, cpu: float) -> str:
    done = found.progress
    gap = 100 * (cost - done.bound) / cost if cost else 0.0
    figures = f"{cost:8} {done.bound:8.0f} {gap:7.2f}% {done.seconds:8.1f} {cpu:8.1f}"
    return f"{name:16} {figures} {hard:5} {done.rounds:7} {done.neighbourhoods:6}"


def silent(progress: Progress) -> None:
    pass


def trace(progress: Progress) -> None:
    print(
        f"  {progress.seconds:6.1f} s  cost {progress.cost:.0f}  bound {progress.bound:.0f}", file=sys.stderr
    )


if __name__ == "__main__":
    sys.exit(main())
