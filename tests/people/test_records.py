"""The ladder, assessments, commendations, papers, and the way up."""

import io
from datetime import timedelta

import pytest

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.files import store
from guard_api.records import AuditEntry, ReadEntry
from people.documents.models import Document
from people.ladder import asks
from people.records.queries import newest_scores

STAFF = "/api/v1/staff"
TODAY = now().date()
PDF = b"%PDF-1.7\n" + b"a contract nobody else should read\n" * 50


def code(answer) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def ladder(client) -> list[dict]:
    return client.get("/api/v1/ladder").get_json()["items"]


def assess(client, person_id: str, score: int, on=TODAY):
    criteria = client.get("/api/v1/assessment-criteria").get_json()["items"]
    scores = [{"criterion_id": one["id"], "score": score} for one in criteria]
    return client.post(f"{STAFF}/{person_id}/assessments", json={"on": on.isoformat(), "scores": scores})


def put_on_file(client, person_id: str, content: bytes = PDF, **facts):
    data = {"kind": "contract", "number": "HT-2026-001", "file": (io.BytesIO(content), "合同.pdf")} | facts
    return client.post(f"{STAFF}/{person_id}/documents", data=data)


@pytest.mark.both_databases
def test_a_ladder_is_given_and_then_ones_own(hui, ana):
    names = [rung["name_en"] for rung in ladder(hui)]
    assert names == ["Guard", "Senior guard", "Team leader", "Captain", "Site manager"]
    assert [rung["step"] and rung["step"]["months"] for rung in ladder(ana)] == [6, 12, 18, 24, None]
    added = hui.post(
        "/api/v1/grades", json={"name_zh": "教官", "name_en": "Instructor", "position": 2}
    ).get_json()
    assert [rung["name_en"] for rung in ladder(hui)][2] == "Instructor"
    taken = hui.post("/api/v1/grades", json={"name_zh": "班长", "name_en": "Boss"})
    assert code(taken) == (409, "people.grade_taken")
    hui.patch(f"/api/v1/grades/{added['id']}", json={"position": 0, "name_en": "Trainer"})
    assert next(rung["name_en"] for rung in ladder(hui)) == "Trainer"
    hui.patch(f"/api/v1/grades/{added['id']}", json={"archived": True})
    assert [rung["name_en"] for rung in ladder(hui)] == names
    every = hui.get("/api/v1/grades").get_json()["items"]
    assert len(every) == 6
    hui.patch(f"/api/v1/grades/{added['id']}", json={"archived": False})
    assert [rung["name_en"] for rung in ladder(hui)] == [*names, "Trainer"]


def test_a_step_leads_up_never_in_a_circle_and_asks_only_what_there_is(hui, cleo):
    first, second, third = ladder(hui)[:3]
    step = f"/api/v1/grades/{second['id']}/step"
    assert code(hui.put(step, json={"to_grade_id": first["id"]})) == (422, "people.step_in_circle")
    assert code(hui.put(step, json={"to_grade_id": ladder(cleo)[0]["id"]})) == (422, "people.grade_unknown")
    unknown = hui.put(step, json={"to_grade_id": third["id"], "module_ids": [new_id()]})
    assert code(unknown) == (422, "people.module_unknown")
    own = hui.put(
        step, json={"to_grade_id": third["id"], "months": 3, "assessment_min": 90, "note_en": "Soon"}
    )
    assert own.get_json()["items"][1]["step"]["months"] == 3
    none = hui.put(step, json={"to_grade_id": None})
    assert none.get_json()["items"][1]["step"] is None
    assert cleo.put(step, json={"to_grade_id": None}).status_code == 404


@pytest.mark.both_databases
def test_what_is_missing_to_the_next_step_is_shown_to_the_guard_too(hui, sam, ana, cast, monkeypatch):
    certificate, module = new_id(), new_id()
    held = set()
    for kind, id_, zh in ((asks.CERTIFICATE, certificate, "急救证"), (asks.MODULE, module, "消防")):
        provider = asks.Provider(
            names=lambda _, ids, id_=id_, zh=zh: {id_: (zh, zh)} if id_ in ids else {},
            held=lambda _, people, ids, on, id_=id_: {(who, one) for who, one in held if one in ids},
        )
        monkeypatch.setitem(asks._providers, kind, provider)
    first, second = ladder(hui)[:2]
    assert ana.get("/api/v1/my/way-up").get_json()["grade"] is None
    asked = {
        "to_grade_id": second["id"],
        "months": 2,
        "assessment_min": 70,
        "certificate_type_ids": [certificate],
        "module_ids": [module],
    }
    assert hui.put(f"/api/v1/grades/{first['id']}/step", json=asked).status_code == 200
    hired_on = (TODAY - timedelta(days=100)).isoformat()
    hui.post(
        f"{STAFF}/{cast.ana}/hire",
        json={"hired_on": hired_on, "grade_id": first["id"], "site_id": cast.north_gate},
    )

    def met() -> dict[str, bool]:
        mine = ana.get("/api/v1/my/way-up").get_json()
        assert mine["next"]["id"] == second["id"]
        assert mine["met"] == sum(need["met"] for need in mine["needs"])
        return {need["kind"]: need["met"] for need in mine["needs"]} | {"ready": mine["ready"]}

    assert met() == {
        "months": True,
        "assessment": False,
        "certificate": False,
        "module": False,
        "ready": False,
    }
    assert assess(sam, cast.ana, 60, TODAY - timedelta(days=1)).status_code == 201
    assert met()["assessment"] is False
    assess(sam, cast.ana, 71)
    held.update({(cast.ana, certificate), (cast.ana, module)})
    assert met() == {"months": True, "assessment": True, "certificate": True, "module": True, "ready": True}
    file = hui.get(f"{STAFF}/{cast.ana}").get_json()
    assert (file["way_up"]["ready"], file["way_up"]["needs"][2]["name_zh"]) == (True, "急救证")


@pytest.mark.both_databases
def test_a_score_is_the_weighted_mean_by_the_criteria_of_the_day(hui, sam, cast):
    items = [
        {"name_zh": "守时", "name_en": "Punctuality", "weight": 3},
        {"name_zh": "礼貌", "name_en": "Manners", "weight": 1},
    ]
    one, other = hui.put("/api/v1/assessment-criteria", json={"items": items}).get_json()["items"]
    scores = [{"criterion_id": one["id"], "score": 90}, {"criterion_id": other["id"], "score": 60}]
    url = f"{STAFF}/{cast.ana}/assessments"
    facts = {"on": TODAY.isoformat(), "scores": scores, "period": "2026 Q1"}
    made = sam.post(url, json=facts).get_json()
    assert (made["score"], made["by"]["name"], made["criteria"][0]["weight"]) == (83, "Sam", 3)
    assert code(sam.post(url, json=facts | {"scores": scores[:1]})) == (422, "people.score_every_criterion")
    future = (TODAY + timedelta(days=2)).isoformat()
    assert code(sam.post(url, json=facts | {"on": future})) == (422, "people.not_yet")
    own = sam.post(f"{STAFF}/{cast.sam}/assessments", json=facts)
    assert code(own) == (403, "people.not_for_oneself")
    kept = {"id": other["id"], "name_zh": "礼貌", "name_en": "Courtesy", "weight": 1}
    left = hui.put("/api/v1/assessment-criteria", json={"items": [kept]}).get_json()["items"]
    assert [criterion["name_en"] for criterion in left] == ["Courtesy"]
    twice = hui.put("/api/v1/assessment-criteria", json={"items": [kept, kept]})
    assert code(twice) == (422, "people.criterion_unknown")
    old = hui.get(f"{STAFF}/{cast.ana}").get_json()["assessments"][0]
    assert [criterion["name_en"] for criterion in old["criteria"]] == ["Punctuality", "Manners"]


@pytest.mark.both_databases
def test_an_assessment_is_put_right_by_another_and_the_old_one_stays(app, hui, sam, ana, cast):
    wrong = assess(sam, cast.ana, 20).get_json()
    url = f"/api/v1/assessments/{wrong['id']}/correct"
    scores = [{"criterion_id": one["criterion_id"], "score": 82} for one in wrong["criteria"]]
    facts = {"on": wrong["on"], "scores": scores, "reason": "Two people were mixed up"}
    assert sam.post(url, json=facts | {"reason": ""}).status_code == 422
    assert code(sam.post(url, json=facts | {"scores": scores[:1]})) == (422, "people.score_every_criterion")
    right = sam.post(url, json=facts)
    assert right.status_code == 201, right.get_json()
    made = right.get_json()
    assert (made["score"], made["replaces_id"], made["reason"]) == (82, wrong["id"], facts["reason"])
    assert code(hui.post(url, json=facts)) == (409, "people.corrected_already")
    file = hui.get(f"{STAFF}/{cast.ana}").get_json()["assessments"]
    mine = ana.get("/api/v1/my/way-up").get_json()["assessments"]
    assert mine == file
    assert {one["score"]: one["replaced_by_id"] for one in mine} == {20: made["id"], 82: None}
    with app.app_context():
        assert newest_scores(cast.organisation_id, [cast.ana]) == {cast.ana: 82}


def test_who_wrote_it_corrects_an_assessment_or_hr(hui, sam, cast):
    theirs = assess(hui, cast.ana, 60).get_json()
    scores = [{"criterion_id": one["criterion_id"], "score": 61} for one in theirs["criteria"]]
    facts = {"on": theirs["on"], "scores": scores, "reason": "Typed wrong"}
    refused = sam.post(f"/api/v1/assessments/{theirs['id']}/correct", json=facts)
    assert code(refused) == (403, "people.assessed_by_another")
    own = assess(sam, cast.ana, 60).get_json()
    assert hui.post(f"/api/v1/assessments/{own['id']}/correct", json=facts).status_code == 201


def test_a_commendation_is_for_the_guard_to_see(sam, ana, cast):
    facts = {"on": TODAY.isoformat(), "kind": "courage", "text": "Held the ladder in the storm"}
    assert sam.post(f"{STAFF}/{cast.ana}/commendations", json=facts).status_code == 201
    (mine,) = ana.get("/api/v1/my/way-up").get_json()["commendations"]
    assert (mine["text"], mine["by"]["name"]) == (facts["text"], "Sam")


@pytest.mark.both_databases
def test_a_paper_lies_encrypted_and_each_reading_is_noted(app, hui, ana, sam, ben, cast):
    made = put_on_file(hui, cast.ana, issued_on="2026-01-01", expires_on="2026-02-01")
    assert made.status_code == 201, made.get_json()
    paper = made.get_json()
    assert (paper["number"], paper["type"], paper["expired"]) == ("HT-2026-001", "application/pdf", True)
    with app.app_context():
        (stored,) = store().list(f"{cast.organisation_id}/documents")
        sealed = store().get(stored.key)
        row = db.session.get(Document, (cast.organisation_id, paper["id"]))
        assert b"contract" not in sealed
        assert "HT-2026" not in row.number_sealed
    for reader in (hui, ana):
        read = reader.get(paper["url"])
        assert (read.data, read.headers["Cache-Control"]) == (PDF, "no-store")
    assert sam.get(paper["url"]).status_code == 403
    assert ben.get(paper["url"]).status_code == 404
    with app.app_context():
        noted = db.session.scalars(db.select(ReadEntry.person_id).filter_by(subject_kind="document")).all()
        assert noted == [cast.hui, cast.ana]
    assert [one["id"] for one in ana.get("/api/v1/my/way-up").get_json()["documents"]] == [paper["id"]]


@pytest.mark.both_databases
def test_papers_that_end_are_listed_unless_they_were_renewed(app, hui, cast):
    def day(days: int) -> str:
        return (TODAY + timedelta(days=days)).isoformat()

    put_on_file(hui, cast.ana, kind="medical", expires_on=day(20))
    put_on_file(hui, cast.ana, kind="contract", expires_on=day(-3))
    put_on_file(hui, cast.ana, kind="contract", expires_on=day(700))
    put_on_file(hui, cast.ben, kind="insurance", expires_on=day(-10))
    put_on_file(hui, cast.ben, kind="identity")

    def listed(query: str = "") -> list[tuple]:
        items = hui.get(f"/api/v1/documents?{query}").get_json()["items"]
        return [(one["person"]["name"], one["kind"]) for one in items]

    assert listed() == [("Ben", "insurance"), ("Ana", "medical"), ("Ana", "contract")]
    assert listed(f"to_on={day(30)}") == [("Ben", "insurance"), ("Ana", "medical")]
    assert listed(f"from_on={day(0)}&to_on={day(30)}&kind=medical") == [("Ana", "medical")]
    assert listed(f"site_id={cast.south_tower}") == []
    first = hui.get("/api/v1/documents?limit=1").get_json()
    assert (first["items"][0]["days_left"], first["next"] is not None) == (-10, True)
    table = hui.get(f"/api/v1/documents?format=csv&to_on={day(30)}").get_data(as_text=True)
    assert "insurance,HT-2026-001" in table
    with app.app_context():
        noted = db.session.execute(db.select(ReadEntry.subject_kind, ReadEntry.subject)).all()
        assert noted == [("export", "documents")]


def test_a_paper_is_taken_off_the_file_with_its_bytes(app, hui, cast):
    paper = put_on_file(hui, cast.ana).get_json()
    assert hui.delete(f"/api/v1/documents/{paper['id']}").status_code == 204
    assert hui.get(paper["url"]).status_code == 404
    with app.app_context():
        assert list(store().list(f"{cast.organisation_id}/documents")) == []
        actions = db.session.scalars(db.select(AuditEntry.action)).all()
        assert actions == ["document.added", "document.removed"]


def test_bytes_put_in_the_place_of_others_are_not_served(app, hui, cast):
    one, other = put_on_file(hui, cast.ana).get_json(), put_on_file(hui, cast.ana, PDF + b"other").get_json()
    with app.app_context():
        place = f"{cast.organisation_id}/documents/"
        store().put(place + one["id"], store().get(place + other["id"]))
    with pytest.raises(ValueError, match=one["id"]):
        hui.get(one["url"])


def test_only_papers_are_taken(hui, cast):
    assert code(put_on_file(hui, cast.ana, b"<script>")) == (422, "people.document_type")
    late = put_on_file(hui, cast.ana, issued_on="2026-02-01", expires_on="2026-01-01")
    assert code(late) == (422, "people.days_in_order")
    large = put_on_file(hui, cast.ana, b"%PDF-" + bytes(20 * 1024 * 1024))
    assert code(large) == (413, "people.document_too_large")


@pytest.mark.both_databases
def test_particulars_are_kept_masked_and_changed_one_by_one(hui, cast):
    url = f"{STAFF}/{cast.ana}/particulars"
    assert hui.get(url).get_json()["identity_number"] is None
    told = hui.put(url, json={"identity_number": "11010519491231002X", "ethnicity": "汉"}).get_json()
    assert told["identity_number"] == "1101**********002X"
    assert (told["born_on"], told["gender"], told["ethnicity"]) == ("1949-12-31", "female", "汉")
    again = hui.put(url, json={"education": "college"}).get_json()
    assert again == told | {"education": "college"}
    assert hui.put(url, json={"identity_number": "110105194912310021"}).status_code == 422
    assert hui.put(url, json={"identity_number": None}).get_json()["identity_number"] is None
