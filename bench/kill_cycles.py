"""Hundreds of kill -9, of the server and of PostgreSQL, while phones send.  python -m bench.kill_cycles

Prints how many events were acknowledged and how many of them were lost, and does the same to a server
that answers before it stores: unless the rig catches that one, its figures mean nothing.
"""

import argparse
import random
import signal
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine

from bench.stage import FIRST, LOGIN, PASSWORD, Stage, set_stage
from bench.sync import place
from tests.reliability.phones import Crowd, Phone
from tests.reliability.rig import Findings, kill_cycles
from tests.support import postgres
from tests.support.phone import scan
from tests.support.server import Server

PHONES = 3
CONTROL_CYCLES = 20
TARGETS = {"sqlite": ("server",), "postgresql": ("server", "database", "server and database")}
PRODUCT = "app:create_app()"
HASTY = "tests.reliability.hasty:create_app()"


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="anxun-bench-", dir=options.folder) as folder:
        results = [series(kind, Path(folder), options) for kind in options.databases]
    return 0 if all(results) else 1


def parser() -> argparse.ArgumentParser:
    described = argparse.ArgumentParser(prog="bench.kill_cycles", description=__doc__.splitlines()[0])
    described.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    described.add_argument("--cycles", type=int, default=200)
    described.add_argument("--minutes", type=float, default=15, help="at most, for each database")
    described.add_argument("--seed", type=int, default=1)
    described.add_argument("--folder", help="where the databases lie; default: the temporary folder")
    return described


@dataclass
class Blow:
    """What is struck in each cycle: the server's processes, PostgreSQL, or both."""

    rng: random.Random
    targets: tuple[str, ...]
    struck: str = ""

    def strike(self, server: Server) -> None:
        self.struck = self.rng.choice(self.targets)
        if "database" in self.struck:
            postgres.server().stop(signal.SIGQUIT)
        if "server" in self.struck:
            server.kill()

    def heal(self, server: Server) -> None:
        """PostgreSQL recovers from its own log; a server that was not struck finds it again by itself."""
        if "database" in self.struck:
            postgres.server().start()
        if "server" in self.struck:
            server.start()


def series(kind: str, folder: Path, options: argparse.Namespace) -> bool:
    """The product, which must lose nothing, and the control, which must be caught."""
    rng = random.Random(options.seed)
    until = time.monotonic() + options.minutes * 60
    blow = Blow(rng, TARGETS[kind])
    product = run(set_stage(*place(kind, folder, "product")), PRODUCT, options.cycles, blow, until)
    print(f"{kind}: {product}", flush=True)
    control = run(set_stage(*place(kind, folder, "control")), HASTY, CONTROL_CYCLES, blow, until + 300)
    print(f"{kind}, answering before storing: {control}")
    return not product.lost and not product.halves and bool(control.lost)


def run(stage: Stage, application: str, cycles: int, blow: Blow, until: float) -> Findings:
    server = Server(stage.settings, application).start()
    engine = create_engine(stage.settings.database_url, pool_pre_ping=True)
    try:
        crowd = Crowd(phones(server, blow.rng), lambda own: next_scan(stage, own))
        return kill_cycles(
            server,
            crowd,
            engine,
            cycles=cycles,
            rng=blow.rng,
            kill=blow.strike,
            revive=blow.heal,
            until=until,
        )
    finally:
        server.stop()
        engine.dispose()


def phones(server: Server, rng: random.Random) -> list[Phone]:
    """Each signs in by itself, and again when its quarter of an hour is over."""
    return [
        Phone(server.url, lambda: server.sign_in(LOGIN, PASSWORD), random.Random(rng.random()))
        for _ in range(PHONES)
    ]


def next_scan(stage: Stage, rng: random.Random) -> str:
    return scan(rng.choice(stage.estate.spots), FIRST + timedelta(seconds=rng.randint(0, 30 * 86_400)))


if __name__ == "__main__":
    raise SystemExit(main())
