from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from guard_api.database import db


@pytest.fixture
def count_queries(app):
    """`with count_queries() as statements:` collects what is asked of the database."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection, _cursor, statement, *_):
            statements.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
