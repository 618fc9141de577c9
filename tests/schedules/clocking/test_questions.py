"""A punch that is missing is asked of the guard; what is put right needs a reason and four eyes."""

import pytest

from guard_api.database import db, new_id
from schedules.clocking.models import PunchQuestion
from tests.schedules.clocking.stock import bundle, grant, local, notices, of_shift, tell
from tests.support.phone import event


@pytest.fixture
def forgotten(plan, cast, ana):
    """A night begun and never clocked out of."""
    night = plan.shift(cast.ana, "2026-11-16 22:00", "2026-11-17 06:00")
    with plan.at("2026-11-16 22:05"):
        tell(ana, plan.punch("in", "2026-11-16 22:00"))
    return night


def answered(plan, question: dict, at: str, **more) -> str:
    payload = {"question_id": question["id"], "at": local(at).isoformat(), **more}
    return event("schedules.punch_answer", payload, local(at))


def test_nobody_is_on_duty_for_ever(plan, cast, ana, sam, forgotten):
    with plan.at("2026-11-17 11:59"):
        plan.tick()
        assert of_shift(sam, forgotten)["state"] == "working"
        assert bundle(ana)["questions"] == []
    with plan.at("2026-11-17 12:02"):
        plan.tick()
        row = of_shift(sam, forgotten)
        assert (row["state"], row["worked_minutes"], row["unconfirmed_minutes"]) == ("worked", 480, 480)
        assert row["flags"] == ["missed_out", "closed_unasked"]
        asked = bundle(ana)["questions"]
        assert [(one["kind"], one["shift_id"], one["presumed_at"]) for one in asked] == [
            ("when_out", forgotten, "2026-11-16T22:00:00.000Z")
        ]
        assert len(notices(ana, "punch_when_out")) == 1


def test_an_answer_waits_for_a_second_pair_of_eyes(plan, cast, ana, sam, admin, forgotten):
    with plan.at("2026-11-17 12:02"):
        plan.tick()
        question = bundle(ana)["questions"][0]
        said = answered(plan, question, "2026-11-17 06:40", note="Relief came late")
        assert tell(ana, said)[0]["verdict"] == "accepted"
        assert tell(ana, said)[0]["verdict"] == "duplicate"
        assert bundle(ana)["questions"] == []
        waiting = bundle(ana)["corrections"]
        assert [(one["decision"], one["reason"]) for one in waiting] == [("waiting", "Relief came late")]
        assert of_shift(sam, forgotten)["worked_minutes"] == 480
        url = f"/api/v1/corrections/{waiting[0]['id']}"
        assert sam.post(url + "/accept", json={}).status_code == 200
        row = of_shift(sam, forgotten)
        assert (row["worked_minutes"], row["unconfirmed_minutes"], row["over_minutes"]) == (520, 0, 40)
        assert "corrected" in row["flags"]
        assert sam.post(url + "/accept", json={}).status_code == 409
        assert len(notices(ana, "correction_accepted")) == 1


def test_what_was_refused_is_asked_again(plan, cast, ana, sam, forgotten):
    with plan.at("2026-11-17 12:02"):
        plan.tick()
        tell(ana, answered(plan, bundle(ana)["questions"][0], "2026-11-17 09:00"))
        url = f"/api/v1/corrections/{bundle(ana)['corrections'][0]['id']}/refuse"
        assert sam.post(url, json={}).status_code == 422
        assert sam.post(url, json={"note": "The relief was there at six"}).status_code == 200
        assert len(bundle(ana)["questions"]) == 1
        assert notices(ana, "correction_refused")[0]["text"].endswith("The relief was there at six")


def test_the_second_answer_counts_and_not_both(plan, cast, ana, sam, forgotten):
    with plan.at("2026-11-17 12:02"):
        plan.tick()
        question = bundle(ana)["questions"][0]
        first, second = (answered(plan, question, f"2026-11-17 06:{minute}") for minute in ("40", "50"))
        tell(ana, first, second)
        found = sam.get("/api/v1/corrections").get_json()["items"]
        assert sorted((one["decision"], one["adds"][0]["at"]) for one in found) == [
            ("waiting", "2026-11-16T22:50:00.000Z"),
            ("withdrawn", "2026-11-16T22:40:00.000Z"),
        ]


def test_the_punch_that_comes_after_all_takes_the_question_back(plan, app, cast, ana, sam, forgotten):
    with plan.at("2026-11-17 12:02"):
        plan.tick()
        question = bundle(ana)["questions"][0]
    with plan.at("2026-11-17 20:00"):
        tell(ana, plan.punch("out", "2026-11-17 06:03"))
        row = of_shift(sam, forgotten)
        assert (row["worked_minutes"], row["unconfirmed_minutes"], row["flags"]) == (
            483,
            0,
            ["received_late"],
        )
        assert bundle(ana)["questions"] == []
        late = tell(ana, answered(plan, question, "2026-11-17 06:40"))[0]
        assert (late["verdict"], late["flags"]) == ("accepted", ["no_longer_asked"])
        assert bundle(ana)["corrections"] == []
    with app.app_context():
        assert db.session.query(PunchQuestion).count() == 1


def test_nobody_answers_for_another(plan, cast, ana, ben, forgotten):
    with plan.at("2026-11-17 12:02"):
        plan.tick()
        question = bundle(ana)["questions"][0]
        told = tell(ben, answered(plan, question, "2026-11-17 06:40"))[0]
        assert (told["verdict"], told["code"]) == ("rejected", "clocking.question_unknown")
        url = f"/api/v1/my/punch-questions/{question['id']}/answer"
        at = {"at": local("2026-11-17 06:40").isoformat()}
        assert ben.post(url, json=at).status_code == 404
        assert ana.post(url, json=at).status_code == 200


def test_a_missing_clock_in_is_asked_too(plan, cast, ana, sam):
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    with plan.at("2026-11-16 16:10"):
        tell(ana, plan.punch("out", "2026-11-16 16:00"))
        row = of_shift(sam, day)
        assert (row["worked_minutes"], row["unconfirmed_minutes"]) == (480, 480)
        assert row["flags"] == ["missed_in"]
        question = bundle(ana)["questions"][0]
        assert question["kind"] == "when_in"
        tell(ana, answered(plan, question, "2026-11-16 08:20"))
        sam.post(f"/api/v1/corrections/{bundle(ana)['corrections'][0]['id']}/accept", json={})
        row = of_shift(sam, day)
        assert (row["worked_minutes"], row["late_minutes"]) == (460, 20)
        assert bundle(ana)["questions"] == []


def correction(cast, **more) -> dict:
    add = {"kind": "out", "at": local("2026-11-16 16:00").isoformat()}
    return {"site_id": cast.north_gate, "adds": [add], "reason": "Forgotten", **more}


def test_who_asks_does_not_decide_and_nobody_decides_on_their_own_hours(plan, app, cast, ana, sam, admin):
    with app.app_context():
        grant(cast, cast.admin, "supervisor", cast.north_gate)
    with plan.at("2026-11-17 09:00"):
        by_sam = sam.post("/api/v1/corrections", json=correction(cast, person_id=cast.ana))
        assert by_sam.status_code == 201, by_sam.get_json()
        refused = sam.post(f"/api/v1/corrections/{by_sam.get_json()['id']}/accept", json={})
        assert (refused.status_code, refused.get_json()["code"]) == (403, "clocking.own_request")
        of_sam = admin.post("/api/v1/corrections", json=correction(cast, person_id=cast.sam))
        refused = sam.post(f"/api/v1/corrections/{of_sam.get_json()['id']}/accept", json={})
        assert (refused.status_code, refused.get_json()["code"]) == (403, "clocking.own_hours")
        held = sam.get(f"/api/v1/corrections/{of_sam.get_json()['id']}").get_json()
        assert held["decision"] == "waiting"
        done = admin.post(f"/api/v1/corrections/{by_sam.get_json()['id']}/accept", json={})
        assert (done.status_code, done.get_json()["decided_by_name"]) == (200, "Admin")


def test_a_punch_that_does_not_hold_is_voided_and_stays_to_be_seen(plan, cast, ana, sam, admin):
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    wrong = new_id()
    with plan.at("2026-11-16 16:10"):
        tell(ana, plan.punch("in", "2026-11-16 08:00"), plan.punch("out", "2026-11-16 10:00", wrong))
        assert of_shift(sam, day)["worked_minutes"] == 120
        add = {"kind": "out", "at": local("2026-11-16 16:00").isoformat()}
        said = {"site_id": cast.north_gate, "adds": [add], "voids": [wrong], "reason": "Pressed by mistake"}
        asked = ana.post("/api/v1/my/corrections", json=said)
        assert asked.status_code == 201, asked.get_json()
        assert [one["id"] for one in asked.get_json()["voids"]] == [wrong]
        assert sam.post(f"/api/v1/corrections/{asked.get_json()['id']}/accept", json={}).status_code == 200
        assert of_shift(sam, day)["worked_minutes"] == 480
        assert wrong in {one["id"] for one in sam.get("/api/v1/punches").get_json()["items"]}


def test_a_correction_says_something_possible(plan, cast, ana):
    with plan.at("2026-11-17 09:00"):
        for more, code in (
            ({"adds": []}, "clocking.nothing_corrected"),
            ({"voids": [new_id()]}, "clocking.punch_unknown"),
            ({"adds": [{"kind": "in", "at": "2026-11-18T00:00:00Z"}]}, "clocking.in_the_future"),
        ):
            answer = ana.post("/api/v1/my/corrections", json=correction(cast) | more)
            assert answer.get_json()["code"] == code
        kept = ana.post("/api/v1/my/corrections", json=correction(cast)).get_json()
        url = f"/api/v1/my/corrections/{kept['id']}/withdraw"
        assert ana.post(url).get_json()["decision"] == "withdrawn"
        assert ana.post(url).status_code == 409
