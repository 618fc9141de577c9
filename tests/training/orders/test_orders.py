"""A post order: read, understood, and understood again when it changes."""

import pytest

from tests.training.stock import pair

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
