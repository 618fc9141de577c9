"""POST /sync against bare SQL and the peers, in one interleaved run.  python -m bench.sync

Only loopback; every loop has an end in count and in time.
"""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from bench.contestants import BareSql, Contestant, Product, django, fastapi
from bench.stage import Stage, loose_scans, planned_scans, set_stage
from bench.venv import peers_python
from tests.support.postgres import new_database

WARM_UP = 5
MOST_SECONDS = 240
Times = dict[str, list[float]]


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    peers_python()
    with tempfile.TemporaryDirectory(prefix="anxun-bench-", dir=options.folder) as folder:
        missed = [miss for kind in options.databases for miss in compare(kind, Path(folder), options)]
    print("\nAims not reached: " + ("; ".join(missed) or "none"))
    return 1 if missed else 0


def parser() -> argparse.ArgumentParser:
    described = argparse.ArgumentParser(prog="bench.sync", description=__doc__.splitlines()[0])
    described.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    described.add_argument("--batches", type=int, default=60, help="of 100 scans, for each contestant")
    described.add_argument("--singles", type=int, default=200)
    described.add_argument("--folder", help="where the databases lie; default: the temporary folder")
    return described


def compare(kind: str, folder: Path, options: argparse.Namespace) -> list[str]:
    """Print the rates; the aims that were missed."""
    contestants = entrants(kind, folder)
    try:
        for one in contestants:
            one.start()
        print(f"\n{kind}: one connection, median of {options.batches} batches and {options.singles} singles")
        batches = report("100 scans a batch", 100, race(contestants, 100, options.batches, 0))
        singles = race(contestants, 1, options.singles, options.batches + WARM_UP)
        single = report("1 scan a batch", 1, singles)
        judged(contestants, options.batches)
        return [f"{kind}: {aim}" for aim in missed_aims(batches, single)]
    finally:
        for one in contestants:
            one.stop()


def entrants(kind: str, folder: Path) -> list[Contestant]:
    python = peers_python()
    makers: dict[str, Callable[[Stage], Contestant]] = {
        "bare": BareSql,
        "anxun": Product,
        "fastapi": lambda stage: fastapi(stage, python),
        "django": lambda stage: django(stage, python),
    }
    return [make(set_stage(*place(kind, folder, name))) for name, make in makers.items()]


def place(kind: str, folder: Path, name: str) -> tuple[str, Path]:
    """A database of its own for each contestant, all on one disk or one server that syncs its log."""
    own = folder / f"{kind}-{name}"
    own.mkdir()
    if kind == "sqlite":
        return f"sqlite:///{own / 'anxun.db'}", own
    return new_database(), own


def race(contestants: list[Contestant], size: int, count: int, first: int) -> Times:
    """Each in turn, batch by batch, so that a busy moment of the machine hits all of them."""
    times: Times = defaultdict(list)
    deadline = time.monotonic() + MOST_SECONDS
    for number in range(count + WARM_UP):
        for one in contestants:
            prepared = one.prepare(loose_scans(one.stage.estate, size, first + number))
            spent = timed(one, prepared)
            if number >= WARM_UP:
                times[one.name].append(spent)
        if time.monotonic() > deadline:
            break
    return times


def judged(contestants: list[Contestant], count: int) -> None:
    """What the product does besides: scans of planned rounds, each judged in the same transaction."""
    bare, product = contestants[:2]
    numbers = range(1000, 1000 + count // 3 + WARM_UP)
    walks = [planned_scans(product.stage, 100, number) for number in numbers]
    times: Times = defaultdict(list)
    deadline = time.monotonic() + MOST_SECONDS
    for number, texts in zip(numbers, walks, strict=True):
        times[product.name].append(timed(product, product.prepare(texts)))
        times[bare.name].append(timed(bare, bare.prepare(loose_scans(bare.stage.estate, 100, number))))
        if time.monotonic() > deadline:
            break
    kept = {name: spent[WARM_UP:] for name, spent in times.items()}
    report("100 scans of five planned rounds, judged", 100, kept)


def timed(one: Contestant, prepared: object) -> float:
    start = time.perf_counter()
    one.send(prepared)
    return time.perf_counter() - start


def missed_aims(batches: dict[str, float], single: dict[str, float]) -> list[str]:
    """Of the medians of batches of 100 and of single scans."""
    aims = {
        "30 % of bare SQL in batches": batches["bare SQL"] / batches["Anxun"] >= 0.3,
        "ahead of FastAPI in batches": batches["Anxun"] < batches["FastAPI"],
        "twice Django REST in batches": batches["Anxun"] * 2 <= batches["Django REST"],
        "ahead of FastAPI with single scans": single["Anxun"] < single["FastAPI"],
        "ahead of Django REST with single scans": single["Anxun"] < single["Django REST"],
    }
    return [aim for aim, reached in aims.items() if not reached]


def report(title: str, size: int, times: Times) -> dict[str, float]:
    medians = {name: statistics.median(spent) for name, spent in times.items()}
    print(f"\n  {title}")
    for name, median in medians.items():
        share = medians["bare SQL"] / median
        ours = medians["Anxun"] / median
        print(
            f"    {name:<12} {median * 1000:8.2f} ms {size / median:9.0f} scans/s"
            f"   {share:6.1%} of bare SQL   {ours:5.2f} of Anxun's rate"
        )
    return medians


if __name__ == "__main__":
    raise SystemExit(main())
