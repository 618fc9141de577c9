"""Nobody has clocked in: told once, told higher, taken back when the punch arrives, never an accusation."""

import pytest

from guard_api.database import db
from schedules.clocking.models import NoShowAlarm
from tests.schedules.clocking.stock import attendance, bundle, local, notices, of_shift, tell
from tests.support.phone import event


@pytest.fixture
def nobody_came(plan, cast):
    shift = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    with plan.at("2026-11-16 22:16"):
        plan.tick()
    return shift


def alarms(client, **query) -> list[dict]:
    return client.get("/api/v1/no-shows", query_string=query).get_json()["items"]


@pytest.mark.both_databases
def test_the_supervisors_are_told_once_when_the_tolerance_is_over(plan, cast, ana, sam, admin):
    night = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    with plan.at("2026-11-16 22:14"):
        plan.tick()
        assert (of_shift(sam, night)["state"], alarms(sam)) == ("missing", [])
    for minute in ("16", "17", "29"):
        with plan.at(f"2026-11-16 22:{minute}"):
            plan.tick()
    with plan.at("2026-11-16 22:29"):
        found = alarms(sam)
        assert [(one["shift_id"], one["step"], one["person_name"]) for one in found] == [(night, 1, "Ana")]
        assert [one["text"] for one in notices(sam, "no_show")] == [
            "North Gate Estate: nobody has clocked in for the shift of Ana at 22:00 yet."
        ]
        assert len(notices(ana, "no_show_own")) == 1
        assert notices(admin, "no_show_still") == []


def test_the_administrators_are_told_when_nobody_answers(plan, cast, sam, admin, nobody_came):
    with plan.at("2026-11-16 22:32"):
        plan.tick()
        plan.tick()
        assert alarms(sam)[0]["step"] == 2
        assert len(notices(admin, "no_show_still")) == 1


def test_an_answer_keeps_it_from_going_higher(plan, cast, sam, admin, nobody_came):
    with plan.at("2026-11-16 22:20"):
        url = f"/api/v1/no-shows/{alarms(sam)[0]['id']}/answer"
        said = sam.post(url, json={"answer": "replaced", "note": "Ben stands in"})
        assert (said.status_code, said.get_json()["answered_by_name"]) == (200, "Sam")
    with plan.at("2026-11-16 23:30"):
        plan.tick()
        assert notices(admin, "no_show_still") == []
        assert alarms(sam, open="true") == []


def test_the_guard_says_what_is_so_without_a_signal_too(plan, cast, ana, ben, sam, nobody_came):
    with plan.at("2026-11-16 22:25"):
        alarm = bundle(ana)["alarms"][0]
        payload = {"alarm_id": alarm["id"], "reply": "i_am_here", "text": "No network in the basement"}
        word = event("schedules.no_show_reply", payload, local("2026-11-16 22:20"))
        assert tell(ben, word)[0]["code"] == "clocking.alarm_unknown"
        assert tell(ana, word)[0]["verdict"] == "accepted"
        found = alarms(sam)[0]
        assert (found["reply"], found["reply_text"]) == ("i_am_here", "No network in the basement")
        assert len(notices(sam, "no_show_reply_i_am_here")) == 1


@pytest.mark.both_databases
def test_the_punch_that_was_only_late_by_sync_takes_it_back(plan, app, cast, ana, sam, admin, nobody_came):
    with plan.at("2026-11-16 22:40"):
        plan.tick()
        tell(ana, plan.punch("in", "2026-11-16 21:58"))
        found = alarms(sam)[0]
        assert found["withdrawn_at"] is not None
        assert (found["state"], of_shift(sam, nobody_came)["late_minutes"]) == ("working", 0)
        assert len(notices(sam, "no_show_came")) == len(notices(admin, "no_show_came")) == 1
        plan.tick()
    with app.app_context():
        assert db.session.query(NoShowAlarm).count() == 1


def test_who_is_on_leave_or_replaced_is_no_alarm(plan, app, cast, ana, sam):
    from schedules.leave.models import LeaveRequest

    with app.app_context():
        on = local("2026-11-16 00:00").date()
        db.session.add(
            LeaveRequest(
                organisation_id=cast.organisation_id,
                person_id=cast.ana,
                kind="annual",
                from_on=on,
                until_on=on,
                half_days=2,
                asked_by=cast.ana,
                state="approved",
            )
        )
        db.session.commit()
    away = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    vacant = plan.shift(None, "2026-11-16 22:00", "2026-11-17 06:00", slot=2)
    with plan.at("2026-11-16 23:00"):
        plan.tick()
        assert alarms(sam) == []
        states = {row["shift_id"]: row["state"] for row in attendance(sam)}
    assert states == {away: "leave", vacant: "vacant"}


def test_no_show_is_said_only_when_the_shift_is_over(plan, cast, sam, nobody_came):
    with plan.at("2026-11-17 05:59"):
        plan.tick()
        assert of_shift(sam, nobody_came)["state"] == "missing"
    with plan.at("2026-11-17 06:01"):
        plan.tick()
        assert of_shift(sam, nobody_came)["state"] == "absent"


def test_a_site_with_more_patience_is_given_it(plan, cast, sam):
    url = f"/api/v1/attendance/settings?site_id={cast.north_gate}"
    asked = {"geofence": "off", "radius_m": 150, "photo": False, "methods": ["button"]}
    assert sam.put(url, json=asked | {"tolerances": {"early": 30}}).status_code == 422
    assert sam.put(url, json=asked | {"tolerances": {"no_show": 40, "late": 20}}).status_code == 200
    night = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    with plan.at("2026-11-16 22:19"):
        plan.tick()
        assert of_shift(sam, night)["state"] == "planned"
    with plan.at("2026-11-16 22:39"):
        plan.tick()
        assert (of_shift(sam, night)["state"], alarms(sam)) == ("missing", [])
    with plan.at("2026-11-16 22:41"):
        plan.tick()
        assert len(alarms(sam)) == 1
