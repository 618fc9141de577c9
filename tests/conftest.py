"""The stage: a fresh database for each test, a small fixed cast, and clients signed in as each of them."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app import create_app
from guard_api.database import db, new_id
from guard_api.identity import tokens
from guard_api.identity.models import Grant, Person
from guard_api.identity.passwords import hash_secret
from guard_api.settings import Settings
from guard_api.tenants.models import Organisation, Site

PASSWORD = "correct horse battery"
PASSWORD_HASH = hash_secret(PASSWORD)


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
    if "database_url" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases")
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """An empty database with all tables, copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(settings_for(f"sqlite:///{folder / 'empty.db'}", folder))
    with app.app_context():
        db.create_all()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.engine.dispose()
    return folder / "empty.db"


@pytest.fixture(scope="session")
def postgresql_template() -> str:
    from tests.support.postgres import postgres_url

    url = postgres_url()
    app = create_app(settings_for(url, Path("/tmp")))
    with app.app_context():
        db.drop_all()
        db.create_all()
        db.engine.dispose()
    return url


@pytest.fixture
def database_url(request, tmp_path) -> str:
    if getattr(request, "param", "sqlite") == "postgresql":
        return request.getfixturevalue("postgresql_template")
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "anxun.db")
    return f"sqlite:///{tmp_path / 'anxun.db'}"


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
def settings(database_url, tmp_path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture
def app(settings) -> Iterator[Flask]:
    app = create_app(settings)
    tokens.forget_everyone()
    with app.app_context():
        empty_postgresql()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


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
