"""Kill the server in the middle of its work, again and again, and see whether it kept its word."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine, text

from tests.reliability.phones import Crowd
from tests.support.server import Server


@dataclass
class Findings:
    """What a series of kills showed. `lost` are acknowledged events that the store does not have."""

    cycles: int = 0
    acknowledged: int = 0
    lost: set[str] = field(default_factory=set)
    halves: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return (
            f"{self.cycles} kills, {self.acknowledged} acknowledged, "
            f"{len(self.lost)} lost, {len(self.halves)} half stored"
        )


def kill_cycles(
    server: Server,
    crowd: Crowd,
    engine: Engine,
    *,
    cycles: int,
    rng: random.Random,
    kill: Callable[[Server], None] = Server.kill_worker,
    revive: Callable[[Server], None] = Server.wait_until_answering,
    until: float = float("inf"),
) -> Findings:
    """Work for a moment, kill, freeze what was acknowledged, let it come back, compare."""
    found = Findings()
    while found.cycles < cycles and time.monotonic() < until:
        crowd.start()
        time.sleep(rng.uniform(0.05, 0.4))
        crowd.halt()
        kill(server)
        crowd.wait()
        acknowledged = crowd.acknowledged
        revive(server)
        compare(found, acknowledged, engine)
        found.cycles += 1
    return found


def compare(found: Findings, acknowledged: set[str], engine: Engine) -> None:
    events, scans = both(engine)
    found.acknowledged = len(acknowledged)
    found.lost |= acknowledged - events
    found.halves |= events ^ scans


def both(engine: Engine) -> tuple[set[str], set[str]]:
    """Events and scans at one and the same instant."""
    statement = "SELECT 'event', id FROM field_events UNION ALL SELECT 'scan', id FROM scans"
    with engine.connect() as connection:
        rows = [(table, str(id_)) for table, id_ in connection.execute(text(statement))]
    return {id_ for table, id_ in rows if table == "event"}, {id_ for table, id_ in rows if table == "scan"}


def stored(engine: Engine, table: str) -> set[str]:
    with engine.connect() as connection:
        ids = [str(row[0]) for row in connection.execute(text(f"SELECT id FROM {table}"))]
    assert len(ids) == len(set(ids))
    return set(ids)
