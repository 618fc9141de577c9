"""Phones that guards share."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import SignedIn

PHONES = "/api/v1/phones"
PIN = "135724"


@pytest.fixture
def code(sam, cast) -> str:
    answer = sam.post(f"{PHONES}/enrolments", json={"site_id": cast.north_gate, "name": "Gatehouse"})
    assert answer.status_code == 201
    return answer.get_json()["code"]


@pytest.fixture
def phone(nobody, code) -> dict:
    answer = nobody.post(PHONES, json={"code": code})
    assert answer.status_code == 201
    return answer.get_json()


def pin_sign_in(nobody, phone, person_id, pin=PIN):
    body = {"phone_token": phone["phone_token"], "person_id": person_id, "pin": pin}
    return nobody.post("/api/v1/sessions/pin", json=body)


def roster(nobody, phone):
    return nobody.get(f"{PHONES}/roster", headers={"X-Phone-Token": phone["phone_token"]})


@pytest.mark.both_databases
def test_a_code_enrols_one_phone_once(nobody, code):
    assert nobody.post(PHONES, json={"code": code.lower().replace("-", " ")}).status_code == 201
    again = nobody.post(PHONES, json={"code": code})
    assert (again.status_code, again.get_json()["code"]) == (404, "identity.code_unknown")


def test_a_code_is_good_for_ten_minutes(nobody, code, monkeypatch):
    later = datetime.now(UTC) + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("guard_api.identity.phones.service.now", lambda: later)
    assert nobody.post(PHONES, json={"code": code}).status_code == 404


def test_guessing_codes_is_slowed_down(nobody, code):
    for _ in range(5):
        assert nobody.post(PHONES, json={"code": "0000-0000"}).status_code == 404
    assert nobody.post(PHONES, json={"code": code}).status_code == 429


def test_guards_of_the_site_with_a_pin_may_switch(cast, ana, nobody, phone):
    assert roster(nobody, phone).get_json()["items"] == []
    ana.put("/api/v1/me/pin", json={"pin": PIN})
    assert roster(nobody, phone).get_json()["items"] == [{"id": cast.ana, "name": "Ana"}]
    signed_in = pin_sign_in(nobody, phone, cast.ana)
    assert signed_in.status_code == 201
    assert SignedIn(nobody, signed_in.get_json()["access_token"]).get("/api/v1/me").status_code == 200


def test_others_may_not(cast, sam, cleo, nobody, phone):
    for person, client in ((cast.sam, sam), (cast.cleo, cleo)):
        client.put("/api/v1/me/pin", json={"pin": PIN})
        assert pin_sign_in(nobody, phone, person).get_json()["code"] == "identity.wrong_pin"


def test_guessing_a_pin_is_slowed_down_for_that_guard_alone(cast, ana, ben, nobody, phone):
    for client in (ana, ben):
        client.put("/api/v1/me/pin", json={"pin": PIN})
    for _ in range(5):
        assert pin_sign_in(nobody, phone, cast.ana, "246813").status_code == 401
    assert pin_sign_in(nobody, phone, cast.ana).status_code == 429
    assert pin_sign_in(nobody, phone, cast.ben).status_code == 201


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é" * 50])
def test_a_token_that_is_none_is_refused(nobody, cast, token):
    assert roster(nobody, {"phone_token": token}).status_code in (401, 422)


def test_a_phone_taken_out_of_use_signs_everybody_out(cast, ana, sam, nobody, phone):
    ana.put("/api/v1/me/pin", json={"pin": PIN})
    signed_in = SignedIn(nobody, pin_sign_in(nobody, phone, cast.ana).get_json()["access_token"])
    assert [one["name"] for one in sam.get(PHONES).get_json()["items"]] == ["Gatehouse"]
    assert sam.delete(f"{PHONES}/{phone['phone_id']}").status_code == 204
    assert signed_in.get("/api/v1/me").status_code == 401
    assert roster(nobody, phone).get_json()["code"] == "identity.phone_unknown"
    assert pin_sign_in(nobody, phone, cast.ana).status_code == 401
    assert ana.get("/api/v1/me").status_code == 200
    assert sam.get(PHONES).get_json()["items"] == []
