"""Every route × role × own or foreign organisation or site. A route without a row fails."""

import re

import pytest

from guard_api.database import db
from tests.matrix.rows import Row
from tests.matrix.world import STAFF, make_world, rows

SITE_ROLES = {"guard", "supervisor", "client"}
ROWS: list[Row] = rows()
PRIVATE = [row for row in ROWS if not row.public]
# A date in an address is nobody's: there a stranger finds what is the stranger's own.
A_DATE = "<on>"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix")
    world = make_world(f"sqlite:///{folder / 'anxun.db'}", folder)
    yield world
    with world.app.app_context():
        db.engine.dispose()


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
    elif "<" in row.rule.replace(A_DATE, ""):
        assert answer.status_code == 404
    else:
        text = answer.get_data().decode(errors="replace")
        assert [name for name, id_ in world.ours().items() if id_ in text] == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.public], ids=str)
def test_what_is_public_asks_for_no_sign_in(world, row):
    status = world.ask(None, row, row.url).status_code
    assert status < 400 or status in row.also
