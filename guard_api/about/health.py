"""Whether what the service stands on holds."""

from collections.abc import Callable

import structlog
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from guard_api.database import db
from guard_api.files import store
from guard_api.settings import PROJECT

log = structlog.get_logger()
PROBE = "health/probe"


def health() -> dict[str, bool]:
    """Each part, tried for real."""
    return {
        "database": _holds(_ask_database),
        "store": _holds(_write_to_store),
        "migrations": _holds(_tables_are_up_to_date),
    }


def _holds(try_: Callable[[], bool]) -> bool:
    try:
        return try_()
    except Exception:
        log.exception("unhealthy", part=try_.__name__)
        db.session.rollback()
        return False


def _ask_database() -> bool:
    return db.session.scalar(text("SELECT 1")) == 1


def _write_to_store() -> bool:
    store().put(PROBE, b"ok")
    return store().get(PROBE) == b"ok"


def _tables_are_up_to_date() -> bool:
    newest = ScriptDirectory(str(PROJECT / "migrations")).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
