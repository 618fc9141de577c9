"""The desk's first screen: what asks for a look right now, site by site."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import event

from checkpoints.findings.models import Finding
from checkpoints.patrols.models import PatrolException
from evidence.uploads.models import Attachment, Upload
from guard_api.database import db, new_id, write_transaction
from guard_api.tenants.models import Site
from tests.checkpoints.coverage.world import DAY, MINUTE, NINE, World
from tests.conftest import sign_in

SHA = "ab" * 32
NOON_FOUR = datetime(2026, 3, 1, 12, 4, tzinfo=UTC)


@pytest.fixture
def world(app, cast):
    with app.app_context(), write_transaction():
        world = World(cast, cast.north_gate)
        world.round(["on_time", "on_time", "late"], person=cast.ana)
    return world


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON_FOUR, tick=False):
        yield


def north_gate(client):
    answer = client.get("/api/v1/today")
    assert answer.status_code == 200, answer.get_json()
    return next(site for site in answer.get_json()["sites"] if site["site_name"] == "North Gate Estate")


def add(app, world, states, **round):
    with app.app_context(), write_transaction():
        return world.round(states, **round).id


@pytest.mark.both_databases
def test_a_running_round_shows_who_how_far_and_how_long_since_the_last_scan(world, app, sam, cast):
    start = NINE + 170 * MINUTE
    id_ = add(app, world, ["on_time", "due", "due"], start_at=start, state="running", person=cast.ben)
    (running,) = north_gate(sam)["running"]
    assert (running["id"], running["person"]["name"]) == (id_, "Ben")
    assert (running["visited"], running["visits"]) == (1, 3)
    assert running["minutes_since_last_scan"] == 13
    assert running["minutes_late"] is None


@pytest.mark.both_databases
def test_rounds_are_sorted_into_starting_late_and_missed(world, app, sam):
    soon = add(app, world, ["due"], start_at=NINE + 200 * MINUTE, state="planned")
    late = add(app, world, ["due"], start_at=NINE + 181 * MINUTE, state="planned")
    missed = add(app, world, ["missed"], start_at=NINE - 60 * MINUTE, state="missed")
    add(app, world, ["due"], start_at=NINE + 300 * MINUTE, state="planned")
    site = north_gate(sam)
    assert [round["id"] for round in site["starting"]] == [soon]
    assert [(round["id"], round["minutes_late"]) for round in site["late"]] == [(late, 3)]
    assert [round["id"] for round in site["missed"]] == [missed]
    assert (site["rounds"], site["rounds_done"], site["rounds_missed"]) == (5, 1, 1)


def test_a_night_round_of_yesterday_still_runs_after_midnight(world, app, cast):
    add(
        app,
        world,
        ["on_time", "due"],
        start_at=datetime(2026, 3, 1, 15, 50, tzinfo=UTC),
        state="running",
        person=cast.ana,
    )
    with time_machine.travel(datetime(2026, 3, 1, 16, 10, tzinfo=UTC), tick=False):
        site = north_gate(sign_in(app, "sam"))
    assert site["on"] == "2026-03-02"
    assert len(site["running"]) == 1
    assert site["visits"]["required"] == 0


def test_counts_are_of_the_sites_own_day(world, sam):
    site = north_gate(sam)
    assert site["on"] == "2026-03-01"
    assert {name: count for name, count in site["visits"].items() if count} == {
        "required": 3,
        "on_time": 2,
        "late": 1,
    }


@pytest.mark.both_databases
def test_open_exceptions_and_findings_of_the_last_day_arrive_with_their_photo(world, app, sam, cast):
    here = {"organisation_id": cast.organisation_id, "site_id": cast.north_gate}
    patrol_id = add(app, world, ["missed"], start_at=NINE - 60 * MINUTE, state="missed")
    with app.app_context(), write_transaction() as session:
        for state in ("open", "excused"):
            kind = "missed" if state == "open" else "late"
            session.add(PatrolException(patrol_id=patrol_id, on=DAY, kind=kind, state=state, **here))
        fresh = Finding(
            id=new_id(), category="fire_hazard", severity=3, opened_by=cast.ana, opened_at=NINE, **here
        )
        old = Finding(
            category="other", severity=1, opened_by=cast.ana, opened_at=NINE - 2000 * MINUTE, **here
        )
        photo = {
            "organisation_id": cast.organisation_id,
            "sha256": SHA,
            "size_bytes": 9,
            "type": "image/jpeg",
        }
        session.add_all([fresh, old, Upload(state="verified", uploaded_by=cast.ana, **photo)])
        session.add(
            Attachment(
                event_id=fresh.id,
                subject_kind="finding",
                subject_id=fresh.id,
                site_id=cast.north_gate,
                position=0,
                **photo,
            )
        )
    site = north_gate(sam)
    assert site["open_exceptions"] == 1
    (finding,) = site["findings"]
    assert (finding["category"], finding["person"]["name"]) == ("fire_hazard", "Ana")
    assert finding["thumb_url"] == f"/api/v1/photos/{SHA}?size=thumb"


def test_more_sites_and_rounds_take_no_more_queries(world, app, admin, cast):
    north_gate(admin)
    add(app, world, ["on_time", "due"], state="running", person=cast.ana)
    with counting(app) as few:
        north_gate(admin)
    with app.app_context(), write_transaction() as session:
        for number in range(6):
            site = Site(id=new_id(), organisation_id=cast.organisation_id, name=f"Site {number}")
            session.add(site)
            session.flush()
            there = World(cast, site.id)
            for state in ("running", "missed", "done"):
                there.round(["on_time", "due"], state=state, person=cast.ana)
    with counting(app) as many:
        north_gate(admin)
    assert len(many) == len(few)


@contextmanager
def counting(app):
    statements = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
