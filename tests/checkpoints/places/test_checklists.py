import pytest

from checkpoints.places import queries
from checkpoints.places.checklists.service import ensure_templates
from guard_api.database import db


@pytest.mark.both_databases
def test_the_fire_patrols_checklist_is_there_from_the_start_and_only_once(app, cast, ana, cleo):
    for _ in range(2):
        (fire,) = ana.get("/api/v1/checklists").get_json()["items"]
    assert (fire["name_zh"], fire["name_en"], fire["template"]) == ("防火巡查", "Fire patrol", "fire_patrol")
    assert "61号令" in fire["source"] or "第61号" in fire["source"]
    assert len(fire["items"]) == 7
    assert all(item["text_zh"] and item["text_en"] for item in fire["items"])
    with app.app_context():
        ensure_templates(organisation_id=cast.organisation_id)
        assert [one["id"] for one in queries.checklists_for_phones(cast.organisation_id)] == [fire["id"]]
        db.session.rollback()
    assert cleo.get(f"/api/v1/checklists/{fire['id']}").status_code == 404


def test_a_checklist_of_ones_own_in_one_language_is_shown_in_both(admin):
    made = admin.post("/api/v1/checklists", json={"name_en": "Pool", "items": [{"text_en": "Fence shut"}]})
    assert made.status_code == 201
    made = made.get_json()
    assert (made["name_zh"], made["items"][0]["text_zh"], made["template"]) == ("Pool", "Fence shut", None)


def test_an_item_that_is_reworded_keeps_its_answers(admin):
    new = {"name_en": "Pool", "items": [{"text_en": "Fence shut"}, {"text_en": "Lights on"}]}
    made = admin.post("/api/v1/checklists", json=new).get_json()
    fence, lights = (item["id"] for item in made["items"])
    changed = admin.patch(
        f"/api/v1/checklists/{made['id']}",
        json={"items": [{"text_en": "Depth sign"}, {"id": fence, "text_en": "Fence shut and locked"}]},
    ).get_json()
    assert changed["items"][1]["id"] == fence
    assert changed["items"][0]["id"] not in (fence, lights)


@pytest.mark.parametrize(
    "body",
    [
        {"items": [{"text_en": "x"}]},
        {"name_en": "Pool", "items": []},
        {"name_en": "Pool", "items": [{}]},
        {"name_en": "Pool", "items": [{"id": "a", "text_en": "x"}, {"id": "a", "text_en": "y"}]},
    ],
)
def test_a_checklist_without_words_is_refused(admin, body):
    assert admin.post("/api/v1/checklists", json=body).status_code == 422


def test_a_checklist_that_checkpoints_ask_for_is_not_archived(admin, add):
    made = admin.post("/api/v1/checklists", json={"name_en": "Pool", "items": [{"text_en": "x"}]}).get_json()
    pool = add("Pool", checklist_id=made["id"])
    path = f"/api/v1/checklists/{made['id']}"
    assert admin.patch(path, json={"archived": True}).get_json()["code"] == "places.checklist_in_use"
    admin.patch(f"/api/v1/checkpoints/{pool['id']}", json={"checklist_id": None})
    assert admin.patch(path, json={"archived": True}).get_json()["archived_at"]
    assert made["id"] not in str(admin.get("/api/v1/checklists").get_json())
    assert made["id"] in str(admin.get("/api/v1/checklists?archived=1").get_json())
