"""Where the time of a sync goes, inside one process without a network.  python -m bench.anatomy"""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import create_app
from bench.stage import LOGIN, PASSWORD, Stage, loose_scans, planned_scans, set_stage
from bench.sync import place
from checkpoints.patrols.rounds import service as rounds
from checkpoints.patrols.scans import service as scans
from evidence.sync import ledger, routes, service
from guard_api.identity import tokens
from tests.support.phone import batch

BATCHES, WARM_UP = 40, 5
STEPS: tuple[tuple[str, object, str], ...] = (
    ("sign-in (token)", tokens, "_claims"),
    ("envelope", service, "read_batch"),
    ("decode and hash", service, "read_events"),
    ("keep events", ledger, "keep"),
    ("resolve codes", scans, "_spots"),
    ("rounds and places", scans, "_located"),
    ("flags", scans, "_flags"),
    ("insert scans", scans, "_insert"),
    ("count by day", scans, "_count"),
    ("mark days", scans, "mark_days"),
    ("live feed", scans, "announce"),
    ("judge rounds", rounds, "judge_rounds"),
    ("verdicts", service, "_verdicts"),
    ("encode", routes, "encode"),
    ("commit", Session, "commit"),
)


class Stopwatch:
    """Wraps the steps and adds up what each took."""

    def __init__(self):
        self.spent: dict[str, float] = defaultdict(float)

    def timed(self, name: str, step: Callable) -> Callable:
        def wrapper(*args, **kwargs):
            start = time.perf_counter()
            try:
                return step(*args, **kwargs)
            finally:
                self.spent[name] += time.perf_counter() - start

        return wrapper


def main(arguments: list[str] | None = None) -> int:
    described = argparse.ArgumentParser(prog="bench.anatomy", description=__doc__)
    described.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options = described.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="anxun-bench-") as folder:
        for kind in options.databases:
            stage = set_stage(*place(kind, Path(folder), "anatomy"))
            table(kind, "100 scans", stage, lambda stage, n: loose_scans(stage.estate, 100, n))
            table(kind, "1 scan", stage, lambda stage, n: loose_scans(stage.estate, 1, 500 + n))
            table(kind, "100 of 5 rounds", stage, lambda stage, n: planned_scans(stage, 100, 1000 + n))
    return 0


def table(kind: str, title: str, stage: Stage, texts_of: Callable[[Stage, int], list[str]]) -> None:
    bodies = [batch(*texts_of(stage, number)) for number in range(BATCHES + WARM_UP)]
    client = create_app(stage.settings).test_client()
    answer = client.post("/api/v1/sessions", json={"login": LOGIN, "password": PASSWORD})
    headers = {"Authorization": f"Bearer {answer.get_json()['access_token']}"}
    samples = [dissect(client, headers, body) for body in bodies][WARM_UP:]
    whole = statistics.median(sample["whole"] for sample in samples)
    print(f"\n{kind}, {title}: {whole * 1000:.2f} ms in the process")
    rest = whole
    for name, *_ in STEPS:
        median = statistics.median(sample[name] for sample in samples)
        rest -= median
        print(f"  {name:<20}{median * 1000:8.2f} ms {median / whole:7.1%}")
    print(f"  {'everything else':<20}{rest * 1000:8.2f} ms {rest / whole:7.1%}")


def dissect(client: FlaskClient, headers: dict[str, str], body: bytes) -> dict[str, float]:
    watch = Stopwatch()
    with ExitStack() as stack:
        for name, owner, step in STEPS:
            stack.enter_context(patch.object(owner, step, watch.timed(name, getattr(owner, step))))
        start = time.perf_counter()
        answer = client.post("/api/v1/sync", data=body, content_type="application/json", headers=headers)
        watch.spent["whole"] = time.perf_counter() - start
    if answer.status_code != 200:
        raise RuntimeError(answer.get_data(as_text=True))
    return watch.spent


if __name__ == "__main__":
    raise SystemExit(main())
