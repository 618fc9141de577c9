import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from checkpoints.places.floor_plans.rules import metres_per_px
from tests.checkpoints.places.conftest import drawing


def upload(client, north, file, name="B1"):
    return client.post(f"{north}/floor-plans", data={"name": name, "file": (file, "plan")})


@pytest.mark.both_databases
def test_a_plan_is_uploaded_and_seen_by_who_reaches_the_site(sam, ana, client, north):
    plan = upload(sam, north, drawing()).get_json()
    assert (plan["width_px"], plan["height_px"], plan["metres_per_px"]) == (400, 300, None)
    for person in (ana, client):
        assert [one["id"] for one in person.get(f"{north}/floor-plans").get_json()["items"]] == [plan["id"]]
        picture = person.get(plan["image_url"])
        assert picture.mimetype == "image/webp"
        assert Image.open(io.BytesIO(picture.data)).size == (400, 300)


def test_a_picture_that_is_there_already_is_not_sent_again(sam, ana, plan):
    first = ana.get(plan["image_url"])
    again = ana.get(plan["image_url"], headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_known_formats_are_taken(sam, north, kind):
    assert upload(sam, north, drawing(kind=kind)).status_code == 201


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP"])
def test_other_formats_are_refused_whatever_their_name(sam, north, kind):
    answer = upload(sam, north, drawing(kind=kind))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "places.picture_unreadable")


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_bombs_are_refused_before_they_are_unpacked(sam, north, side):
    answer = upload(sam, north, io.BytesIO(png_of(side, side)))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "places.picture_too_many_pixels")


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", drawing().getvalue()[:200]])
def test_broken_pictures_are_refused(sam, north, data):
    answer = upload(sam, north, io.BytesIO(data))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "places.picture_unreadable")


def test_more_than_20_mb_is_refused(sam, north):
    answer = upload(sam, north, io.BytesIO(b"\x89PNG" + bytes(20 * 1024 * 1024)))
    assert (answer.status_code, answer.get_json()["code"]) == (413, "places.picture_too_large")


def test_large_plans_are_made_small_enough_for_a_phone(sam, north):
    plan = upload(sam, north, drawing(6000, 3000)).get_json()
    assert (plan["width_px"], plan["height_px"]) == (4096, 2048)


def test_a_photo_is_turned_upright_and_loses_where_it_was_taken(sam, north):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a camera"
    plan = upload(sam, north, drawing(kind="JPEG", exif=exif)).get_json()
    assert (plan["width_px"], plan["height_px"]) == (300, 400)
    assert b"a camera" not in sam.get(plan["image_url"]).data


def test_two_points_and_a_distance_give_the_scale(sam, plan):
    scale = {"x1": 0.25, "y1": 0.5, "x2": 0.75, "y2": 0.5, "distance_m": 50}
    answer = sam.patch(f"/api/v1/floor-plans/{plan['id']}", json={"scale": scale})
    assert answer.get_json()["metres_per_px"] == pytest.approx(0.25)
    near = sam.patch(f"/api/v1/floor-plans/{plan['id']}", json={"scale": {**scale, "x2": 0.25, "y2": 0.501}})
    assert near.get_json()["code"] == "places.scale_points_too_near"
    assert (
        sam.patch(f"/api/v1/floor-plans/{plan['id']}", json={"scale": None}).get_json()["metres_per_px"]
        is None
    )


def test_a_finer_drawing_of_the_same_floor_keeps_the_scale_true(sam, plan):
    path = f"/api/v1/floor-plans/{plan['id']}"
    sam.patch(path, json={"scale": {"x1": 0, "y1": 0, "x2": 1, "y2": 0, "distance_m": 100}})
    finer = sam.put(f"{path}/image", data={"file": (drawing(800, 600), "b1.png")}).get_json()
    assert finer["width_px"] * finer["metres_per_px"] == pytest.approx(100)
    assert finer["image_url"] != plan["image_url"]
    assert Image.open(io.BytesIO(sam.get(finer["image_url"]).data)).size == (800, 600)


def test_a_plan_with_checkpoints_on_it_is_not_archived(sam, north, add, plan):
    add("Pump room", floor_plan_id=plan["id"], plan_x=0.5, plan_y=0.5)
    refused = sam.delete(f"/api/v1/floor-plans/{plan['id']}")
    assert refused.status_code == 409
    assert "Pump room" in refused.get_json()["detail"]


def test_an_archived_plan_is_restored(sam, north, plan):
    path = f"/api/v1/floor-plans/{plan['id']}"
    assert sam.delete(path).get_json()["archived_at"]
    assert sam.get(f"{north}/floor-plans").get_json()["items"] == []
    assert len(sam.get(f"{north}/floor-plans?archived=1").get_json()["items"]) == 1
    assert sam.patch(path, json={"archived": False}).get_json()["archived_at"] is None


shares = st.floats(0, 1)


@given(shares, shares, shares, shares, st.floats(0.1, 1000))
def test_the_scale_gives_the_distance_back(x1, y1, x2, y2, distance_m):
    found = metres_per_px(1200, 800, (x1, y1), (x2, y2), distance_m)
    length_px = (((x2 - x1) * 1200) ** 2 + ((y2 - y1) * 800) ** 2) ** 0.5
    if length_px < 1.99:
        assert found is None
    elif found is not None:
        assert found * length_px == pytest.approx(distance_m)
