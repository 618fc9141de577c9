"""The field's categories, and an organisation's own."""

from checkpoints.findings.categories import FIELD_CATEGORIES, categories_for_phones

URL = "/api/v1/finding-categories"


def by_code(client) -> dict[str, dict]:
    return {one["code"]: one for one in client.get(URL).get_json()["items"]}


def test_an_organisation_is_given_the_fields_own_once(ana):
    assert list(by_code(ana)) == [code for code, *_ in FIELD_CATEGORIES]
    assert len(ana.get(URL).get_json()["items"]) == 9


def test_phones_get_them_even_before_anyone_asked(app, cast):
    with app.app_context():
        shown = categories_for_phones(cast.organisation_id)
    assert shown[2] == {
        "code": "falling_object",
        "name_zh": "高空抛物",
        "name_en": "Falling object",
        "icon": "falling-object",
    }


def test_an_organisation_adds_renames_and_archives(app, admin, cast):
    made = admin.post(URL, json={"code": "pets", "name_zh": "宠物", "name_en": "Pets"})
    assert made.status_code == 201
    renamed = admin.patch(f"{URL}/{made.get_json()['id']}", json={"name_en": "Dogs"})
    assert renamed.get_json()["name_en"] == "Dogs"
    theft = by_code(admin)["theft"]["id"]
    assert admin.patch(f"{URL}/{theft}", json={"archived": True}).get_json()["archived_at"]
    with app.app_context():
        codes = [one["code"] for one in categories_for_phones(cast.organisation_id)]
    assert "theft" not in codes
    assert codes[-1] == "pets"
    assert admin.patch(f"{URL}/{theft}", json={"archived": False}).get_json()["archived_at"] is None


def test_a_code_is_taken_once_and_other_stays(admin):
    made = admin.post(URL, json={"code": "theft", "name_zh": "盗窃", "name_en": "Theft"})
    assert made.get_json()["code"] == "findings.category_taken"
    other = by_code(admin)["other"]["id"]
    refused = admin.patch(f"{URL}/{other}", json={"archived": True})
    assert refused.get_json()["code"] == "findings.category_needed"


def test_another_organisation_has_its_own(admin, cleo):
    admin.post(URL, json={"code": "pets", "name_zh": "宠物", "name_en": "Pets"})
    assert "pets" not in by_code(cleo)
    ours = by_code(admin)["pets"]["id"]
    assert cleo.patch(f"{URL}/{ours}", json={"name_en": "Mine"}).status_code == 404
