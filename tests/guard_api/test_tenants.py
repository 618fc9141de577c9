"""The organisation and its sites."""

import pytest

from guard_api.tenants import rules

SITES = "/api/v1/sites"


def test_the_administrator_sets_map_and_address(admin, ana):
    body = {
        "public_address": "https://patrol.jade.example",
        "tile_url": "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "tile_attribution": "© Tiles",
        "settings": {"keep_photos_days": 30},
    }
    assert admin.patch("/api/v1/organisation", json=body).status_code == 200
    seen = ana.get("/api/v1/organisation").get_json()
    assert seen["tile_url"] == body["tile_url"]
    kept = {"keep_positions_days": 60, "keep_photos_days": 30, "keep_scans_days": 365}
    assert seen["settings"] == kept


@pytest.mark.parametrize(
    "body",
    [
        {"public_address": "https://patrol.example/app"},
        {"public_address": "javascript:alert(1)"},
        {"tile_url": "https://tiles.example/{z}/{x}.png"},
        {"tile_url": "https://tiles.example; script-src */{z}/{x}/{y}"},
        {"tile_url": "//tiles.example/{z}/{x}/{y}"},
        {"settings": {"keep_photos_days": 0}},
        {"settings": {"colour": "red"}},
        {"name": ""},
        {"name": "a\u0000b"},
    ],
)
def test_what_makes_no_sense_is_refused(admin, body):
    assert admin.patch("/api/v1/organisation", json=body).status_code == 422


def test_a_site_is_added_changed_and_archived(admin):
    site = admin.post(SITES, json={"name": "East Wing", "lat": 31.2, "lon": 121.4}).get_json()
    assert site["time_zone"] == "Asia/Shanghai"
    changed = admin.patch(f"{SITES}/{site['id']}", json={"time_zone": "Asia/Urumqi"}).get_json()
    assert (changed["time_zone"], changed["lat"]) == ("Asia/Urumqi", 31.2)
    admin.patch(f"{SITES}/{site['id']}", json={"archived": True})
    assert "East Wing" not in [one["name"] for one in admin.get(SITES).get_json()["items"]]
    with_archived = admin.get(SITES, query_string={"archived": "true"}).get_json()["items"]
    assert "East Wing" in [one["name"] for one in with_archived]
    assert admin.patch(f"{SITES}/{site['id']}", json={"archived": False}).get_json()["archived_at"] is None


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        ({"name": "North Gate Estate"}, 409, None),
        ({"name": "E", "time_zone": "Mars/Olympus"}, 422, "/time_zone"),
        ({"name": "E", "time_zone": "../etc/passwd"}, 422, "/time_zone"),
        ({"name": "E", "lat": 91, "lon": 0}, 422, "/lat"),
        ({"name": "E", "lat": 31}, 422, "/lon"),
    ],
)
def test_a_site_that_will_not_do_is_refused(admin, body, status, path):
    answer = admin.post(SITES, json=body)
    assert answer.status_code == status
    assert path is None or answer.get_json()["errors"][0]["path"] == path


def test_sites_go_out_as_a_table(sam):
    table = sam.get(SITES, query_string={"format": "csv"}).get_data(as_text=True)
    assert "North Gate Estate" in table
    assert "South Tower" not in table


def test_a_tile_address_becomes_a_source_of_pictures():
    assert (
        rules.tile_source("https://{s}.tiles.example:8443/{z}/{x}/{y}.png") == "https://*.tiles.example:8443"
    )
