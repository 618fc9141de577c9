"""A month is asked for, solved in a process of its own, looked at, stopped, taken over and undone."""

import time
from datetime import timedelta

import pytest

from guard_api.clock import now
from guard_api.database import db
from schedules.planning import runs
from schedules.planning.models import SolveRun
from schedules.rosters.models import Shift
from tests.schedules.planning.month import FIRST, Month

ROSTERS = "/api/v1/rosters"


@pytest.fixture
def month(app, cast):
    with app.app_context():
        month = Month(cast).build()
        db.session.commit()
    return month


@pytest.fixture
def week(app, cast):
    with app.app_context():
        month = Month(cast, guards=30, days=7).build()
        db.session.commit()
    return month


def made(admin, month) -> str:
    answer = admin.post(ROSTERS, json=month.asked())
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def solved(app, client, roster_id: str, **asked) -> dict:
    answer = client.post(f"{ROSTERS}/{roster_id}/solve", json=asked)
    assert answer.status_code == 202, answer.json
    with app.app_context():
        for thread in runs.take_up():
            thread.join()
    return client.get(f"{ROSTERS}/{roster_id}/solve").json["run"]


def edited(client, roster_id: str, what: str = "edits", **body):
    number = client.get(f"{ROSTERS}/{roster_id}").json["edit_number"]
    answer = client.post(f"{ROSTERS}/{roster_id}/{what}", json={"edit_number": number} | body)
    assert answer.status_code == 200, answer.json
    return answer


def hard_violations(client, roster_id: str) -> list:
    found = client.get(f"{ROSTERS}/{roster_id}/violations").json["items"]
    return [one for one in found if one["level"] == "hard"]


def shifts_of(app, cast, roster_id: str) -> list[Shift]:
    with app.app_context():
        return list(
            db.session.query(Shift).filter_by(organisation_id=cast.organisation_id, roster_id=roster_id)
        )


@pytest.mark.slow
def test_a_month_for_forty_guards_is_solved_taken_over_and_undone(app, cast, admin, month):
    roster_id = made(admin, month)
    run = solved(app, admin, roster_id, seconds=15)
    assert (run["state"], run["failure"]) == ("done", None)
    assert run["progress"]["needed"] == 12 * 2 * 28
    assert run["progress"]["coverage"] > 0.99
    assert 0 < run["progress"]["bound"] <= run["progress"]["cost"]
    assert run["fairness"]["nights"]["most"] - run["fairness"]["nights"]["least"] <= 12
    applied = admin.post(f"{ROSTERS}/{roster_id}/solve/apply").json
    assert applied["changed"] == run["changes"]
    assert applied["left_out"] == 0
    assert hard_violations(admin, roster_id) == []
    away = [s for s in shifts_of(app, cast, roster_id) if s.person_id == month.people[0]]
    assert all(shift.on > FIRST + timedelta(days=6) for shift in away)
    edited(admin, roster_id, "undo")
    assert all(shift.person_id is None for shift in shifts_of(app, cast, roster_id))


def test_locked_cells_stay_and_two_who_must_not_meet_do_not(app, cast, admin, week):
    roster_id = made(admin, week)
    first = min(
        shifts_of(app, cast, roster_id), key=lambda s: (s.post_id != week.posts[week.sites[1]][0], s.start_at)
    )
    change = {"shift_id": first.id, "person_id": week.people[1], "locked": True}
    edited(admin, roster_id, changes=[change])
    solved(app, admin, roster_id, seconds=4)
    admin.post(f"{ROSTERS}/{roster_id}/solve/apply")
    shifts = shifts_of(app, cast, roster_id)
    assert next(shift for shift in shifts if shift.id == first.id).person_id == week.people[1]
    assert hard_violations(admin, roster_id) == []


def test_only_gaps_are_filled_where_that_was_asked(app, cast, admin, week):
    roster_id = made(admin, week)
    solved(app, admin, roster_id, seconds=3)
    admin.post(f"{ROSTERS}/{roster_id}/solve/apply")
    before = {shift.id: shift.person_id for shift in shifts_of(app, cast, roster_id)}
    emptied = [shift_id for shift_id, person_id in before.items() if person_id][:3]
    changes = [{"shift_id": shift_id, "person_id": None} for shift_id in emptied]
    edited(admin, roster_id, changes=changes)
    solved(app, admin, roster_id, seconds=3, keep="assigned")
    admin.post(f"{ROSTERS}/{roster_id}/solve/apply")
    after = {shift.id: shift.person_id for shift in shifts_of(app, cast, roster_id)}
    kept = [shift_id for shift_id, who in before.items() if who and shift_id not in emptied]
    assert all(after[shift_id] == before[shift_id] for shift_id in kept)
    assert all(after[shift_id] for shift_id in emptied)


def test_a_stopped_search_keeps_its_best_roster(app, cast, admin, week):
    roster_id = made(admin, week)
    admin.post(f"{ROSTERS}/{roster_id}/solve", json={"seconds": 600})
    with app.app_context():
        (thread,) = runs.take_up()
    until(lambda: covered(admin, roster_id) > 0.5)
    assert admin.post(f"{ROSTERS}/{roster_id}/solve/stop").status_code == 200
    thread.join(20)
    run = admin.get(f"{ROSTERS}/{roster_id}/solve").json["run"]
    assert run["state"] == "stopped"
    assert run["changes"] > 0
    assert admin.post(f"{ROSTERS}/{roster_id}/solve/apply").status_code == 200


def test_a_search_that_was_killed_goes_on_from_its_best_roster(app, cast, admin, week):
    """Nobody hears of whoever ran it; after a while another takes it up, and loses nothing."""
    roster_id = made(admin, week)
    admin.post(f"{ROSTERS}/{roster_id}/solve", json={"seconds": 8})
    with app.app_context():
        (thread,) = runs.take_up()
        until(lambda: covered(admin, roster_id) > 0.5)
    lost = taken_from(app, cast)
    thread.join(30)
    before = admin.get(f"{ROSTERS}/{roster_id}/solve").json["run"]
    assert before["state"] == "running"
    assert lost["best"]
    with app.app_context():
        for other in runs.take_up():
            other.join()
    after = admin.get(f"{ROSTERS}/{roster_id}/solve").json["run"]
    assert after["state"] == "done"
    assert after["progress"]["cost"] <= lost["progress"]["cost"]


def taken_from(app, cast) -> dict:
    """As after kill -9: the row says running, its holder is not heard of any more."""
    with app.app_context():
        run = db.session.query(SolveRun).filter_by(organisation_id=cast.organisation_id).one()
        run.holder, run.heartbeat_at = None, now() - timedelta(minutes=1)
        known = {"best": dict(run.best), "progress": dict(run.progress)}
        db.session.commit()
    return known


def covered(client, roster_id: str) -> float:
    progress = client.get(f"{ROSTERS}/{roster_id}/solve").json["run"]["progress"]
    return progress["coverage"] if progress else 0.0


def until(look, seconds: float = 60.0):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := look():
            return found
        time.sleep(0.2)
    raise AssertionError("It never came to that")


def test_one_search_at_a_time(admin, week, app):
    roster_id = made(admin, week)
    assert admin.post(f"{ROSTERS}/{roster_id}/solve", json={}).status_code == 202
    again = admin.post(f"{ROSTERS}/{roster_id}/solve", json={})
    assert (again.status_code, again.json["code"]) == (409, "planning.under_way")
    assert admin.post(f"{ROSTERS}/{roster_id}/solve/stop").json["state"] == "stopped"
    refused = admin.post(f"{ROSTERS}/{roster_id}/solve/stop")
    assert refused.json["code"] == "planning.nothing_under_way"
    assert admin.post(f"{ROSTERS}/{roster_id}/solve/apply").json["code"] == "planning.nothing_to_apply"


def test_the_screens_of_every_site_hear_of_a_search(admin, week, sam):
    roster_id = made(admin, week)
    cursor = sam.get("/api/v1/live").json["cursor"]
    admin.post(f"{ROSTERS}/{roster_id}/solve", json={})
    changes = sam.get(f"/api/v1/live?since={cursor}").json["changes"]
    assert ("solve", roster_id) in {(one["kind"], one["id"]) for one in changes}


def test_a_roster_without_places_cannot_be_solved(admin, cast):
    asked = {
        "name": "Empty",
        "from_on": "2031-01-01",
        "until_on": "2031-01-07",
        "site_ids": [cast.north_gate],
    }
    roster_id = admin.post(ROSTERS, json=asked).json["id"]
    assert admin.post(f"{ROSTERS}/{roster_id}/solve", json={}).json["code"] == "planning.no_places"


def test_a_draft_takes_its_searches_with_it(admin, week):
    roster_id = made(admin, week)
    admin.post(f"{ROSTERS}/{roster_id}/solve", json={})
    admin.post(f"{ROSTERS}/{roster_id}/solve/stop")
    assert admin.delete(f"{ROSTERS}/{roster_id}").status_code == 204
