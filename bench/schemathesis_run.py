"""Thousands of generated requests against the whole API: `python -m bench.schemathesis_run --cases 50000`.

No answer may be a 5xx, of an undescribed status or type, or of another shape than described. Prints every
failure and how the answers were shared; ends with 1 when there was a failure.
"""

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

from tests.matrix.world import make_world
from tests.support import generated

CHUNK = 250
here = SimpleNamespace(world=None, operations={})


def main() -> None:
    options = arguments()
    started = time.monotonic()
    answers, failures = Counter(), 0
    with get_context("spawn").Pool(options.processes, prepare, (options.postgresql,)) as pool:
        labels = pool.apply(labels_here)
        for came, failure in pool.imap_unordered(try_one, tasks(labels, options)):
            answers += came
            failures += failure is not None
            print(f"\n{failure}\n" if failure else ".", end="", flush=True)
    seconds = time.monotonic() - started
    print(f"\n{answers.total()} requests to {len(labels)} operations in {seconds:.0f} s: {failures} failures")
    print("answers:", ", ".join(f"{status}: {count}" for status, count in sorted(answers.items())))
    sys.exit(failures > 0)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    return parser.parse_args()


def tasks(labels: list[str], options: argparse.Namespace) -> list[tuple[str, int, int]]:
    """(operation, how many, seed), shuffled so that slow operations do not come together."""
    each = -(-options.cases // len(labels))
    parts = [(min(CHUNK, each - at), options.seed + at) for at in range(0, each, CHUNK)]
    all_ = [(label, *part) for label in labels for part in parts]
    random.Random(options.seed).shuffle(all_)
    return all_


def prepare(postgresql: bool) -> None:
    """Each process has a world of its own."""
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="anxun-generated-"))
    here.world = make_world(_database(folder, postgresql), folder)
    here.operations = {operation.label: operation for operation in generated.operations(here.world.app)}


def _database(folder: Path, postgresql: bool) -> str:
    if not postgresql:
        return f"sqlite:///{folder / 'anxun.db'}"
    from tests.support.postgres import new_database

    return new_database()


def labels_here() -> list[str]:
    return list(here.operations)


def try_one(task: tuple[str, int, int]) -> tuple[Counter, str | None]:
    label, count, seed = task
    try:
        return generated.try_operation(here.world, here.operations[label], count, seed), None
    except (Exception, BaseExceptionGroup) as error:
        return Counter(), f"{label} (seed {seed})\n{_told(error)}"


def _told(error: BaseException) -> str:
    inner = getattr(error, "exceptions", None)
    return "\n".join(map(_told, inner)) if inner else f"{type(error).__name__}: {str(error)[:1500]}"


if __name__ == "__main__":
    main()
