"""HR's binder comes in as a table: previewed, all of it or none, and nobody is told what they know."""

import io

import pytest

from guard_api.clock import moved_to
from tests.training.certificates.conftest import LICENCE, NOON, URL

IMPORT = f"{URL}/import"
HEAD = "Person,Certificate,Number,Issued on,Last day,Issued by"


def brought(client, *lines: str, commit: bool = False, head: str = HEAD) -> dict:
    content = "\n".join([head, *lines]).encode()
    with moved_to(NOON):
        answer = client.post(
            IMPORT,
            query_string={"commit": "true"} if commit else {},
            data={"file": (io.BytesIO(content), "binder.csv")},
        )
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def errors(body: dict) -> list[list[str]]:
    return [[error["code"] for error in row["errors"]] for row in body["rows"]]


@pytest.mark.both_databases
def test_a_binder_is_previewed_and_then_brought_in_whole(office, hui, ana):
    lines = (
        "ana@example.org,保安员证,沪公保 1,2019年5月6日,,上海市公安局",
        "Ben,sia_licence,SIA 2,2023-01-01,,SIA",
        "BEN,SIA licence (UK),SIA 1,2020-01-01,2023-02-01,SIA",
    )
    preview = brought(hui, *lines)
    assert (preview["valid"], preview["committed"], errors(preview)) == (3, False, [[], [], []])
    assert hui.get(URL).get_json()["items"] == []
    assert brought(hui, *lines, commit=True)["committed"]
    with moved_to(NOON):
        shown = {one["number"]: one for one in hui.get(URL).get_json()["items"]}
    assert (shown["沪公保 1"]["issued_on"], shown["沪公保 1"]["expires_on"]) == ("2019-05-06", None)
    assert shown["SIA 2"]["replaces_id"] == shown["SIA 1"]["id"]
    assert (shown["SIA 2"]["expires_on"], shown["SIA 1"]["state"]) == ("2026-01-01", "replaced")
    assert ana.get("/api/v1/my/notices").get_json()["unread"] == 0
    again = brought(hui, *lines, commit=True)
    assert errors(again) == [["certificates.number_taken"]] * 3


def test_each_bad_row_says_what_is_wrong_and_nothing_comes_in(office, hui):
    office.type_(hui, **LICENCE)
    body = brought(
        hui,
        "Nobody,Licence,1,2023-01-01",
        "Ana,Driving,2,2023-01-01",
        "Ana,Licence,,2023-01-01",
        "Ana,Licence,3,2030-01-01",
        "Ana,Licence,4,2023-01-01,2022-01-01",
        "Ana,Licence,5,2023-01-01",
        "Ben,Licence,5,2023-01-01",
        "Ana,Licence,6,soon",
        commit=True,
    )
    assert errors(body) == [
        ["certificates.import_person_unknown"],
        ["certificates.import_type_unknown"],
        ["certificates.number_needed"],
        ["certificates.in_future"],
        ["certificates.ends_before_it_begins"],
        [],
        ["tables.repeated"],
        ["people.import_day_unreadable"],
    ]
    assert (body["committed"], hui.get(URL).get_json()["items"]) == (False, [])


def test_ours_may_come_without_a_number(office, hui):
    office.type_(hui)
    brought(hui, "Ana,Fire patrol,,2024-02-01", "Ben,fire_pass,,2024-02-02", commit=True)
    numbers = {one["person"]["name"]: one["number"] for one in hui.get(URL).get_json()["items"]}
    assert numbers == {"Ana": "FIRE-PASS-2024-00001", "Ben": "FIRE-PASS-2024-00002"}


def test_the_template_can_be_filled_in_and_brought(office, hui, sam):
    template = hui.get(f"{IMPORT}/template", query_string={"format": "csv"})
    head = template.get_data(as_text=True).lstrip("\ufeff").splitlines()[0]
    body = brought(hui, "Ana,guard_card,9,2020-01-01,,", head=head)
    assert (body["valid"], body["ignored"]) == (1, [])
    assert sam.post(IMPORT).status_code == 403
