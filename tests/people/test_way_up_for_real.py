"""The step asks for a real module and a real certificate, which the floor above keeps."""

from datetime import timedelta

import pytest

from guard_api.clock import now

TODAY = now().date()


@pytest.mark.both_databases
def test_a_licence_on_paper_counts_on_the_way_up(hui, admin, ana, cast):
    types = hui.get("/api/v1/certificate-types").get_json()["items"]
    licence = next(one for one in types if one["external"])
    modules = admin.get("/api/v1/modules").get_json()["items"]
    first, second = hui.get("/api/v1/ladder").get_json()["items"][:2]
    step = {
        "to_grade_id": second["id"],
        "certificate_type_ids": [licence["id"]],
        "module_ids": [one["id"] for one in modules[:1]],
    }
    items = hui.put(f"/api/v1/grades/{first['id']}/step", json=step).get_json()["items"]
    assert items[0]["step"]["certificates"][0]["name_zh"] == licence["name_zh"]
    hired_on = (TODAY - timedelta(days=100)).isoformat()
    facts = {"hired_on": hired_on, "grade_id": first["id"], "site_id": cast.north_gate}
    assert hui.post(f"/api/v1/staff/{cast.ana}/hire", json=facts).status_code == 201

    def licensed() -> bool:
        needs = ana.get("/api/v1/my/way-up").get_json()["needs"]
        return next(need["met"] for need in needs if need["kind"] == "certificate")

    assert licensed() is False
    paper = {"type_id": licence["id"], "person_id": cast.ana, "issued_on": hired_on, "number": "X1"}
    entered = hui.post("/api/v1/certificates", data=paper)
    assert entered.status_code == 201, entered.get_json()
    assert licensed() is True
