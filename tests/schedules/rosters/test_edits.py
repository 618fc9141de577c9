"""Changing a roster by hand: tried, made, taken back, and never over somebody else's head."""

import pytest

from tests.schedules.rosters.stock import day, draft, edit, make_post, places


@pytest.fixture
def roster(sam, estate):
    return draft(sam, estate)


def put(found, number, code, person_id) -> dict:
    return {"shift_id": found[day(number), code]["id"], "person_id": person_id}


def test_a_try_says_what_would_break_in_both_languages_with_the_article(sam, cast, roster):
    found = places(sam, roster)
    week = [put(found, number, "D", cast.ana) for number in range(7)]
    tried = edit(sam, roster, *week, dry_run=True)
    rest = next(one for one in tried["violations"]["new"] if one["rule_id"] == "cn.rest_day")
    assert (rest["level"], rest["person_id"], rest["article"]) == (
        "hard",
        cast.ana,
        {"zh": "劳动法第38条", "en": "Labour Law, art. 38"},
    )
    assert rest["sentence"]["zh"].startswith("Ana在2030年3月4日至2030年3月10日这一周休息0天")
    assert "Ana has 0 days off in the week" in rest["sentence"]["en"]
    edit(sam, roster, *week)
    mended = edit(sam, roster, put(found, 6, "D", None), dry_run=True)
    assert "cn.rest_day" in [one["rule_id"] for one in mended["violations"]["gone"]]


def test_two_shifts_at_once_are_seen_across_rosters(sam, admin, cast, estate, app):
    north = draft(admin, estate)
    with app.app_context():
        from guard_api.database import db
        from tests.schedules.rosters.stock import ask_for

        post = make_post(cast, "South door", cast.south_tower)
        ask_for(cast, post, estate.day)
        db.session.commit()
    south = draft(admin, estate, name="South", sites=[cast.south_tower])
    edit(admin, north, put(places(admin, north), 0, "D", cast.ana))
    tried = edit(admin, south, put(places(admin, south), 0, "D", cast.ana), dry_run=True)
    assert "overlap" in [one["kind"] for one in tried["violations"]["new"]]


def test_a_stale_editor_is_told_and_writes_over_nothing(sam, admin, cast, roster):
    found = places(sam, roster)
    edit(sam, roster, put(found, 0, "D", cast.ana))
    late = admin.post(
        f"/api/v1/rosters/{roster['id']}/edits",
        json={"edit_number": 0, "changes": [put(found, 0, "D", cast.ben)]},
    )
    assert late.status_code == 409
    assert (late.get_json()["code"], late.get_json()["edit_number"]) == ("rosters.stale", 1)
    assert places(sam, roster)[day(0), "D"]["person_id"] == cast.ana


def test_an_edit_needs_the_number_that_its_author_saw(sam, cast, roster):
    found = places(sam, roster)
    answer = sam.post(
        f"/api/v1/rosters/{roster['id']}/edits", json={"changes": [put(found, 0, "D", cast.ana)]}
    )
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["path"] == "/edit_number"


def step(client, roster, way, status=200, **more):
    head = client.get(f"/api/v1/rosters/{roster['id']}").get_json()
    answer = client.post(
        f"/api/v1/rosters/{roster['id']}/{way}", json={"edit_number": head["edit_number"], **more}
    )
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def test_undo_and_redo_reach_across_requests(sam, cast, roster):
    found = places(sam, roster)
    edit(sam, roster, put(found, 0, "D", cast.ana), put(found, 1, "D", cast.ben))
    edit(sam, roster, put(found, 0, "D", cast.ben))
    step(sam, roster, "undo")
    assert places(sam, roster)[day(0), "D"]["person_id"] == cast.ana
    step(sam, roster, "undo")
    assert {one["person_id"] for one in places(sam, roster).values()} == {None}
    assert step(sam, roster, "undo", 409)["code"] == "rosters.nothing_to_undo"
    step(sam, roster, "redo")
    step(sam, roster, "redo")
    assert places(sam, roster)[day(0), "D"]["person_id"] == cast.ben
    assert step(sam, roster, "redo", 409)["code"] == "rosters.nothing_to_redo"


def test_after_another_edit_what_was_undone_cannot_come_back(sam, cast, roster):
    found = places(sam, roster)
    edit(sam, roster, put(found, 0, "D", cast.ana))
    step(sam, roster, "undo")
    edit(sam, roster, put(found, 1, "D", cast.ben))
    assert step(sam, roster, "redo", 409)["code"] == "rosters.nothing_to_redo"
    head = sam.get(f"/api/v1/rosters/{roster['id']}").get_json()
    assert (head["undo"], head["redo"]) == ("edit", None)


def test_an_extra_place_comes_goes_and_comes_back(sam, cast, estate, roster):
    new = {"post_id": estate.gate, "shift_type_id": estate.day, "on": day(2), "person_id": cast.ana}
    added = edit(sam, roster, {"add": new})["shifts"][0]
    assert (added["extra"], added["person_id"], added["minutes"]) == (True, cast.ana, 420)
    step(sam, roster, "undo")
    assert sam.get(f"/api/v1/rosters/{roster['id']}").get_json()["places"] == 14
    step(sam, roster, "redo")
    assert sam.get(f"/api/v1/rosters/{roster['id']}").get_json()["places"] == 15
    edit(sam, roster, {"shift_id": added["id"], "cancelled": True})
    assert sam.get(f"/api/v1/rosters/{roster['id']}").get_json()["places"] == 14


def test_a_lock_stays_with_the_cell_and_is_no_assignment(sam, roster):
    found = places(sam, roster)
    locked = edit(sam, roster, {"shift_id": found[day(0), "N"]["id"], "locked": True})
    assert locked["violations"] == {"new": [], "gone": []}
    assert places(sam, roster)[day(0), "N"]["locked"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"shift_id": "00000000-0000-7000-8000-000000000000", "locked": True}, 404, "rosters.shift_unknown"),
        ({"person_id": "00000000-0000-7000-8000-000000000000"}, 422, "rosters.person_unknown"),
        ({"end_at": "2030-03-04T00:00:00Z"}, 422, "rosters.ends_before_start"),
        ({}, 422, "invalid"),
    ],
)
def test_what_cannot_be_is_refused(sam, roster, change, status, code):
    found = places(sam, roster)
    answer = edit(sam, roster, {"shift_id": found[day(0), "D"]["id"]} | change, status=status)
    assert answer["code"] == code


def test_a_stranger_cannot_be_put_on_a_shift(sam, cast, roster):
    found = places(sam, roster)
    assert edit(sam, roster, put(found, 0, "D", cast.cleo), status=422)["code"] == "rosters.person_unknown"


def test_times_of_one_shift_can_be_moved(sam, cast, roster):
    shift = places(sam, roster)[day(0), "D"]
    moved = {"shift_id": shift["id"], "start_at": "2030-03-04T01:00:00Z", "person_id": cast.ana}
    assert edit(sam, roster, moved)["shifts"][0]["minutes"] == 360


def test_the_weeks_of_an_earlier_roster_are_laid_on_a_later_one(sam, cast, estate, roster):
    from datetime import timedelta

    from tests.schedules.rosters.stock import MONDAY

    edit(sam, roster, put(places(sam, roster), 0, "N", cast.ana), put(places(sam, roster), 3, "D", cast.ben))
    later = draft(sam, estate, from_on=MONDAY + timedelta(days=28), name="April")
    answer = sam.post(
        f"/api/v1/rosters/{later['id']}/copy-from",
        json={"edit_number": 0, "from_roster_id": roster["id"]},
    )
    assert answer.status_code == 200, answer.get_json()
    found = places(sam, later)
    assert found[day(28), "N"]["person_id"] == cast.ana
    assert found[day(31), "D"]["person_id"] == cast.ben
    assert sum(one["person_id"] is not None for one in found.values()) == 2
