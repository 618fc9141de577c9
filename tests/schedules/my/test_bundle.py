"""What a phone carries of its guard's shifts."""

from tests.schedules.clocking.stock import bundle, tell


def test_a_guard_sees_a_week_back_and_six_weeks_ahead(plan, cast, ana):
    ids = [
        plan.shift(cast.ana, f"{day} 08:00", f"{day} 16:00")
        for day in ("2026-11-01", "2026-11-10", "2026-11-16", "2026-12-20", "2027-01-20")
    ]
    with plan.at("2026-11-15 12:00"):
        assert [shift["id"] for shift in bundle(ana)["shifts"]] == ids[1:4]


def test_mates_are_those_who_are_there_at_the_same_time(plan, cast, ana):
    plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    plan.shift(cast.ben, "2026-11-16 12:00", "2026-11-16 20:00", slot=2)
    plan.shift(cast.sam, "2026-11-16 16:00", "2026-11-16 20:00", slot=3)
    with plan.at("2026-11-15 12:00"):
        shift = bundle(ana)["shifts"][0]
    assert shift["mates"] == [{"name": "Ben", "post": "Gate"}]
    assert (shift["post"], shift["state"]) == ("Gate", "unconfirmed")


def test_nothing_new_costs_nothing(plan, cast, ana):
    plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    with plan.at("2026-11-15 12:00"):
        first = ana.get("/api/v1/my/shifts")
        again = ana.get("/api/v1/my/shifts", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
    with plan.at("2026-11-16 08:01"):
        tell(ana, plan.punch("in", "2026-11-16 08:00"))
        third = ana.get("/api/v1/my/shifts", headers={"If-None-Match": first.headers["ETag"]})
        assert third.status_code == 200


def test_hours_and_overtime_so_far_are_those_of_the_month(plan, cast, ana):
    plan.shift(cast.ana, "2026-11-10 08:00", "2026-11-10 18:00")
    plan.shift(cast.ana, "2026-11-20 08:00", "2026-11-20 16:00")
    with plan.at("2026-11-15 12:00"):
        tell(ana, plan.punch("in", "2026-11-10 08:00"), plan.punch("out", "2026-11-10 18:00"))
        hours = bundle(ana)["hours"]
    assert (hours["from_on"], hours["until_on"], hours["open_shifts"]) == ("2026-11-01", "2026-11-30", 1)
    assert (hours["worked_minutes"], hours["normal_minutes"], hours["overtime_150_minutes"]) == (
        600,
        480,
        120,
    )
    assert (hours["planned_minutes"], hours["overtime_limit_minutes"]) == (1080, 36 * 60)


def test_nobody_carries_what_is_others(plan, cast, ana, ben):
    plan.shift(cast.ben, "2026-11-16 08:00", "2026-11-16 16:00")
    with plan.at("2026-11-16 08:01"):
        tell(ben, plan.punch("in", "2026-11-16 08:00"))
        hers = bundle(ana)
    assert (hers["shifts"], hers["punches"], hers["attendance"], hers["hours"]) == ([], [], [], None)
    assert [site["name"] for site in hers["sites"]] == ["North Gate Estate"]


def test_what_a_site_asks_of_a_punch_goes_with_it(plan, cast, ana, sam):
    asked = {"geofence": "block", "radius_m": 80, "photo": False, "methods": ["gps"]}
    sam.put(f"/api/v1/attendance/settings?site_id={cast.north_gate}", json=asked)
    clocking = bundle(ana)["sites"][0]["clocking"]
    assert {name: clocking[name] for name in asked} == asked


def test_a_shift_that_is_offered_is_carried_by_whoever_could_take_it(plan, cast, ana, ben, sam):
    plan.shift(cast.ana, "2026-11-30 08:00", "2026-11-30 16:00")
    with plan.at("2026-11-15 12:00"):
        shift_id = bundle(ana)["shifts"][0]["id"]
        answer = ana.post(f"/api/v1/my/shifts/{shift_id}/give-away", json={"reason": "Exam"})
        assert answer.status_code in (200, 201), answer.get_json()
        hers, his = bundle(ana)["offers"], bundle(ben)["offers"]
    assert [(one["mine"], one["shift"]["id"], one["shift"]["post"]) for one in hers] == [
        (True, shift_id, "Gate")
    ]
    assert [(one["mine"], one["from"], one["claim"]) for one in his] == [(False, "Ana", None)]
