import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.places import queries
from checkpoints.places.rules import ALPHABET, LENGTH, canonical, digest, encode, groups, link, new_code
from guard_api.database import db

codes = st.integers(0, 2**128 - 1).map(encode)


def test_codes_are_26_letters_that_nobody_misreads():
    made = {new_code() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", code) for code in made)


@given(st.integers(0, 2**128 - 1))
def test_a_code_holds_all_of_its_128_bits(number):
    assert (
        sum(ALPHABET.index(letter) * 32**place for place, letter in enumerate(encode(number)[::-1])) == number
    )


@given(codes, st.sampled_from(["", "/", "?from=camera", "#top"]))
def test_a_code_is_read_from_links_groups_and_sloppy_typing(code, tail):
    sloppy = groups(code).lower().replace("0", "o").replace("1", "l")
    for text in (
        code,
        groups(code),
        sloppy,
        groups(code).replace(" ", "-"),
        link("https://a.example/x/", code) + tail,
    ):
        assert canonical(text) == code


@given(st.text(string.printable, max_size=80))
def test_any_text_is_read_without_a_fuss_and_only_once(text):
    assert canonical(canonical(text)) == canonical(text) or "/t/" in canonical(text).lower()


def test_groups_hold_the_whole_code():
    code = new_code()
    assert [len(group) for group in groups(code).split()] == [5, 5, 5, 5, 6]
    assert len(groups(code).replace(" ", "")) == LENGTH


def test_a_tag_is_made_with_the_checkpoint_and_tells_its_link(sam, add):
    gate = add("Gate")
    (tag,) = sam.get(f"/api/v1/checkpoints/{gate['id']}/tags").get_json()["items"]
    assert tag["link"] == f"https://patrol.example/t/{tag['code']}"
    assert (tag["number"], tag["replaced_at"]) == (1, None)


def test_a_place_proven_by_position_has_no_tag_until_it_gets_something_to_scan(sam, add):
    roof = add("Roof", kind="gps", lat=31.2, lon=121.4)
    path = f"/api/v1/checkpoints/{roof['id']}"
    assert sam.get(f"{path}/tags").get_json()["items"] == []
    assert sam.post(f"{path}/tags", json={"reason": "torn"}).get_json()["code"] == "places.gps_has_no_tag"
    sam.patch(path, json={"kind": "nfc"})
    assert len(sam.get(f"{path}/tags").get_json()["items"]) == 1


@pytest.mark.both_databases
def test_a_torn_label_is_replaced_and_the_old_one_stays_known(app, cast, sam, ana, add, code_of):
    gate = add("Gate", lat=31.2, lon=121.4)
    old = code_of(gate)
    new = sam.post(f"/api/v1/checkpoints/{gate['id']}/tags", json={"reason": "torn off"}).get_json()
    assert new["code"] != old
    assert new["number"] == 2
    kept = sam.get(f"/api/v1/checkpoints/{gate['id']}/tags").get_json()["items"][1]
    assert (kept["code"], kept["replaced_because"]) == (old, "torn off")
    assert ana.get(f"/api/v1/tags/{old}").get_json()["state"] == "replaced"
    assert ana.get(f"/api/v1/tags/{groups(new['code']).lower()}").get_json()["checkpoint_id"] == gate["id"]
    with app.app_context():
        found = queries.resolve_codes(cast.organisation_id, [old, new["code"], "0" * 26])
        assert {code: row.replaced for code, row in found.items()} == {old: True, new["code"]: False}


@pytest.mark.both_databases
def test_codes_are_resolved_to_all_that_a_scan_needs_to_know(app, cast, sam, add, code_of):
    gate = add("Gate", kind="nfc", lat=31.2, lon=121.4, radius_m=20)
    roof = add("Roof", kind="gps", lat=31.3, lon=121.5)
    code = code_of(gate)
    with app.app_context():
        found = queries.resolve_codes(cast.organisation_id, [code, code])[code]
        assert found.checkpoint_id == gate["id"]
        assert found.site_id == cast.north_gate
        assert (found.kind, found.lat, found.lon, found.radius_m) == ("nfc", 31.2, 121.4, 20)
        assert (found.time_zone, found.replaced, found.archived) == ("Asia/Shanghai", False, False)
        assert isinstance(found.tag_id, str)
        by_id = queries.resolve_checkpoints(cast.organisation_id, [roof["id"]])[roof["id"]]
        assert (by_id.checkpoint_id, by_id.tag_id, by_id.kind) == (roof["id"], None, "gps")
        assert queries.resolve_codes(cast.other_organisation_id, [code]) == {}
        assert queries.resolve_codes(cast.organisation_id, []) == {}
        db.session.rollback()


def test_another_organisations_code_is_as_unknown_as_a_made_up_one(cleo, ana, add, code_of):
    theirs, made_up = cleo.get(f"/api/v1/tags/{code_of(add('Gate'))}"), ana.get(f"/api/v1/tags/{new_code()}")
    assert theirs.status_code == made_up.status_code == 404
    assert theirs.get_json() == made_up.get_json()


@pytest.mark.both_databases
def test_a_phone_carries_digests_and_never_a_code(app, cast, sam, add, code_of, plan):
    gate = add("Gate", floor_plan_id=plan["id"], plan_x=0.1, plan_y=0.2)
    old = code_of(gate)
    sam.post(f"/api/v1/checkpoints/{gate['id']}/tags", json={"reason": "copied"})
    with app.app_context():
        sites = [cast.north_gate]
        (carried,) = queries.checkpoints_for_phones(cast.organisation_id, sites)
        states = {tag["digest"]: tag["state"] for tag in carried["tags"]}
        assert states == {digest(old): "replaced", digest(code_of(gate)): "active"}
        assert old not in str(carried)
        assert (
            queries.floor_plans_for_phones(cast.organisation_id, sites)[cast.north_gate][0]["id"]
            == plan["id"]
        )
        assert queries.routes_for_phones(cast.organisation_id, sites) == []
