"""An application over one small world: the cast, what every slice made beside it, and a client for each."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import flask_migrate
from flask import Flask

import tests.matrix
from app import create_app
from guard_api.database import db, get_owned
from guard_api.identity import tokens
from guard_api.identity.models import Person
from guard_api.identity.service import open_session
from tests.conftest import SignedIn, load_cast, settings_for
from tests.matrix.rows import Row

STAFF = {"ana": "guard", "sam": "supervisor", "hui": "hr", "admin": "administrator", "client": "client"}
NOT_SLICES = {"rows", "world"}


def slices() -> list[ModuleType]:
    names = {module.name for module in pkgutil.iter_modules(tests.matrix.__path__)} - NOT_SLICES
    return [importlib.import_module(f"tests.matrix.{name}") for name in sorted(names)]


def rows() -> list[Row]:
    return [row for slice_ in slices() for row in slice_.ROWS]


class World:
    """What is in the database, by name."""

    def __init__(self, app: Flask, cast):
        self.app, self.cast, self.things, self.clients = app, cast, {}, {}

    def id_of(self, name: str) -> str:
        return self.things.get(name) or getattr(self.cast, name)

    def ours(self) -> dict[str, str]:
        """Ids that nobody of the other organisation may read."""
        theirs = {"other_organisation_id", "harbour", "cleo", "names"}
        cast = {name: id_ for name, id_ in vars(self.cast).items() if name not in theirs}
        return cast | {name: id_ for name, id_ in self.things.items() if isinstance(id_, str)}

    def ask(self, who: str | None, row: Row, url: dict[str, str]):
        path = row.rule
        for name, thing in url.items():
            path = path.replace(f"<{name}>", self.id_of(thing))
        client = self.clients[who] if who else self.app.test_client()
        return client.open(
            path,
            method=row.method,
            query_string=self._filled(row.query),
            headers=self._filled(row.headers),
            **self._body(row),
        )

    def _body(self, row: Row) -> dict:
        if row.data:
            return {"data": row.data()}
        return {} if row.json is None else {"json": self._filled(row.json)}

    def _filled(self, value):
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        return self.id_of(value[1:]) if isinstance(value, str) and value.startswith("@") else value


def make_world(url: str, folder: Path) -> World:
    """Over an empty database."""
    app = create_app(settings_for(url, folder))
    tokens.forget_everyone()
    with app.app_context():
        db.create_all()
        flask_migrate.stamp()
        world = World(app, load_cast())
        for slice_ in slices():
            getattr(slice_, "make", lambda *_: None)(world.cast, world.things)
            db.session.commit()
        for name in (*STAFF, "cleo"):
            world.clients[name] = SignedIn(app.test_client(), token_of(world.cast, name))
        db.session.commit()
    return world


def token_of(cast, name: str) -> str:
    organisation = cast.other_organisation_id if name == "cleo" else cast.organisation_id
    person = get_owned(Person, organisation, getattr(cast, name))
    return open_session(person=person, phone_id=None, user_agent="")["access_token"]
