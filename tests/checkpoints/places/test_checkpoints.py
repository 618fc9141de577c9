import pytest

from checkpoints.places.points.rules import placement_gaps


@pytest.mark.both_databases
def test_a_checkpoint_stands_on_the_map_in_a_zone_with_a_checklist(sam, ana, north, add):
    zone = sam.post(f"{north}/zones", json={"name": "Tower 1"}).get_json()
    fire = sam.get("/api/v1/checklists").get_json()["items"][0]
    made = add(
        "Lobby",
        zone_id=zone["id"],
        lat=31.2304,
        lon=121.4737,
        radius_m=30,
        checklist_id=fire["id"],
        instructions="Try the door.\nLook behind the desk.",
    )
    seen = ana.get(f"/api/v1/checkpoints/{made['id']}").get_json()
    assert seen == made
    assert (seen["zone"], seen["checklist_zh"], seen["radius_m"]) == ("Tower 1", "防火巡查", 30)
    assert seen["tag_made_at"] is not None


def test_what_is_not_said_has_a_sensible_default(add):
    made = add("Gate")
    assert (made["kind"], made["radius_m"], made["instructions"]) == ("qr", 50, "")


@pytest.mark.parametrize(
    ("fields", "path", "code"),
    [
        ({"lat": 31.2}, "/lon", "places.position_incomplete"),
        ({"kind": "gps"}, "/lat", "places.gps_needs_position"),
        ({"plan_x": 0.5, "plan_y": 0.5}, "/floor_plan_id", "places.plan_position_incomplete"),
        ({"zone_id": "018f0000-0000-7000-8000-000000000000"}, "/zone_id", "places.reference_unknown"),
    ],
)
def test_a_half_placed_checkpoint_is_refused_with_the_field_that_lacks(sam, north, fields, path, code):
    answer = sam.post(f"{north}/checkpoints", json={"name": "Gate", **fields})
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert [error["path"] for error in answer.get_json()["errors"]] == [path]


def test_a_plan_of_another_site_is_not_taken(admin, cast, add, plan):
    answer = admin.post(
        f"/api/v1/sites/{cast.south_tower}/checkpoints",
        json={"name": "Gate", "floor_plan_id": plan["id"], "plan_x": 0, "plan_y": 0},
    )
    assert answer.get_json()["code"] == "places.reference_unknown"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""}, {"name": " "}, {"name": "x" * 81}, {"name": "a\x07b"}, {"lat": 91, "lon": 0},
        {"kind": "wand"}, {"radius_m": 0}, {"colour": "red"}, {"instructions": "\x1b"},
    ],
)  # fmt: skip
def test_nonsense_is_refused_field_by_field(sam, north, fields):
    answer = sam.post(f"{north}/checkpoints", json={"name": "Gate", **fields})
    assert answer.status_code == 422
    assert answer.get_json()["errors"]


def test_a_null_character_is_refused(sam, north):
    answer = sam.post(f"{north}/checkpoints", json={"name": "a\0b"})
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_a_name_is_used_once_on_a_site_but_again_on_another(sam, admin, cast, north, add):
    first = add("Gate")
    again = sam.post(f"{north}/checkpoints", json={"name": "Gate"})
    assert (again.status_code, again.get_json()["code"]) == (409, "places.name_taken")
    other_site = f"/api/v1/sites/{cast.south_tower}/checkpoints"
    assert admin.post(other_site, json={"name": "Gate"}).status_code == 201
    sam.delete(f"/api/v1/checkpoints/{first['id']}")
    archived = sam.post(f"{north}/checkpoints", json={"name": "Gate"})
    assert archived.get_json()["code"] == "places.name_archived"


@pytest.mark.both_databases
def test_the_list_is_searched_and_filtered(sam, north, add):
    garage = sam.post(f"{north}/zones", json={"name": "Garage 100%"}).get_json()["id"]
    add("Pump room", zone_id=garage)
    add("Roof", kind="gps", lat=1, lon=1, instructions="mind the pump")
    add("大堂", kind="nfc")

    def names(query: str) -> set[str]:
        return {one["name"] for one in sam.get(f"{north}/checkpoints?{query}").get_json()["items"]}

    assert names("q=PUMP") == {"Pump room", "Roof"}
    assert names("q=100%25") == {"Pump room"}
    assert names("q=大") == {"大堂"}
    assert names("kind=gps") == {"Roof"}
    assert names(f"zone_id={garage}") == {"Pump room"}


def test_a_checkpoint_goes_to_the_archive_and_comes_back(sam, north, add):
    gate = add("Gate")
    path = f"/api/v1/checkpoints/{gate['id']}"
    assert sam.delete(path).get_json()["archived_at"]
    assert sam.get(f"{north}/checkpoints").get_json()["items"] == []
    assert len(sam.get(f"{north}/checkpoints?archived=1").get_json()["items"]) == 1
    assert sam.patch(path, json={"archived": False}).get_json()["archived_at"] is None


def test_a_checkpoint_on_a_route_is_not_archived(sam, north, add):
    gate = add("Gate")
    sam.post(f"{north}/routes", json={"name": "Night", "stops": [{"checkpoint_id": gate["id"]}]})
    refused = sam.delete(f"/api/v1/checkpoints/{gate['id']}")
    assert refused.status_code == 409
    assert "Night" in refused.get_json()["detail"]


def test_a_zone_is_renamed_and_archived_once_it_is_empty(sam, north, add):
    zone = sam.post(f"{north}/zones", json={"name": "Garage"}).get_json()
    path = f"/api/v1/zones/{zone['id']}"
    pump = add("Pump room", zone_id=zone["id"])
    assert sam.patch(path, json={"name": "Garage B1"}).get_json()["name"] == "Garage B1"
    assert sam.get(f"/api/v1/checkpoints/{pump['id']}").get_json()["zone"] == "Garage B1"
    assert sam.patch(path, json={"archived": True}).get_json()["code"] == "places.zone_in_use"
    sam.patch(f"/api/v1/checkpoints/{pump['id']}", json={"zone_id": None})
    assert sam.patch(path, json={"archived": True}).get_json()["archived_at"]
    assert sam.post(f"{north}/zones", json={"name": "Garage B1"}).get_json()["code"] == "places.name_archived"


def test_problems_are_told_in_the_callers_language(sam, north, add):
    sam.patch("/api/v1/me", json={"language": "zh-CN"})
    add("南门")
    answer = sam.post(f"{north}/checkpoints", json={"name": "南门"})
    assert answer.get_json()["detail"] == "该项目已有名为“南门”的记录，请换一个名称。"


PLACED = {"lat": 1.0, "lon": 2.0}
DRAWN = {"floor_plan_id": "p", "plan_x": 0.0, "plan_y": 1.0}
NOWHERE = dict.fromkeys((*PLACED, *DRAWN))


@pytest.mark.parametrize(
    ("kind", "place", "fields"),
    [
        ("qr", {}, []),
        ("nfc", PLACED | DRAWN, []),
        ("gps", PLACED, []),
        ("gps", DRAWN, ["lat"]),
        ("qr", {"lat": 1.0}, ["lon"]),
        ("gps", {"lon": 1.0}, ["lat"]),
        ("qr", {"floor_plan_id": "p", "plan_y": 0.0}, ["plan_x"]),
        ("gps", {"plan_x": 0.0}, ["lat", "floor_plan_id"]),
    ],
)
def test_what_a_place_lacks(kind, place, fields):
    assert [field for field, _ in placement_gaps(kind=kind, **(NOWHERE | place))] == fields
