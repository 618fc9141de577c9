"""Minutes by class for payroll; a locked period stays, and what is learnt later comes with the next."""

import csv
import io
from pathlib import Path

from guard_api.database import db
from schedules.leave.models import LeaveRequest
from tests.schedules.clocking.stock import local, tell

NOVEMBER = {"from_on": "2026-11-01", "until_on": "2026-11-15"}
LATER = {"from_on": "2026-11-16", "until_on": "2026-11-30"}
URL = "/api/v1/timesheets"


def sheet(client, period: dict, name: str = "Ana") -> dict:
    answer = client.get(URL, query_string=period)
    assert answer.status_code == 200, answer.get_json()
    return next(row for row in answer.get_json()["items"] if row["name"] == name)


def minutes(row: dict) -> tuple:
    return tuple(row["minutes"][name] for name in ("normal", "150", "200", "300", "night", "leave"))


def night_and_day(plan, cast, ana) -> None:
    """Tuesday 10:00 to 22:00 with two hours more, Saturday night 22:00 to 06:00."""
    plan.shift(cast.ana, "2026-11-10 10:00", "2026-11-10 20:00")
    plan.shift(cast.ana, "2026-11-14 22:00", "2026-11-15 06:00")
    with plan.at("2026-11-15 08:00"):
        tell(
            ana,
            plan.punch("in", "2026-11-10 10:00"),
            plan.punch("out", "2026-11-10 22:00"),
            plan.punch("in", "2026-11-14 22:00"),
            plan.punch("out", "2026-11-15 06:00"),
        )


def test_minutes_fall_into_the_classes_of_the_persons_law(plan, cast, ana, hui):
    night_and_day(plan, cast, ana)
    with plan.at("2026-11-16 09:00"):
        row = sheet(hui, NOVEMBER)
        # Tuesday: 8 h normal, 4 h at 150 %. Saturday is a day of rest: its night is at 200 %.
        assert minutes(row) == (480, 240, 480, 0, 480, 0)
        assert (row["worked_minutes"], row["shifts"], row["law_pack"]) == (1200, 2, "cn_standard")
        found = hui.get(f"{URL}/{cast.ana}", query_string=NOVEMBER).get_json()
        assert [
            (day["on"], sum(day["minutes"][c] for c in ("normal", "150", "200"))) for day in found["days"]
        ] == [
            ("2026-11-10", 720),
            ("2026-11-14", 480),
        ]


def test_a_locked_period_stays_and_what_comes_later_is_an_adjustment_of_the_next(plan, cast, ana, hui, sam):
    night_and_day(plan, cast, ana)
    with plan.at("2026-11-15 20:00"):
        early = hui.post(URL + "/lock", json=NOVEMBER)
        assert (early.status_code, early.get_json()["code"]) == (409, "timesheets.not_over")
    with plan.at("2026-11-16 09:00"):
        assert hui.post(URL + "/lock", json=NOVEMBER).status_code == 201
        again = hui.post(URL + "/lock", json=NOVEMBER)
        assert again.get_json()["code"] == "timesheets.locked_already"
        assert sam.post(URL + "/lock", json=NOVEMBER).status_code == 403
    with plan.at("2026-11-17 09:00"):
        # A phone that was in a drawer: Thursday, three hours that nobody planned.
        tell(ana, plan.punch("in", "2026-11-12 09:00"), plan.punch("out", "2026-11-12 12:00"))
        row = sheet(hui, NOVEMBER)
        assert (minutes(row), row["moved_since"]) == ((480, 240, 480, 0, 480, 0), True)
        tell(ana, plan.punch("in", "2026-11-16 08:00"), plan.punch("out", "2026-11-16 10:00"))
        later = sheet(hui, LATER)
        assert (later["minutes"]["normal"], later["adjustments"]["normal"]) == (120, 180)
        assert [each["from_on"] for each in later["adjusts"]] == ["2026-11-01"]


def test_an_adjustment_is_told_once_and_taken_back_with_its_lock(plan, cast, ana, hui):
    night_and_day(plan, cast, ana)
    with plan.at("2026-11-16 09:00"):
        first = hui.post(URL + "/lock", json=NOVEMBER).get_json()["id"]
        tell(ana, plan.punch("in", "2026-11-12 09:00"), plan.punch("out", "2026-11-12 12:00"))
        tell(ana, plan.punch("in", "2026-11-16 08:00"), plan.punch("out", "2026-11-16 08:30"))
    december = {"from_on": "2026-12-01", "until_on": "2026-12-31"}
    plan.shift(cast.ana, "2026-12-01 08:00", "2026-12-01 16:00")
    with plan.at("2026-12-01 17:00"):
        tell(ana, plan.punch("in", "2026-12-01 08:00"), plan.punch("out", "2026-12-01 16:00"))
        second = hui.post(URL + "/lock", json=LATER).get_json()["id"]
        assert sheet(hui, LATER)["adjustments"]["normal"] == 180
        assert sheet(hui, december)["adjustments"]["normal"] == 0
        reason = {"reason": "Wrong month"}
        refused = hui.post(URL + "/unlock", json={"lock_id": first, **reason})
        assert refused.get_json()["code"] == "timesheets.put_right_later"
        assert hui.post(URL + "/unlock", json={"lock_id": second, **reason}).status_code == 200
        assert sheet(hui, LATER)["adjustments"]["normal"] == 180
        assert hui.post(URL + "/unlock", json={"lock_id": first, **reason}).status_code == 200
        assert sheet(hui, NOVEMBER)["minutes"]["normal"] == 480 + 180
        states = [lock["unlocked_at"] is not None for lock in hui.get(URL + "/locks").get_json()["items"]]
        assert states == [True, True]


def test_the_file_for_payroll_has_the_columns_that_are_documented(plan, cast, ana, hui):
    night_and_day(plan, cast, ana)
    with plan.at("2026-11-16 09:00"):
        answer = hui.get(URL, query_string=NOVEMBER | {"format": "csv"})
        sheet_file = hui.get(URL, query_string=NOVEMBER | {"format": "xlsx"})
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[0]["Name"] == "Ana"
    assert (rows[0]["Normal minutes"], rows[0]["Overtime 150 % minutes"]) == ("480", "240")
    assert (rows[0]["Overtime 200 % minutes"], rows[0]["Night minutes"], rows[0]["Locked"]) == (
        "480",
        "480",
        "0",
    )
    assert sheet_file.get_data()[:2] == b"PK"
    documented = Path("docs/api.md").read_text()
    assert all(f"| {heading} |" in documented for heading in rows[0])


def test_leave_is_told_in_minutes_of_the_shifts_it_excused(plan, app, cast, ana, hui):
    with app.app_context():
        on = local("2026-11-10 00:00").date()
        db.session.add(
            LeaveRequest(
                organisation_id=cast.organisation_id,
                person_id=cast.ana,
                kind="sick",
                from_on=on,
                until_on=on,
                half_days=2,
                asked_by=cast.ana,
                state="approved",
            )
        )
        db.session.commit()
    plan.shift(cast.ana, "2026-11-10 08:00", "2026-11-10 16:00")
    with plan.at("2026-11-16 09:00"):
        assert minutes(sheet(hui, NOVEMBER)) == (0, 0, 0, 0, 0, 480)


def test_a_supervisor_sees_the_timesheets_of_the_own_people_only(plan, cast, ana, sam, admin):
    night_and_day(plan, cast, ana)
    with plan.at("2026-11-16 09:00"):
        assert sheet(sam, NOVEMBER)["name"] == "Ana"
        query = NOVEMBER | {"site_id": cast.south_tower}
        assert sam.get(URL, query_string=query).status_code == 404
        assert admin.get(URL, query_string=query).get_json()["items"] == []
