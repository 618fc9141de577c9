"""Existing staff and leavers from a table, and the register for the police out again."""

import csv
import io
import time
from datetime import date, timedelta

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import event

from guard_api.clock import now
from guard_api.database import db
from guard_api.records import ReadEntry
from people.records.models import Particulars

URL = "/api/v1/staff/import"
HEADINGS = "姓名,工号,手机号,身份证号,项目,职级,班制,直属上级,入职日期,离职日期,离职原因\n"


def bring(client, rows: str, commit: bool = False, headings: str = HEADINGS):
    data = {"file": (io.BytesIO((headings + rows).encode()), "staff.csv")}
    return client.post(URL, query_string={"commit": int(commit)}, data=data)


def errors(answer) -> list[tuple[int, str, str]]:
    rows = answer.get_json()["rows"]
    return [(row["row"], error["column"], error["code"]) for row in rows for error in row["errors"]]


def staff(client, **query) -> dict[str, dict]:
    items = client.get("/api/v1/staff", query_string={"limit": 500} | query).get_json()["items"]
    return {one["name"]: one for one in items}


@pytest.mark.both_databases
def test_staff_and_leavers_are_brought_in_once(hui, nobody):
    rows = (
        "王芳,A001,13800138001,,North Gate Estate,班长,三班倒,,2023-03-01,,\n"
        "李雷,A002,13800138002,,South Tower,Guard,白班,A001,2024/5/6,,\n"
        "赵六,A003,,,North Gate Estate,保安员,夜班,王芳,2022年1月5日,2023-02-28,薪酬\n"
        "赵六,A003,13800138003,,South Tower,保安员,夜班,王芳,20240105,,\n"
        "孙七,,,,North Gate Estate,,,,2021-02-28,2021-02-28,自离\n"
    )
    preview = bring(hui, rows).get_json()
    assert (preview["committed"], preview["actions"]) == (
        False,
        {"add": 5, "leave": 0, "keep": 0, "refuse": 0},
    )
    done = bring(hui, rows, commit=True).get_json()
    assert [one["name"] for one in done["one_time_passwords"]] == ["王芳", "李雷", "赵六"]
    people = staff(hui)
    assert people["王芳"]["grade"]["name_en"] == "Team leader"
    assert people["李雷"]["manager"]["name"] == "王芳"
    assert (people["赵六"]["state"], people["赵六"]["hired_on"]) == ("working", "2024-01-05")
    assert (people["孙七"]["state"], people["孙七"]["exit_reason"]) == ("left", "absconded")
    file = hui.get(f"/api/v1/staff/{people['赵六']['person_id']}").get_json()
    assert [(one["hired_on"], one["left_on"]) for one in file["employments"]] == [
        ("2022-01-05", "2023-02-28"),
        ("2024-01-05", None),
    ]
    given = done["one_time_passwords"][1]
    signed_in = nobody.post("/api/v1/sessions", json={"login": given["login"], "password": given["password"]})
    assert [grant["role"] for grant in signed_in.get_json()["me"]["grants"]] == ["guard"]
    again = bring(hui, rows, commit=True).get_json()
    assert (again["actions"]["keep"], again["one_time_passwords"]) == (5, [])
    assert staff(hui) == people


@pytest.mark.both_databases
def test_a_later_table_ends_employments_and_begins_them_for_known_people(hui, ana, cast):
    open_ = "王芳,A001,13800138001,,North Gate Estate,,,,2023-03-01,,\n"
    bring(hui, open_, commit=True)
    yesterday = (now().date() - timedelta(days=2)).isoformat()
    hui.patch(f"/api/v1/people/{cast.ana}", json={"employee_number": "A009"})
    rows = f"王芳,A001,,,,,,,2023-03-01,{yesterday},退休\nAna,A009,,,North Gate Estate,,,,2025-01-01,,\n"
    done = bring(hui, rows, commit=True).get_json()
    assert done["actions"] == {"add": 1, "leave": 1, "keep": 0, "refuse": 0}
    people = staff(hui)
    assert (people["王芳"]["state"], people["王芳"]["active"]) == ("left", False)
    assert (people["Ana"]["hired_on"], people["Ana"]["site"]["name"]) == ("2025-01-01", "North Gate Estate")
    assert ana.get("/api/v1/me").status_code == 200


@pytest.mark.both_databases
def test_who_had_left_comes_back_by_a_table_and_may_sign_in(hui, nobody):
    headings = "姓名,工号,手机号,项目,入职日期,离职日期,离职原因\n"
    left = "孙七,A007,,North Gate Estate,2021-02-01,2022-02-28,退休\n"
    assert bring(hui, left, commit=True, headings=headings).get_json()["one_time_passwords"] == []
    back = "孙七,A007,13800138007,South Tower,2025-02-01,,\n"
    (given,) = bring(hui, back, commit=True, headings=headings).get_json()["one_time_passwords"]
    signed_in = nobody.post("/api/v1/sessions", json={"login": given["login"], "password": given["password"]})
    assert signed_in.status_code == 201
    (site,) = signed_in.get_json()["me"]["sites"]
    assert site["name"] == "South Tower"
    person = staff(hui)["孙七"]
    assert (person["state"], person["active"]) == ("working", True)


def test_each_bad_row_is_named_and_nothing_is_brought_in(hui, cast):
    hui.patch(f"/api/v1/people/{cast.ben}", json={"employee_number": "B001"})
    rows = (
        ",A001,13800138001,,North Gate Estate,,,,2023-03-01,,\n"
        "甲,A002,123,,Nowhere,将军,十班倒,没有人,yesterday,,\n"
        "乙,A003,,,North Gate Estate,,,,2023-03-01,,\n"
        "丙,A004,13800138004,,North Gate Estate,,,,2023-03-01,2022-03-01,退休\n"
        "丁,A005,13800138005,,,,,,2023-03-01,,\n"
        "戊,A006,13800138006,110101199003074518,North Gate Estate,,,,2023-03-01,2024-01-01,\n"
        "己,A007,13800138007,,North Gate Estate,,,,2023-03-01,,\n"
        "己,A007,13800138007,,North Gate Estate,,,,2023-04-01,,\n"
        "Ana,,,,North Gate Estate,,,,2023-03-01,2023-05-01,退休\n"
        "Ben,B001,13800138001,,North Gate Estate,,,,2023-03-01,,\n"
    )
    answer = bring(hui, rows, commit=True)
    assert answer.get_json()["committed"] is False
    assert errors(answer) == [
        (2, "name", "tables.cell_empty"),
        (3, "phone_number", "identity.phone_number_unreadable"),
        (3, "shift_pattern", "people.import_word_unknown"),
        (3, "hired_on", "people.import_day_unreadable"),
        (3, "site", "people.import_site_unknown"),
        (3, "manager", "people.import_manager_unknown"),
        (3, "grade", "people.import_grade_unknown"),
        (4, "phone_number", "people.import_unreachable"),
        (5, "left_on", "people.left_before_hired"),
        (6, "site", "people.import_site_needed"),
        (7, "identity_number", "people.import_identity_unreadable"),
        (7, "exit_reason", "people.import_exit_incomplete"),
        (9, "hired_on", "people.spells_overlap"),
        (10, "name", "people.import_same_name"),
        (11, "employee_number", "identity.row_matches_two"),
    ]
    assert "王芳" not in staff(hui)


def test_an_administrator_is_not_brought_in_by_hr(hui, cast):
    data = "Admin,,,,North Gate Estate,,,,2023-03-01,,\n".replace("Admin,,,", "Admin,X1,13800138001,")
    hui_headings = "姓名,工号,手机号,邮箱,项目,职级,班制,直属上级,入职日期,离职日期,离职原因\n"
    data = "Admin,,,admin@example.org,North Gate Estate,,,,2023-03-01,,\n"
    assert errors(bring(hui, data, headings=hui_headings)) == [(2, "name", "forbidden")]
    own = "Hui,,,hui@example.org,North Gate Estate,,,,2023-03-01,,\n"
    assert errors(bring(hui, own, headings=hui_headings)) == [(2, "name", "identity.not_oneself")]


def test_five_hundred_people_with_leavers_from_a_workbook_are_quick(app, hui):
    book = Workbook()
    book.active.append(["姓名", "工号", "手机号", "身份证号", "项目", "入职日期", "离职日期", "离职原因"])
    for n in range(500):
        hired_on = date(2020, 2, 29) + timedelta(days=n)
        gone = hired_on + timedelta(days=n) if n % 3 == 0 else None
        phone = None if gone else f"1380013{n:04}"
        book.active.append(
            [f"队员{n}", f"S{n:04}", phone, None, "South Tower", hired_on, gone, gone and "退休"]
        )
    file = io.BytesIO()
    book.save(file)
    begun = time.monotonic()
    data = {"file": (io.BytesIO(file.getvalue()), "staff.xlsx")}
    answer = hui.post(URL, query_string={"commit": 1}, data=data).get_json()
    assert answer["committed"], errors(answer)
    assert time.monotonic() - begun < 15
    assert len(staff(hui, state="left")) == 167
    with app.app_context():
        statements = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert len(staff(hui)) == 500
    assert len(statements) <= 15


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_template_can_be_filled_in_and_sent_back(hui, format):
    template = hui.get(f"{URL}/template", query_string={"format": format})
    data = {"file": (io.BytesIO(template.get_data()), f"staff.{format}")}
    answer = hui.post(URL, data=data)
    assert [code for _, _, code in errors(answer)] == ["people.import_site_unknown"]


@pytest.mark.both_databases
def test_the_register_holds_whole_numbers_and_its_reading_is_noted(app, hui, cast):
    number = "11010119900307451"
    number += next(c for c in "0123456789X" if _right(number + c))
    rows = (
        f"王芳,A001,13800138001,{number},North Gate Estate,,,,2023-03-01,,\n"
        "孙七,A002,,,North Gate Estate,,,,2021-02-01,2021-02-28,自离\n"
    )
    assert bring(hui, rows, commit=True).get_json()["committed"]
    answer = hui.get("/api/v1/staff/register", query_string={"format": "csv"})
    lines = {line["Name"]: line for line in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))}
    assert "孙七" not in lines
    assert (lines["王芳"]["Identity number"], lines["王芳"]["Gender"]) == (number, "Male")
    assert lines["王芳"]["Born on"] == "1990-03-07"
    with app.app_context():
        assert number not in str(db.session.query(Particulars.identity_sealed).all())
        assert "staff-register" in db.session.scalars(db.select(ReadEntry.subject)).all()
    with_leavers = {"leavers_since_on": "2021-01-01", "format": "xlsx"}
    sheet = load_workbook(
        io.BytesIO(hui.get("/api/v1/staff/register", query_string=with_leavers).data)
    ).active
    assert "孙七" in {row[1] for row in sheet.values}


def _right(number: str) -> bool:
    from people.records.rules import identity_number

    return identity_number(number) is not None
