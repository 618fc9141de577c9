"""What a guard says of the own shifts, on the network and off it."""

from datetime import timedelta

import pytest

from guard_api.clock import now
from guard_api.database import db
from schedules.rosters.models import CallOff, RosterVersion
from tests.schedules.rosters.stock import day, draft, edit, places, publish
from tests.support.phone import event, send


@pytest.fixture
def published(sam, cast, estate):
    roster = draft(sam, estate)
    found = places(sam, roster)
    edit(
        sam,
        roster,
        {"shift_id": found[day(0), "D"]["id"], "person_id": cast.ana},
        {"shift_id": found[day(1), "N"]["id"], "person_id": cast.ben},
    )
    publish(sam, roster)
    return roster


def seen(roster, version: int, ago: timedelta = timedelta(hours=3)) -> str:
    return event(
        "schedules.roster_acknowledged", {"roster_id": roster["id"], "version": version}, now() - ago
    )


def cannot_come(shift, **more) -> str:
    return event("schedules.call_off", {"shift_id": shift["id"], "reason": "sick"} | more, now())


@pytest.mark.both_databases
def test_a_roster_is_confirmed_without_the_network(sam, ana, published):
    said = seen(published, 1)
    assert [one["verdict"] for one in send(ana, said)] == ["accepted"]
    assert [one["verdict"] for one in send(ana, said)] == ["duplicate"]
    assert places(sam, published)[day(0), "D"]["state"] == "confirmed"
    [row] = [
        one
        for one in sam.get(f"/api/v1/rosters/{published['id']}/acknowledgements").get_json()["items"]
        if one["person"]["name"] == "Ana"
    ]
    assert row["acknowledged_at"] < row["received_at"], "the phone's clock is kept beside the server's"


def test_an_older_version_confirms_what_is_still_as_it_was(sam, ana, cast, published):
    free = places(sam, published)[day(4), "D"]
    edit(sam, published, {"shift_id": free["id"], "person_id": cast.ana}, reason="help", accept=True)
    [verdict] = send(ana, seen(published, 1))
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["older_version"])
    found = places(sam, published)
    assert (found[day(0), "D"]["state"], found[day(4), "D"]["state"]) == ("confirmed", "unconfirmed")


def test_a_version_that_never_was_is_refused(ana, sam, published):
    assert send(ana, seen(published, 9))[0]["verdict"] == "rejected"
    assert send(sam, seen(published, 1))[0]["verdict"] == "rejected", "Sam was never asked"


@pytest.mark.both_databases
def test_a_call_off_vacates_the_shift_and_stays_a_fact(app, sam, ana, cast, published):
    shift = places(sam, published)[day(0), "D"]
    said = cannot_come(shift, note="Fever")
    [verdict] = send(ana, said)
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", [])
    after = places(sam, published)[day(0), "D"]
    assert (after["person_id"], after["state"]) == (None, "vacant")
    edit(sam, published, {"shift_id": shift["id"], "person_id": cast.ben}, reason="stands in", accept=True)
    [kept] = sam.get("/api/v1/call-offs").get_json()["items"]
    assert (kept["person"]["name"], kept["reason"], kept["note"], kept["vacated"]) == (
        "Ana",
        "sick",
        "Fever",
        True,
    )
    with app.app_context():
        reasons = db.session.scalars(db.select(RosterVersion.reason).order_by(RosterVersion.number)).all()
        assert reasons == ["", "call_off", "stands in"]
    kinds = [one["kind"] for one in sam.get("/api/v1/my/notices").get_json()["items"]]
    assert "call_off" in kinds


def test_a_call_off_is_sent_once_however_often_it_is_sent(app, sam, ana, published):
    said = cannot_come(places(sam, published)[day(0), "D"])
    assert [send(ana, said)[0]["verdict"] for _ in range(3)] == ["accepted", "duplicate", "duplicate"]
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count()).select_from(CallOff)) == 1


def test_a_call_off_of_a_shift_that_is_not_mine_any_more_is_kept_and_moves_nobody(sam, ana, cast, published):
    shift = places(sam, published)[day(0), "D"]
    edit(sam, published, {"shift_id": shift["id"], "person_id": cast.ben}, reason="swapped", accept=True)
    [verdict] = send(ana, cannot_come(shift))
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["not_holder"])
    assert places(sam, published)[day(0), "D"]["person_id"] == cast.ben


def test_nobody_calls_off_a_shift_of_a_draft_or_of_strangers(sam, ana, cleo, estate, cast, published):
    shift = places(sam, published)[day(0), "D"]
    from tests.schedules.rosters.stock import MONDAY

    later = draft(sam, estate, from_on=MONDAY + timedelta(days=28), name="April")
    hidden = places(sam, later)[day(28), "D"]
    edit(sam, later, {"shift_id": hidden["id"], "person_id": cast.ana})
    assert send(ana, cannot_come(hidden))[0]["verdict"] == "rejected"
    assert send(cleo, cannot_come(shift))[0]["verdict"] == "rejected"
    for client in (sam, ana):
        answer = client.post(f"/api/v1/my/shifts/{hidden['id']}/call-off", json={"reason": "sick"})
        assert answer.status_code == 404


def test_a_supervisor_notes_who_rang_up(sam, published):
    shift = places(sam, published)[day(1), "N"]
    answer = sam.post(f"/api/v1/shifts/{shift['id']}/call-off", json={"reason": "transport"})
    assert answer.status_code == 201
    assert answer.get_json()["vacated"]
    again = sam.post(f"/api/v1/shifts/{shift['id']}/call-off", json={"reason": "transport"})
    assert (again.status_code, again.get_json()["code"]) == (409, "rosters.shift_vacant")


def test_a_call_off_cannot_be_undone_on_the_grid(sam, ana, published):
    shift = places(sam, published)[day(0), "D"]
    ana.post(f"/api/v1/my/shifts/{shift['id']}/call-off", json={"reason": "sick"})
    head = sam.get(f"/api/v1/rosters/{published['id']}").get_json()
    undone = sam.post(
        f"/api/v1/rosters/{published['id']}/undo",
        json={"edit_number": head["edit_number"], "reason": "no", "accept": True},
    )
    assert (undone.status_code, undone.get_json()["code"]) == (409, "rosters.overtaken")
    assert places(sam, published)[day(0), "D"]["person_id"] is None
