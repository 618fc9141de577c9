from datetime import UTC, datetime

import pytest

from guard_api.database import new_id
from tests.support.estate import Estate, build_estate
from tests.support.phone import event, send

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def estate(app, cast) -> Estate:
    with app.app_context():
        return build_estate(cast.organisation_id, cast.north_gate)


class Reporter:
    """Sends findings and answers as a guard's phone does."""

    def __init__(self, estate: Estate):
        self.estate = estate

    def found(self, client, *, at: datetime = NOON, id_: str | None = None, **facts) -> str:
        """A finding at the first checkpoint; its id."""
        id_ = id_ or new_id()
        [verdict] = self.send(client, id_, at, **facts)
        assert verdict["verdict"] == "accepted", verdict
        return id_

    def send(self, client, id_: str, at: datetime = NOON, **facts) -> list[dict]:
        usual = {
            "site_id": self.estate.site_id,
            "checkpoint_id": self.estate.spots[0].id,
            "category": "fire_hazard",
            "severity": 2,
        }
        return send(client, event("finding", usual | facts, at, id_), sent_at=datetime.now(UTC))

    def checked(self, client, finding_id: str, *, fixed: bool, at: datetime | None = None, **facts) -> dict:
        payload = {"finding_id": finding_id, "fixed": fixed} | facts
        return send(client, event("finding.checked", payload, at or datetime.now(UTC)))[0]


@pytest.fixture
def reporter(estate) -> Reporter:
    return Reporter(estate)
