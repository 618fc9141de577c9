"""Ana says what she wants, avoids and cannot do; Sam sees it when planning."""

from datetime import UTC, date, datetime

import pytest

from guard_api.clock import moved_to
from guard_api.database import db, new_id
from guard_api.fields import iso
from schedules.terms.models import Wish
from schedules.terms.queries import wishes_between
from tests.schedules.stock import make_guard, make_shift_type

MINE = "/api/v1/my/wishes"
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
SUNDAYS = {"from_on": "2026-06-01", "kind": "avoids", "weekday": 6, "note": "Family"}


def said(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


@pytest.fixture(autouse=True)
def in_june():
    with moved_to(NOW):
        yield


def between(app, cast, first: date, last: date, *people) -> list[str]:
    with app.app_context():
        return [wish.kind for wish in wishes_between(cast.organisation_id, first, last, people or None)]


def test_a_wish_holds_over_its_days_until_it_is_withdrawn(app, ana, cast):
    wish = said(ana.post(MINE, json=SUNDAYS), 201)
    said(ana.post(MINE, json={"from_on": "2026-07-01", "until_on": "2026-07-05", "kind": "unavailable"}), 201)
    assert between(app, cast, date(2026, 6, 10), date(2026, 6, 30)) == ["avoids"]
    assert between(app, cast, date(2026, 7, 5), date(2026, 7, 30)) == ["avoids", "unavailable"]
    assert between(app, cast, date(2026, 7, 6), date(2026, 7, 30), cast.ben) == []
    assert ana.delete(f"{MINE}/{wish['id']}").status_code == 204
    assert between(app, cast, date(2026, 7, 6), date(2026, 7, 30)) == []
    assert [one["kind"] for one in said(ana.get(MINE))["items"]] == ["unavailable"]


def test_a_wish_may_name_a_kind_of_shift(app, ana, sam, cast):
    with app.app_context():
        night = make_shift_type(cast.organisation_id, "N")
        db.session.commit()
    said(ana.post(MINE, json={"from_on": "2026-06-01", "kind": "wants", "shift_type_id": night}), 201)
    [row] = said(sam.get("/api/v1/wishes"))["items"]
    assert (row["name"], row["kind"], row["shift_code"]) == ("Ana", "wants", "N")
    answer = ana.post(MINE, json={"from_on": "2026-06-01", "kind": "wants", "shift_type_id": new_id()})
    assert said(answer, 422)["code"] == "terms.shift_type_unknown"


def test_days_that_are_past_or_upside_down_are_refused(ana):
    past = {"from_on": "2026-05-01", "until_on": "2026-05-31", "kind": "wants"}
    assert said(ana.post(MINE, json=past), 422)["code"] == "terms.wish_over"
    upside_down = {"from_on": "2026-07-02", "until_on": "2026-07-01", "kind": "wants"}
    assert said(ana.post(MINE, json=upside_down), 422)["code"] == "invalid"


def test_nobody_takes_back_the_wish_of_another(ana, ben):
    wish = said(ana.post(MINE, json=SUNDAYS), 201)
    assert ben.delete(f"{MINE}/{wish['id']}").status_code == 404
    assert ben.post(MINE, json=SUNDAYS | {"id": wish["id"]}).status_code == 404


def test_a_supervisor_sees_the_wishes_of_the_own_people(app, ana, sam, hui, cast):
    said(ana.post(MINE, json=SUNDAYS), 201)
    with app.app_context():
        stranger = make_guard(cast.organisation_id, "Tower", cast.south_tower)
        db.session.add(
            Wish(
                organisation_id=cast.organisation_id,
                person_id=stranger,
                from_on=date(2026, 6, 1),
                kind="wants",
            )
        )
        db.session.commit()
    assert [row["name"] for row in said(sam.get("/api/v1/wishes"))["items"]] == ["Ana"]
    assert len(said(hui.get("/api/v1/wishes"))["items"]) == 2
    query = {"site_id": cast.south_tower}
    assert [row["name"] for row in said(hui.get("/api/v1/wishes", query_string=query))["items"]] == ["Tower"]
    assert sam.get("/api/v1/wishes", query_string=query).status_code == 404
    text = sam.get("/api/v1/wishes", query_string={"format": "csv"}).get_data(as_text=True)
    assert "Ana,Would rather not,2026-06-01,,Sun,,Family" in text


# --- from the phone ---------------------------------------------------------------------------


def sync(who, *events: tuple[str, dict]) -> list[dict]:
    body = {
        "sent_at": iso(NOW),
        "events": [
            {"id": id_, "kind": "schedules.wish", "occurred_at": iso(NOW), "payload": payload}
            for id_, payload in events
        ],
    }
    return said(who.post("/api/v1/sync", json=body))["verdicts"]


@pytest.mark.both_databases
def test_a_wish_from_the_phone_is_kept_once_however_often_it_is_sent(app, ana, cast):
    id_ = new_id()
    first = sync(ana, (id_, SUNDAYS))
    again = sync(ana, (id_, SUNDAYS))
    assert [one["verdict"] for one in (*first, *again)] == ["accepted", "duplicate"]
    assert between(app, cast, date(2026, 6, 1), date(2026, 6, 30)) == ["avoids"]
    [back] = sync(ana, (new_id(), {"withdraws": id_}))
    assert back["verdict"] == "accepted"
    assert between(app, cast, date(2026, 6, 1), date(2026, 6, 30)) == []


def test_a_wish_that_says_nothing_is_refused_and_its_neighbour_is_kept(app, ana, cast):
    empty, good = sync(ana, (new_id(), {}), (new_id(), SUNDAYS))
    assert (empty["verdict"], good["verdict"]) == ("rejected", "accepted")
    assert between(app, cast, date(2026, 6, 1), date(2026, 6, 30)) == ["avoids"]
