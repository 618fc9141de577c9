"""Certificates are issued by learning or entered from paper, renewed, revoked, and never rewritten."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select

from guard_api.clock import moved_to
from guard_api.database import db
from guard_api.files import store
from guard_api.live.models import Change
from guard_api.records import AuditEntry, ReadEntry
from tests.training.certificates.conftest import FIRE, LICENCE, NOON, TYPES, URL, at, days

JPEG = b"\xff\xd8\xff\xe0 a scan"


def shown(client, id_: str, on=NOON) -> dict:
    with moved_to(on):
        answer = client.get(f"{URL}/{id_}")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def listed(client, on=NOON, **query) -> list[dict]:
    with moved_to(on):
        answer = client.get(URL, query_string=query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["items"]


@pytest.mark.both_databases
def test_passing_all_modules_of_a_type_issues_it(office, hui, ana):
    first, second = office.module("fire"), office.module("law")
    office.type_(hui, module_ids=[first, second])
    assert office.passes("ana", first, NOON) == []
    [id_] = office.passes("ana", second, NOON)
    one = shown(ana, id_)
    assert (one["state"], one["issued_on"], one["expires_on"]) == ("current", "2024-03-01", "2025-03-01")
    assert (one["number"], one["source"], one["days_left"]) == ("FIRE-PASS-2024-00001", "passed", 365)
    assert one["renewable_from_on"] == "2024-12-31"
    assert one["verify_url"].startswith("https://patrol.example/v/")
    [notice] = ana.get("/api/v1/my/notices").get_json()["items"]
    assert notice["text"] == "You have a new certificate: Fire patrol."


@pytest.mark.both_databases
def test_passing_again_changes_nothing_until_it_is_time_to_renew(office, hui):
    module = office.module()
    office.type_(hui, module_ids=[module])
    [old] = office.passes("ana", module, NOON)
    assert office.passes("ana", module, NOON) == []
    assert office.passes("ana", module, at(date(2024, 12, 30))) == []
    [new] = office.passes("ana", module, at(date(2024, 12, 31)))
    later = at(date(2024, 12, 31))
    assert (shown(hui, old, later)["state"], shown(hui, old, later)["replaced_by_id"]) == ("replaced", new)
    renewed = shown(hui, new, later)
    assert (renewed["replaces_id"], renewed["expires_on"]) == (old, "2025-12-31")
    assert renewed["number"] == "FIRE-PASS-2024-00002"


@pytest.mark.both_databases
def test_a_type_may_add_the_time_that_was_left(office, hui):
    module = office.module()
    office.type_(hui, module_ids=[module], keeps_remaining=True)
    office.passes("ana", module, NOON)
    [new] = office.passes("ana", module, at(date(2025, 1, 15)))
    assert shown(hui, new)["expires_on"] == "2026-03-01"
    [after_the_end] = office.passes("ana", module, at(date(2026, 5, 1)))
    assert shown(hui, after_the_end)["expires_on"] == "2027-05-01"


def test_an_attempt_that_arrives_late_counts_from_the_day_it_was_made(office, hui):
    module = office.module()
    office.type_(hui, module_ids=[module])
    [id_] = office.passes("ana", module, at(date(2024, 2, 10)))
    assert office.passes("ana", module, at(date(2024, 2, 1))) == []
    assert shown(hui, id_)["issued_on"] == "2024-02-10"


@pytest.mark.both_databases
def test_a_guard_card_without_an_end_is_entered_from_paper_with_its_scan(app, office, hui, ana, ben):
    card = next(one for one in hui.get(TYPES).get_json()["items"] if one["code"] == "guard_card")
    assert card["validity_months"] is None
    made = office.enters(
        hui,
        card["id"],
        number="沪公保 2019-00812",
        issued_on="2019-05-06",
        issuer="上海市公安局",
        file=(io.BytesIO(JPEG), "card.jpg"),
    )
    assert made.status_code == 201, made.get_json()
    one = made.get_json()
    assert (one["expires_on"], one["days_left"], one["state"], one["has_scan"]) == (
        None,
        None,
        "current",
        True,
    )
    assert one["verify_url"] is None
    scan = ana.get(f"{URL}/{one['id']}/scan")
    assert (scan.data, scan.mimetype) == (JPEG, "image/jpeg")
    assert ben.get(f"{URL}/{one['id']}/scan").status_code == 404
    with app.app_context():
        kept = store().get(f"{office.cast.organisation_id}/certificates/{one['id']}")
        assert JPEG not in kept
        read = db.session.scalars(select(ReadEntry)).all()
        assert [(entry.subject_kind, entry.subject) for entry in read] == [("certificate_scan", one["id"])]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "certificates.number_needed"),
        ({"number": "7"}, "certificates.number_needed"),
        ({"number": "7", "issued_on": "2024-03-02"}, "certificates.in_future"),
        ({"number": "7", "issued_on": "2024-03-01", "expires_on": "2024-02-01"}, "certificates.ends_before"),
        ({"number": "7", "issued_on": "2024-03-01", "file": (b"GIF89a", "a.gif")}, "certificates.scan_type"),
    ],
)
def test_paper_that_cannot_be_is_refused(office, hui, form, code):
    type_id = office.type_(hui, **LICENCE)
    if "file" in form:
        form = form | {"file": (io.BytesIO(form["file"][0]), form["file"][1])}
    with moved_to(NOON):
        answer = office.enters(hui, type_id, **form)
    assert answer.status_code == 422
    assert answer.get_json()["code"].startswith(code)


@pytest.mark.both_databases
def test_a_number_is_given_once_until_it_is_revoked(office, hui):
    type_id = office.type_(hui, **LICENCE)
    paper = {"number": "SIA 1", "issued_on": "2023-01-01"}
    first = office.enters(hui, type_id, **paper).get_json()["id"]
    taken = office.enters(hui, type_id, "ben", **paper)
    assert (taken.status_code, taken.get_json()["code"]) == (409, "certificates.number_taken")
    assert hui.post(f"{URL}/{first}/revoke", json={"reason": "Wrong person"}).status_code == 200
    assert office.enters(hui, type_id, "ben", **paper).status_code == 201


def test_newer_paper_replaces_older_and_older_replaces_nothing(office, hui):
    type_id = office.type_(hui, **LICENCE)
    first = office.enters(hui, type_id, number="1", issued_on="2022-01-01").get_json()
    second = office.enters(hui, type_id, number="2", issued_on="2023-12-01").get_json()
    third = office.enters(hui, type_id, number="0", issued_on="2020-01-01").get_json()
    assert (second["replaces_id"], third["replaces_id"]) == (first["id"], None)
    assert (second["expires_on"], third["state"]) == ("2025-12-01", "expired")


@pytest.mark.both_databases
def test_renewing_makes_another_certificate_that_names_the_first(app, office, hui):
    type_id = office.type_(hui, **LICENCE)
    old = office.enters(hui, type_id, number="1", issued_on="2022-06-01").get_json()["id"]
    needed = hui.post(f"{URL}/{old}/renew", json={})
    assert needed.get_json()["code"] == "certificates.number_needed"
    renewed = hui.post(f"{URL}/{old}/renew", json={"number": "2", "issued_on": "2024-05-20"})
    assert renewed.status_code == 201, renewed.get_json()
    assert (renewed.get_json()["replaces_id"], renewed.get_json()["expires_on"]) == (old, "2026-05-20")
    again = hui.post(f"{URL}/{old}/renew", json={"number": "3", "issued_on": "2024-05-21"})
    assert again.get_json()["code"] == "certificates.already_replaced"
    with app.app_context():
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.at)).all()
        assert actions == ["certificate_type.added", "certificate.entered", "certificate.renewed"]


def test_ours_is_renewed_within_its_window_only(office, hui):
    module = office.module()
    office.type_(hui, module_ids=[module])
    [old] = office.passes("ana", module, NOON)
    with moved_to(at(date(2024, 12, 30))):
        early = hui.post(f"{URL}/{old}/renew", json={})
    assert early.get_json()["code"] == "certificates.too_early"
    assert "2024-12-31" in early.get_json()["detail"]
    with moved_to(at(date(2024, 12, 31))):
        assert hui.post(f"{URL}/{old}/renew", json={}).get_json()["expires_on"] == "2025-12-31"


def test_what_never_ends_is_not_renewed(office, hui):
    module = office.module()
    office.type_(hui, module_ids=[module], validity_months=None)
    [id_] = office.passes("ana", module, NOON)
    assert shown(hui, id_)["expires_on"] is None
    assert hui.post(f"{URL}/{id_}/renew", json={}).get_json()["code"] == "certificates.never_ends"
    assert office.passes("ana", module, at(date(2030, 1, 1))) == []


@pytest.mark.both_databases
def test_a_revoked_one_no_longer_holds_and_may_be_earned_again(app, office, hui, ana, sam):
    module = office.module()
    office.type_(hui, module_ids=[module])
    [id_] = office.passes("ana", module, NOON)
    assert sam.post(f"{URL}/{id_}/revoke", json={"reason": "x"}).status_code == 403
    revoked = hui.post(f"{URL}/{id_}/revoke", json={"reason": "Answers were shared"}).get_json()
    assert (revoked["state"], revoked["revoke_reason"]) == ("revoked", "Answers were shared")
    assert hui.post(f"{URL}/{id_}/revoke", json={"reason": "x"}).status_code == 409
    told = ana.get("/api/v1/my/notices").get_json()["items"][0]["text"]
    assert told == "Your certificate Fire patrol was revoked: Answers were shared"
    [again] = office.passes("ana", module, at(date(2024, 3, 5)))
    assert shown(hui, again)["replaces_id"] is None
    with app.app_context():
        assert "certificate" in db.session.scalars(select(Change.kind)).all()


def test_a_revoked_renewal_gives_the_old_one_back(office, hui):
    type_id = office.type_(hui, **LICENCE)
    old = office.enters(hui, type_id, number="1", issued_on="2023-06-01").get_json()["id"]
    new = hui.post(f"{URL}/{old}/renew", json={"number": "2", "issued_on": "2024-02-01"}).get_json()["id"]
    assert shown(hui, old)["state"] == "replaced"
    hui.post(f"{URL}/{new}/revoke", json={"reason": "Forged"})
    assert shown(hui, old)["state"] == "current"
    assert hui.post(f"{URL}/{old}/renew", json={"number": "3", "issued_on": "2024-02-02"}).status_code == 201


@pytest.mark.both_databases
def test_the_list_is_filtered_by_state_and_the_calendar_by_end(office, hui, sam):
    type_id = office.type_(hui, **LICENCE)
    ids = {}
    for name, number, since in (
        ("ana", "1", "2022-02-01"),
        ("ben", "2", "2022-04-01"),
        ("sam", "3", "2023-06-01"),
    ):
        ids[name] = office.enters(hui, type_id, name, number=number, issued_on=since).get_json()["id"]

    def found(**query):
        return [one["id"] for one in listed(sam, **query)]

    assert found(state="expired") == [ids["ana"]]
    assert found(state="expiring") == [ids["ben"]]
    assert found(state="current") == [ids["sam"]]
    assert found() == [ids["sam"], ids["ben"], ids["ana"]]
    assert found(from_on="2024-01-01", to_on="2024-12-31") == [ids["ana"], ids["ben"]]
    assert found(person_id=office.cast.ben) == [ids["ben"]]
    assert found(site_id=office.cast.north_gate, type_id=type_id, limit=2) == [ids["sam"], ids["ben"]]
    assert found(state="revoked") == found(state="replaced") == []
    with moved_to(NOON):
        counts = hui.get(f"{URL}/counts").get_json()
    assert counts == {"current": 1, "expiring": 1, "expired": 1}


@pytest.mark.both_databases
def test_the_list_comes_in_pages_in_either_order(office, hui):
    type_id = office.type_(hui, **LICENCE)
    for number in range(5):
        office.enters(hui, type_id, "ana", number=str(number), issued_on=f"2023-0{number + 1}-01")
    for query in ({}, {"from_on": "2018-01-01"}):
        first = hui.get(URL, query_string={"limit": 3} | query).get_json()
        rest = hui.get(URL, query_string={"limit": 3, "cursor": first["next"]} | query).get_json()
        numbers = [one["number"] for one in first["items"] + rest["items"]]
        assert sorted(numbers) == list("01234")
        assert rest["next"] is None


def test_the_list_is_downloaded_and_that_is_written_down(app, office, hui):
    office.enters(hui, office.type_(hui, **LICENCE), number="=1+1", issued_on="2024-01-01")
    with moved_to(NOON):
        file = hui.get(URL, query_string={"format": "xlsx"}).data
    rows = list(load_workbook(io.BytesIO(file)).active.values)
    assert rows[1][:5] == ("Ana", "Licence", "=1+1", rows[1][3], rows[1][4])
    assert rows[1][6] == "current"
    with app.app_context():
        assert db.session.scalars(select(ReadEntry.subject)).all() == ["certificates"]


def test_everybody_sees_what_they_may(office, hui, ana, ben, sam, cleo, admin):
    module = office.module()
    office.type_(hui, module_ids=[module])
    [id_] = office.passes("ana", module, NOON)
    for client, status in ((ana, 200), (sam, 200), (hui, 200), (admin, 200), (ben, 404), (cleo, 404)):
        assert client.get(f"{URL}/{id_}").status_code == status
    assert ana.get(URL).status_code == 403
    assert listed(cleo) == []


def test_types_are_given_once_and_an_organisation_adds_and_changes_its_own(hui, sam, cleo):
    codes = [one["code"] for one in hui.get(TYPES).get_json()["items"]]
    assert {"guard_card", "sia_licence", "fire_patrol"} <= set(codes)
    assert [one["code"] for one in sam.get(TYPES).get_json()["items"]] == codes
    made = hui.post(TYPES, json=FIRE | {"warn_days": [7, 30, 7]})
    assert made.get_json()["warn_days"] == [30, 7]
    assert hui.post(TYPES, json=FIRE).get_json()["code"] == "certificates.type_taken"
    path = f"{TYPES}/{made.get_json()['id']}"
    assert hui.patch(path, json={"archived": True, "validity_months": None}).get_json()["archived_at"]
    assert "fire_pass" not in [one["code"] for one in hui.get(TYPES).get_json()["items"]]
    assert "fire_pass" in [one["code"] for one in hui.get(f"{TYPES}?archived=true").get_json()["items"]]
    assert cleo.patch(path, json={"archived": False}).status_code == 404


def test_a_type_names_modules_that_exist_and_licences_name_none(office, hui, cleo):
    module = office.module()
    unknown = hui.post(TYPES, json=FIRE | {"module_ids": [office.cast.ana]})
    assert unknown.get_json()["code"] == "certificates.module_unknown"
    external = hui.post(TYPES, json=LICENCE | {"module_ids": [module]})
    assert external.get_json()["code"] == "certificates.type_from_paper_has_no_modules"
    assert cleo.post(TYPES, json=FIRE | {"module_ids": [module]}).status_code == 422


def test_the_ready_types_ask_for_modules_of_the_library_once_they_are_here(office, hui):
    def fire():
        return next(one for one in hui.get(TYPES).get_json()["items"] if one["code"] == "fire_patrol")

    assert fire()["module_ids"] == []
    module = office.module("fire-patrol")
    assert fire()["module_ids"] == [module]
    [id_] = office.passes("ana", module, NOON)
    assert shown(hui, id_, NOON + days(1))["type"]["name_zh"] == "防火巡查上岗证"


def test_an_archived_type_takes_nothing_new(office, hui):
    module = office.module()
    type_id = office.type_(hui, module_ids=[module])
    hui.patch(f"{TYPES}/{type_id}", json={"archived": True})
    assert office.passes("ana", module, NOON) == []
    assert office.enters(hui, type_id).get_json()["code"] == "certificates.type_archived"


@pytest.mark.both_databases
def test_who_passed_before_the_type_was_made_is_given_it_on_request(office, hui, ana, ben, sam):
    module = office.module()
    assert office.passes("ana", module, NOON) == []
    type_id = office.type_(hui, module_ids=[module])
    assert sam.post(f"{TYPES}/{type_id}/issue").status_code == 403
    assert hui.post(f"{TYPES}/{type_id}/issue").get_json() == {"issued": 1}
    assert hui.post(f"{TYPES}/{type_id}/issue").get_json() == {"issued": 0}
    [one] = listed(hui)
    assert (one["person"]["name"], one["source"]) == ("Ana", "passed")
    nothing = office.type_(hui, code="by_hand")
    assert hui.post(f"{TYPES}/{nothing}/issue").get_json() == {"issued": 0}


def test_a_supervisor_asks_about_ones_own_sites(office, sam, hui):
    assert listed(sam, site_id=office.cast.north_gate) == []
    assert sam.get(URL, query_string={"site_id": office.cast.south_tower}).status_code == 404
    assert hui.get(URL, query_string={"site_id": office.cast.south_tower}).status_code == 200


def test_what_replaces_it_is_newer(office, hui):
    type_id = office.type_(hui, **LICENCE)
    old = office.enters(hui, type_id, number="1", issued_on="2023-06-01").get_json()["id"]
    older = hui.post(f"{URL}/{old}/renew", json={"number": "2", "issued_on": "2023-06-01"})
    assert (older.status_code, older.get_json()["code"]) == (422, "certificates.not_newer")


@pytest.mark.both_databases
def test_two_passes_in_the_same_moment_make_one_certificate(office, hui):
    module = office.module()
    office.type_(hui, module_ids=[module])
    with ThreadPoolExecutor(4) as pool:
        issued = list(pool.map(lambda _: office.passes("ana", module, NOON), range(4)))
    assert sum(map(len, issued)) == 1
    assert len(listed(hui)) == 1


@pytest.mark.both_databases
def test_a_long_list_costs_no_more_queries_than_a_short_one(app, office, hui):
    type_id = office.type_(hui, **LICENCE)
    counts = []
    for number in range(1, 9):
        name = ("ana", "ben", "sam")[number % 3]
        office.enters(hui, type_id, name, number=str(number), issued_on=f"2023-0{number}-01")
        if number in (1, 8):
            counts.append(_statements(app, lambda: listed(hui)))
    assert counts[0] == counts[1]


def _statements(app, work) -> int:
    seen = []
    with app.app_context():
        engine = db.engine
    listen = (engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    event.listen(*listen)
    work()
    event.remove(*listen)
    return len([text for text in seen if text.startswith("SELECT")])
