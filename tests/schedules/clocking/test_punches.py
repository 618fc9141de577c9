"""Punches from phones: each kept once, and attendance the same in whatever order they come."""

from itertools import permutations

import pytest

from guard_api.database import db, new_id
from schedules.clocking.models import Punch
from tests.schedules.clocking.stock import attendance, bundle, local, of_shift, tell
from tests.support.estate import build_estate
from tests.support.phone import event, id_of


@pytest.mark.both_databases
def test_a_night_worked_offline_is_one_shift_of_the_evening_it_began(plan, cast, ana, sam):
    night = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    with plan.at("2026-11-17 09:00"):
        verdicts = tell(ana, plan.punch("in", "2026-11-16 21:53"), plan.punch("out", "2026-11-17 06:08"))
        assert [each["verdict"] for each in verdicts] == ["accepted", "accepted"]
        rows = attendance(sam)
    assert [(row["shift_id"], row["on"], row["state"]) for row in rows] == [(night, "2026-11-16", "worked")]
    row = rows[0]
    assert (row["inside_minutes"], row["early_minutes"], row["over_minutes"]) == (480, 7, 8)
    assert (row["worked_minutes"], row["late_minutes"], row["flags"]) == (488, 0, ["stayed_over"])


def test_the_same_again_changes_nothing(plan, cast, ana, sam):
    night = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    with plan.at("2026-11-17 07:00"):
        came, left = plan.punch("in", "2026-11-16 22:00"), plan.punch("out", "2026-11-17 06:00")
        tell(ana, came, left)
        before = of_shift(sam, night)
        again = tell(ana, left, came)
        assert [each["verdict"] for each in again] == ["duplicate", "duplicate"]
        assert of_shift(sam, night) == before


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_two_nights_read_the_same_in_whatever_order_their_punches_arrive(plan, cast, ana, sam, order):
    """The clock-out of a night must not land on the next evening's shift."""
    first = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    second = plan.shift(cast.ana, "2026-11-17 22:00", "2026-11-18 06:00")
    punches = [
        plan.punch("in", "2026-11-16 22:00"),
        plan.punch("out", "2026-11-17 06:00"),
        plan.punch("in", "2026-11-17 22:00"),
        plan.punch("out", "2026-11-18 06:00"),
    ]
    with plan.at("2026-11-18 10:00"):
        for number in order:
            tell(ana, punches[number])
        rows = {row["shift_id"]: row for row in attendance(sam)}
        assert {id_: (row["state"], row["worked_minutes"]) for id_, row in rows.items()} == {
            first: ("worked", 480),
            second: ("worked", 480),
        }
        assert bundle(ana)["questions"] == []


def test_a_guard_who_leaves_after_midnight_is_not_absent_on_the_next_day(plan, cast, ana, sam):
    evening = plan.shift(cast.ana, "2026-11-16 16:00", "2026-11-17 00:00")
    morning = plan.shift(cast.ana, "2026-11-17 16:00", "2026-11-18 00:00")
    with plan.at("2026-11-17 00:40"):
        tell(ana, plan.punch("in", "2026-11-16 15:58"), plan.punch("out", "2026-11-17 00:25"))
        assert (of_shift(sam, evening)["state"], of_shift(sam, evening)["over_minutes"]) == ("worked", 25)
        assert of_shift(sam, morning)["state"] == "planned"


def test_a_clock_in_for_the_next_night_long_before_it_is_not_the_clock_in_of_the_last(plan, cast, ana, sam):
    first = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    second = plan.shift(cast.ana, "2026-11-17 22:00", "2026-11-18 06:00")
    with plan.at("2026-11-18 06:30"):
        tell(ana, plan.punch("in", "2026-11-17 21:40"), plan.punch("out", "2026-11-18 06:00"))
        assert of_shift(sam, first)["state"] == "absent"
        assert (of_shift(sam, second)["state"], of_shift(sam, second)["early_minutes"]) == ("worked", 20)


NIGHTS = [
    ("Europe/London", "2026-03-28 22:00", "2026-03-29 06:00", 420),
    ("Europe/London", "2026-10-24 22:00", "2026-10-25 06:00", 540),
    ("America/Los_Angeles", "2026-03-07 22:00", "2026-03-08 06:00", 420),
    ("America/Los_Angeles", "2026-10-31 22:00", "2026-11-01 06:00", 540),
    ("Asia/Shanghai", "2026-03-28 22:00", "2026-03-29 06:00", 480),
    ("Asia/Shanghai", "2026-10-24 22:00", "2026-10-25 06:00", 480),
]


@pytest.mark.parametrize(("zone", "starts", "ends", "minutes"), NIGHTS)
def test_a_night_has_as_many_minutes_as_its_clocks_let_it_have(
    plan, cast, ana, sam, zone, starts, ends, minutes
):
    plan.in_zone(zone)
    night = plan.shift(cast.ana, starts, ends)
    with plan.at(ends.replace("06:00", "09:00")):
        tell(ana, plan.punch("in", starts), plan.punch("out", ends))
        row = of_shift(sam, night)
        assert (row["on"], row["planned_minutes"], row["worked_minutes"]) == (starts[:10], minutes, minutes)
        assert (row["state"], row["late_minutes"], row["flags"]) == ("worked", 0, [])


def test_in_the_hour_that_is_there_twice_the_instant_counts_not_the_clock(plan, cast, ana, sam):
    """01:30 is twice on that night in London; the phone tells which."""
    plan.in_zone("Europe/London")
    night = plan.shift(cast.ana, "2026-10-24 22:00", "2026-10-25 06:00")
    second = local("2026-10-25 01:30", "Europe/London").replace(fold=1)
    with plan.at("2026-10-25 09:00"):
        left = event("schedules.punch", {"kind": "out", "site_id": cast.north_gate}, second)
        tell(ana, plan.punch("in", "2026-10-24 22:00"), left)
        assert of_shift(sam, night)["worked_minutes"] == 270


def test_a_double_shift_is_clocked_out_of_once(plan, cast, ana, sam):
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 20:00")
    night = plan.shift(cast.ana, "2026-11-16 20:00", "2026-11-17 08:00")
    with plan.at("2026-11-17 09:00"):
        tell(ana, plan.punch("in", "2026-11-16 08:00"), plan.punch("out", "2026-11-17 08:00"))
        assert [of_shift(sam, id_)["worked_minutes"] for id_ in (day, night)] == [720, 720]


def test_a_split_shift_keeps_its_two_stays(plan, cast, ana, sam):
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 20:00")
    with plan.at("2026-11-16 21:00"):
        tell(
            ana,
            plan.punch("in", "2026-11-16 08:00"),
            plan.punch("out", "2026-11-16 12:00"),
            plan.punch("in", "2026-11-16 14:00"),
            plan.punch("out", "2026-11-16 20:00"),
        )
        assert of_shift(sam, day)["worked_minutes"] == 600


def test_breaks_of_the_plan_are_no_work(plan, cast, ana, sam):
    pause = ({"after_minutes": 240, "minutes": 60, "paid": False},)
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 17:00", breaks=pause)
    with plan.at("2026-11-16 18:00"):
        tell(ana, plan.punch("in", "2026-11-16 08:00"), plan.punch("out", "2026-11-16 17:00"))
        row = of_shift(sam, day)
        assert (row["planned_minutes"], row["worked_minutes"], row["break_minutes"]) == (480, 480, 60)


def test_work_that_nobody_planned_is_work_all_the_same(plan, cast, ana, sam, hui):
    with plan.at("2026-11-17 09:00"):
        tell(ana, plan.punch("in", "2026-11-16 20:00"), plan.punch("out", "2026-11-17 02:00"))
        found = hui.get(f"/api/v1/timesheets/{cast.ana}?from_on=2026-11-16&until_on=2026-11-17").get_json()
        assert found["worked_minutes"] == 360
        assert [each["on"] for each in found["unplanned"]] == ["2026-11-16"]


def test_a_week_offline_is_kept_whole_and_flagged_as_late(plan, cast, ana, sam):
    shifts = [plan.shift(cast.ana, f"2026-11-{day} 08:00", f"2026-11-{day} 16:00") for day in range(10, 17)]
    with plan.at("2026-11-18 09:00"):
        told = [
            plan.punch(kind, f"2026-11-{day} {at}")
            for day in range(10, 17)
            for kind, at in (("out", "16:00"), ("in", "08:00"))
        ]
        assert {each["verdict"] for each in tell(ana, *told)} == {"accepted"}
        rows = {row["shift_id"]: row for row in attendance(sam)}
        assert {rows[id_]["worked_minutes"] for id_ in shifts} == {480}
        assert all(rows[id_]["flags"] == ["received_late"] for id_ in shifts)


def test_a_punch_outside_is_kept_with_a_flag_and_refused_only_at_once(plan, cast, ana, sam):
    settings = {"geofence": "block", "radius_m": 100, "photo": True, "methods": ["gps", "camera"]}
    answer = sam.put(f"/api/v1/attendance/settings?site_id={cast.north_gate}", json=settings)
    assert answer.status_code == 200, answer.get_json()
    away, here = {"lat": 31.25, "lon": 121.4737}, {"lat": 31.2305, "lon": 121.4737}
    with plan.at("2026-11-16 08:00"):
        told = tell(ana, plan.punch("in", "2026-11-16 08:00", accuracy_m=10, method="gps", **away))
        assert told[0]["verdict"] == "accepted"
        assert told[0]["flags"] == ["photo_missing", "outside_geofence"]
        said = {"kind": "in", "site_id": cast.north_gate, "method": "gps", "accuracy_m": 10}
        refused = ana.post("/api/v1/my/punches", json={"id": new_id(), **said, **away})
        assert (refused.status_code, refused.get_json()["code"]) == (422, "clocking.outside_geofence")
        id_ = new_id()
        kept = ana.post("/api/v1/my/punches", json={"id": id_, **said, **here})
        assert (kept.status_code, kept.get_json()["flags"]) == (201, ["photo_missing"])
        again = ana.post("/api/v1/my/punches", json={"id": id_, **said, **here})
        assert again.get_json() == kept.get_json()
    with plan.app.app_context():
        assert db.session.query(Punch).count() == 2


def test_the_code_at_the_gate_says_where_it_was(plan, app, cast, ana, sam):
    with app.app_context():
        spot = build_estate(cast.organisation_id, cast.north_gate).spots[0]
    with plan.at("2026-11-16 08:10"):
        by_code = plan.punch("in", "2026-11-16 08:00", method="camera", code=spot.code)
        unknown = plan.punch("out", "2026-11-16 08:10", method="typed", code="NOSUCHCODE")
        told = tell(ana, by_code, unknown)
        assert [each["flags"] for each in told] == [[], ["code_unknown"]]
        rows = sam.get("/api/v1/punches").get_json()["items"]
    assert {row["id"]: row["checkpoint_id"] for row in rows} == {
        id_of(by_code): spot.id,
        id_of(unknown): None,
    }


def test_a_punch_at_a_site_of_others_is_refused_and_may_be_sent_corrected(plan, cast, ana):
    with plan.at("2026-11-16 08:00"):
        id_ = new_id()
        told = tell(ana, plan.punch("in", "2026-11-16 08:00", id_, site_id=cast.harbour))
        assert (told[0]["verdict"], told[0]["code"]) == ("rejected", "clocking.site_unknown")
        assert tell(ana, plan.punch("in", "2026-11-16 08:00", id_))[0]["verdict"] == "accepted"


def test_a_supervisor_writes_down_a_punch_for_another_and_never_for_oneself(plan, cast, ana, sam):
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    said = {"site_id": cast.north_gate, "kind": "in", "note": "Phone broken"}
    with plan.at("2026-11-16 08:30"):
        at = {"at": "2026-11-16T00:01:00Z"}
        kept = sam.post("/api/v1/punches", json={"person_id": cast.ana, **said, **at})
        assert (kept.status_code, kept.get_json()["flags"]) == (201, ["by_supervisor"])
        own = sam.post("/api/v1/punches", json={"person_id": cast.sam, **said, **at})
        assert (own.status_code, own.get_json()["code"]) == (403, "clocking.not_oneself")
        later = {"at": "2026-11-16T09:00:00Z"}
        assert sam.post("/api/v1/punches", json={"person_id": cast.ana, **said, **later}).status_code == 422
        assert of_shift(sam, day)["state"] == "working"
