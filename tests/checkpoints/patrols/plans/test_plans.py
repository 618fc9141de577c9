"""Plans from the desk, and the rounds that stand by them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from checkpoints.patrols import jobs
from checkpoints.patrols.models import RemovedRound, SiteDayMark, Visit
from checkpoints.places.models import RouteStop
from guard_api.clock import moved_to
from guard_api.database import db, new_id
from guard_api.tenants.models import Site
from tests.checkpoints.patrols.conftest import EVENING, MORNING, TEN, sync, walked
from tests.support.phone import event

pytestmark = pytest.mark.both_databases


def plan_ahead(app, instant: datetime) -> None:
    with app.app_context(), moved_to(instant):
        jobs.plan_ahead()


def change(client, plan: dict, at: datetime = EVENING, **changes):
    with moved_to(at):
        return client.patch(f"/api/v1/patrol-plans/{plan['id']}", json=changes)


def test_a_saved_plan_stands_as_rounds_and_visits_for_two_weeks(app, add_plan, rounds, estate):
    plan = add_plan()
    assert plan["planned_until"] == "2026-03-15"
    found = rounds()
    assert [one.on for one in found] == [date(2026, 3, 1) + timedelta(days=day) for day in range(15)]
    first = found[0]
    assert (first.nominal_at, first.state, first.judge_at) == (TEN, "planned", TEN + timedelta(minutes=5))
    with app.app_context():
        visits = db.session.scalars(select(Visit).where(Visit.patrol_id == first.id)).all()
        assert sorted(visit.position for visit in visits) == [0, 1, 2]
        assert {visit.due_from_at for visit in visits} == {
            TEN + timedelta(minutes=1.5 * walk - 5) for walk in (1, 2, 3)
        }
        assert db.session.scalar(select(func.count()).select_from(SiteDayMark)) == 15


def test_times_already_past_are_not_planned(add_plan, rounds):
    add_plan(rule="FREQ=DAILY;BYHOUR=10,22", starts_at="00:00")
    assert rounds()[0].nominal_at == TEN


def test_planning_ahead_adds_each_day_once_and_keeps_what_was_drawn(app, add_plan, rounds):
    add_plan(randomised=True, window_minutes=600)
    before = {one.id: one.start_at for one in rounds()}
    for _ in range(2):
        plan_ahead(app, EVENING + timedelta(days=2))
    after = {one.id: one.start_at for one in rounds()}
    assert len(after) == 17
    assert before.items() <= after.items()


def test_a_changed_plan_plans_anew_only_what_is_to_come(app, sam, ana, add_plan, rounds, estate):
    plan = add_plan()
    tonight, tomorrow = rounds()[:2]
    sync(ana, *walked(estate, tonight.id), at=TEN + timedelta(hours=1))
    answer = change(sam, plan, at=MORNING, starts_at="23:00", name="Late round")
    assert answer.status_code == 200
    found = rounds()
    assert (found[0].id, found[0].name, found[0].state) == (tonight.id, "Night round", "done")
    assert {one.name for one in found[1:]} == {"Late round"}
    assert found[1].nominal_at == TEN + timedelta(days=1, hours=1)
    with app.app_context():
        assert db.session.get(RemovedRound, (tomorrow.organisation_id, tomorrow.id))


def test_a_round_at_the_same_time_keeps_its_id_when_its_plan_changes(app, sam, add_plan, rounds):
    plan = add_plan()
    before = [one.id for one in rounds()]
    assert change(sam, plan, tolerance_minutes=15, post="Gate").status_code == 200
    found = rounds()
    assert [one.id for one in found] == before
    assert {(one.tolerance_minutes, one.post) for one in found} == {(15, "Gate")}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Visit)) == 45


def test_a_round_begun_early_is_not_planned_anew(sam, ana, add_plan, rounds, estate):
    plan = add_plan()
    tonight = rounds()[0].id
    begun = TEN - timedelta(minutes=4)
    sync(ana, event("patrol.started", {"patrol_id": tonight}, begun), at=begun)
    assert change(sam, plan, at=begun, tolerance_minutes=20).status_code == 200
    first = rounds()[0]
    assert (first.id, first.state, first.tolerance_minutes) == (tonight, "running", 5)


def test_an_ended_plan_takes_its_rounds_to_come_out(sam, add_plan, rounds):
    plan = add_plan()
    with moved_to(EVENING):
        answer = sam.delete(f"/api/v1/patrol-plans/{plan['id']}")
    assert answer.get_json()["archived_at"] == "2026-03-01T10:00:00.000Z"
    assert rounds() == []
    assert change(sam, plan, name="Again").get_json()["code"] == "patrols.plan_archived"
    listed = sam.get(f"/api/v1/sites/{plan['site_id']}/patrol-plans").get_json()["items"]
    archived = sam.get(f"/api/v1/sites/{plan['site_id']}/patrol-plans?archived=true").get_json()["items"]
    assert (listed, [one["id"] for one in archived]) == ([], [plan["id"]])


def test_a_round_taken_out_while_a_phone_was_offline_is_kept_as_unplanned(sam, ana, add_plan, rounds, estate):
    plan = add_plan()
    tonight = rounds()[0].id
    with moved_to(EVENING):
        sam.delete(f"/api/v1/patrol-plans/{plan['id']}")
    sync(ana, *walked(estate, tonight))
    [walked_anyway] = rounds()
    assert (walked_anyway.id, walked_anyway.plan_id, walked_anyway.state) == (tonight, None, "done")


def test_a_changed_route_reaches_the_rounds_to_come(app, add_plan, rounds, estate):
    add_plan()
    with app.app_context():
        db.session.execute(update(RouteStop).where(RouteStop.position == 2).values(minutes=20))
        db.session.commit()
    plan_ahead(app, EVENING)
    assert {one.expected_minutes for one in rounds()} == {24}


@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/London", 21), ("America/New_York", 2), ("Australia/Lord_Howe", 11)]
)
def test_rounds_keep_the_sites_clock_over_daylight_saving(app, add_plan, rounds, cast, zone, hour):
    with app.app_context():
        db.session.execute(update(Site).where(Site.id == cast.north_gate).values(time_zone=zone))
        db.session.commit()
    add_plan(first_on="2026-03-02", last_on="2026-04-30")
    plan_ahead(app, datetime(2026, 3, 20, tzinfo=UTC))
    plan_ahead(app, datetime(2026, 4, 1, tzinfo=UTC))
    last = rounds()[-1]
    assert (last.nominal_at.hour, last.on.month) == (hour, 4)


def test_the_preview_shows_the_rounds_and_the_longest_gap(sam, cast, estate):
    body = {
        "route_id": estate.route_id,
        "rule": "FREQ=DAILY;BYHOUR=22,2;BYMINUTE=0",
        "first_on": "2026-03-01",
        "starts_at": "22:00",
        "window_minutes": 30,
        "randomised": True,
    }
    with moved_to(EVENING):
        answer = sam.post(f"/api/v1/sites/{cast.north_gate}/patrol-plans/preview", json=body)
    shown = answer.get_json()
    assert answer.status_code == 200, shown
    assert [one["local"] for one in shown["occurrences"][:3]] == [
        "2026-03-01T22:00",
        "2026-03-02T02:00",
        "2026-03-02T22:00",
    ]
    # 20 h from two to ten, both tolerances, the window, and the walk of 6 minutes faster or slower.
    assert shown["guarantee"]["longest_gap_minutes"] == 20 * 60 + 10 + 30 + 6 * 0.5
    assert shown["guarantee"]["checkpoint"] == "Lap 2"
    assert (shown["spread_minutes"], shown["visits_a_round"]) == (30, 3)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"rule": "FREQ=DAILY;COUNT=3"}, "patrols.rule_part_not_taken"),
        ({"rule": "FREQ=MINUTELY"}, "patrols.rule_too_dense"),
        ({"last_on": "2026-02-01"}, "patrols.ends_before_it_begins"),
        ({"route_id": new_id()}, "patrols.route_unknown"),
        ({"person_ids": [new_id()]}, "patrols.person_not_at_site"),
        ({"tolerance_minutes": 61}, "invalid"),
        ({"unknown": 1}, "invalid"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(sam, cast, estate, wrong, code):
    body = {
        "route_id": estate.route_id,
        "name": "Night round",
        "rule": "FREQ=DAILY",
        "first_on": "2026-03-01",
        "starts_at": "22:00",
    }
    answer = sam.post(f"/api/v1/sites/{cast.north_gate}/patrol-plans", json=body | wrong)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
