"""Rounds and scans go after the organisation's time, whole days of a site at once; nothing open goes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from checkpoints.coverage.jobs import settle_cells
from checkpoints.coverage.models import SiteDay
from checkpoints.patrols import jobs, retention
from checkpoints.patrols.models import Patrol, PatrolException, Scan, Visit
from evidence.sync.models import FieldEvent
from guard_api.clock import moved_to
from guard_api.database import db, write_transaction
from guard_api.records import AuditEntry
from guard_api.tenants.models import Organisation
from tests.checkpoints.patrols.conftest import MORNING, TEN, sync, walked
from tests.support.phone import event, scan

pytestmark = pytest.mark.both_databases
MUCH_LATER = TEN + timedelta(days=368)


@pytest.fixture
def forgotten(app):
    """The nightly job runs; how many rounds, visits, scans and exceptions are left of the first day."""

    def run(at=MUCH_LATER) -> tuple[int, ...]:
        with app.app_context():
            with moved_to(at):
                jobs.forget_rounds()
            db.session.rollback()
            first = {model: model.on == TEN.date() for model in (Patrol, Visit, PatrolException)}
            first[Scan] = Scan.occurred_at < TEN + timedelta(hours=12)
            return tuple(
                db.session.scalar(select(func.count()).select_from(model).where(of_day))
                for model, of_day in first.items()
            )

    return run


def test_a_settled_day_goes_whole_and_its_coverage_stays(app, ana, cast, estate, tonight, forgotten):
    sync(ana, *walked(estate, tonight))
    with app.app_context(), moved_to(MORNING):
        settle_cells()
    assert forgotten(TEN + timedelta(days=360)) == (1, 3, 0, 3)
    assert forgotten() == (0, 0, 0, 0)
    with app.app_context():
        [noted] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "rounds.forgotten"))
        told = {name: noted.detail[name] for name in ("patrols", "visits", "scans")}
        assert told == {"patrols": 1, "visits": 3, "scans": 3}
        assert noted.person_id is None
        texts = select(FieldEvent.body).where(FieldEvent.kind == "scan")
        assert set(db.session.scalars(texts)) == {""}
        cell = db.session.get(SiteDay, (cast.organisation_id, TEN.date(), cast.north_gate))
        assert (cell.rounds, cell.required) == (1, 3)


def test_a_phone_that_comes_a_year_late_does_not_empty_the_days_coverage(
    app, ana, cast, estate, tonight, forgotten
):
    sync(ana, *walked(estate, tonight))
    with app.app_context(), moved_to(MORNING):
        settle_cells()
    forgotten()
    sync(ana, scan(estate.spots[0], TEN + timedelta(minutes=9)), at=MUCH_LATER)
    with app.app_context(), moved_to(MUCH_LATER):
        settle_cells()
        assert db.session.get(SiteDay, (cast.organisation_id, TEN.date(), cast.north_gate)).rounds == 1


def test_a_day_with_an_undecided_exception_stays_until_it_is_decided(
    app, ana, sam, estate, tonight, clock_strikes, forgotten
):
    sync(ana, *walked(estate, tonight, visited=2))
    clock_strikes(MORNING)
    assert forgotten()[0] == 1
    for one in sam.get("/api/v1/exceptions").get_json()["items"]:
        decided = sam.post(f"/api/v1/exceptions/{one['id']}/decision", json={"excused": False, "note": "No."})
        assert decided.status_code == 201, decided.get_json()
    assert forgotten() == (0, 0, 0, 0)


def test_a_day_with_an_unsettled_finding_stays(ana, cast, estate, tonight, forgotten):
    found = {"site_id": cast.north_gate, "category": "lighting", "severity": 2, "patrol_id": tonight}
    sync(ana, *walked(estate, tonight), event("finding", found, TEN + timedelta(minutes=3)))
    assert forgotten()[0] == 1


def test_scans_without_a_round_go_a_few_at_a_time(app, ana, estate, forgotten, monkeypatch):
    sync(ana, *(scan(spot, TEN) for spot in estate.spots))
    monkeypatch.setattr(retention, "SCANS_AT_ONCE", 2)
    assert forgotten()[3] == 0
    with app.app_context():
        counts = [
            one.detail["scans"] for one in db.session.scalars(select(AuditEntry)) if one.person_id is None
        ]
        assert counts == [2, 1]


def test_the_organisation_chooses_how_long(app, ana, admin, cast, estate, tonight, forgotten):
    sync(ana, *walked(estate, tonight))
    with app.app_context(), write_transaction():
        db.session.get(Organisation, cast.organisation_id).settings = {"keep_scans_days": 31}
    assert forgotten(TEN + timedelta(days=30)) == (1, 3, 0, 3)
    assert forgotten(TEN + timedelta(days=35)) == (0, 0, 0, 0)
    too_short = admin.patch("/api/v1/organisation", json={"settings": {"keep_scans_days": 7}})
    assert too_short.status_code == 422
