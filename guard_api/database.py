"""The database: one session for each request, typed columns, durable SQLite.

Every table of an organisation is keyed by (organisation_id, id), so that it can be
distributed by organisation without change.
"""

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVar

import uuid6
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, ForeignKeyConstraint, MetaData, String, TypeDecorator, event
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from guard_api.errors import NotFound

T = TypeVar("T")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)


class Id(TypeDecorator[str]):
    """A UUID as its canonical string, native on PostgreSQL."""

    impl = String(36)
    cache_ok = True
    python_type = str

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID(as_uuid=False))
        return dialect.type_descriptor(String(36))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite would drop the offset, so it is stored there as naive UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


def new_id() -> str:
    """A fresh UUIDv7."""
    return str(uuid6.uuid7())


class Owned:
    """Columns of every row that belongs to an organisation."""

    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)


def owned_by(column: str, table: str, **options: Any) -> ForeignKeyConstraint:
    """A foreign key that carries the organisation: (organisation_id, column) → table."""
    return ForeignKeyConstraint(
        ["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"], **options
    )


def of_organisation() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["organisation_id"], ["organisations.id"])


def get_owned(model: type[T], organisation_id: str, id_: str) -> T:
    """The row, or NotFound: another organisation's row does not exist for the caller."""
    row = db.session.get(model, (organisation_id, id_))
    if row is None:
        raise NotFound()
    return row


def is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def stamp(instant: datetime | None) -> Any:
    """An instant as a parameter of hand-written SQL (text on SQLite, native on PostgreSQL)."""
    if instant is None or is_postgresql():
        return instant
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def unstamp(value: Any) -> datetime | None:
    """An instant that hand-written SQL answered (text on SQLite, native on PostgreSQL)."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value and value.astimezone(UTC)


# --- SQLite: durable, and one writer at a time ---------------------------------------------

writing: ContextVar[bool] = ContextVar("writing", default=False)
_write_turn = threading.Lock()


@contextmanager
def write_transaction():
    """Commit once at the end, or roll back whole. For jobs and commands; requests have their own."""
    token = writing.set(True)
    db.session.rollback()
    try:
        yield db.session
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(token)


@contextmanager
def read_apart():
    """Reads that end before the request's own transaction begins, and take no write turn.

    A body still to come may take as long as a phone's signal lets it.
    """
    token = writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        writing.reset(token)


def make_durable(engine: Engine) -> None:
    """SQLite in WAL with synchronous=FULL, writers queueing for BEGIN IMMEDIATE in fair turns."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    for end in ("commit", "rollback"):
        event.listen(engine, end, _give_turn_back)


def _configure(connection, _record) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    level = connection.execute("PRAGMA synchronous").fetchone()[0]
    if mode not in ("wal", "memory") or level != 2:
        raise RuntimeError(f"SQLite is not durable here: journal_mode={mode}, synchronous={level}")


def _begin(connection) -> None:
    if not writing.get():
        connection.exec_driver_sql("BEGIN")
        return
    if not _write_turn.acquire(timeout=30):
        raise TimeoutError("another write has held the database for 30 s")
    connection.info["turn"] = True
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _give_turn_back(connection)
        raise


def _give_turn_back(connection) -> None:
    if connection.info.pop("turn", False):
        _write_turn.release()
