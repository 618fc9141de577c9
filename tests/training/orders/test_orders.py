"""A post order: read, understood, and understood again when it changes."""

import pytest

from guard_api.clock import now
from tests.support.phone import event, send
from tests.training.stock import make_module, pair

URL = "/api/v1/orders"


def question(text: str) -> dict:
    options = [{"text": pair("At ten"), "right": True}, {"text": pair("At noon")}]
    return {"kind": "single", "text": pair(text), "options": options}


def order(**facts) -> dict:
    usual = {"title": pair("Back gate"), "body": pair("Lock it at ten."), "questions": [question("When?")]}
    return usual | facts


def learning(client) -> list[dict]:
    return client.get("/api/v1/my/learning").get_json()["modules"]


def answer(client, place_of: str) -> bool:
    [module] = learning(client)
    paper = module["paper"]
    answers = {}
    for one in paper["questions"]:
        answers[one["id"]] = [opt["key"] for opt in one["options"] if opt["text"]["en"] == place_of]
    said = {"paper_id": paper["id"], "started_at": "2026-01-01T00:00:00Z", "answers": answers}
    done = client.post("/api/v1/my/attempts", json=said)
    assert done.status_code == 201, done.get_json()
    return done.get_json()["passed"]


@pytest.mark.both_databases
def test_an_order_of_a_site_is_asked_of_its_people_until_they_understood_it(cast, ana, sam):
    given = sam.post(URL, json=order(site_id=cast.north_gate))
    assert given.status_code == 201, given.get_json()
    assert (given.get_json()["origin"], given.get_json()["questions"]) == ("order", 1)
    [mine] = learning(ana)
    assert (mine["state"], mine["lessons"][0]["body"]["en"]) == ("due", "Lock it at ten.")
    assert answer(ana, "At noon") is False
    assert answer(ana, "At ten") is True
    assert learning(ana)[0]["state"] == "current"


@pytest.mark.both_databases
def test_an_order_that_changes_must_be_understood_again(cast, ana, sam):
    module_id = sam.post(URL, json=order(site_id=cast.north_gate)).get_json()["id"]
    answer(ana, "At ten")
    changed = order(body=pair("Lock it at nine."), questions=[question("Now?"), question("And then?")])
    rewritten = sam.put(f"{URL}/{module_id}", json=changed)
    assert rewritten.status_code == 200, rewritten.get_json()
    assert (rewritten.get_json()["version"], rewritten.get_json()["questions"]) == (2, 2)
    [mine] = learning(ana)
    assert mine["state"] != "current"
    assert len(mine["paper"]["questions"]) == 2


def test_orders_are_given_where_one_may(cast, sam, hui, admin):
    assert sam.post(URL, json=order(site_id=cast.south_tower)).status_code == 404
    assert sam.post(URL, json=order(post="Gate")).status_code == 403
    assert hui.post(URL, json=order(post="Gate")).status_code == 201
    assert hui.post(URL, json=order()).status_code == 422
    there = admin.post(URL, json=order(site_id=cast.south_tower)).get_json()["id"]
    assert sam.put(f"{URL}/{there}", json=order()).status_code == 404
    assert (
        hui.post(URL, json=order(post="Gate", questions=[question(str(n)) for n in range(4)])).status_code
        == 422
    )


@pytest.mark.both_databases
def test_the_desk_sees_who_has_understood_an_order_and_what_was_answered(cast, ana, sam, hui):
    module_id = sam.post(URL, json=order(site_id=cast.north_gate)).get_json()["id"]
    answer(ana, "At noon")
    answer(ana, "At ten")
    [listed] = sam.get(URL).get_json()["items"]
    assert (listed["site"]["name"], listed["post"], listed["version"]) == ("North Gate Estate", None, 1)
    assert listed["counts"]["understood"] == 1
    assert listed["counts"]["asked"] == listed["counts"]["due"] + 1
    shown = sam.get(f"{URL}/{module_id}").get_json()
    assert shown["body"]["en"] == "Lock it at ten."
    assert [one["right"] for one in shown["questions"][0]["options"]] == [True, False]
    assert shown["may_change"]
    people = sam.get(f"{URL}/{module_id}/people?state=current").get_json()["items"]
    [said] = people
    assert (said["person_name"], said["answered_version"], said["attempts"]) == ("Ana", 1, 2)
    [told] = said["answers"]
    assert ([one["en"] for one in told["chosen"]], told["right"]) == (["At ten"], True)
    assert said["understood_at"]
    assert said["answered_at"]
    table = hui.get(f"{URL}/{module_id}/people?format=csv")
    assert "When? → At ten (right)" in table.get_data(as_text=True)
    assert hui.get(f"{URL}?format=xlsx").status_code == 200


def read(client) -> None:
    [module] = learning(client)
    said = {"module_id": module["id"], "version_id": module["version_id"], "seconds": 20}
    said["lesson"] = module["lessons"][0]["key"]
    assert send(client, event("training.lesson_read", said, now()))[0]["verdict"] == "accepted"


def test_what_was_read_is_read_anew_when_the_order_changes(cast, ana, sam):
    module_id = sam.post(URL, json=order(site_id=cast.north_gate)).get_json()["id"]

    def ana_has_read() -> bool:
        people = sam.get(f"{URL}/{module_id}/people").get_json()["items"]
        return next(one["read"] for one in people if one["person_name"] == "Ana")

    with_lesson = learning(ana)[0]["lessons"][0]["key"]
    assert ana_has_read() is False
    read(ana)
    assert ana_has_read() is True
    sam.put(f"{URL}/{module_id}", json=order(note="New hours"))
    assert learning(ana)[0]["lessons"][0]["key"] != with_lesson
    assert ana_has_read() is False
    versions = sam.get(f"/api/v1/modules/{module_id}/versions").get_json()["items"]
    assert [one["note"] for one in versions] == ["New hours", ""]


def test_a_withdrawn_order_is_asked_of_nobody_until_it_holds_again(cast, ana, sam):
    module_id = sam.post(URL, json=order(site_id=cast.north_gate)).get_json()["id"]
    assert sam.post(f"{URL}/{module_id}/withdraw").get_json()["archived_at"]
    assert learning(ana) == []
    assert sam.get(URL).get_json()["items"] == []
    assert [one["id"] for one in sam.get(f"{URL}?archived=1").get_json()["items"]] == [module_id]
    assert sam.put(f"{URL}/{module_id}", json=order()).get_json()["code"] == "orders.withdrawn"
    assert sam.post(f"{URL}/{module_id}/restore").get_json()["archived_at"] is None
    assert len(learning(ana)) == 1


def test_supervisors_see_orders_of_their_sites_and_of_posts(cast, sam, hui):
    there = hui.post(URL, json=order(site_id=cast.south_tower)).get_json()["id"]
    gate = hui.post(URL, json=order(title=pair("At the gate"), post="Gate")).get_json()["id"]
    shown = sam.get(URL).get_json()["items"]
    assert [(one["id"], one["post"], one["may_change"]) for one in shown] == [(gate, "Gate", False)]
    assert sam.get(f"{URL}/{there}").status_code == 404
    assert sam.get(f"{URL}/{there}/people").status_code == 404
    assert sam.post(f"{URL}/{gate}/withdraw").status_code == 403
    assert len(hui.get(URL).get_json()["items"]) == 2
    assert len(hui.get(f"{URL}?q=gate").get_json()["items"]) == 2
    assert len(hui.get(f"{URL}?site_id={cast.south_tower}").get_json()["items"]) == 1


def test_a_module_that_is_no_order_is_not_shown_as_one(app, cast, hui):
    with app.app_context():
        other = make_module(cast.organisation_id, "no-order")
    assert hui.get(f"{URL}/{other}").status_code == 404


def test_a_question_that_cannot_be_asked_is_named(cast, sam):
    wrong = question("And?") | {"options": [{"text": pair("Yes")}, {"text": pair("No")}]}
    refused = sam.post(URL, json=order(site_id=cast.north_gate, questions=[question("When?"), wrong]))
    assert refused.get_json()["code"] == "training.question_one_right"
    assert refused.get_json()["errors"][0]["path"] == "/questions/1/options"
    assert sam.get(URL).get_json()["items"] == []
