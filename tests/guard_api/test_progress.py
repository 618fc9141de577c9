"""An import says how far it is, to who asked for it so; the table is taken in whole or not at all."""

import io
import json

import pytest

from guard_api.database import db
from guard_api.identity.models import Person
from guard_api.progress import every

URL = "/api/v1/people/import"
TOLD = {"Accept": "application/x-ndjson"}


def table(rows: int, bad: str = "") -> dict:
    lines = ["Name,Phone number,Roles,Sites"]
    lines += [f"Guard {n},1380000{n:04},guard,North Gate Estate" for n in range(rows)]
    text = "\n".join([*lines, bad])
    return {"file": (io.BytesIO(text.encode()), "people.csv")}


def lines_of(client, rows: int, *, commit: int, bad: str = "") -> list[dict]:
    answer = client.post(f"{URL}?commit={commit}", data=table(rows, bad), headers=TOLD)
    assert (answer.status_code, answer.mimetype) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


@pytest.mark.both_databases
def test_each_row_that_is_done_is_told_and_the_last_line_is_the_result(app, admin, cast):
    *steps, last = lines_of(admin, 4, commit=1)
    told = [(one["step"]["part"], one["step"]["done"], one["step"]["of"]) for one in steps]
    assert told == [
        ("check", 0, 4),
        ("check", 4, 4),
        *(("prepare", done, 4) for done in range(1, 5)),
        *(("write", done, 4) for done in range(1, 5)),
    ]
    assert (last["result"]["committed"], last["result"]["valid"]) == (True, 4)
    assert len(last["result"]["one_time_passwords"]) == 4
    with app.app_context():
        names = db.session.scalars(db.select(Person.name).where(Person.name.like("Guard %"))).all()
        assert len(names) == 4


def test_a_preview_tells_of_its_bad_rows_at_the_end(app, admin):
    *_, last = lines_of(admin, 2, commit=1, bad="Nobody,,guard,Nowhere")
    assert (last["result"]["committed"], last["result"]["invalid"]) == (False, 1)


def test_what_ends_the_work_is_the_last_line(app, admin, monkeypatch):
    def broken(*_args, **_options):
        raise ArithmeticError("a row nobody thought of")

    monkeypatch.setattr("guard_api.identity.people.exchange._take_in_one", broken)
    *_, last = lines_of(admin, 2, commit=1)
    assert (last["problem"]["code"], last["problem"]["status"]) == ("internal", 500)
    with app.app_context():
        assert db.session.scalars(db.select(Person.name).where(Person.name.like("Guard %"))).all() == []


def test_who_does_not_ask_for_steps_gets_the_result_alone(admin):
    answer = admin.post(f"{URL}?commit=0", data=table(3))
    assert (answer.mimetype, answer.get_json()["valid"]) == ("application/json", 3)


def test_a_long_table_is_told_in_a_hundred_steps():
    told = [step for done in range(1, 1001) for step in every("write", done, 1000)]
    assert (len(told), told[-1].done) == (100, 1000)
