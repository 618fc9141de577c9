import pytest

from tests.schedules.clocking.stock import Plan


@pytest.fixture
def plan(app, cast) -> Plan:
    return Plan(app, cast)
