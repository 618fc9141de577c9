"""A call-off in the evening: who could come, how to go on, and why a shift stays vacant."""

from datetime import timedelta

import pytest

from guard_api.database import db
from schedules.rosters.models import Shift
from tests.schedules.planning.month import FIRST, Month
from tests.schedules.planning.test_solving import ROSTERS, edited, hard_violations, made, shifts_of, solved
from tests.schedules.stock import make_guard, make_leave


@pytest.fixture
def week(app, cast):
    with app.app_context():
        month = Month(cast, guards=34, days=7).build()
        db.session.commit()
    return month


@pytest.fixture
def roster(app, admin, week):
    roster_id = made(admin, week)
    solved(app, admin, roster_id, seconds=3)
    admin.post(f"{ROSTERS}/{roster_id}/solve/apply")
    return roster_id


def a_shift(app, cast, roster_id, site_id, *, day=3) -> Shift:
    found = [s for s in shifts_of(app, cast, roster_id) if s.site_id == site_id and s.person_id]
    return next(s for s in found if s.on == FIRST + timedelta(days=day))


def replacements(client, shift_id: str) -> dict:
    answer = client.get(f"/api/v1/shifts/{shift_id}/replacements")
    assert answer.status_code == 200, answer.json
    return answer.json


def test_replacements_are_legal_ranked_and_say_why(app, cast, admin, week, roster):
    shift = a_shift(app, cast, roster, week.sites[1])
    found = replacements(admin, shift.id)
    everybody = [one["person"]["id"] for one in found["ranked"] + found["excluded"]]
    assert shift.person_id not in everybody
    assert len(everybody) == len(set(everybody)) == 34 + 2 - 1
    assert [one["rank"] for one in found["ranked"]] == list(range(1, len(found["ranked"]) + 1))
    first = found["ranked"][0]
    assert sum(first["overtime_cost"].values()) == 660
    assert first["why"]["zh"]
    assert first["why"]["en"]
    edited(admin, roster, changes=[{"shift_id": shift.id, "person_id": first["person"]["id"]}])
    assert hard_violations(admin, roster) == []


def test_who_is_excluded_is_told_with_the_reason(app, cast, admin, week, roster):
    shift = a_shift(app, cast, roster, week.sites[1])
    busy = next(
        s.person_id
        for s in shifts_of(app, cast, roster)
        if s.on == shift.on and s.person_id not in (None, shift.person_id) and s.start_at == shift.start_at
    )
    reasons = {one["person"]["id"]: one["reasons"] for one in replacements(admin, shift.id)["excluded"]}
    assert {one["rule_id"] for one in reasons[busy]} & {"overlap", "roster.site"}
    assert "roster.site" in {one["rule_id"] for one in reasons[cast.ana]}


def test_of_many_everybody_who_may_is_ranked(app, cast, admin, week, roster):
    with app.app_context():
        for number in range(200):
            make_guard(cast.organisation_id, f"More {number:03}", week.sites[1])
        db.session.commit()
    shift = a_shift(app, cast, roster, week.sites[1])
    found = replacements(admin, shift.id)
    assert len(found["ranked"]) > 150
    assert [one["rank"] for one in found["ranked"]] == list(range(1, len(found["ranked"]) + 1))


def test_who_called_off_is_nobodys_replacement_there(app, cast, admin, week, roster):
    shift = a_shift(app, cast, roster, week.sites[0])
    assert admin.post(f"{ROSTERS}/{roster}/publish?accept=true", json={}).status_code == 200
    said = admin.post(f"/api/v1/shifts/{shift.id}/call-off", json={"reason": "sick"})
    assert said.status_code == 201, said.json
    found = replacements(admin, shift.id)
    assert shift.person_id not in {one["person"]["id"] for one in found["ranked"]}
    reasons = {one["person"]["id"]: one["reasons"] for one in found["excluded"]}
    assert [one["rule_id"] for one in reasons[shift.person_id]] == ["roster.called_off"]


def test_a_call_off_is_repaired_by_moving_as_few_as_can_be(app, cast, admin, week, roster):
    shift = a_shift(app, cast, roster, week.sites[0])
    answer = admin.post(f"{ROSTERS}/{roster}/repair", json={"shift_ids": [shift.id], "seconds": 8})
    assert answer.status_code == 200, answer.json
    found = answer.json
    assert found["vacant_after"] < found["vacant_before"]
    assert found["moved"] == 0
    (change,) = [one for one in found["changes"] if one["shift_id"] == shift.id]
    assert change["person_id"] not in (None, shift.person_id)
    edited(
        admin,
        roster,
        changes=[{"shift_id": one["shift_id"], "person_id": one["person_id"]} for one in found["changes"]],
    )
    assert hard_violations(admin, roster) == []


def test_a_person_who_is_away_for_days_gets_no_shift_in_them(app, cast, admin, week, roster):
    person_id = a_shift(app, cast, roster, week.sites[0]).person_id
    away = {"person_id": person_id, "from_on": str(FIRST + timedelta(days=2)), "until_on": str(week.until)}
    found = admin.post(f"{ROSTERS}/{roster}/repair", json={"away": [away], "seconds": 8}).json
    assert person_id not in [
        one["person_id"] for one in found["changes"] if one["shift"]["on"] >= away["from_on"]
    ]
    assert found["vacant_after"] < found["vacant_before"]


def test_a_shift_of_another_roster_cannot_be_repaired(cast, admin, week, roster):
    asked = {"shift_ids": [cast.ana]}
    assert admin.post(f"{ROSTERS}/{roster}/repair", json=asked).json["code"] == "planning.shift_elsewhere"
    assert admin.post(f"{ROSTERS}/{roster}/repair", json={}).status_code == 422


def test_a_vacant_shift_is_explained_by_names_and_rules(app, cast, admin, week, roster):
    """Everybody of the yard is on leave or at work: the shift says so, and whom it holds back."""
    site_id = week.sites[2]
    there = [s for s in shifts_of(app, cast, roster) if s.site_id == site_id]
    shift = next(s for s in there if s.on == FIRST + timedelta(days=3) and s.person_id)
    at_work = {s.person_id for s in shifts_of(app, cast, roster) if s.on == shift.on}
    with app.app_context():
        for person_id in set(week.people) - at_work | {shift.person_id}:
            make_leave(cast.organisation_id, person_id, shift.on, shift.on, state="approved")
        db.session.commit()
    edited(admin, roster, changes=[{"shift_id": shift.id, "person_id": None}])
    found = admin.get(f"{ROSTERS}/{roster}/explanation").json
    (one,) = [one for one in found["uncovered"] if one["shift"]["id"] == shift.id]
    assert {each["kind"] for each in one["obstacles"]} <= {"leave", "overlap", "rest_between"}
    assert any(each["kind"] == "leave" for each in one["obstacles"])
    assert "on leave" in one["sentence"]["en"]
    assert "休假" in one["sentence"]["zh"]


def test_a_full_roster_has_nothing_to_explain(admin, week, roster):
    found = admin.get(f"{ROSTERS}/{roster}/explanation").json
    assert (found["missing"], found["uncovered"]) == (0, [])


@pytest.mark.slow
def test_what_would_help_is_reckoned_after_a_search_that_left_shifts_vacant(app, cast, admin):
    with app.app_context():
        month = Month(cast, guards=18, days=7).build()
        db.session.commit()
    roster_id = made(admin, month)
    run = solved(app, admin, roster_id, seconds=5)
    assert run["progress"]["missing"] > 0
    admin.post(f"{ROSTERS}/{roster_id}/solve/apply")
    found = admin.get(f"{ROSTERS}/{roster_id}/explanation").json
    assert found["missing"] == run["progress"]["missing"]
    person = next(one for one in found["remedies"] if one["kind"] == "person")
    assert 0 < person["gain"] <= 7
    assert str(person["gain"]) in person["sentence"]["en"]
