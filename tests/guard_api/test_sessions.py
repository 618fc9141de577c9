"""Signing in, staying signed in, leaving."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from guard_api import clock
from guard_api.database import db
from guard_api.identity import tokens
from guard_api.identity.models import Person, Session
from tests.conftest import PASSWORD, SignedIn

SESSIONS = "/api/v1/sessions"


def sign_in(client, login="ana@example.org", password=PASSWORD, **more):
    return client.post(SESSIONS, json={"login": login, "password": password, **more})


def refresh(client, token):
    return client.post(f"{SESSIONS}/refresh", json={"refresh_token": token})


@pytest.fixture
def at(monkeypatch):
    """Moves the clock that the services read."""

    def move(seconds: float) -> None:
        later = datetime.now(UTC) + timedelta(seconds=seconds)
        for module in ("service", "attempts", "tokens", "models"):
            monkeypatch.setattr(f"guard_api.identity.{module}.now", lambda: later)
        monkeypatch.setattr("guard_api.identity.phones.service.now", lambda: later)

    return move


def test_a_phone_number_is_taken_as_people_write_it(app, cast, nobody):
    with app.app_context():
        db.session.execute(update(Person).where(Person.id == cast.ana).values(phone_number="+8613800138000"))
        db.session.commit()
    for login in ("13800138000", "+86 138-0013-8000", "0086 138 0013 8000", "86 13800138000"):
        assert sign_in(nobody, login).status_code == 201


def test_an_email_is_taken_in_any_case(cast, nobody):
    assert sign_in(nobody, " Ana@Example.ORG ").status_code == 201


@pytest.mark.both_databases
def test_five_failures_close_a_name_for_a_while_in_every_process(cast, nobody, at):
    for _ in range(5):
        assert sign_in(nobody, password="wrong").status_code == 401
    refused = sign_in(nobody)
    assert refused.status_code == 429
    assert refused.get_json()["code"] == "too_many_requests"
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert sign_in(nobody, "ben@example.org").status_code == 201
    at(901)
    assert sign_in(nobody).status_code == 201


def test_a_success_forgives_earlier_failures(cast, nobody):
    for _ in range(4):
        sign_in(nobody, password="wrong")
    assert sign_in(nobody).status_code == 201
    for _ in range(4):
        assert sign_in(nobody, password="wrong").status_code == 401


def test_an_address_that_tries_many_names_is_slowed_down(cast, nobody):
    for number in range(50):
        assert sign_in(nobody, f"name{number}@example.org", "wrong").status_code == 401
    assert sign_in(nobody).status_code == 429


def test_a_number_in_two_organisations_asks_which(app, cast, nobody):
    with app.app_context():
        people = update(Person).where(Person.id.in_([cast.ana, cast.cleo]))
        db.session.execute(people.values(phone_number="+8613800138000"))
        db.session.commit()
    answer = sign_in(nobody, "13800138000")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "identity.choose_organisation")
    choices = {choice["name"]: choice["organisation_id"] for choice in answer.get_json()["choices"]}
    assert set(choices) == {"Jade Court", "Harbour"}
    chosen = sign_in(nobody, "13800138000", organisation_id=choices["Harbour"])
    assert chosen.get_json()["me"]["name"] == "Cleo"


def test_somebody_inactive_does_not_get_in(app, cast, nobody):
    with app.app_context():
        db.session.execute(update(Person).where(Person.id == cast.ana).values(active=False))
        db.session.commit()
    assert sign_in(nobody).status_code == 401


def test_a_refresh_token_gives_the_next(cast, nobody):
    first = sign_in(nobody).get_json()
    second = refresh(nobody, first["refresh_token"])
    assert second.status_code == 201
    assert second.get_json()["refresh_token"] != first["refresh_token"]
    third = refresh(nobody, second.get_json()["refresh_token"])
    assert third.status_code == 201
    assert SignedIn(nobody, third.get_json()["access_token"]).get("/api/v1/me").status_code == 200


def test_a_lost_answer_is_given_again(cast, nobody):
    first = sign_in(nobody).get_json()["refresh_token"]
    lost = refresh(nobody, first).get_json()["refresh_token"]
    again = refresh(nobody, first)
    assert again.status_code == 201
    assert again.get_json()["refresh_token"] == lost


@pytest.mark.both_databases
def test_an_old_token_that_turns_up_again_ends_the_session(cast, nobody, at):
    first = sign_in(nobody).get_json()
    newest = refresh(nobody, refresh(nobody, first["refresh_token"]).get_json()["refresh_token"]).get_json()
    assert refresh(nobody, first["refresh_token"]).get_json()["code"] == "identity.session_over"
    assert refresh(nobody, newest["refresh_token"]).status_code == 401
    assert SignedIn(nobody, newest["access_token"]).get("/api/v1/me").status_code == 401


@pytest.mark.both_databases
def test_a_phone_whose_answer_was_lost_may_ask_again_days_later(cast, nobody, at):
    first = sign_in(nobody).get_json()["refresh_token"]
    lost = refresh(nobody, first).get_json()
    at(3 * 86_400)
    again = refresh(nobody, first)
    assert again.status_code == 201
    assert again.get_json()["refresh_token"] == lost["refresh_token"]
    assert SignedIn(nobody, again.get_json()["access_token"]).get("/api/v1/me").status_code == 200


@pytest.mark.both_databases
def test_once_the_new_answer_is_in_use_the_token_before_ends_the_session(cast, nobody, at):
    first = sign_in(nobody).get_json()["refresh_token"]
    newest = refresh(nobody, first).get_json()
    at(61)
    assert SignedIn(nobody, newest["access_token"]).get("/api/v1/me").status_code == 200
    assert refresh(nobody, first).get_json()["code"] == "identity.session_over"
    assert refresh(nobody, newest["refresh_token"]).status_code == 401


def test_two_windows_may_refresh_at_once(cast, nobody):
    first = sign_in(nobody).get_json()["refresh_token"]
    one = refresh(nobody, first).get_json()
    assert SignedIn(nobody, one["access_token"]).get("/api/v1/me").status_code == 200
    assert refresh(nobody, first).get_json()["refresh_token"] == one["refresh_token"]


def test_a_number_written_in_many_ways_is_one_name_to_guess_at(cast, nobody):
    for login in ("13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "0086 138 00138000"):
        assert sign_in(nobody, login, "wrong").status_code == 401
    assert sign_in(nobody, "1380013 8000", "wrong").status_code == 429


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1] + "0", lambda t: "a.b.1.c", lambda t: "…", lambda t: t + "é"]
)
def test_an_altered_token_is_refused_and_harms_nobody(cast, nobody, spoil):
    token = sign_in(nobody).get_json()["refresh_token"]
    altered = spoil(token)
    assert altered == token or refresh(nobody, altered).status_code == 401
    assert refresh(nobody, token).status_code == 201


def test_a_session_not_used_for_a_month_is_over(cast, nobody, at):
    token = sign_in(nobody).get_json()["refresh_token"]
    at(31 * 86_400)
    assert refresh(nobody, token).status_code == 401


def test_signing_out_ends_the_session_at_once(ana, nobody):
    assert ana.delete(f"{SESSIONS}/current").status_code == 204
    assert ana.get("/api/v1/me").status_code == 401


def test_a_session_ended_elsewhere_is_refused_within_a_minute_here(app, cast, ana, monkeypatch):
    assert ana.get("/api/v1/me").status_code == 200
    with app.app_context():
        db.session.execute(
            update(Session).where(Session.person_id == cast.ana).values(revoked_at=clock.now())
        )
        db.session.commit()
    assert tokens.SEEN_FOR < 60
    later = tokens.time.monotonic() + tokens.SEEN_FOR + 1
    monkeypatch.setattr(tokens.time, "monotonic", lambda: later)
    assert ana.get("/api/v1/me").status_code == 401


def test_language_and_theme_are_kept_and_answers_follow_at_once(ana):
    assert ana.patch("/api/v1/me", json={"language": "zh-CN", "theme": "dark"}).get_json()["theme"] == "dark"
    assert ana.get("/api/v1/people").get_json()["detail"] == "您的角色无权进行此操作。"


def test_changing_the_password_ends_the_other_sessions(app, cast, ana, nobody):
    other = SignedIn(nobody, sign_in(nobody).get_json()["access_token"])
    body = {"old": PASSWORD, "new": "quite another one"}
    assert ana.put("/api/v1/me/password", json=body).status_code == 204
    assert ana.get("/api/v1/me").status_code == 200
    assert other.get("/api/v1/me").status_code == 401
    assert sign_in(nobody, password="quite another one").status_code == 201


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", "quite another one", "identity.wrong_password"),
        (PASSWORD, "short", "identity.password_short"),
        (PASSWORD, "password1", "identity.password_common"),
        (PASSWORD, "ana@example.org", "identity.password_common"),
    ],
)
def test_a_password_that_will_not_do_is_told(ana, old, new, code):
    answer = ana.put("/api/v1/me/password", json={"old": old, "new": new})
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert answer.get_json()["errors"][0]["path"] in ("/old", "/new")


def test_guessing_the_present_password_is_slowed_down(ana):
    for _ in range(5):
        ana.put("/api/v1/me/password", json={"old": "wrong", "new": "quite another one"})
    answer = ana.put("/api/v1/me/password", json={"old": PASSWORD, "new": "quite another one"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "pin", ["123456", "987654", "111111", "121212", "123123", "12345", "abcdef", "520520"]
)
def test_a_pin_that_is_easy_to_guess_is_refused(ana, pin):
    assert ana.put("/api/v1/me/pin", json={"pin": pin}).status_code == 422
    assert ana.get("/api/v1/me").get_json()["has_pin"] is False


def test_a_good_pin_is_taken(ana):
    assert ana.put("/api/v1/me/pin", json={"pin": "135724"}).status_code == 204
    assert ana.get("/api/v1/me").get_json()["has_pin"] is True
