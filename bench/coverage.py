"""The boards over a short and a ten times longer history of one organisation: do they cost the same?

python -m bench.coverage --sizes 1000000 10000000 --databases sqlite postgresql
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from app import create_app
from bench.history import ORGANISATION, PERSON, SITE, Shape, bench_id, write_history
from checkpoints.coverage.models import SiteDay
from checkpoints.coverage.raw import Key, count_cell
from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.identity.models import Grant, Person
from guard_api.identity.service import open_session
from guard_api.settings import Settings
from tests.support.postgres import new_database

FLAT = 1.5
MONTH = timedelta(days=29)


def questions(today: date) -> dict[str, str]:
    """The boards as the desk asks for them."""
    month = f"from_on={today - MONTH}&to_on={today}"
    site = f"site_id={bench_id(SITE, 3)}"
    return {
        "coverage of a month": f"/api/v1/coverage?{month}",
        "its checkpoints": f"/api/v1/coverage/checkpoints?{month}",
        "checkpoints of one site": f"/api/v1/coverage/checkpoints?{month}&{site}",
        "a page of its visits": f"/api/v1/coverage/visits?{month}",
        "missed visits of one site": f"/api/v1/coverage/visits?{month}&{site}&state=missed",
        "today": "/api/v1/today",
    }


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="anxun-boards-", dir=options.folder))
    try:
        ratios = [ratio for kind in options.databases for ratio in compare(kind, options, folder)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(ratio <= FLAT for ratio in ratios) else 1


def parser() -> argparse.ArgumentParser:
    described = argparse.ArgumentParser(prog="bench.coverage", description=__doc__.splitlines()[0])
    described.add_argument("--sizes", type=int, nargs=2, default=(1_000_000, 10_000_000), help="scans")
    described.add_argument(
        "--databases", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    described.add_argument("--sites", type=int, default=Shape.sites)
    described.add_argument("--repeats", type=int, default=40)
    described.add_argument("--folder", help="where the databases are made and removed again")
    return described


def compare(kind: str, options: argparse.Namespace, folder: Path) -> Iterator[float]:
    """Time every board on both histories in turn, so that what else the machine does strikes both."""
    today = now().date()
    shapes = [Shape(scans=size, sites=options.sites) for size in options.sizes]
    print(f"\n{kind}")
    urls = addresses(kind, folder, len(shapes))
    apps = [built(url, shape, today, folder) for url, shape in zip(urls, shapes, strict=True)]
    clients = [signed_in(app) for app in apps]
    print(f"{'median ms':30} {options.sizes[0]:>12,} {options.sizes[1]:>12,}    ratio")
    for name, url in questions(today).items():
        small, big = (statistics.median(sample) * 1000 for sample in timed(clients, url, options.repeats))
        print(f"{name:30} {small:12.1f} {big:12.1f} {big / small:8.2f}", flush=True)
        yield big / small
    for app in apps:
        close(app)


def addresses(kind: str, folder: Path, count: int) -> list[str]:
    """Addresses of empty databases; PostgreSQL's are gone with the process."""
    if kind == "sqlite":
        return [f"sqlite:///{folder / f'history{number}.db'}" for number in range(count)]
    os.environ.setdefault("ANXUN_TEST_FSYNC", "off")  # only loading is faster for it; reads are the same
    return [new_database() for _ in range(count)]


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        if db.engine.dialect.name == "sqlite":
            Path(db.engine.url.database).unlink()


def built(url: str, shape: Shape, today: date, folder: Path) -> Flask:
    """An application over a database with the history in it."""
    began = time.monotonic()
    app = create_app(settings(url, folder))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
        engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with engine.connect() as connection:
            write_history(connection, shape, today)
        engine.dispose()
        check(shape, today)
        size = size_gb()
    print(
        f"{shape.scans:>12,} scans, {shape.days} days: {time.monotonic() - began:.0f} s, {size:.1f} GB",
        flush=True,
    )
    return app


def settings(url: str, folder: Path) -> Settings:
    return Settings(
        secret_key="a key for measurements only, long enough for HS256",
        data=folder,
        database_url=url,
        public_url="http://localhost",
        scheduler="off",
    )


def check(shape: Shape, today: date) -> None:
    """The generated cells must be what the product itself counts."""
    key = Key(bench_id(ORGANISATION, 1), today - timedelta(days=7), bench_id(SITE, 1))
    cell = db.session.get(SiteDay, (key.organisation_id, key.on, key.site_id))
    counted = count_cell(key, now()).visits
    if any(getattr(cell, name) != count for name, count in counted.__dict__.items()):
        raise SystemExit(f"the generated history is not what raw says: {counted}")
    db.session.rollback()


def size_gb() -> float:
    if db.engine.dialect.name == "sqlite":
        return Path(db.engine.url.database).stat().st_size / 1e9
    return db.session.execute(text("SELECT pg_database_size(current_database())")).scalar_one() / 1e9


def signed_in(app: Flask) -> Callable[[str], TestResponse]:
    """Ask for a board as an administrator, through the real view."""
    with app.app_context(), write_transaction():
        person = db.session.get(Person, (bench_id(ORGANISATION, 1), bench_id(PERSON, 1)))
        db.session.add(
            Grant(organisation_id=person.organisation_id, person_id=person.id, role="administrator")
        )
        db.session.flush()
        token = open_session(person=person, phone_id=None, user_agent="bench")["access_token"]
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}

    def ask(url: str) -> TestResponse:
        answer = client.get(url, headers=headers)
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.get_data(as_text=True)}")
        return answer

    return ask


def timed(clients: list[Callable[[str], TestResponse]], url: str, repeats: int) -> list[list[float]]:
    """Seconds of each request, the histories in turn, after two to warm up."""
    times: list[list[float]] = [[] for _ in clients]
    for round_ in range(repeats + 2):
        for ask, sample in zip(clients, times, strict=True):
            began = time.perf_counter()
            ask(url)
            if round_ >= 2:
                sample.append(time.perf_counter() - began)
    return times


if __name__ == "__main__":
    sys.exit(main())
