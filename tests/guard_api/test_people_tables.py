"""Lists of people, out and in."""

import io

import pytest

PEOPLE = "/api/v1/people"
HEADINGS = "姓名,手机号,邮箱,工号,角色,项目,语言,初始密码,PIN码\n"


def bring(client, rows: str, commit: bool = False, headings: str = HEADINGS):
    data = {"file": (io.BytesIO((headings + rows).encode()), "people.csv")}
    return client.post(f"{PEOPLE}/import", query_string={"commit": int(commit)}, data=data)


def names(client) -> list[str]:
    return [person["name"] for person in client.get(PEOPLE).get_json()["items"]]


def errors(answer) -> list[tuple[int, str, str]]:
    rows = answer.get_json()["rows"]
    return [(row["row"], error["column"], error["code"]) for row in rows for error in row["errors"]]


@pytest.mark.both_databases
def test_a_list_is_imported_and_its_people_sign_in(hui, cast, nobody):
    rows = (
        "王芳,13800138001,,A001,保安员,North Gate Estate,中文,,135724\n"
        "李雷,13800138002,,A002,队长;保安员,North Gate Estate；South Tower,,walks at night,\n"
    )
    assert bring(hui, rows).get_json()["committed"] is False
    assert "王芳" not in names(hui)
    answer = bring(hui, rows, commit=True).get_json()
    assert (answer["committed"], answer["valid"], answer["invalid"]) == (True, 2, 0)
    (given,) = answer["one_time_passwords"]
    assert (given["row"], given["name"], given["login"]) == (2, "王芳", "+8613800138001")
    for login, password in (("13800138001", given["password"]), ("13800138002", "walks at night")):
        signed_in = nobody.post("/api/v1/sessions", json={"login": login, "password": password})
        assert signed_in.status_code == 201
    assert len(signed_in.get_json()["me"]["grants"]) == 4


def test_nothing_is_imported_until_every_row_is_right(hui, cast):
    rows = (
        "王芳,13800138001,,A001,保安员,North Gate Estate,,,\n"
        "李雷,12,,A001,保安员,Nowhere,,,\n"
        ",,,A003,厨师,,,password,123456\n"
        "Ana,13800138009,ana@example.org,,管理员,,,,\n"
    )
    answer = bring(hui, rows, commit=True)
    assert answer.get_json()["committed"] is False
    assert errors(answer) == [
        (3, "phone_number", "identity.phone_number_unreadable"),
        (3, "sites", "identity.site_called_unknown"),
        (3, "employee_number", "tables.repeated"),
        (4, "name", "tables.cell_empty"),
        (4, "roles", "identity.role_unknown"),
        (4, "phone_number", "identity.unreachable"),
        (4, "password", "identity.password_common"),
        (4, "pin", "identity.pin_weak"),
        (5, "roles", "forbidden"),
    ]
    assert names(hui) == ["Admin", "Ana", "Ben", "Client", "Hui", "Sam"]
    assert "123456" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_was_exported_is_imported_again_without_change(admin, cast, format):
    before = admin.get(PEOPLE).get_json()["items"]
    exported = admin.get(PEOPLE, query_string={"format": format})
    assert exported.status_code == 200
    assert f"people.{format}" in exported.headers["Content-Disposition"]
    data = {"file": (io.BytesIO(exported.get_data()), f"people.{format}")}
    answer = admin.post(f"{PEOPLE}/import", data=data)
    # The administrator's own row is the only one refused: nobody changes themselves by a list.
    assert {code for _, _, code in errors(answer)} == {"identity.not_oneself"}
    assert admin.get(PEOPLE).get_json()["items"] == before


def test_who_is_known_by_number_is_changed_not_doubled(admin, cast):
    admin.patch(f"{PEOPLE}/{cast.ana}", json={"employee_number": "A001"})
    rows = "Anna,13800138001,ana@example.org,A001,guard,South Tower,,,\n"
    assert bring(admin, rows, commit=True).get_json()["committed"] is True
    (anna,) = [person for person in admin.get(PEOPLE).get_json()["items"] if person["id"] == cast.ana]
    assert (anna["name"], anna["phone_number"]) == ("Anna", "+8613800138001")
    assert anna["grants"] == [{"role": "guard", "site_id": cast.south_tower}]


def test_a_row_that_means_two_people_is_refused(admin, cast):
    admin.patch(f"{PEOPLE}/{cast.ben}", json={"employee_number": "B001"})
    answer = bring(admin, "Ana,,ana@example.org,B001,guard,South Tower,,,\n")
    assert [code for _, _, code in errors(answer)] == ["identity.row_matches_two"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_template_can_be_filled_in_and_sent_back(hui, format):
    template = hui.get(f"{PEOPLE}/import/template", query_string={"format": format})
    data = {"file": (io.BytesIO(template.get_data()), f"people.{format}")}
    assert hui.post(f"{PEOPLE}/import", data=data).status_code == 200


def test_without_a_file_the_answer_says_so(hui):
    answer = hui.post(f"{PEOPLE}/import", data={})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["path"] == "/file"


def test_a_thousand_people_are_imported_in_seconds(hui):
    rows = "".join(f"Guard {n},1380013{n:04},,,guard,South Tower,,,\n" for n in range(1000))
    assert len(bring(hui, rows, commit=True).get_json()["one_time_passwords"]) == 1000
