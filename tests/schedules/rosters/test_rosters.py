"""The life of a roster, from the draft to an amendment."""

from tests.schedules.rosters.stock import day, draft, edit, places, publish


def test_a_draft_has_one_row_for_each_place_that_is_asked_for(sam, estate):
    roster = draft(sam, estate)
    assert (roster["state"], roster["version"], roster["places"], roster["vacant"]) == ("draft", 0, 14, 14)
    found = places(sam, roster)
    assert len(found) == 14
    night = found[day(0), "N"]
    assert (night["start_at"], night["end_at"]) == ("2030-03-04T14:00:00.000Z", "2030-03-04T22:00:00.000Z")
    assert found[day(0), "D"]["minutes"] == 420, "the unpaid break is no work"


def test_an_edit_can_be_tried_before_it_is_made(sam, cast, estate):
    roster = draft(sam, estate)
    found = places(sam, roster)
    wish = [
        {"shift_id": found[day(0), "N"]["id"], "person_id": cast.ana},
        {"shift_id": found[day(1), "D"]["id"], "person_id": cast.ana},
    ]
    tried = edit(sam, roster, *wish, dry_run=True)
    assert tried["dry_run"]
    assert places(sam, roster)[day(0), "N"]["person_id"] is None
    made = edit(sam, roster, *wish)
    assert made["edit_number"] == 1
    assert made["totals"][0] | {"name": ""} == {
        "person_id": cast.ana,
        "name": "",
        "shifts": 2,
        "minutes": 900,
        "nights": 1,
        "weekend_shifts": 0,
        "holiday_shifts": 0,
    }


def test_publishing_freezes_tells_and_asks(sam, ana, cast, estate):
    roster = draft(sam, estate)
    found = places(sam, roster)
    edit(sam, roster, {"shift_id": found[day(0), "D"]["id"], "person_id": cast.ana})
    head = publish(sam, roster)
    assert (head["state"], head["version"], head["unconfirmed"], head["vacant"]) == ("published", 1, 1, 13)
    assert head["acknowledgements"] == {"asked": 1, "acknowledged": 0}
    said = ana.post(f"/api/v1/my/rosters/{roster['id']}/acknowledge", json={})
    assert said.get_json() == {"roster_id": roster["id"], "version": 1, "due": False}
    head = sam.get(f"/api/v1/rosters/{roster['id']}").get_json()
    assert (head["confirmed"], head["acknowledgements"]["acknowledged"]) == (1, 1)
