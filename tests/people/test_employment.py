"""Somebody is hired, moved, promoted, away, gone and back, in the words of HR."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from guard_api.clock import moved_to, now
from guard_api.database import db
from guard_api.identity.models import Grant, Person
from people.employment.jobs import follow_employment
from people.queries import workforce
from tests.conftest import PASSWORD

STAFF = "/api/v1/staff"
TODAY = now().date()


def do(client, person_id: str, verb: str, **facts):
    return client.post(f"{STAFF}/{person_id}/{verb}", json=facts)


def hired(client, person_id: str, **facts) -> dict:
    answer = do(client, person_id, "hire", **{"hired_on": "2024-02-29"} | facts)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def ladder(client) -> list[dict]:
    return client.get("/api/v1/ladder").get_json()["items"]


def code(answer) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def grants(app, person_id: str) -> set[tuple[str, str | None]]:
    with app.app_context():
        rows = db.session.execute(db.select(Grant.role, Grant.site_id).filter_by(person_id=person_id))
        return {(role, site_id) for role, site_id in rows}


@pytest.mark.both_databases
def test_a_career_from_the_first_day_to_the_last_and_back(app, hui, cast):
    first, second = ladder(hui)[:2]
    hired(
        hui,
        cast.ana,
        site_id=cast.north_gate,
        grade_id=first["id"],
        shift_pattern="night",
        manager_id=cast.sam,
    )
    moved = do(
        hui, cast.ana, "transfer", from_on="2024-06-01", site_id=cast.south_tower, post="Lobby"
    ).get_json()
    assert (moved["site"]["name"], moved["post"], moved["shift_pattern"]) == ("South Tower", "Lobby", "night")
    assert grants(app, cast.ana) == {("guard", cast.south_tower)}
    risen = do(hui, cast.ana, "promote", from_on="2025-01-01", grade_id=second["id"]).get_json()
    assert [(one["change"], one["until_on"]) for one in risen["placements"]] == [
        ("hired", "2024-05-31"),
        ("transferred", "2024-12-31"),
        ("promoted", None),
    ]
    away = do(hui, cast.ana, "absence", from_on="2025-03-01", reason="maternity").get_json()
    assert away["state"] == "absent"
    back = do(hui, cast.ana, "return", on="2025-06-01").get_json()
    assert (back["state"], back["absences"][0]["until_on"]) == ("working", "2025-05-31")
    gone = do(
        hui, cast.ana, "exit", left_on="2025-08-31", exit_reason="resigned_family", notice_on="2025-08-01"
    )
    gone = gone.get_json()
    assert (gone["state"], gone["active"], gone["placements"][-1]["until_on"]) == (
        "left",
        False,
        "2025-08-31",
    )
    again = hired(hui, cast.ana, hired_on="2025-10-01", site_id=cast.north_gate)
    assert (again["state"], again["active"], len(again["employments"])) == ("working", True, 2)
    assert grants(app, cast.ana) == {("guard", cast.north_gate)}


def test_who_is_employed_is_not_hired_again_and_spells_never_meet(hui, cast):
    hired(hui, cast.ana)
    assert code(do(hui, cast.ana, "hire", hired_on="2026-01-01")) == (409, "people.employed_already")
    do(hui, cast.ana, "exit", left_on="2024-12-31", exit_reason="retired")
    assert code(do(hui, cast.ana, "hire", hired_on="2024-12-31")) == (409, "people.spells_overlap")
    assert code(do(hui, cast.ana, "exit", left_on="2025-01-01", exit_reason="retired")) == (
        409,
        "people.not_employed",
    )
    assert do(hui, cast.ana, "hire", hired_on="2025-01-01").status_code == 201


def test_what_makes_no_sense_is_refused(hui, cast):
    hired(hui, cast.ana, site_id=cast.north_gate)
    for verb, facts, refusal in (
        ("transfer", {"from_on": "2024-02-28"}, (422, "people.not_employed_then")),
        ("transfer", {"from_on": "2024-03-01", "site_id": cast.harbour}, (422, "people.site_unknown")),
        ("transfer", {"from_on": "2024-03-01", "manager_id": cast.ana}, (422, "people.manager_unknown")),
        ("transfer", {"from_on": "2024-03-01", "manager_id": cast.cleo}, (422, "people.manager_unknown")),
        ("promote", {"from_on": "2024-03-01", "grade_id": cast.ana}, (422, "people.grade_unknown")),
        ("exit", {"left_on": "2024-02-28", "exit_reason": "retired"}, (422, "people.left_before_hired")),
        ("exit", {"left_on": "2024-03-28", "exit_reason": "bored"}, (422, "invalid")),
        ("return", {"on": "2024-05-01"}, (409, "people.not_absent")),
        (
            "absence",
            {"from_on": "2024-05-01", "until_on": "2024-04-01", "reason": "sick"},
            (422, "people.days_in_order"),
        ),
    ):
        assert code(do(hui, cast.ana, verb, **facts)) == refusal
    do(hui, cast.ana, "transfer", from_on="2024-06-01", post="Lobby")
    assert code(do(hui, cast.ana, "transfer", from_on="2024-05-01")) == (409, "people.change_before_last")
    do(hui, cast.ana, "absence", from_on="2024-07-01", until_on="2024-07-31", reason="sick")
    assert code(do(hui, cast.ana, "absence", from_on="2024-07-31", reason="sick")) == (
        409,
        "people.absent_already",
    )


def test_nobody_changes_their_own_employment_nor_that_of_who_is_above(hui, cast):
    assert code(do(hui, cast.hui, "hire", hired_on="2024-01-01")) == (403, "identity.not_oneself")
    assert do(hui, cast.admin, "hire", hired_on="2024-01-01").status_code == 403


@pytest.mark.both_databases
def test_sign_in_ends_after_the_last_day_and_not_before(app, hui, ana, nobody, cast):
    hired(hui, cast.ana, site_id=cast.north_gate)
    tomorrow = TODAY + timedelta(days=1)
    do(hui, cast.ana, "exit", left_on=tomorrow.isoformat(), exit_reason="contract_ended")
    assert ana.get("/api/v1/me").status_code == 200
    with app.app_context():
        follow_employment()
        assert db.session.get(Person, (cast.organisation_id, cast.ana)).active
        with moved_to(now() + timedelta(days=3)):
            follow_employment()
        assert not db.session.get(Person, (cast.organisation_id, cast.ana)).active
    assert ana.get("/api/v1/me").status_code == 401
    login = {"login": "ana@example.org", "password": PASSWORD}
    assert nobody.post("/api/v1/sessions", json=login).status_code == 401


def test_who_is_sent_home_is_signed_out_at_once(hui, ana, cast):
    hired(hui, cast.ana)
    facts = {"left_on": TODAY.isoformat(), "exit_reason": "dismissed_conduct", "sign_out_now": True}
    do(hui, cast.ana, "exit", **facts)
    assert ana.get("/api/v1/me").status_code == 401


@pytest.mark.both_databases
def test_a_move_to_come_is_followed_on_its_day(app, hui, cast):
    hired(hui, cast.ana, site_id=cast.north_gate)
    day = TODAY + timedelta(days=10)
    do(hui, cast.ana, "transfer", from_on=day.isoformat(), site_id=cast.south_tower)
    assert grants(app, cast.ana) == {("guard", cast.north_gate)}
    with app.app_context(), moved_to(datetime(day.year, day.month, day.day, 4, tzinfo=UTC)):
        follow_employment()
    assert grants(app, cast.ana) == {("guard", cast.south_tower)}


@pytest.mark.both_databases
def test_an_exit_on_the_first_day_is_a_day_employed(hui, cast):
    hired(hui, cast.ana, site_id=cast.north_gate)
    gone = do(hui, cast.ana, "exit", left_on="2024-02-29", exit_reason="absconded").get_json()
    assert [(one["from_on"], one["until_on"]) for one in gone["placements"]] == [("2024-02-29", "2024-02-29")]


@pytest.mark.both_databases
def test_what_was_wrong_is_corrected_with_its_reason_on_file(hui, cast):
    file = hired(hui, cast.ana, site_id=cast.north_gate)
    do(hui, cast.ana, "transfer", from_on="2024-06-01", site_id=cast.south_tower)
    do(hui, cast.ana, "exit", left_on="2024-08-31", exit_reason="retired")
    url = f"{STAFF}/{cast.ana}/employments/{file['employment_id']}"
    assert hui.patch(url, json={"hired_on": "2024-01-15"}).status_code == 422
    changed = {"reason": "Contract says so", "hired_on": "2024-01-15", "left_on": "2024-05-15"}
    right = hui.patch(url, json=changed).get_json()
    assert [(one["from_on"], one["until_on"]) for one in right["placements"]] == [
        ("2024-01-15", "2024-05-15")
    ]
    (note,) = right["corrections"]
    assert (note["reason"], note["by"]["name"]) == ("Contract says so", "Hui")
    assert (note["before"]["left_on"], note["after"]["left_on"]) == ("2024-08-31", "2024-05-15")
    undone = hui.patch(url, json={"reason": "Stayed after all", "left_on": None}).get_json()
    assert (undone["state"], undone["active"], undone["exit_reason"]) == ("working", True, None)
    assert code(hui.patch(url, json={"reason": "Wrong", "left_on": "2024-01-01"})) == (
        422,
        "people.left_before_hired",
    )
    assert code(hui.patch(url, json={"reason": "Wrong", "left_on": "2025-01-01"})) == (
        422,
        "people.exit_reason_needed",
    )
    place = f"{STAFF}/{cast.ana}/placements/{undone['placements'][0]['id']}"
    moved = hui.patch(place, json={"reason": "Other gate", "post": "Gate 2"}).get_json()
    assert (moved["post"], len(moved["corrections"])) == ("Gate 2", 3)


def test_supervisors_see_the_people_of_their_sites_and_no_papers(hui, sam, cast):
    hired(hui, cast.ben, site_id=cast.south_tower)
    names = [one["name"] for one in sam.get(STAFF).get_json()["items"]]
    assert names == ["Ana", "Sam"]
    assert sam.get(f"{STAFF}/{cast.ben}").status_code == 404
    assert sam.get(f"{STAFF}/{cast.ana}").get_json()["documents"] == []
    assert sam.get(STAFF, query_string={"site_id": cast.south_tower}).status_code == 404


@pytest.mark.both_databases
def test_the_list_is_filtered_counted_paged_and_downloaded(hui, cast):
    probation = (TODAY + timedelta(days=20)).isoformat()
    grade = ladder(hui)[0]["id"]
    hired(hui, cast.ana, site_id=cast.north_gate, probation_until_on=probation, grade_id=grade)
    hired(hui, cast.ben, site_id=cast.south_tower)
    do(hui, cast.ben, "exit", left_on="2024-08-31", exit_reason="retired")
    hired(hui, cast.sam, hired_on=(TODAY + timedelta(days=9)).isoformat())

    def names(**query):
        return [one["name"] for one in hui.get(STAFF, query_string=query).get_json()["items"]]

    assert hui.get(f"{STAFF}/counts").get_json()["by_state"] == {
        "working": 2,
        "probation": 1,
        "absent": 0,
        "left": 1,
        "upcoming": 1,
    }
    assert (names(state="probation"), names(state="left"), names(state="upcoming")) == (
        ["Ana"],
        ["Ben"],
        ["Sam"],
    )
    assert (names(site_id=cast.north_gate), names(grade_id=grade), names(q="an")) == (
        ["Ana"],
        ["Ana"],
        ["Ana"],
    )
    first = hui.get(STAFF, query_string={"limit": 2}).get_json()
    rest = hui.get(STAFF, query_string={"limit": 2, "cursor": first["next"]}).get_json()
    assert [one["name"] for one in first["items"] + rest["items"]] == ["Admin", "Ana", "Ben", "Hui"]
    table = hui.get(STAFF, query_string={"format": "csv", "state": "left"}).data.decode("utf-8-sig")
    assert table.splitlines()[1].startswith("Ben,,,Left,South Tower")


@pytest.mark.both_databases
def test_the_workforce_of_a_day_falls_back_to_roles(app, hui, cast):
    hired(hui, cast.ana, site_id=cast.north_gate, post="Gate")
    do(hui, cast.ana, "transfer", from_on="2024-06-01", site_id=cast.south_tower)
    do(hui, cast.ana, "exit", left_on="2024-08-31", exit_reason="retired")
    with app.app_context():

        def there(on: date, *sites: str):
            found = workforce(cast.organisation_id, on, sites or None)
            return {one.name: one.site_id for one in found}

        everywhere = {"Ben": cast.north_gate, "Sam": cast.north_gate}
        assert there(date(2024, 3, 1)) == {"Ana": cast.north_gate, **everywhere}
        assert there(date(2024, 8, 31)) == {"Ana": cast.south_tower, **everywhere}
        assert there(date(2024, 9, 1)) == everywhere
        assert there(date(2024, 8, 31), cast.south_tower) == {"Ana": cast.south_tower}
        statements = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        workforce(cast.organisation_id, date(2024, 3, 1))
        assert len(statements) <= 5
