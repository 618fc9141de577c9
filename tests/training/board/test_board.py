"""Who knows what: the matrix in letters, and the figures behind it."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.identity.models import Grant, Person
from tests.training.stock import add_question, make_module, require
from training.attempts.models import AnsweredQuestion, Attempt

MATRIX = "/api/v1/training/matrix"
FIGURES = "/api/v1/training/figures"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
LAST_YEAR = datetime(2024, 1, 1, tzinfo=UTC)
STANDS = {
    "c": {"passed_at": LONG_AGO, "valid_until_on": date(2999, 1, 1)},
    "d": {"due_on": date(2999, 1, 1)},
    "o": {"due_on": date(2020, 1, 1)},
    "f": {
        "failed_at": LONG_AGO,
        "passed_at": LONG_AGO - timedelta(days=1),
        "valid_until_on": date(2025, 1, 1),
    },
    "x": {"passed_at": LONG_AGO, "valid_until_on": date(2025, 6, 1)},
    "-": {"required": False, "passed_at": LONG_AGO},
}


def stand(cast, person_id: str, module_id: str, letter: str) -> None:
    require(cast.organisation_id, person_id, module_id, **STANDS[letter])


def matrix(client, **query) -> dict:
    answer = client.get(MATRIX, query_string=query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def cells(found: dict) -> dict[str, str]:
    return {one["name"]: one["cells"] for one in found["people"]}


@pytest.mark.both_databases
def test_the_matrix_says_how_everybody_stands_in_one_letter_for_each_module(app, cast, sam):
    with app.app_context():
        modules = [make_module(cast.organisation_id, f"m{number}") for number in range(6)]
        for module_id, letter in zip(modules, "cdofx-", strict=True):
            stand(cast, cast.ana, module_id, letter)
        stand(cast, cast.ben, modules[5], "d")
    found = matrix(sam)
    assert [one["id"] for one in found["modules"]] == modules
    assert cells(found) == {"Ana": "cdofx-", "Ben": "-----d", "Sam": "------"}
    assert found["totals"][0] == {"module_id": modules[0], "c": 1, "d": 0, "o": 0, "f": 0, "x": 0}
    assert found["totals"][5] == {"module_id": modules[5], "c": 0, "d": 1, "o": 0, "f": 0, "x": 0}
    ana = found["people"][0]
    assert (ana["site"], ana["site_id"], ana["grade"]) == ("North Gate Estate", cast.north_gate, None)


def test_modules_that_nobody_has_to_know_and_archived_ones_are_not_shown(app, cast, hui):
    with app.app_context():
        asked, unasked, archived = (make_module(cast.organisation_id, code) for code in ("a", "b", "c"))
        stand(cast, cast.ana, asked, "d")
        stand(cast, cast.ana, unasked, "-")
        stand(cast, cast.ana, archived, "d")
    assert hui.post(f"/api/v1/modules/{archived}/archive").status_code == 200
    found = matrix(hui)
    assert [one["code"] for one in found["modules"]] == ["a"]
    assert cells(found)["Ana"] == "d"


@pytest.mark.both_databases
def test_a_supervisor_sees_the_own_sites_and_pages_add_up(app, cast, sam, hui):
    with app.app_context():
        module_id = make_module(cast.organisation_id)
        for number in range(7):
            id_ = add_guard(cast, f"Guard {number}", cast.south_tower if number % 2 else cast.north_gate)
            stand(cast, id_, module_id, "co"[number % 2])
    assert set(cells(matrix(sam))) == {"Ana", "Ben", "Sam", "Guard 0", "Guard 2", "Guard 4", "Guard 6"}
    assert sam.get(MATRIX, query_string={"site_id": cast.south_tower}).status_code == 404
    whole = matrix(hui)
    assert whole["people_total"] == len(whole["people"]) == 12
    pages, cursor = [], None
    while True:
        page = matrix(hui, limit=5, **({"cursor": cursor} if cursor else {}))
        pages += page["people"]
        cursor = page["next"]
        if cursor is None:
            break
    assert pages == whole["people"]
    assert set(cells(matrix(hui, site_id=cast.south_tower))) == {"Guard 1", "Guard 3", "Guard 5"}
    assert set(cells(matrix(hui, q="guard 3"))) == {"Guard 3"}


def add_guard(cast, name: str, site_id: str) -> str:
    person = Person(
        id=new_id(), organisation_id=cast.organisation_id, name=name, email=f"{new_id()}@example.org"
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Grant(organisation_id=cast.organisation_id, person_id=person.id, role="guard", site_id=site_id)
    )
    db.session.commit()
    return person.id


def test_who_left_is_not_shown_and_a_placement_names_the_site_and_grade(app, cast, hui):
    with app.app_context():
        module_id = make_module(cast.organisation_id)
        stand(cast, cast.ana, module_id, "c")
    grade = hui.get("/api/v1/grades").get_json()["items"][0]
    hired = hui.post(
        f"/api/v1/staff/{cast.ana}/hire",
        json={"hired_on": "2025-02-03", "site_id": cast.north_gate, "grade_id": grade["id"]},
    )
    assert hired.status_code == 201, hired.get_json()
    [ana] = matrix(hui, grade_id=grade["id"])["people"]
    assert (ana["name"], ana["grade"]) == ("Ana", grade["name_en"])


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_matrix_is_had_as_a_file_in_words(app, cast, sam, format):
    with app.app_context():
        stand(cast, cast.ana, make_module(cast.organisation_id, "fire"), "o")
    answer = sam.get(MATRIX, query_string={"format": format})
    if format == "csv":
        lines = answer.get_data(as_text=True).splitlines()
        assert lines[0].endswith("Name,Site,Grade,Fire")
        assert lines[1] == "Ana,North Gate Estate,,overdue"
    else:
        rows = list(load_workbook(io.BytesIO(answer.data)).active.values)
        assert rows[0] == ("Name", "Site", "Grade", "Fire")
        assert rows[1][3] == "overdue"


def test_a_matrix_costs_as_many_queries_for_many_as_for_few(app, cast, hui, count_queries):
    with app.app_context():
        module_id = make_module(cast.organisation_id)
        stand(cast, cast.ana, module_id, "c")
    matrix(hui)
    with count_queries() as few:
        matrix(hui)
    with app.app_context():
        for number in range(30):
            stand(cast, add_guard(cast, f"G{number}", cast.north_gate), module_id, "d")
    with count_queries() as many:
        matrix(hui)
    assert len(many) == len(few)


# --- figures ----------------------------------------------------------------------------------


def tried(
    cast, person_id: str, module_id: str, *, passed: bool, first: bool, on: datetime | None = None
) -> str:
    attempt = Attempt(
        organisation_id=cast.organisation_id,
        id=new_id(),
        person_id=person_id,
        module_id=module_id,
        started_at=on or now(),
        ended_at=on or now(),
        passed=passed,
        first=first,
    )
    db.session.add(attempt)
    db.session.commit()
    return attempt.id


@pytest.mark.both_databases
def test_coverage_and_pass_rates_show_what_they_count(app, cast, hui, sam):
    with app.app_context():
        fire, law = (make_module(cast.organisation_id, code) for code in ("fire", "law"))
        stand(cast, cast.ana, fire, "c")
        stand(cast, cast.ana, law, "o")
        stand(cast, cast.ben, fire, "c")
        tried(cast, cast.ana, fire, passed=True, first=True)
        tried(cast, cast.ben, fire, passed=False, first=True)
        tried(cast, cast.ben, fire, passed=True, first=False)
        tried(cast, cast.ben, law, passed=False, first=True, on=now() - timedelta(days=200))
    found = hui.get(FIGURES).get_json()
    assert found["coverage"] == {"num": 2, "den": 3, "value": pytest.approx(2 / 3)}
    assert found["people_current"] == {"num": 1, "den": 2, "value": 0.5}
    assert found["first_pass"] == {"num": 1, "den": 2, "value": 0.5}
    assert found["pass_rate"] == {"num": 2, "den": 3, "value": pytest.approx(2 / 3)}
    by_code = {one["code"]: one for one in found["by_module"]}
    assert by_code["law"]["first_pass"] == {"num": 0, "den": 0, "value": None}
    assert by_code["law"]["overdue"] == 1
    [here] = [one for one in found["by_site"] if one["site_id"] == cast.north_gate]
    assert here["coverage"]["den"] == 3
    elsewhere = sam.get(FIGURES, query_string={"site_id": cast.south_tower})
    assert elsewhere.status_code == 404
    backwards = hui.get(FIGURES, query_string={"from_on": "2026-02-02", "to_on": "2026-02-01"})
    assert backwards.get_json()["code"] == "board.period_backwards"


@pytest.mark.both_databases
def test_the_questions_that_most_fail_are_those_asked_often_enough(app, cast, hui):
    with app.app_context():
        module_id = make_module(cast.organisation_id)
        wrong_of = {"easy": (0, 6), "hard": (5, 6), "middling": (2, 6), "rare": (4, 4)}
        for key, (wrong, asked) in wrong_of.items():
            question_id = add_question(cast.organisation_id, module_id, key)
            for number in range(asked):
                _answered(cast, module_id, question_id, key, right=number >= wrong)
        db.session.commit()
    found = hui.get(FIGURES).get_json()["hardest"]
    assert [(one["key"], one["wrong"]["num"], one["wrong"]["den"]) for one in found] == [
        ("hard", 5, 6),
        ("middling", 2, 6),
    ]
    assert found[0]["text"]["en"] == "Question hard"


def _answered(cast, module_id: str, question_id: str, key: str, *, right: bool) -> None:
    attempt_id = tried(cast, cast.ana, module_id, passed=False, first=False)
    db.session.add(
        AnsweredQuestion(
            organisation_id=cast.organisation_id,
            id=new_id(),
            attempt_id=attempt_id,
            module_id=module_id,
            question_id=question_id,
            key=key,
            person_id=cast.ana,
            right=right,
            answered_at=now(),
        )
    )


def test_figures_are_had_as_a_file(app, cast, hui):
    with app.app_context():
        stand(cast, cast.ana, make_module(cast.organisation_id, "fire"), "c")
    lines = hui.get(FIGURES, query_string={"format": "csv"}).get_data(as_text=True).splitlines()
    assert lines[1].startswith("fire,Fire,1,1,1.0,0,0,,")
