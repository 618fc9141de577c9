"""The revisions make exactly the tables of the models, and take them away again."""

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app import create_app
from guard_api.about.health import health
from guard_api.database import db
from tests.conftest import settings_for
from tests.support.postgres import new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request, tmp_path):
    url = new_database() if request.param == "postgresql" else f"sqlite:///{tmp_path / 'empty.db'}"
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list:
    with db.engine.connect() as connection:
        return compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata
        )


def test_the_newest_revision_has_the_tables_of_the_models(empty_app):
    flask_migrate.upgrade()
    assert differences() == [], "the models changed: see migrations/README.md"
    assert health()["migrations"]


def test_the_way_back_leads_to_an_empty_database(empty_app):
    flask_migrate.upgrade()
    flask_migrate.downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    assert not health()["migrations"]


def test_migrating_twice_changes_nothing(empty_app):
    flask_migrate.upgrade()
    flask_migrate.upgrade()
    assert differences() == []
