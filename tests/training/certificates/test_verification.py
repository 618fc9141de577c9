"""Whoever holds a certificate in hand learns whether it holds, and no more."""

from datetime import date

import pytest

from guard_api.clock import moved_to
from guard_api.database import db, write_transaction
from guard_api.identity.models import Person
from tests.training.certificates.conftest import LICENCE, NOON, URL, at
from training.certificates.models import Certificate
from training.certificates.verification.routes import MOST_FROM_ONE_ADDRESS

VERIFY = "/api/v1/verify"


@pytest.fixture
def earned(office, hui) -> str:
    module = office.module()
    office.type_(hui, module_ids=[module])
    return office.passes("ana", module, NOON)[0]


def code_of(client, id_: str) -> str:
    return client.get(f"{URL}/{id_}").get_json()["verify_url"].rpartition("/")[2]


def seen(nobody, code: str, on=NOON) -> dict:
    with moved_to(on):
        answer = nobody.get(f"{VERIFY}/{code}")
    assert answer.status_code == 200, answer.get_json()
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_json()


@pytest.mark.both_databases
def test_a_stranger_learns_no_more_than_is_needed(app, cast, nobody, ana, earned):
    with app.app_context(), write_transaction():
        db.session.get(Person, (cast.organisation_id, cast.ana)).name = "王小明"
    found = seen(nobody, code_of(ana, earned))
    assert found.pop("checked_at").startswith("2024-03-01T04:00")
    assert found == {
        "valid": True,
        "state": "current",
        "type": {"name_zh": "防火巡查上岗证", "name_en": "Fire patrol"},
        "name": "王**",
        "organisation": "Jade Court",
        "issued_on": "2024-03-01",
        "expires_on": "2025-03-01",
    }


def test_it_is_read_however_it_is_typed(nobody, ana, earned):
    code = code_of(ana, earned)
    typed = "-".join(code[start : start + 4] for start in range(0, 16, 4)).lower()
    assert seen(nobody, typed)["valid"]


@pytest.mark.both_databases
def test_it_turns_with_the_certificate(nobody, hui, ana, office, earned):
    code = code_of(ana, earned)
    assert seen(nobody, code, at(date(2025, 3, 1)))["state"] == "expiring"
    ended = seen(nobody, code, at(date(2025, 3, 2)))
    assert (ended["valid"], ended["state"]) == (False, "expired")
    hui.post(f"{URL}/{earned}/revoke", json={"reason": "A private reason"})
    revoked = seen(nobody, code)
    assert (revoked["valid"], revoked["state"]) == (False, "revoked")
    assert "private" not in str(revoked)


def test_a_replaced_one_says_so(nobody, office, hui, ana):
    module = office.module()
    office.type_(hui, module_ids=[module])
    [old] = office.passes("ana", module, NOON)
    [new] = office.passes("ana", module, at(date(2025, 1, 15)))
    later = at(date(2025, 1, 16))
    assert seen(nobody, code_of(ana, old), later)["state"] == "replaced"
    assert seen(nobody, code_of(ana, new), later)["valid"]


def test_unknown_codes_and_papers_of_others_are_not_there(app, nobody, office, hui):
    id_ = office.enters(hui, office.type_(hui, **LICENCE), number="1", issued_on="2024-01-01").get_json()[
        "id"
    ]
    with app.app_context():
        code = db.session.get(Certificate, (office.cast.organisation_id, id_)).verify_code
    for unknown in (code, "ABCD", "%00", "x" * 500):
        assert nobody.get(f"{VERIFY}/{unknown}").status_code == 404


@pytest.mark.both_databases
def test_nobody_tries_codes_by_the_hundred(nobody, ana, earned):
    code = code_of(ana, earned)
    with moved_to(NOON):
        for _ in range(MOST_FROM_ONE_ADDRESS):
            assert nobody.get(f"{VERIFY}/WRONGCODE").status_code == 404
        refused = nobody.get(f"{VERIFY}/{code}")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    assert seen(nobody, code, at(date(2024, 3, 2)))["valid"]
