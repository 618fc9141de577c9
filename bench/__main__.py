"""The measurements, one after the other:  python -m bench, or those that are named.

A quarter of an hour each at most; nothing but loopback is spoken to.
"""

import subprocess
import sys
from pathlib import Path

INSTANCES = Path("tests/schedules/solver/instances")
ROSTERS = sorted(map(str, INSTANCES.glob("Instance*.txt")))
COMMANDS = {
    "sync": ["bench.sync"],
    "anatomy": ["bench.anatomy"],
    "coverage": ["bench.coverage"],
    "training": ["bench.training"],
    "rosters": ["bench.rosters", *ROSTERS],
    "guard_month": ["bench.guard_month"],
    "growth": ["bench.growth"],
    "kill_cycles": ["bench.kill_cycles"],
    "power_cuts": ["bench.power_cuts"],
    "lighthouse": ["bench.lighthouse"],
    "api": ["bench.schemathesis_run", "--cases", "50000"],
}


def main(names: list[str]) -> int:
    unknown = set(names) - COMMANDS.keys()
    if unknown:
        sys.exit(f"No such measurement: {', '.join(sorted(unknown))}. There are: {', '.join(COMMANDS)}.")
    results = {name: run(name) for name in names or COMMANDS}
    print()
    for name, code in results.items():
        print(f"{name:12} {'reached' if code == 0 else 'not reached'}")
    return max(results.values())


def run(name: str) -> int:
    print(f"\n=== {name} ===", flush=True)
    return subprocess.run([sys.executable, "-m", *COMMANDS[name]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
