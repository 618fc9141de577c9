"""Attendance follows the plan and leave in the same transaction."""

from sqlalchemy import delete

from guard_api.clock import now
from guard_api.database import db, write_transaction
from schedules.clocking.following import roster_changed
from schedules.rosters.hooks import Changed
from schedules.rosters.models import Shift
from tests.schedules.clocking.stock import attendance, bundle, notices, of_shift, tell


def change(plan, app, shift_id: str, **values) -> None:
    """As an amendment of the published roster does."""
    with app.app_context(), write_transaction():
        shift = db.session.get(Shift, (plan.cast.organisation_id, shift_id))
        for name, value in values.items():
            setattr(shift, name, value)
        db.session.flush()
        roster_changed(Changed(plan.cast.organisation_id, plan.roster_id, 2, (shift_id,)))


def open_alarms(client) -> list[dict]:
    return client.get("/api/v1/no-shows", query_string={"open": "true"}).get_json()["items"]


def test_a_shift_given_to_another_is_the_others_and_its_alarm_is_taken_back(plan, app, cast, ben, sam, admin):
    night = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    with plan.at("2026-11-16 22:20"):
        plan.tick()
        assert len(open_alarms(sam)) == 1
        change(plan, app, night, person_id=cast.ben)
        assert open_alarms(sam) == []
        tell(ben, plan.punch("in", "2026-11-16 22:19"))
        assert (of_shift(sam, night)["person_name"], of_shift(sam, night)["state"]) == ("Ben", "working")
        assert notices(sam, "no_show_came") == []
    with plan.at("2026-11-16 23:30"):
        plan.tick()
        assert notices(admin, "no_show_still") == []


def test_a_shift_that_was_cancelled_leaves_its_punches_as_unplanned_work(plan, app, cast, ana, sam, hui):
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    with plan.at("2026-11-16 12:00"):
        tell(ana, plan.punch("in", "2026-11-16 08:00"), plan.punch("out", "2026-11-16 11:00"))
        change(plan, app, day, cancelled_at=now())
        assert attendance(sam) == []
        sheet = hui.get(f"/api/v1/timesheets/{cast.ana}?from_on=2026-11-16&until_on=2026-11-16").get_json()
        assert (sheet["worked_minutes"], len(sheet["unplanned"])) == (180, 1)


def test_a_vacant_place_that_is_filled_is_somebodys(plan, app, cast, ana, sam):
    day = plan.shift(None, "2026-11-16 08:00", "2026-11-16 16:00")
    with plan.at("2026-11-16 07:00"):
        assert of_shift(sam, day)["state"] == "vacant"
        change(plan, app, day, person_id=cast.ana)
        assert of_shift(sam, day)["state"] == "planned"
        change(plan, app, day, person_id=None)
        assert of_shift(sam, day)["state"] == "vacant"


def test_leave_that_is_approved_late_excuses(plan, cast, ana, hui, sam):
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    with plan.at("2026-11-16 08:20"):
        plan.tick()
        assert len(open_alarms(sam)) == 1
        said = {"person_id": cast.ana, "kind": "sick", "from_on": "2026-11-16", "until_on": "2026-11-16"}
        asked = hui.post("/api/v1/leave", json=said)
        assert asked.status_code == 201, asked.get_json()
        if asked.get_json()["state"] == "asked":
            url = f"/api/v1/leave/{asked.get_json()['id']}/approve"
            assert hui.post(url, json={"despite_clashes": True}).status_code == 200
        assert of_shift(sam, day)["state"] == "leave"
        assert open_alarms(sam) == []
        assert [shift["state"] for shift in bundle(ana)["shifts"]] == ["leave"]


def test_shifts_published_while_no_job_ran_are_found(plan, app, cast, sam):
    from schedules.clocking.models import Attendance

    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    with app.app_context():
        db.session.execute(delete(Attendance))
        db.session.commit()
    with plan.at("2026-11-16 17:00"):
        assert attendance(sam) == []
        plan.tick()
        assert of_shift(sam, day)["state"] == "absent"
