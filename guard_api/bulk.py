"""Many rows in one statement whose text never changes.

A statement compiled anew for each request cost 40 % of its time; this one is written once, in the
driver's own words, with all rows in one parameter as JSON: to psycopg a list for each column cost
more than the statement itself.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy.orm import Session

PARAMETER = re.compile(r"(?<!:):(\w+)")
TYPED_PARAMETER = re.compile(r"CAST\((:\w+) AS (?:uuid|date|timestamptz|jsonb)\)")


class Bulk:
    """A statement over a table of input rows that is called `input` in its text.

    `columns` maps each input column to its PostgreSQL type; `statement` reads `FROM input`, e.g.
    `INSERT INTO t (a, b) SELECT a, b FROM input WHERE true ON CONFLICT DO NOTHING RETURNING a`.
    A parameter among selected columns needs its type, `CAST(:organisation_id AS uuid)`: PostgreSQL
    asks for it, and for SQLite, which has no such types, it is taken away. Rows may hold instants and days.
    """

    def __init__(self, columns: dict[str, str], statement: str, *, sqlite: str | None = None):
        self.columns, self.statement = columns, statement
        self.sqlite = sqlite or _for_sqlite(statement)

    def run(self, session: Session, rows: Iterable[Sequence[Any]], **parameters: Any) -> list[Any]:
        """Run for all rows at once; the returned rows, if the statement returns any."""
        rows = list(rows)
        if not rows:
            return []
        connection = session.connection()
        result = connection.exec_driver_sql(*self.for_driver(connection.dialect.name, rows, parameters))
        return list(result.fetchall()) if result.returns_rows else []

    def for_driver(
        self, dialect: str, rows: list[Sequence[Any]], parameters: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """The statement and its parameters as the database's driver takes them."""
        if dialect == "postgresql":
            named = [dict(zip(self.columns, row, strict=True)) for row in rows]
            return self._postgresql, parameters | {"rows_": orjson.dumps(named).decode()}
        return self._sqlite, parameters | {"rows_": _as_sqlite_json(rows)}

    @cached_property
    def _postgresql(self) -> str:
        columns = ", ".join(
            f"{name} {'text' if kind == 'jsonb' else kind}" for name, kind in self.columns.items()
        )
        picks = ", ".join(
            f"CAST({name} AS jsonb) AS {name}" if kind == "jsonb" else name
            for name, kind in self.columns.items()
        )
        rows = f"json_to_recordset(CAST(:rows_ AS json)) AS raw({columns})"
        whole = f"WITH input AS (SELECT {picks} FROM {rows}) {self.statement}"
        return PARAMETER.sub(r"%(\1)s", whole.replace("%", "%%"))

    @cached_property
    def _sqlite(self) -> str:
        picks = ", ".join(f"value ->> {index} AS {name}" for index, name in enumerate(self.columns))
        return f"WITH input AS (SELECT {picks} FROM json_each(:rows_)) {self.sqlite}"


def _for_sqlite(statement: str) -> str:
    """CROSS JOIN keeps the order of tables; left to itself SQLite reads whole tables to meet a few rows."""
    return TYPED_PARAMETER.sub(r"\1", statement).replace("FROM input JOIN", "FROM input CROSS JOIN")


def _as_sqlite_json(rows: list[Sequence[Any]]) -> str:
    return orjson.dumps(rows, default=_as_stored, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()


def _as_stored(value: Any) -> str:
    """An instant or a day as SQLAlchemy writes it to SQLite, so that both compare."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} cannot be a parameter")
