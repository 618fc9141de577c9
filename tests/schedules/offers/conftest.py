import pytest

from tests.schedules.rosters.stock import Estate


@pytest.fixture
def estate(app, cast) -> Estate:
    with app.app_context():
        return Estate(cast)
