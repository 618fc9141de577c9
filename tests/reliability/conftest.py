"""A real server over the test's database, an estate, and phones that guard it."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from guard_api.database import db
from tests.conftest import PASSWORD
from tests.reliability.phones import Crowd, Phone
from tests.support.estate import Estate, build_estate
from tests.support.phone import scan
from tests.support.server import Server

SEED = 20260301
START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def estate(app, cast) -> Estate:
    with app.app_context():
        return build_estate(cast.organisation_id, cast.north_gate, checkpoints=5)


@pytest.fixture
def engine(app) -> Engine:
    with app.app_context():
        return db.engine


@pytest.fixture
def rng() -> random.Random:
    return random.Random(SEED)


@pytest.fixture
def serve(settings, cast) -> Iterator[Callable[..., Server]]:
    """Starts servers; stops them at the end of the test."""
    started: list[Server] = []

    def start(application: str = "app:create_app()") -> Server:
        started.append(Server(settings, application))
        return started[-1].start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def phones(estate, rng) -> Callable[..., list[Phone]]:
    """Phones of Ana at a server."""

    def make(server: Server, count: int = 3, cut_share: float = 0.0) -> list[Phone]:
        token = server.sign_in("ana@example.org", PASSWORD)
        return [
            Phone(server.url, lambda: token, random.Random(rng.random()), cut_share) for _ in range(count)
        ]

    return make


@pytest.fixture
def next_scan(estate) -> Callable[[random.Random], str]:
    """A scan somewhere on the estate, some time in March."""

    def make(rng: random.Random) -> str:
        return scan(rng.choice(estate.spots), START + timedelta(seconds=rng.randint(0, 30 * 86_400)))

    return make


@pytest.fixture
def crowd(phones, next_scan) -> Callable[[Server], Crowd]:
    return lambda server: Crowd(phones(server), next_scan)
