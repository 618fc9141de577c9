"""A guard month (60 guards, 28 days, 15 posts, two shifts) against Timefold, scored by the same checker.

python -m bench.guard_month [--seconds 60]
"""

import argparse
import json
import subprocess
import sys
import time

from bench.guard_problem import guard_month
from bench.venv import TIMEFOLD_PINS, peers_python
from guard_api.settings import PROJECT
from schedules.solver.checker import score, violations
from schedules.solver.pricers import compile_ahead
from schedules.solver.problem import Duty, Problem, Roster
from schedules.solver.solve import solve

GUARDS, POSTS, DAYS = 60, 15, 28
LOOKS = (1, 5, 20, 60)
PEER = PROJECT / "bench" / "peers" / "timefold_guard" / "main.py"
Seen = list[tuple[float, Roster]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    seconds = parser.parse_args().seconds
    problem = guard_month(GUARDS, POSTS, DAYS)
    looks = [look for look in LOOKS if look <= seconds]
    ours, theirs = anxun(problem, seconds), timefold(problem, seconds)
    print(f"{'seconds':>8} {'ours':>28} {'Timefold':>28}   cost (missing, hard violations)")
    better = [line(problem, look, ours, theirs) for look in looks]
    return int(not all(better))


def line(problem: Problem, look: int, ours: Seen, theirs: Seen) -> bool:
    one, other = judged(problem, at(ours, look)), judged(problem, at(theirs, look))
    print(f"{look:8} {said(one):>28} {said(other):>28}", flush=True)
    return one is not None and (other is None or one < other)


def at(seen: Seen, look: float) -> Roster | None:
    """The last roster known by then."""
    return next((roster for when, roster in reversed(seen) if when <= look + 0.05), None)


def judged(problem: Problem, roster: Roster | None) -> tuple[int, int, int] | None:
    """Hard violations first, then cost."""
    if roster is None:
        return None
    found = score(problem, roster)
    return len(violations(problem, roster)), found.cost, found.missing


def said(found: tuple[int, int, int] | None) -> str:
    return "none yet" if found is None else f"{found[1]} ({found[2]}, {found[0]})"


def anxun(problem: Problem, seconds: int) -> Seen:
    compile_ahead()
    seen: Seen = []
    began = time.monotonic()
    done = solve(
        problem, seconds, 1, on_better=lambda roster: seen.append((time.monotonic() - began, roster))
    )
    return [*seen, (float(seconds), done.roster)]


def timefold(problem: Problem, seconds: int) -> Seen:
    """Its clock starts once the virtual machine and the model are ready."""
    python = peers_python("timefold-venv", TIMEFOLD_PINS)
    asked = json.dumps(told(problem) | {"seconds": seconds})
    done = subprocess.run([python, PEER], input=asked, capture_output=True, text=True, check=False)
    lines = [json.loads(text) for text in done.stdout.splitlines() if text.startswith('{"ms"')]
    if not lines:
        print(done.stderr[-2000:], file=sys.stderr)
    return [(each["ms"] / 1000, roster_of(problem, each["assigned"])) for each in lines]


def told(problem: Problem) -> dict:
    shares = {counter.name: counter.windows[0].above[0][0] for counter in problem.people[0].counters[1:]}
    bars = {number: [bar.day for bar in problem.bars if bar.person == number] for number in range(GUARDS)}
    return {
        "shares": shares,
        "employees": [
            {"id": number, "posts": [int(post[1:]) for post in person.posts], "bars": bars[number]}
            for number, person in enumerate(problem.people)
        ],
        "shifts": [
            {
                "id": f"{demand.day}|{demand.shift}|{demand.post}",
                "day": demand.day,
                "week": demand.day // 7,
                "post": int(demand.post[1:]),
                "night": demand.shift == "N",
                "weekend": demand.day % 7 >= 5,
            }
            for demand in problem.demands
        ],
    }


def roster_of(problem: Problem, assigned: dict[str, int]) -> Roster:
    rows = [[None] * problem.days for _ in problem.people]
    for place, person in assigned.items():
        day, shift, post = place.split("|")
        rows[person][int(day)] = Duty(shift, post)
    return tuple(map(tuple, rows))


if __name__ == "__main__":
    sys.exit(main())
