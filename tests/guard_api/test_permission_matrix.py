"""Every route × role × own or foreign organisation or site. A route without a row fails."""

import importlib
import pkgutil
import re
import shutil
from types import ModuleType

import pytest

import tests.matrix
from app import create_app
from guard_api.database import db, get_owned
from guard_api.identity import tokens
from guard_api.identity.models import Person
from guard_api.identity.service import open_session
from tests.conftest import SignedIn, load_cast, settings_for
from tests.matrix.rows import Row

STAFF = {"ana": "guard", "sam": "supervisor", "hui": "hr", "admin": "administrator", "client": "client"}
SITE_ROLES = {"guard", "supervisor", "client"}


def slices() -> list[ModuleType]:
    names = [module.name for module in pkgutil.iter_modules(tests.matrix.__path__) if module.name != "rows"]
    return [importlib.import_module(f"tests.matrix.{name}") for name in names]


ROWS: list[Row] = [row for slice_ in slices() for row in slice_.ROWS]
PRIVATE = [row for row in ROWS if not row.public]


class World:
    """The application over one database that no request of this module changes."""

    def __init__(self, app, cast):
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
        body = (
            {"data": row.data()}
            if row.data
            else {"json": self._filled(row.json)}
            if row.json is not None
            else {}
        )
        return client.open(
            path,
            method=row.method,
            query_string=self._filled(row.query),
            headers=self._filled(row.headers),
            **body,
        )

    def _filled(self, value):
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        return self.id_of(value[1:]) if isinstance(value, str) and value.startswith("@") else value


@pytest.fixture(scope="module")
def world(sqlite_stage, tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix")
    shutil.copy(sqlite_stage.empty, folder / "anxun.db")
    app = create_app(settings_for(f"sqlite:///{folder / 'anxun.db'}", folder))
    tokens.forget_everyone()
    with app.app_context():
        world = World(app, load_cast())
        for slice_ in slices():
            getattr(slice_, "make", lambda *_: None)(world.cast, world.things)
            db.session.commit()
        for name in (*STAFF, "cleo"):
            world.clients[name] = SignedIn(app.test_client(), token_of(world.cast, name))
        db.session.commit()
    yield world
    with app.app_context():
        db.engine.dispose()


def token_of(cast, name: str) -> str:
    organisation = cast.other_organisation_id if name == "cleo" else cast.organisation_id
    person = get_owned(Person, organisation, getattr(cast, name))
    return open_session(person=person, phone_id=None, user_agent="")["access_token"]


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch):
    """Each request runs to its end and is then undone, so that rows do not depend on each other."""
    monkeypatch.setattr(db.session, "commit", db.session.flush)


def plain(rule: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", rule)


def test_every_route_has_its_row_and_every_row_its_route(world):
    routes = {
        (method, plain(rule.rule))
        for rule in world.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    listed = [(row.method, row.rule) for row in ROWS]
    assert sorted(routes - set(listed)) == [], "routes without a row in tests/matrix"
    assert sorted(set(listed) - routes) == [], "rows without a route"
    assert len(listed) == len(set(listed)), "a route has two rows"


def test_every_id_in_a_route_is_a_uuid(world):
    loose = [
        rule.rule for rule in world.app.url_map.iter_rules() if re.search(r"<(string:)?(\w+_)?id>", rule.rule)
    ]
    assert loose == [], "write <uuid:…>: it hands on a text, and other texts are 404"


@pytest.mark.parametrize("row", PRIVATE, ids=str)
def test_without_signing_in_there_is_nothing(world, row):
    assert world.ask(None, row, row.url).status_code == 401


@pytest.mark.parametrize("row", PRIVATE, ids=str)
@pytest.mark.parametrize("who", STAFF)
def test_a_role_may_do_what_the_table_says_on_its_own_site(world, row, who):
    answer = world.ask(who, row, row.url)
    if STAFF[who] in row.allowed:
        assert answer.status_code < 400 or answer.status_code in row.also, answer.get_data(as_text=True)
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("row", [row for row in PRIVATE if row.foreign is not None], ids=str)
@pytest.mark.parametrize("who", [who for who, role in STAFF.items() if role in SITE_ROLES])
def test_a_site_of_others_is_not_there(world, row, who):
    answer = world.ask(who, row, {**row.url, **row.foreign})
    assert answer.status_code == (404 if STAFF[who] in row.allowed else 403)


@pytest.mark.parametrize("row", PRIVATE, ids=str)
def test_a_stranger_finds_nothing(world, row):
    answer = world.ask("cleo", row, row.url)
    if "administrator" not in row.allowed:
        assert answer.status_code == 403
    elif "<" in row.rule:
        assert answer.status_code == 404
    else:
        text = answer.get_data().decode(errors="replace")
        assert [name for name, id_ in world.ours().items() if id_ in text] == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.public], ids=str)
def test_what_is_public_asks_for_no_sign_in(world, row):
    status = world.ask(None, row, row.url).status_code
    assert status < 400 or status in row.also
