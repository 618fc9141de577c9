"""Who works here: adding, changing, and who may."""

import pytest
from sqlalchemy import delete

from guard_api.database import db
from guard_api.identity.models import Grant
from tests.conftest import PASSWORD, sign_in

PEOPLE = "/api/v1/people"


def guard_at(site_id):
    return [{"role": "guard", "site_id": site_id}]


def test_a_new_guard_signs_in_with_the_one_time_password(hui, cast, nobody):
    answer = hui.post(
        PEOPLE,
        json={"name": "Dan", "phone_number": "139 1234 5678", "grants": guard_at(cast.north_gate)},
    )
    assert answer.status_code == 201
    dan = answer.get_json()
    assert dan["phone_number"] == "+8613912345678"
    signed_in = nobody.post(
        "/api/v1/sessions", json={"login": "13912345678", "password": dan["one_time_password"]}
    )
    assert signed_in.get_json()["me"]["sites"][0]["id"] == cast.north_gate


def test_a_given_password_is_used_and_not_told(hui, cast, nobody):
    body = {"name": "Dan", "email": "Dan@Example.org", "password": "walks at night"}
    answer = hui.post(PEOPLE, json=body)
    assert answer.get_json()["one_time_password"] is None
    signed_in = nobody.post(
        "/api/v1/sessions", json={"login": "dan@example.org", "password": "walks at night"}
    )
    assert signed_in.status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        ({"name": "Dan"}, 422, "/phone_number"),
        ({"name": " ", "email": "dan@example.org"}, 422, "/name"),
        ({"name": "Dan", "phone_number": "12"}, 422, "/phone_number"),
        ({"name": "Dan", "email": "nobody"}, 422, "/email"),
        ({"name": "Dan", "email": "ana@example.org"}, 409, "/email"),
        ({"name": "Dan", "email": "d@example.org", "pin": "123456"}, 422, "/pin"),
        ({"name": "Dan", "email": "d@example.org", "password": "password"}, 422, "/password"),
        ({"name": "Dan", "email": "d@example.org", "shoe_size": 39}, 422, "/shoe_size"),
        ({"name": "Dan", "email": "d@example.org", "grants": [{"role": "guard"}]}, 422, "/grants/0/site_id"),
    ],
)
def test_what_will_not_do_is_named(hui, body, status, path):
    answer = hui.post(PEOPLE, json=body)
    assert answer.status_code == status
    assert [error["path"] for error in answer.get_json()["errors"]] == [path]


def test_a_site_of_strangers_cannot_be_granted(admin, cast):
    body = {"name": "Dan", "email": "dan@example.org", "grants": guard_at(cast.harbour)}
    assert admin.post(PEOPLE, json=body).get_json()["code"] == "identity.site_unknown"


def test_hr_manages_guards_and_supervisors_but_never_hr_or_administrators(hui, cast):
    assert hui.patch(f"{PEOPLE}/{cast.sam}", json={"name": "Samuel"}).status_code == 200
    for change in ({"password": "a new one for you"}, {"email": "mine@example.org"}, {"active": False}):
        assert hui.patch(f"{PEOPLE}/{cast.admin}", json=change).status_code == 403
    raised = {"grants": [{"role": "administrator"}]}
    assert hui.patch(f"{PEOPLE}/{cast.ana}", json=raised).status_code == 403
    assert hui.post(PEOPLE, json={"name": "Dan", "email": "d@example.org", **raised}).status_code == 403


def test_nobody_raises_themselves(hui, admin, cast):
    for client, person in ((hui, cast.hui), (admin, cast.admin)):
        answer = client.patch(f"{PEOPLE}/{person}", json={"grants": guard_at(cast.north_gate)})
        assert (answer.status_code, answer.get_json()["code"]) == (403, "identity.not_oneself")
        assert client.patch(f"{PEOPLE}/{person}", json={"active": False}).status_code == 403
        assert client.patch(f"{PEOPLE}/{person}", json={"password": "without the old"}).status_code == 403
        assert client.patch(f"{PEOPLE}/{person}", json={"name": "Renamed"}).status_code == 200


@pytest.mark.both_databases
def test_the_last_administrator_stays(app, admin, cast):
    second = {"name": "Ada", "email": "ada@example.org", "grants": [{"role": "administrator"}]}
    ada = admin.post(PEOPLE, json={**second, "password": PASSWORD}).get_json()["id"]
    other = sign_in(app, "ada")
    with app.app_context():
        db.session.execute(delete(Grant).where(Grant.person_id == ada))
        db.session.commit()
    for change in ({"grants": []}, {"active": False}):
        answer = other.patch(f"{PEOPLE}/{cast.admin}", json=change)
        assert answer.status_code in (403, 409)
    assert admin.patch(f"{PEOPLE}/{ada}", json={"active": False}).status_code == 200


def test_who_is_made_inactive_is_signed_out(admin, ana, cast, nobody):
    assert ana.get("/api/v1/me").status_code == 200
    assert admin.patch(f"{PEOPLE}/{cast.ana}", json={"active": False}).get_json()["active"] is False
    assert ana.get("/api/v1/me").status_code == 401


def test_new_roles_hold_at_once_here(admin, ana, cast):
    assert ana.get("/api/v1/phones").status_code == 403
    grants = [{"role": "supervisor", "site_id": cast.north_gate}]
    assert admin.patch(f"{PEOPLE}/{cast.ana}", json={"grants": grants}).status_code == 200
    assert ana.get("/api/v1/phones").status_code == 200


def test_a_supervisor_sees_the_people_of_the_own_site(app, sam, admin, cast):
    admin.post(PEOPLE, json={"name": "Eve", "email": "eve@example.org", "grants": guard_at(cast.south_tower)})
    names = [person["name"] for person in sam.get(PEOPLE).get_json()["items"]]
    assert names == ["Ana", "Ben", "Client", "Sam"]


def test_a_supervisor_signs_a_guard_out_everywhere_but_not_the_office(sam, ana, cast, admin):
    assert sam.delete(f"{PEOPLE}/{cast.ana}/sessions").status_code == 204
    assert ana.get("/api/v1/me").status_code == 401
    assert sam.delete(f"{PEOPLE}/{cast.admin}/sessions").status_code == 404


def test_people_are_found_by_part_of_a_name_role_and_site(hui, cast):
    def names(**query):
        return [person["name"] for person in hui.get(PEOPLE, query_string=query).get_json()["items"]]

    assert names(q="AN") == ["Ana"]
    assert names(role="guard") == ["Ana", "Ben"]
    assert names(site_id=cast.south_tower) == []
    assert names(q="100%") == []
    assert names(active="false") == []


def test_people_come_in_pages(hui, cast):
    first = hui.get(PEOPLE, query_string={"limit": 4}).get_json()
    rest = hui.get(PEOPLE, query_string={"limit": 4, "cursor": first["next"]}).get_json()
    names = [person["name"] for person in first["items"] + rest["items"]]
    assert names == ["Admin", "Ana", "Ben", "Client", "Hui", "Sam"]
    assert rest["next"] is None
