"""How time and memory grow with the size of a guard month: 50 to 1,000 guards over 28 days.

python -m bench.growth [GUARDS…]
"""

import resource
import subprocess
import sys
import time

from bench.guard_problem import guard_month
from schedules.solver.checker import violations
from schedules.solver.pricers import compile_ahead
from schedules.solver.solve import solve

SIZES = (50, 100, 250, 500, 1000)
GUARDS_OF_A_POST = 4
LIMIT_S, LIMIT_GIB = 60, 24
HEAD = (
    f"{'guards':>7} {'posts':>6} {'first legal s':>14} {'at 60 s':>10} {'bound':>9} {'covered':>8} {'GiB':>6}"
)


def main(sizes: list[int]) -> int:
    print(HEAD)
    failed = 0
    for guards in sizes or SIZES:
        failed |= subprocess.run(
            [sys.executable, "-m", "bench.growth", "--alone", str(guards)], check=False
        ).returncode
    return failed


def alone(guards: int) -> int:
    """In a process of its own, so that memory is its own."""
    compile_ahead()
    began, first, found = time.monotonic(), [], []

    def better(roster) -> None:
        if not first:
            first.append(time.monotonic() - began)
            found.append(roster)

    problem = guard_month(guards, guards // GUARDS_OF_A_POST)
    done = solve(problem, LIMIT_S, 1, on_better=better)
    broken = len(violations(problem, done.roster)) + len(violations(problem, found[0]))
    used = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    gib, last = used / 1024**2, done.progress
    print(
        f"{guards:7} {guards // GUARDS_OF_A_POST:6} {first[0]:14.1f} {last.cost:10.0f} {last.bound:9.0f} "
        f"{100 * last.coverage:7.2f}% {gib:6.2f}" + (f"  {broken} hard violations" if broken else ""),
        flush=True,
    )
    return int(bool(broken) or first[0] > LIMIT_S or gib > LIMIT_GIB)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        sys.exit(alone(int(sys.argv[2])))
    sys.exit(main([int(size) for size in sys.argv[1:]]))
