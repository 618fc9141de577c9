"""Classroom training: places, the waiting list, the door, the instructor's word."""

from datetime import UTC, datetime, timedelta

import pytest

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.fields import iso
from guard_api.identity.models import Grant, Person
from tests.support.phone import event, send
from tests.training.stock import duty_of, make_module
from training.sessions.models import TrainingSession

URL = "/api/v1/training-sessions"
MINE = "/api/v1/my/training-sessions"
CHECKLIST = [
    {"key": "pin", "zh": "拔保险销", "en": "Pulls the pin", "required": True},
    {"key": "wind", "zh": "站上风", "en": "Stands upwind", "required": False},
]


@pytest.fixture
def module_id(app, cast) -> str:
    with app.app_context():
        return make_module(cast.organisation_id)


@pytest.fixture
def plan(sam, cast, module_id):
    """Plans a session at North Gate that begins in a minute, unless told otherwise; its answer."""

    def planned(client=sam, **facts):
        start = now() + timedelta(minutes=1)
        usual = {
            "module_id": module_id,
            "site_id": cast.north_gate,
            "room": "Canteen",
            "starts_at": iso(start),
            "ends_at": iso(start + timedelta(hours=2)),
            "places": 1,
        }
        answer = client.post(URL, json=usual | facts)
        assert answer.status_code == 201, answer.get_json()
        return answer.get_json()

    return planned


def book(client, session, **who):
    return client.post(f"{URL}/{session['id']}/book", json=who)


def door(client, session) -> dict:
    return client.get(f"{URL}/{session['id']}/door").get_json()


def sign_off(client, session, **word):
    return client.post(f"{URL}/{session['id']}/sign-off", json=word)


def begin(app, session_id: str, *, ago: timedelta = timedelta(hours=1)) -> None:
    """Move the session, so that it is running."""
    with app.app_context():
        found = db.session.query(TrainingSession).filter_by(id=session_id).one()
        length = found.ends_at - found.starts_at
        found.starts_at = datetime.now(UTC) - ago
        found.ends_at = found.starts_at + length
        db.session.commit()


def add_guard(app, cast, name: str) -> str:
    with app.app_context():
        person = Person(
            id=new_id(), organisation_id=cast.organisation_id, name=name, email=f"{name}@example.org"
        )
        db.session.add(person)
        db.session.flush()
        db.session.add(
            Grant(
                organisation_id=cast.organisation_id,
                person_id=person.id,
                role="guard",
                site_id=cast.north_gate,
            )
        )
        db.session.commit()
        return person.id


@pytest.mark.both_databases
def test_the_first_has_the_place_the_next_waits_and_moves_up(ana, ben, sam, plan):
    session = plan()
    assert book(ana, session).get_json()["state"] == "booked"
    waiting = book(ben, session).get_json()
    assert (waiting["state"], waiting["waiting_position"], waiting["free"]) == ("waiting", 1, 0)
    assert book(ben, session).get_json()["state"] == "waiting", "asking twice is asking once"
    left = ana.post(f"{URL}/{session['id']}/cancel", json={}).get_json()
    assert left["state"] is None
    [mine] = ben.get(MINE).get_json()["items"]
    assert (mine["state"], mine["waiting_position"]) == ("booked", None)
    [notice] = ben.get("/api/v1/my/notices").get_json()["items"]
    assert notice["kind"] == "session_place_free"
    shown = sam.get(f"{URL}/{session['id']}").get_json()
    assert {one["name"]: one["state"] for one in shown["people"]} == {"Ana": "cancelled", "Ben": "booked"}


@pytest.mark.both_databases
def test_more_places_move_the_longest_waiting_up_in_their_order(app, cast, sam, plan):
    session = plan()
    guards = [add_guard(app, cast, name) for name in ("gao", "he", "jin", "kang")]
    for id_ in guards:
        assert book(sam, session, person_id=id_).status_code == 200
    changed = sam.patch(f"{URL}/{session['id']}", json={"places": 3}).get_json()
    assert (changed["booked"], changed["waiting"]) == (3, 1)
    states = {one["person_id"]: one["state"] for one in changed["people"]}
    assert [states[id_] for id_ in guards] == ["booked", "booked", "booked", "waiting"]
    refused = sam.patch(f"{URL}/{session['id']}", json={"places": 2})
    assert refused.get_json()["code"] == "sessions.places_taken"


def test_a_session_called_off_tells_everybody_and_takes_nobody(ana, ben, sam, plan):
    session = plan()
    book(ana, session)
    book(ben, session)
    off = sam.patch(f"{URL}/{session['id']}", json={"cancelled": True, "cancel_reason": "Rain"}).get_json()
    assert off["cancelled_at"] is not None
    assert off["cancel_reason"] == "Rain"
    for guard in (ana, ben):
        kinds = [one["kind"] for one in guard.get("/api/v1/my/notices").get_json()["items"]]
        assert kinds == ["session_called_off"]
    assert book(ana, session).get_json()["code"] == "sessions.called_off"
    assert sam.patch(f"{URL}/{session['id']}", json={"places": 5}).get_json()["code"] == "sessions.called_off"


@pytest.mark.both_databases
def test_the_code_at_the_door_is_scanned_without_a_network_and_counts_once(app, ana, sam, plan):
    session = plan()
    book(ana, session)
    begin(app, session["id"])
    shown = door(sam, session)
    assert shown["url"] == f"https://patrol.example/s/{shown['code']}"
    scanned = event("training.session_attended", {"code": shown["url"]}, datetime.now(UTC))
    assert [one["verdict"] for _ in range(2) for one in send(ana, scanned)] == ["accepted", "duplicate"]
    [place] = sam.get(f"{URL}/{session['id']}").get_json()["people"]
    assert (place["state"], place["attended_by"], place["flags"]) == ("attended", "door", [])


def test_a_code_can_be_typed_in_small_letters_with_gaps(app, ana, sam, plan):
    session = plan()
    begin(app, session["id"])
    code = door(sam, session)["code"].lower()
    answer = ana.post(f"{MINE}/attend", json={"code": f"{code[:4]} {code[4:8]}-{code[8:]}"})
    assert (answer.status_code, answer.get_json()["state"]) == (200, "attended")


def test_doubts_about_the_door_are_flags_and_refuse_nothing(app, ana, ben, sam, plan):
    session = plan()
    book(ana, session)
    early = event("training.session_attended", {"session_id": session["id"]}, now() - timedelta(days=2))
    [verdict] = send(ben, early)
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["outside_hours", "no_code", "no_place"])
    begin(app, session["id"])
    again = event("training.session_attended", {"code": door(sam, session)["code"]}, datetime.now(UTC))
    assert send(ben, again)[0]["flags"] == []
    unknown = event("training.session_attended", {"code": "ABCDEFGHJKMN"}, datetime.now(UTC))
    assert send(ben, unknown)[0]["code"] == "sessions.code_unknown"


def test_a_renewed_door_no_longer_knows_the_old_code(app, ana, sam, plan):
    session = plan()
    begin(app, session["id"])
    old = door(sam, session)["code"]
    new = sam.post(f"{URL}/{session['id']}/door").get_json()["code"]
    assert new != old
    assert ana.post(f"{MINE}/attend", json={"code": old}).status_code == 404
    assert ana.post(f"{MINE}/attend", json={"code": new}).status_code == 200


@pytest.mark.both_databases
def test_the_sign_off_fulfils_the_duty_of_the_module(app, cast, ana, ben, sam, plan, module_id):
    session = plan(places=5, checklist=CHECKLIST)
    for guard in (ana, ben):
        book(guard, session)
    assert sign_off(sam, session, person_ids=[cast.ana]).get_json()["code"] == "sessions.not_begun"
    begin(app, session["id"])
    refused = sign_off(sam, session, person_ids=[cast.ana])
    assert refused.get_json()["code"] == "sessions.practical_missing"
    done = [{"person_id": cast.ana, "checks": {"pin": True, "wind": False}}]
    answer = sign_off(sam, session, person_ids=[cast.ana], absent_ids=[cast.ben], practical=done)
    assert answer.status_code == 200, answer.get_json()
    places = {one["person_id"]: one for one in answer.get_json()["people"]}
    assert (places[cast.ana]["state"], places[cast.ben]["state"]) == ("signed_off", "absent")
    assert places[cast.ana]["attended_by"] == "desk"
    assert places[cast.ana]["checks"] == {"pin": True, "wind": False}
    with app.app_context():
        duty = duty_of(cast.organisation_id, cast.ana, module_id)
        assert duty.passed_at is not None
        assert duty_of(cast.organisation_id, cast.ben, module_id) is None


def test_the_newest_word_on_a_line_of_the_checklist_holds(app, cast, ana, sam, plan):
    session = plan(checklist=CHECKLIST)
    book(ana, session)
    begin(app, session["id"])
    for pulled in (True, False):
        sign_off(sam, session, practical=[{"person_id": cast.ana, "checks": {"pin": pulled}}])
    answer = sign_off(sam, session, person_ids=[cast.ana])
    assert answer.get_json()["code"] == "sessions.practical_missing"
    unknown = sign_off(sam, session, practical=[{"person_id": cast.ana, "checks": {"hose": True}}])
    assert unknown.get_json()["code"] == "sessions.check_unknown"


def test_nobody_signs_off_oneself_nor_who_has_no_place(app, cast, sam, plan):
    session = plan(places=3)
    book(sam, session)
    begin(app, session["id"])
    assert sign_off(sam, session, person_ids=[cast.sam]).get_json()["code"] == "sessions.not_oneself"
    assert sign_off(sam, session, person_ids=[cast.ana]).get_json()["code"] == "sessions.no_place"


def test_a_guard_who_leads_a_session_sees_the_list_and_signs_off_another_does_not(app, cast, ana, ben, plan):
    session = plan(places=3, instructor_id=cast.ben)
    book(ana, session)
    begin(app, session["id"])
    assert [one["name"] for one in ben.get(f"{URL}/{session['id']}").get_json()["people"]] == ["Ana"]
    assert ana.get(f"{URL}/{session['id']}/door").status_code == 403
    assert sign_off(ana, session, person_ids=[cast.ana]).status_code == 403
    assert sign_off(ben, session, person_ids=[cast.ana]).status_code == 200


def test_sites_do_not_see_each_others_sessions_but_all_see_those_of_everybody(
    app, cast, ana, sam, hui, admin, plan
):
    there = plan(admin, site_id=cast.south_tower)
    everywhere = plan(hui, site_id=None)
    assert sam.post(URL, json={"site_id": None}).status_code == 422
    for client in (ana, sam):
        assert client.get(f"{URL}/{there['id']}").status_code == 404
        assert client.get(f"{URL}/{everywhere['id']}").status_code == 200
    assert [one["id"] for one in sam.get(URL).get_json()["items"]] == [everywhere["id"]]
    assert book(ana, there).status_code == 404


def test_a_supervisor_sees_the_own_people_of_a_session_for_everybody(app, cast, ana, sam, hui, plan):
    session = plan(hui, site_id=None, places=5)
    book(ana, session)
    book(hui, session)
    assert [one["name"] for one in sam.get(f"{URL}/{session['id']}").get_json()["people"]] == ["Ana"]
    assert len(hui.get(f"{URL}/{session['id']}").get_json()["people"]) == 2


def test_the_list_is_filtered_by_day_and_had_as_a_file(sam, plan):
    start = datetime(2031, 5, 1, 17, 0, tzinfo=UTC)
    plan(starts_at=iso(start), ends_at=iso(start + timedelta(hours=1)), title_en="Night class")
    plan()
    there = sam.get(f"{URL}?from_on=2031-05-02&to_on=2031-05-02").get_json()["items"]
    assert [one["title"]["en"] for one in there] == ["Night class"], "01:00 in Shanghai is the next day"
    lines = sam.get(f"{URL}?format=csv&from_on=2031-05-02").get_data(as_text=True).splitlines()
    assert len(lines) == 2
    assert "Night class" in lines[1]


def test_the_number_of_queries_does_not_grow_with_the_people(app, cast, sam, plan, count_queries):
    few, many = plan(places=50), plan(places=50)
    for number in range(20):
        book(sam, many, person_id=add_guard(app, cast, f"guard{number}"))
    with count_queries() as small:
        sam.get(f"{URL}/{few['id']}")
    with count_queries() as large:
        sam.get(f"{URL}/{many['id']}")
    assert len(large) <= len(small) + 1
