"""The stage: a fresh database for each test, a small fixed cast, and clients signed in as each of them."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app import create_app
from guard_api.database import db, new_id
from guard_api.identity import tokens
from guard_api.identity.models import Grant, Person
from guard_api.settings import Settings
from guard_api.tenants.models import Organisation, Site

PASSWORD = "correct horse battery"
# No test may fail because the machine is busy.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")
# As cheap as argon2id goes: the stories sign in thousands of times.
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Cast:
    """Ids of who and what every story may use."""

    organisation_id: str
    north_gate: str
    south_tower: str
    ana: str
    ben: str
    sam: str
    hui: str
    admin: str
    client: str
    other_organisation_id: str
    harbour: str
    cleo: str
    names: dict[str, str] = field(default_factory=dict)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stage" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases")
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("stage", kinds, indirect=True)


class Stage:
    """One installation for a whole run: its application is built once, its data is made new for each test."""

    def __init__(self, folder: Path, url: str, empty: Path | None = None):
        self.settings, self.empty = settings_for(url, folder), empty
        self.app = create_app(self.settings)

    def clear(self) -> None:
        tokens.forget_everyone()
        self.leave()
        if self.empty is None:
            with self.app.app_context():
                empty_postgresql()
        for path in self.settings.data.rglob("*"):
            if path.is_file():
                path.unlink()
        if self.empty is not None:
            shutil.copy(self.empty, self.settings.data / "anxun.db")

    def leave(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_stage(tmp_path_factory) -> Stage:
    """SQLite: an empty database with all tables is copied for each test."""
    folder, kept = tmp_path_factory.mktemp("sqlite"), tmp_path_factory.mktemp("empty")
    stage = Stage(folder, f"sqlite:///{folder / 'anxun.db'}")
    with stage.app.app_context():
        db.create_all()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.engine.dispose()
    stage.empty = Path(shutil.copy(folder / "anxun.db", kept / "empty.db"))
    return stage


@pytest.fixture(scope="session")
def postgresql_stage(tmp_path_factory) -> Stage:
    """A real PostgreSQL, emptied for each test."""
    from tests.support.postgres import postgres_url

    stage = Stage(tmp_path_factory.mktemp("postgresql"), postgres_url())
    with stage.app.app_context():
        db.drop_all()
        db.create_all()
    return stage


@pytest.fixture
def database_url(stage) -> str:
    return stage.settings.database_url


@pytest.fixture
def stage(request) -> Iterator[Stage]:
    stage = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_stage")
    stage.clear()
    yield stage
    stage.leave()


def settings_for(url: str, folder: Path) -> Settings:
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return Settings(
        secret_key="a key for tests only, long enough for HS256",
        data=folder,
        database_url=url,
        public_url="https://patrol.example",
        scheduler="off",
        testing=True,
    )


@pytest.fixture
def settings(stage) -> Settings:
    return stage.settings


@pytest.fixture
def app(stage) -> Flask:
    return stage.app


def empty_postgresql() -> None:
    if db.engine.dialect.name == "postgresql":
        tables = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
        db.session.execute(text(f"TRUNCATE {tables} CASCADE"))
        db.session.commit()


@pytest.fixture
def cast(app) -> Cast:
    """Jade Court with two sites; Ana and Ben guard the first. Cleo belongs to another organisation."""
    with app.app_context():
        return load_cast()


def load_cast() -> Cast:
    cast = Cast(*(new_id() for _ in range(12)))
    people = list(_people(cast))
    for rows in (_organisations(cast), _sites(cast), people, _grants(cast)):
        db.session.add_all(rows)
        db.session.flush()
    db.session.commit()
    return replace(cast, names={person.name: person.id for person in people})


def _organisations(cast: Cast):
    yield Organisation(id=cast.organisation_id, name="Jade Court", language="en")
    yield Organisation(id=cast.other_organisation_id, name="Harbour", language="en")


def _sites(cast: Cast):
    jade = {"organisation_id": cast.organisation_id, "time_zone": "Asia/Shanghai"}
    yield Site(id=cast.north_gate, name="North Gate Estate", lat=31.2304, lon=121.4737, **jade)
    yield Site(id=cast.south_tower, name="South Tower", lat=31.2204, lon=121.4637, **jade)
    yield Site(
        id=cast.harbour,
        organisation_id=cast.other_organisation_id,
        name="Harbour Pier",
        time_zone="Europe/London",
    )


def _people(cast: Cast):
    for name in ("ana", "ben", "sam", "hui", "admin", "client", "cleo"):
        stranger = name == "cleo"
        yield Person(
            id=getattr(cast, name),
            organisation_id=cast.other_organisation_id if stranger else cast.organisation_id,
            name=name.capitalize(),
            email=f"{name}@example.org",
            password_hash=PASSWORD_HASH,
            language="en",
        )


def _grants(cast: Cast):
    for name, role, site_id in (
        ("ana", "guard", cast.north_gate),
        ("ben", "guard", cast.north_gate),
        ("sam", "supervisor", cast.north_gate),
        ("hui", "hr", None),
        ("admin", "administrator", None),
        ("client", "client", cast.north_gate),
    ):
        yield Grant(
            organisation_id=cast.organisation_id, person_id=getattr(cast, name), role=role, site_id=site_id
        )
    yield Grant(organisation_id=cast.other_organisation_id, person_id=cast.cleo, role="administrator")


class SignedIn:
    """A test client that sends one person's token."""

    def __init__(self, client: FlaskClient, token: str):
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def open(self, *args, **kwargs):
        kwargs["headers"] = self.headers | dict(kwargs.pop("headers", {}))
        return self.client.open(*args, **kwargs)

    def __getattr__(self, verb: str):
        return lambda *args, **kwargs: self.open(*args, method=verb.upper(), **kwargs)


def sign_in(app: Flask, name: str) -> SignedIn:
    answer = app.test_client().post(
        "/api/v1/sessions", json={"login": f"{name}@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 201, answer.get_json()
    return SignedIn(app.test_client(), answer.get_json()["access_token"])


@pytest.fixture
def nobody(app) -> FlaskClient:
    return app.test_client()


def _client_fixture(name: str):
    @pytest.fixture(name=name)
    def client(app, cast) -> SignedIn:
        return sign_in(app, name)

    return client


ana, ben, sam, hui = (_client_fixture(name) for name in ("ana", "ben", "sam", "hui"))
admin, client_, cleo = _client_fixture("admin"), _client_fixture("client"), _client_fixture("cleo")
