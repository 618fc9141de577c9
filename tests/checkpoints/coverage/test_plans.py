"""No board may read the whole history: every statement over a big table must be a search of a part of it."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import create_engine, event, text

from bench.coverage import questions
from bench.history import ORGANISATION, PERSON, Shape, bench_id, write_history
from checkpoints.coverage.raw import Key, count_cell
from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.identity.models import Grant, Person
from guard_api.identity.service import open_session

BIG = ("scans", "visits", "patrols", "site_days", "checkpoint_visit_days", "checkpoint_days", "positions")
SHAPE = Shape(scans=36_000, sites=4, checkpoints=5, rounds=2)

pytestmark = pytest.mark.both_databases


@pytest.fixture
def history(app):
    """A year of rounds, and statistics as an old installation has them."""
    with app.app_context():
        db.engine.dispose()
        engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with engine.connect() as connection:
            write_history(connection, SHAPE, now().date())
        engine.dispose()
        with write_transaction():
            person = db.session.get(Person, (bench_id(ORGANISATION, 1), bench_id(PERSON, 1)))
            grant = Grant(organisation_id=person.organisation_id, person_id=person.id, role="administrator")
            db.session.add(grant)
            token = open_session(person=person, phone_id=None, user_agent="")["access_token"]
    return {"Authorization": f"Bearer {token}"}


def statements_of(app, action) -> list[tuple[str, object]]:
    seen = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    action()
    event.remove(engine, "before_cursor_execute", note)
    return seen


def unbounded(app, statement: str, parameters) -> list[str]:
    """Lines of the plan that read a big table, or an organisation's part of it, from end to end."""
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            return [row.detail for row in rows if _sqlite_reads_all(row.detail)]
        for way in ("seqscan", "hashjoin", "mergejoin"):  # cheaper only because this history is small
            connection.execute(text(f"SET enable_{way} = off"))
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        return _postgresql_reads_all([row[0] for row in rows])


def _sqlite_reads_all(line: str) -> bool:
    if not re.match(rf"(SCAN|SEARCH) ({'|'.join(BIG)})\b", line):
        return False
    return line.startswith("SCAN") or line.endswith("(organisation_id=?)")


def _postgresql_reads_all(lines: list[str]) -> list[str]:
    wrong = [line for line in lines if re.search(rf"Seq Scan on ({'|'.join(BIG)})\b", line)]
    for line, condition in pairwise(lines):
        searched = re.search(rf"(Index|Index Only) Scan .*on ({'|'.join(BIG)})\b", line)
        if searched and condition.count(" AND ") == 0:
            wrong.append(f"{line}: {condition}")
    return wrong


def test_boards_and_counting_search_and_never_read_through(app, history):
    for board, url in questions(now().date()).items():
        statements = statements_of(app, lambda url=url: app.test_client().get(url, headers=history))
        assert statements, board
        for statement, parameters in statements:
            assert unbounded(app, statement, parameters) == [], f"{board}: {statement}"
    _assert_counting_searches(app)


def _assert_counting_searches(app):
    key = Key(bench_id(ORGANISATION, 1), now().date() - timedelta(days=5), bench_id(2, 1))

    def count():
        with app.app_context():
            assert count_cell(key, now()).visits.required == SHAPE.checkpoints * SHAPE.rounds

    for statement, parameters in statements_of(app, count):
        assert unbounded(app, statement, parameters) == [], statement
