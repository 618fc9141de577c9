"""The right of reply, and the decision: the figures follow it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from checkpoints.patrols.models import PatrolException, Visit
from guard_api.clock import moved_to
from guard_api.database import db, new_id
from guard_api.identity.models import Grant
from guard_api.records import AuditEntry
from tests.checkpoints.patrols.conftest import MORNING, TEN, sync, walked
from tests.support.phone import event, scan, send

pytestmark = pytest.mark.both_databases


@pytest.fixture
def broken_off(ana, estate, tonight, sam) -> dict[str, dict]:
    """Ana skipped the last two checkpoints; the exceptions by kind and checkpoint."""
    sync(ana, *walked(estate, tonight, visited=1))
    items = sam.get("/api/v1/exceptions").get_json()["items"]
    return {one["checkpoint"] or one["kind"]: one for one in items}


@pytest.fixture
def states(app):
    """Of tonight's visits by position, and of exceptions by checkpoint or kind."""

    def states() -> tuple[dict[int, str], list[str]]:
        with app.app_context():
            db.session.rollback()
            visits = db.session.scalars(select(Visit)).all()
            exceptions = db.session.scalars(select(PatrolException).order_by(PatrolException.kind)).all()
            return (
                {visit.position: visit.state for visit in visits if visit.on.day == 1},
                [f"{one.kind} {one.state}" for one in exceptions],
            )

    return states


def reply(exception: dict, reason: str = "locked", **more) -> str:
    return event("exception.reply", {"exception_id": exception["id"], "reason": reason, **more}, MORNING)


def decide(client, exception: dict, *, excused: bool, note: str = ""):
    url = f"/api/v1/exceptions/{exception['id']}/decision"
    return client.post(url, json={"excused": excused, "note": note})


def test_a_guard_sees_and_answers_what_is_said_about_them(ana, ben, sam, broken_off):
    with moved_to(MORNING):
        assert len(ana.get("/api/v1/my/exceptions").get_json()["items"]) == 3
        assert ben.get("/api/v1/my/exceptions").get_json()["items"] == []
    photo = {"sha256": "a" * 64, "size_bytes": 1000, "type": "image/jpeg"}
    sync(ana, reply(broken_off["Lap 1"], text="The garage was locked.", photos=[photo]))
    seen = sam.get(f"/api/v1/exceptions/{broken_off['Lap 1']['id']}").get_json()
    assert (seen["state"], seen["reply"]["reason"], seen["reply"]["person"]["name"]) == (
        "answered",
        "locked",
        "Ana",
    )
    assert [one["state"] for one in seen["reply"]["photos"]] == ["missing"]


def test_nobody_answers_for_another(ben, cleo, broken_off):
    [verdict] = send(ben, reply(broken_off["Lap 1"]))
    assert verdict["code"] == "patrols.exception_not_yours"
    [verdict] = send(cleo, reply(broken_off["Lap 1"]))
    assert verdict["code"] == "patrols.exception_unknown"
    assert ben.get(f"/api/v1/exceptions/{broken_off['Lap 1']['id']}").status_code == 404


def test_anybody_for_whom_a_missed_round_was_planned_may_answer(ana, ben, cast, sam, add_plan, clock_strikes):
    add_plan(person_ids=[cast.ana, cast.ben], last_on="2026-03-01")
    clock_strikes(MORNING)
    [missed] = sam.get("/api/v1/exceptions?kind=missed").get_json()["items"]
    assert missed["person"] is None
    sync(ben, reply(missed, "unwell"))
    assert sam.get(f"/api/v1/exceptions/{missed['id']}").get_json()["reply"]["person"]["name"] == "Ben"


def test_the_last_answer_counts_in_whatever_order_they_arrive(ana, sam, broken_off):
    said = broken_off["Lap 1"]
    later = {"exception_id": said["id"], "reason": "incident"}
    sync(ana, event("exception.reply", later, MORNING + timedelta(minutes=9)))
    sync(ana, reply(said, "locked"))
    assert sam.get(f"/api/v1/exceptions/{said['id']}").get_json()["reply"]["reason"] == "incident"


def test_excusing_one_skipped_checkpoint_excuses_its_visit(sam, broken_off, states):
    answer = decide(sam, broken_off["Lap 1"], excused=True, note="Locked by the police.")
    assert (answer.status_code, answer.get_json()["state"]) == (201, "excused")
    assert answer.get_json()["decision"]["person"]["name"] == "Sam"
    visits, _ = states()
    assert visits == {0: "on_time", 1: "excused", 2: "missed"}


def test_a_decision_on_the_round_holds_for_what_is_not_decided_yet(sam, broken_off, states):
    decide(sam, broken_off["Lap 2"], excused=False, note="The roof was open.")
    decide(sam, broken_off["incomplete"], excused=True)
    visits, exceptions = states()
    assert visits == {0: "on_time", 1: "excused", 2: "missed"}
    assert sorted(exceptions) == ["incomplete excused", "skipped excused", "skipped unexcused"]


def test_a_decision_can_be_taken_back_with_what_came_with_it(app, ana, sam, broken_off, states):
    sync(ana, reply(broken_off["Lap 1"]))
    decide(sam, broken_off["incomplete"], excused=True)
    answer = sam.delete(f"/api/v1/exceptions/{broken_off['incomplete']['id']}/decision")
    assert (answer.status_code, answer.get_json()["decision"]) == (200, None)
    visits, exceptions = states()
    assert visits == {0: "on_time", 1: "missed", 2: "missed"}
    assert sorted(exceptions) == ["incomplete open", "skipped answered", "skipped open"]
    again = sam.delete(f"/api/v1/exceptions/{broken_off['incomplete']['id']}/decision")
    assert (again.status_code, again.get_json()["code"]) == (409, "patrols.not_decided")
    with app.app_context():
        actions = [one.action for one in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert actions[-2:] == ["exception.excused", "exception.undecided"]


def test_a_refusal_to_excuse_needs_a_reason(sam, broken_off):
    answer = decide(sam, broken_off["Lap 1"], excused=False, note="  ")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "patrols.note_needed")


def test_nobody_decides_about_themselves(app, sam, cast, estate, tonight):
    sync(sam, *walked(estate, tonight, visited=2))
    [skipped] = sam.get("/api/v1/exceptions?kind=skipped").get_json()["items"]
    answer = decide(sam, skipped, excused=True)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "patrols.four_eyes")


def test_nobody_decides_about_a_round_they_walked_along(app, ana, sam, cast, estate, tonight):
    sync(ana, *walked(estate, tonight, visited=1))
    sync(sam, scan(estate.spots[1], TEN + timedelta(minutes=4), patrol_id=tonight))
    [skipped] = sam.get("/api/v1/exceptions?kind=skipped").get_json()["items"]
    assert decide(sam, skipped, excused=True).get_json()["code"] == "patrols.four_eyes"


def test_what_later_facts_disprove_is_withdrawn_although_decided(
    ana, sam, estate, tonight, broken_off, states
):
    decide(sam, broken_off["Lap 1"], excused=False, note="No reason given.")
    late = [
        scan(estate.spots[number], TEN + timedelta(minutes=2 + 2 * number), patrol_id=tonight)
        for number in (1, 2)
    ]
    sync(ana, *late)
    visits, exceptions = states()
    assert set(visits.values()) == {"on_time"}
    assert {one.split()[1] for one in exceptions} == {"withdrawn"}
    answer = decide(sam, broken_off["Lap 1"], excused=True)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "patrols.exception_withdrawn")
    assert sam.get("/api/v1/exceptions").get_json()["items"] == []
    assert len(sam.get("/api/v1/exceptions?state=withdrawn").get_json()["items"]) == 3


def test_exceptions_are_filtered_and_exported(sam, client, cast, broken_off):
    for query, count in (
        ("kind=skipped", 2),
        ("state=open", 3),
        ("state=undecided", 3),
        ("state=excused", 0),
        (f"person_id={cast.ana}", 3),
        (f"site_id={cast.south_tower}", 0),
        ("from_on=2026-03-02", 0),
        ("from_on=2026-03-01&to_on=2026-03-01", 3),
    ):
        assert len(sam.get(f"/api/v1/exceptions?{query}").get_json()["items"]) == count, query
    assert "Lap 2" in sam.get("/api/v1/exceptions?format=csv").get_data(as_text=True)
    assert sam.get("/api/v1/exceptions?format=xlsx").status_code == 200
    assert len(client.get("/api/v1/exceptions").get_json()["items"]) == 3
    assert decide(client, broken_off["Lap 1"], excused=True).status_code == 403


def test_a_supervisor_elsewhere_finds_nothing(app, ben, cast, broken_off):
    with app.app_context():
        own = {"organisation_id": cast.organisation_id, "id": new_id()}
        db.session.add(Grant(**own, person_id=cast.ben, role="supervisor", site_id=cast.south_tower))
        db.session.commit()
    answer = decide(ben, broken_off["Lap 1"], excused=True)
    assert answer.status_code == 403
    assert ben.get("/api/v1/exceptions").status_code in (200, 403)


def test_the_phone_carries_ones_exceptions(ana, broken_off):
    sync(ana, reply(broken_off["Lap 1"]))
    with moved_to(MORNING):
        carried = ana.get("/api/v1/my/rounds").get_json()["exceptions"]
    [answered] = [one for one in carried if one["reply"]]
    assert (len(carried), answered["id"], answered["state"]) == (3, broken_off["Lap 1"]["id"], "answered")
