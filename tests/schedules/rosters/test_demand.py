"""Places follow the demand, and nobody loses a shift by it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.rosters.rules import Place, in_step
from tests.schedules.rosters.stock import day, draft, edit, places, publish

KEY = ("post", date(2030, 3, 4), "kind")


@pytest.fixture
def need(sam, estate):
    """Another number on one date, as the desk sets it."""

    def set_(number: int, on: int = 0, code: str = "day"):
        answer = sam.post(
            f"/api/v1/posts/{estate.gate}/demand/exceptions",
            json={"on": day(on), "shift_type_id": getattr(estate, code), "need": number},
        )
        assert answer.status_code < 300, answer.get_json()

    return set_


def head(client, roster) -> dict:
    return client.get(f"/api/v1/rosters/{roster['id']}").get_json()


def test_a_draft_follows_the_demand_at_once(sam, cast, estate, need):
    roster = draft(sam, estate)
    filled = places(sam, roster)[day(0), "D"]
    edit(sam, roster, {"shift_id": filled["id"], "person_id": cast.ana})
    need(3)
    assert (head(sam, roster)["places"], head(sam, roster)["out_of_step"]) == (16, 0)
    need(1)
    assert head(sam, roster)["places"] == 14
    need(0)
    left = [one for one in places(sam, roster).values() if one["on"] == day(0) and one["person_id"]]
    assert [(one["id"], one["extra"]) for one in left] == [(filled["id"], True)], "Ana keeps her shift"
    need(1)
    [back] = [one for one in places(sam, roster).values() if one["on"] == day(0) and one["person_id"]]
    assert (back["id"], back["extra"]) == (filled["id"], False)


def test_a_published_roster_waits_for_a_reason(sam, ana, cast, estate, need):
    roster = draft(sam, estate)
    edit(sam, roster, {"shift_id": places(sam, roster)[day(0), "D"]["id"], "person_id": cast.ana})
    publish(sam, roster)
    need(2)
    assert (head(sam, roster)["places"], head(sam, roster)["out_of_step"]) == (14, 1)
    url = f"/api/v1/rosters/{roster['id']}/keep-in-step"
    assert sam.post(url, json={}).get_json()["code"] == "rosters.reason_needed"
    done = sam.post(url, json={"reason": "A fair on Monday"}).get_json()
    assert (done["places"], done["out_of_step"], done["version"]) == (15, 0, 2)
    [change] = sam.get(f"/api/v1/rosters/{roster['id']}/versions").get_json()["items"][0]["changes"]
    assert (change["before"], change["after"]["on"]) == (None, day(0))
    assert len(ana.get("/api/v1/my/notices").get_json()["items"]) == 1, "nothing changed for her"


a_place = st.builds(
    lambda slot, filled, cancelled, extra: Place(f"{slot}", slot, filled and not cancelled, cancelled, extra),
    st.integers(1, 9),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(a_place, max_size=8, unique_by=lambda one: one.id), st.integers(0, 10))
def test_whatever_stands_there_the_demand_is_met_and_nobody_is_lost(before, need):
    steps = in_step({KEY: need}, {KEY: before})
    after = {one.id: one for one in before}
    for id_ in steps.cancel:
        assert not after[id_].filled
        after[id_] = after[id_]._replace(cancelled=True)
    for id_ in steps.restore:
        after[id_] = after[id_]._replace(cancelled=False)
    for id_ in steps.to_extra:
        after[id_] = after[id_]._replace(extra=True)
    for id_ in steps.from_extra:
        after[id_] = after[id_]._replace(extra=False)
    asked = [one for one in after.values() if not one.extra and not one.cancelled]
    assert len(asked) + len(steps.add) == need
    new = [slot for _, slot in steps.add]
    assert len({*new, *(one.slot for one in before)}) == len(new) + len({one.slot for one in before})
    assert {one.id for one in before if one.filled} == {one.id for one in after.values() if one.filled}
    settled = [Place(f"new{slot}", slot, False, False, False) for slot in new]
    assert not in_step({KEY: need}, {KEY: [*after.values(), *settled]}), "twice changes nothing more"
