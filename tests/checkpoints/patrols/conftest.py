from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from checkpoints.patrols import jobs
from checkpoints.patrols.models import Patrol
from guard_api.clock import moved_to
from guard_api.database import db
from tests.support.estate import Estate, build_estate
from tests.support.phone import event, send, walk

EVENING = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai
TEN = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)  # 22:00
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 of the next day


@pytest.fixture
def estate(app, cast) -> Estate:
    """Three checkpoints of North Gate Estate, two minutes apart, on an ordered route."""
    with app.app_context():
        return build_estate(cast.organisation_id, cast.north_gate)


@pytest.fixture
def add_plan(sam, cast, estate) -> Callable[..., dict]:
    """Sam plans the route for every night at ten, unless told otherwise."""

    def add(**changes) -> dict:
        body = {
            "route_id": estate.route_id,
            "name": "Night round",
            "rule": "FREQ=DAILY",
            "first_on": "2026-03-01",
            "starts_at": "22:00",
        }
        with moved_to(EVENING):
            answer = sam.post(f"/api/v1/sites/{cast.north_gate}/patrol-plans", json=body | changes)
        assert answer.status_code == 201, answer.get_json()
        return answer.get_json()

    return add


@pytest.fixture
def rounds(app) -> Callable[..., list[Patrol]]:
    """All rounds, by start."""

    def rounds() -> list[Patrol]:
        with app.app_context():
            db.session.rollback()
            return list(db.session.scalars(select(Patrol).order_by(Patrol.nominal_at)))

    return rounds


@pytest.fixture
def tonight(add_plan, rounds) -> str:
    """The round that is due at ten."""
    add_plan()
    return rounds()[0].id


@pytest.fixture
def clock_strikes(app) -> Callable[[datetime], None]:
    """Time goes on: what the clock makes due is done."""

    def strike(instant: datetime) -> None:
        with app.app_context(), moved_to(instant):
            jobs.judge_due_rounds()

    return strike


def sync(client, *events: str, at: datetime = MORNING) -> list[dict]:
    """Send from a phone whose clock is right, at that instant."""
    with moved_to(at):
        verdicts = send(client, *events, sent_at=at)
    assert {one["verdict"] for one in verdicts} == {"accepted"}, verdicts
    return verdicts


def walked(estate: Estate, patrol_id: str, *, start: datetime = TEN, visited: int = 3, end: int | None = 7):
    """The events of a round: started, one scan every two minutes, ended."""
    events = [event("patrol.started", {"patrol_id": patrol_id}, start)]
    events += walk(estate.spots[:visited], start + timedelta(minutes=2), patrol_id=patrol_id)
    if end is not None:
        events.append(event("patrol.ended", {"patrol_id": patrol_id}, start + timedelta(minutes=end)))
    return events
