"""A post passes from one guard to the next: counted by both, accepted by the one who takes over."""

import pytest

from tests.schedules.clocking.stock import bundle, local, notices, of_shift, tell
from tests.support.phone import event


@pytest.fixture
def keys(cast, sam) -> dict[str, str]:
    url = f"/api/v1/sites/{cast.north_gate}/equipment"
    said = [{"name_en": "Key ring", "name_zh": "钥匙", "count": 3}, {"name_en": "Radio", "count": 2}]
    answer = sam.put(url, json={"items": said})
    assert answer.status_code == 200, answer.get_json()
    return {item["name_en"]: item["id"] for item in answer.get_json()["items"]}


@pytest.fixture
def change(plan, cast):
    """Ana's day, which Ben's night relieves."""
    day = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 20:00")
    return day, plan.shift(cast.ben, "2026-11-16 20:00", "2026-11-17 08:00", relieves=day)


def known(client) -> dict:
    return bundle(client)["handovers"][0]


def about(handover: dict) -> dict:
    names = ("site_id", "post_id", "from_shift_id", "to_shift_id")
    return {"handover_id": handover["id"]} | {name: handover[name] for name in names}


def given(handover: dict, keys: dict, at: str = "2026-11-16 19:58", **counts: int) -> str:
    counts = {"Key ring": 3, "Radio": 2} | counts
    items = [{"equipment_id": keys[name], "given": number} for name, number in counts.items()]
    matters = [{"kind": "note", "id": None, "text": "Gate 2 sticks"}]
    said = about(handover) | {"items": items, "matters": matters, "note": "Quiet"}
    return event("schedules.handover_given", said, local(at))


def accepted(handover: dict, keys: dict, at: str = "2026-11-16 20:10", note: str = "", **counts: int) -> str:
    counts = {"Key ring": 3, "Radio": 2} | counts
    items = [{"equipment_id": keys[name], "taken": number} for name, number in counts.items()]
    said = about(handover) | {"items": items, "difference_note": note}
    return event("schedules.handover_accepted", said, local(at))


def test_both_phones_know_the_handover_before_either_has_said_anything(plan, ana, ben, keys, change):
    with plan.at("2026-11-16 12:00"):
        hers, his = known(ana), known(ben)
    assert hers["id"] == his["id"]
    assert (hers["mine"], his["mine"], hers["to"], his["given_by"]) == (True, False, "Ben", "Ana")
    assert [(item["name_en"], item["expected"]) for item in his["items"]] == [("Key ring", 3), ("Radio", 2)]


@pytest.mark.parametrize("sooner", ["giver", "taker"])
def test_whichever_phone_is_sooner_on_the_network_it_is_one_handover(
    plan, ana, ben, sam, keys, change, sooner
):
    with plan.at("2026-11-16 12:00"):
        handover = known(ana)
    with plan.at("2026-11-16 23:00"):
        words = [(ana, given(handover, keys)), (ben, accepted(handover, keys))]
        for client, word in words if sooner == "giver" else reversed(words):
            assert tell(client, word)[0]["verdict"] == "accepted"
            assert tell(client, word)[0]["verdict"] == "duplicate"
        rows = sam.get("/api/v1/handovers").get_json()["items"]
    assert [(row["state"], row["given_by_name"], row["accepted_by_name"]) for row in rows] == [
        ("done", "Ana", "Ben")
    ]
    assert [(item["given"], item["taken"], item["differs"]) for item in rows[0]["items"]] == [
        (3, 3, False),
        (2, 2, False),
    ]
    assert (rows[0]["matters"][0]["text"], rows[0]["note"], rows[0]["flags"]) == (
        "Gate 2 sticks",
        "Quiet",
        [],
    )


def test_what_is_missing_is_told_to_the_supervisors_and_blamed_on_nobody(plan, ana, ben, sam, keys, change):
    with plan.at("2026-11-16 23:00"):
        handover = known(ana)
        tell(ana, given(handover, keys))
        told = tell(ben, accepted(handover, keys, note="One radio is not here", Radio=1))[0]
        assert told["flags"] == ["count_differs"]
        row = sam.get(f"/api/v1/handovers/{handover['id']}").get_json()
        assert [item["differs"] for item in row["items"]] == [False, True]
        assert row["difference_note"] == "One radio is not here"
        assert len(notices(sam, "handover_differs")) == 1
        assert notices(ana, "handover_differs") == []


def test_the_relieved_guard_stays_on_duty_until_the_relief_is_there(plan, ana, ben, sam, keys, change):
    day, night = change
    with plan.at("2026-11-16 20:40"):
        tell(ana, plan.punch("in", "2026-11-16 08:00"))
        plan.tick()
        row = of_shift(sam, day)
        assert (row["state"], row["waited_for_relief_minutes"]) == ("working", 40)
        assert "relief_not_arrived" in row["flags"]
        tell(ben, plan.punch("in", "2026-11-16 20:30"), accepted(known(ben), keys, "2026-11-16 20:35"))
        tell(ana, plan.punch("out", "2026-11-16 20:36"))
        row = of_shift(sam, day)
        assert (row["state"], row["over_minutes"], row["waited_for_relief_minutes"]) == ("worked", 36, 30)
        assert "relief_late" in row["flags"]
        assert of_shift(sam, night)["late_minutes"] == 30


def test_findings_that_are_open_go_with_the_handover(plan, app, cast, ana, keys, change):
    word = {"category": "fire", "severity": 3, "text": "Extinguisher missing", "site_id": cast.north_gate}
    with plan.at("2026-11-16 12:00"):
        told = tell(ana, event("finding", word, local("2026-11-16 11:00")))
        assert told[0]["verdict"] == "accepted", told
        assert [(one["kind"], one["text"]) for one in known(ana)["matters"]] == [
            ("finding", "Extinguisher missing")
        ]


def test_a_list_of_another_site_is_not_there(cast, sam, ana):
    assert sam.get(f"/api/v1/sites/{cast.south_tower}/equipment").status_code == 404
    assert ana.get(f"/api/v1/sites/{cast.north_gate}/equipment").get_json() == {"items": []}
    assert ana.put(f"/api/v1/sites/{cast.north_gate}/equipment", json={"items": []}).status_code == 403
    nameless = {"items": [{"count": 1}]}
    assert sam.put(f"/api/v1/sites/{cast.north_gate}/equipment", json=nameless).status_code == 422


def test_what_is_taken_off_the_list_stays_in_handovers_of_before(plan, cast, ana, ben, sam, keys, change):
    with plan.at("2026-11-16 20:30"):
        handover = known(ana)
        tell(ana, given(handover, keys))
        kept = {"items": [{"id": keys["Radio"], "name_en": "Radio", "count": 2}]}
        assert sam.put(f"/api/v1/sites/{cast.north_gate}/equipment", json=kept).status_code == 200
        row = sam.get(f"/api/v1/handovers/{handover['id']}").get_json()
        assert [item["name_en"] for item in row["items"]] == ["Key ring", "Radio"]
        assert [item["name_en"] for item in known(ben)["items"]] == ["Radio"]


def test_without_a_word_of_the_roster_the_next_at_the_same_place_relieves(plan, cast, ana, ben, sam, keys):
    plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 20:00")
    plan.shift(cast.sam, "2026-11-16 08:00", "2026-11-16 20:00", slot=2)
    plan.shift(cast.ben, "2026-11-16 20:00", "2026-11-17 08:00")
    with plan.at("2026-11-16 12:00"):
        assert known(ana)["id"] == known(ben)["id"]
        assert (bundle(ana)["shifts"][0]["relieved_by"], bundle(ben)["shifts"][0]["relieves"]) == (
            "Ben",
            "Ana",
        )
        assert bundle(sam)["handovers"] == []
