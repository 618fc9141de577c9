"""How Alembic reaches the database: through the application, so that its settings are the only ones."""

from alembic import context
from flask import current_app
from sqlalchemy import text

from guard_api.database import Id, Json, UtcDateTime

LOCK_NUMBER = 0x6D696772617465  # "migrate": several machines may start at once


def render_item(kind, item, autogen_context):
    """Our own types are written by their names."""
    if kind != "type":
        return False
    if isinstance(item, Id | UtcDateTime):
        return f"{type(item).__name__}()"
    return "Json" if item is Json else False


def migrate() -> None:
    db = current_app.extensions["migrate"].db
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            render_as_batch=sqlite,
            render_item=render_item,
        )
        with context.begin_transaction():
            if not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": LOCK_NUMBER})
            context.run_migrations()


migrate()
