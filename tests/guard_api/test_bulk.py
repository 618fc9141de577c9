"""Statements over many rows: one text for both databases, instants and days in the rows, cheap look-ups."""

import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from guard_api.bulk import PARAMETER, Bulk
from guard_api.database import db, unstamp

AT = datetime(2026, 3, 1, 4, 5, 6, 789000, tzinfo=UTC)


@pytest.mark.both_databases
def test_rows_of_every_type_go_in_and_come_out(app):
    columns = {"n": "integer", "at": "timestamptz", "on_": "date", "note": "text", "flags": "jsonb"}
    bulk = Bulk(columns, "SELECT n, at, on_, note, flags, CAST(:owner AS uuid) FROM input ORDER BY n")
    beijing = AT.astimezone(timezone(timedelta(hours=8)))
    owner = "01a204b3-1304-7f42-bde4-24b099dac12d"
    rows = [(1, beijing, date(2026, 3, 1), "100 % 'ok'; :n ::text", '["a"]'), (2, None, None, None, "[]")]
    with app.app_context():
        first, second = bulk.run(db.session(), rows, owner=owner)
    assert (first[0], unstamp(first[1]), str(first[2]), first[3]) == (1, AT, "2026-03-01", rows[0][3])
    assert str(first[5]) == owner
    assert second[1:4] == (None, None, None)


@pytest.mark.both_databases
def test_no_rows_cost_no_statement(app):
    assert Bulk({"n": "integer"}, "this is not SQL").run(None, []) == []


def test_a_value_of_no_known_type_is_refused(app):
    with app.app_context(), pytest.raises(TypeError):
        Bulk({"n": "integer"}, "SELECT n FROM input").run(db.session(), [(object(),)])


def test_sqlite_looks_up_rows_by_their_keys_instead_of_reading_tables(app):
    with app.app_context():
        for name, bulk in look_ups():
            values = dict.fromkeys(PARAMETER.findall(bulk.sqlite), "2026-01-01") | {"rows_": "[]"}
            sql, _ = bulk.for_driver("sqlite", [], {})
            steps = [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"), values)]
            assert steps[0].startswith("SCAN json_each"), (name, steps)


def look_ups() -> list[tuple[str, Bulk]]:
    """Every statement of the product that reads tables for the rows it is given."""
    modules = [
        module for name, module in list(sys.modules.items()) if name.startswith(("evidence.", "checkpoints."))
    ]
    found = {id(one): (name, one) for module in modules for name, one in vars(module).items()}
    look_ups = [
        (name, one) for name, one in found.values() if isinstance(one, Bulk) and "input JOIN" in one.statement
    ]
    assert len(look_ups) > 5
    return look_ups
