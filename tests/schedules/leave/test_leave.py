"""Ana asks for leave on her phone, Sam decides, and what she has left follows."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from guard_api.clock import moved_to
from guard_api.database import db, new_id
from guard_api.fields import iso
from schedules.leave import hooks
from schedules.leave.hooks import Clash
from schedules.leave.queries import away_between
from schedules.leave.rules import RosterDays
from tests.schedules.stock import employ, make_guard, make_leave, make_line, make_post, make_shift_type

LEAVE, MINE, BALANCES = "/api/v1/leave", "/api/v1/my/leave", "/api/v1/leave/balances"
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
TWO_DAYS = {"kind": "annual", "from_on": "2026-06-15", "until_on": "2026-06-16", "reason": "Harvest"}


def said(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def code(answer, status):
    return said(answer, status)["code"]


@pytest.fixture(autouse=True)
def in_june():
    with moved_to(NOW):
        yield


@pytest.fixture(autouse=True)
def hooks_as_they_were(app):
    before = list(hooks._clashes), list(hooks._worked), list(hooks._listeners)
    hooks._clashes[:], hooks._worked[:], hooks._listeners[:] = [], [], []
    yield
    hooks._clashes[:], hooks._worked[:], hooks._listeners[:] = before


@pytest.fixture
def employed(app, cast):
    """Ana has been with the firm for five years and a half."""
    with app.app_context():
        employ(cast.organisation_id, cast.ana, date(2021, 1, 1), cast.north_gate)
        db.session.commit()


def ask(who, **facts) -> dict:
    return said(who.post(MINE, json=TWO_DAYS | facts), 201)


def approve(who, request_id: str, **facts) -> dict:
    return said(who.post(f"{LEAVE}/{request_id}/approve", json=facts))


def notices(who) -> list[str]:
    return [one["text"] for one in said(who.get("/api/v1/my/notices"))["items"]]


def annual(who, year: int = 2026) -> dict:
    balances = said(who.get(MINE))["balances"]
    return next(one for one in balances if (one["kind"], one["year"]) == ("annual", year))


def away(app, cast) -> dict[str, list[str]]:
    with app.app_context():
        found = away_between(cast.organisation_id, date(2026, 6, 1), date(2026, 6, 30))
        return {id_: sorted(on.isoformat() for on in dates) for id_, dates in found.items()}


# --- asking and deciding ----------------------------------------------------------------------


@pytest.mark.both_databases
def test_leave_is_asked_for_approved_and_taken_from_the_balance(app, ana, sam, cast, employed):
    request = ask(ana)
    assert (request["state"], request["half_days"], request["flags"]) == ("asked", 4, [])
    assert annual(ana)["asked_half_days"] == 4
    assert away(app, cast) == {}
    assert notices(sam) == ["Ana asks for Annual leave from 2026-06-15 to 2026-06-16."]
    [waiting] = said(sam.get(LEAVE, query_string={"state": "asked"}))["items"]
    assert (waiting["name"], waiting["clashes"], waiting["remaining_half_days"]) == ("Ana", [], 6)
    approved = approve(sam, request["id"], note="Enjoy")
    assert (approved["state"], approved["decided_by"]["name"]) == ("approved", "Sam")
    assert notices(ana) == ["Your Annual leave from 2026-06-15 to 2026-06-16 was approved."]
    balance = annual(ana)
    assert (balance["by_law_half_days"], balance["taken_half_days"]) == (10, 4)
    assert (balance["asked_half_days"], balance["remaining_half_days"]) == (0, 6)
    assert balance["article"]["zh"] == "职工带薪年休假条例第3条"
    assert away(app, cast) == {cast.ana: ["2026-06-15", "2026-06-16"]}


def test_a_refusal_says_why(ana, sam, employed):
    request = ask(ana)
    assert code(sam.post(f"{LEAVE}/{request['id']}/refuse", json={}), 422) == "invalid"
    said(sam.post(f"{LEAVE}/{request['id']}/refuse", json={"note": "Too few of us."}))
    assert notices(ana)[0].endswith("was not approved: Too few of us.")
    assert annual(ana)["asked_half_days"] == 0
    assert code(sam.post(f"{LEAVE}/{request['id']}/approve", json={}), 409) == "leave.decided_already"


def test_nobody_decides_about_oneself(sam, hui, ana):
    request = said(sam.post(MINE, json=TWO_DAYS | {"kind": "personal"}), 201)
    for verb, body in (("approve", {}), ("refuse", {"note": "No"})):
        answer = sam.post(f"{LEAVE}/{request['id']}/{verb}", json=body)
        assert code(answer, 409) == "leave.not_oneself"
    assert notices(hui) == ["Sam asks for Personal leave from 2026-06-15 to 2026-06-16."]
    approve(hui, request["id"])
    assert ana.post(f"{LEAVE}/{request['id']}/approve", json={}).status_code == 403


def test_a_supervisor_decides_about_the_own_people_only(app, sam, hui, cast):
    with app.app_context():
        stranger = make_guard(cast.organisation_id, "Tower", cast.south_tower)
        request = make_leave(cast.organisation_id, stranger, date(2026, 6, 15), date(2026, 6, 15))
        db.session.commit()
    assert said(sam.get(LEAVE))["items"] == []
    assert sam.post(f"{LEAVE}/{request}/approve", json={}).status_code == 404
    query = {"site_id": cast.south_tower}
    assert [row["name"] for row in said(hui.get(LEAVE, query_string=query))["items"]] == ["Tower"]
    approve(hui, request)


def test_leave_in_other_days_states_and_kinds_is_left_out(ana, sam, employed):
    ask(ana)
    ask(ana, from_on="2026-08-03", until_on="2026-08-03", kind="sick")
    for query, expected in (
        ({"from_on": "2026-06-16", "until_on": "2026-07-01"}, ["annual"]),
        ({"from_on": "2026-06-17"}, ["sick"]),
        ({"kind": "sick"}, ["sick"]),
        ({"state": "approved"}, []),
        ({}, ["sick", "annual"]),
    ):
        assert [row["kind"] for row in said(sam.get(LEAVE, query_string=query))["items"]] == expected


# --- the balance ------------------------------------------------------------------------------


def test_more_than_there_is_can_be_asked_for_but_not_approved(ana, sam, hui, cast, employed):
    request = ask(ana, until_on="2026-06-26")
    assert request["flags"] == ["over_balance"]
    answer = sam.post(f"{LEAVE}/{request['id']}/approve", json={})
    assert code(answer, 409) == "leave.balance_short"
    assert "5 days are left in 2026" in answer.get_json()["detail"]
    body = {"year": 2026, "carried_half_days": 8, "reason": "Left of 2025"}
    row = said(hui.post(f"{BALANCES}/{cast.ana}", json=body))
    assert row["annual"]["remaining_half_days"] == 18
    assert approve(sam, request["id"])["half_days"] == 18  # the dragon boat festival is on Friday the 19th
    assert annual(ana)["remaining_half_days"] == 0


def test_what_hr_sets_replaces_the_law_until_it_is_taken_back(hui, ana, cast, employed):
    for body, due in (
        ({"half_days": 30}, 30),
        ({"adjusted_half_days": -3}, 27),
        ({"half_days": None}, 7),
    ):
        body |= {"year": 2026, "reason": "Contract"}
        row = said(hui.post(f"{BALANCES}/{cast.ana}", json=body))
        assert row["annual"]["remaining_half_days"] == due


def test_the_balance_says_why_the_figure_may_not_hold(app, hui, ana, sam, cast, employed):
    approve(sam, ask(ana, kind="personal", from_on="2026-07-01", until_on="2026-07-28")["id"])
    assert [one["code"] for one in annual(ana)["doubts"]] == ["long_personal"]
    rows = {row["name"]: row["annual"] for row in said(hui.get(BALANCES))["items"]}
    [doubt] = rows["Ben"]["doubts"]
    assert doubt["code"] == "no_employment"
    assert doubt["sentence"]["zh"]


@pytest.mark.both_databases
def test_what_is_left_of_a_year_goes_over_into_the_next(app, hui, sam, ana, cast, employed):
    approve(sam, ask(ana)["id"])
    body = {"from_year": 2026, "most_half_days": 4, "reason": "New year"}
    assert code(hui.post(f"{BALANCES}/carry", json=body), 409) == "leave.year_not_over"
    with moved_to(datetime(2027, 1, 4, 4, tzinfo=UTC)):
        first = said(hui.post(f"{BALANCES}/carry", json=body))
        assert first == {"into_year": 2027, "people": 1, "half_days": 4}
        assert annual(ana, 2027)["carried_half_days"] == 4
        assert said(hui.post(f"{BALANCES}/carry", json=body)) == first
        said(hui.post(f"{BALANCES}/carry", json=body | {"most_half_days": None}))
        assert annual(ana, 2027)["carried_half_days"] == 6
        assert sam.post(f"{BALANCES}/carry", json=body).status_code == 403


def test_time_off_has_a_balance_of_its_own(hui, ana, sam, cast):
    request = ask(ana, kind="time_off")
    assert code(sam.post(f"{LEAVE}/{request['id']}/approve", json={}), 409) == "leave.balance_short"
    body = {"kind": "time_off", "year": 2026, "adjusted_half_days": 4, "reason": "Worked on 1 May"}
    said(hui.post(f"{BALANCES}/{cast.ana}", json=body))
    approve(sam, request["id"])


def test_nobody_adjusts_the_own_balance(hui, sam, cast):
    body = {"year": 2026, "carried_half_days": 8, "reason": "Left of 2025"}
    assert code(hui.post(f"{BALANCES}/{cast.hui}", json=body), 409) == "leave.not_oneself"
    assert sam.post(f"{BALANCES}/{cast.ana}", json=body).status_code == 403


def test_sick_leave_needs_no_balance_and_counts_every_day(ana, sam):
    request = ask(ana, kind="sick", until_on="2026-06-21")
    assert approve(sam, request["id"])["half_days"] == 14


def test_leave_over_new_year_takes_from_both_years(app, ana, sam, employed):
    request = ask(ana, from_on="2026-12-30", until_on="2027-01-05")
    approve(sam, request["id"])
    assert annual(ana, 2026)["taken_half_days"] == 4
    assert annual(ana, 2027)["taken_half_days"] == 4  # 4 and 5 January; the 1st is a holiday


def test_balances_are_a_table_to_take_along(sam, ana, hui, cast, employed):
    approve(sam, ask(ana)["id"])
    [row] = [one for one in said(sam.get(BALANCES))["items"] if one["name"] == "Ana"]
    assert row["annual"]["remaining_half_days"] == 6
    text = sam.get(BALANCES, query_string={"format": "csv", "year": 2026}).get_data(as_text=True)
    assert ",Ana,2026,5,,0,0,2,0,3,0" in text
    assert "Annual leave,2026-06-15,0,2026-06-16,0,2,Approved" in sam.get(
        LEAVE, query_string={"format": "csv"}
    ).get_data(as_text=True)


def test_balances_of_many_cost_as_many_queries_as_of_one(app, hui, cast):
    said(hui.get(BALANCES))
    before = queries_for(app, lambda: said(hui.get(BALANCES)))
    with app.app_context():
        for number in range(8):
            person_id = make_guard(cast.organisation_id, f"More{number}", cast.north_gate)
            employ(cast.organisation_id, person_id, date(2020, 1, 1), cast.north_gate)
            make_leave(cast.organisation_id, person_id, date(2026, 6, 15), date(2026, 6, 15))
        db.session.commit()
    assert queries_for(app, lambda: said(hui.get(BALANCES))) == before
    one = queries_for(app, lambda: said(hui.get(LEAVE, query_string={"limit": 1})))
    assert queries_for(app, lambda: said(hui.get(LEAVE))) == one


def queries_for(app, call) -> int:
    seen = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count := lambda *args: seen.append(args[2]))
    try:
        call()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)


# --- days that cannot be ----------------------------------------------------------------------


def test_the_same_days_are_not_asked_for_twice(ana, sam, employed):
    ask(ana, until_on="2026-06-16", until_half=True)
    answer = ana.post(MINE, json=TWO_DAYS | {"kind": "sick"})
    assert code(answer, 409) == "leave.overlaps"
    afternoon = ask(ana, from_on="2026-06-16", from_half=True)
    assert afternoon["half_days"] == 1
    said(sam.post(f"{LEAVE}/{afternoon['id']}/refuse", json={"note": "No"}))
    ask(ana, from_on="2026-06-16", from_half=True)


def test_impossible_days_are_refused(ana):
    one_day = {"until_on": "2026-06-15", "from_half": True, "until_half": True}
    assert code(ana.post(MINE, json=TWO_DAYS | one_day), 422) == "leave.impossible_days"
    assert code(ana.post(MINE, json=TWO_DAYS | {"until_on": "2026-06-14"}), 422) == "invalid"
    long_ago = {"from_on": "2026-03-01", "until_on": "2026-03-02"}
    assert code(ana.post(MINE, json=TWO_DAYS | long_ago), 422) == "leave.too_long_ago"


def test_leave_asked_for_afterwards_is_marked(ana):
    request = ask(ana, kind="sick", from_on="2026-05-30", until_on="2026-05-31")
    assert request["flags"] == ["asked_afterwards"]


# --- taking back ------------------------------------------------------------------------------


def test_who_asked_may_take_it_back_until_it_begins(app, ana, sam, cast, employed):
    first = ask(ana)
    said(ana.post(f"{MINE}/{first['id']}/withdraw"))
    second = ask(ana)
    approve(sam, second["id"])
    assert said(ana.post(f"{MINE}/{second['id']}/withdraw"))["state"] == "withdrawn"
    assert notices(sam)[0] == "Ana takes back Annual leave from 2026-06-15 to 2026-06-16."
    assert away(app, cast) == {}
    assert annual(ana)["remaining_half_days"] == 10
    third = ask(ana)
    approve(sam, third["id"])
    with moved_to(datetime(2026, 6, 15, 1, tzinfo=UTC)):
        assert code(ana.post(f"{MINE}/{third['id']}/withdraw"), 409) == "leave.begun"


def test_nobody_takes_back_the_leave_of_another(ana, ben):
    request = ask(ana)
    assert ben.post(f"{MINE}/{request['id']}/withdraw").status_code == 404
    assert ben.post(MINE, json=TWO_DAYS | {"id": request["id"]}).status_code == 404


def test_an_approved_leave_is_cancelled_with_a_reason(app, ana, sam, cast, employed):
    request = ask(ana)
    url = f"{LEAVE}/{request['id']}/cancel"
    assert code(sam.post(url, json={"note": "Flood"}), 409) == "leave.not_approved"
    approve(sam, request["id"])
    assert said(sam.post(url, json={"note": "Flood"}))["state"] == "cancelled"
    assert notices(ana)[0].endswith("was cancelled: Flood")
    assert away(app, cast) == {}


def test_hr_enters_leave_for_somebody_who_is_told(app, hui, ana, cast):
    facts = {"person_id": cast.ana, "kind": "injury", "from_on": "2026-06-10", "until_on": "2026-06-12"}
    request = said(hui.post(LEAVE, json=facts), 201)
    assert (request["state"], request["asked_by"]["name"]) == ("approved", "Hui")
    assert notices(ana) == ["Injury leave from 2026-06-10 to 2026-06-12 was entered for you."]
    assert away(app, cast) == {cast.ana: ["2026-06-10", "2026-06-11", "2026-06-12"]}
    answer = hui.post(LEAVE, json=facts | {"person_id": cast.hui})
    assert code(answer, 409) == "leave.not_oneself"


def test_a_long_absence_is_away_too(app, hui, cast, employed):
    body = {"from_on": "2026-06-25", "reason": "sick"}
    assert hui.post(f"/api/v1/staff/{cast.ana}/absence", json=body).status_code < 300
    assert away(app, cast) == {cast.ana: [f"2026-06-{day}" for day in range(25, 31)]}


# --- rosters ----------------------------------------------------------------------------------


def clash(request) -> Clash:
    words = {"zh": "东门岗无人", "en": "Nobody at the east gate"}
    return Clash("published_shift", request.from_on, words, shift_id=new_id(), site_id=None)


def test_shifts_in_the_way_are_shown_and_must_be_accepted(ana, sam):
    hooks.rosters_are_asked(
        clashes=lambda organisation_id, requests: {one.id: [clash(one)] for one in requests},
        worked=lambda *_: {},
    )
    request = ask(ana, kind="personal")
    [row] = said(sam.get(LEAVE))["items"]
    assert [one["sentence"]["en"] for one in row["clashes"]] == ["Nobody at the east gate"]
    answer = sam.post(f"{LEAVE}/{request['id']}/approve", json={})
    assert code(answer, 409) == "leave.clashes"
    assert answer.get_json()["clashes"][0]["on"] == "2026-06-15"
    assert approve(sam, request["id"], despite_clashes=True)["state"] == "approved"


def test_a_day_on_which_the_site_would_be_short_is_shown(app, ana, sam, cast):
    with app.app_context():
        post = make_post(cast.organisation_id, cast.north_gate)
        shift = make_shift_type(cast.organisation_id)
        make_line(cast.organisation_id, post, shift, weekday=0, need=2)
        make_line(cast.organisation_id, post, shift, weekday=1, need=1)
        db.session.commit()
    request = ask(ana, kind="personal")
    [row] = said(sam.get(LEAVE))["items"]
    [short] = row["clashes"]
    assert (short["kind"], short["on"], short["site_id"]) == ("coverage", "2026-06-15", cast.north_gate)
    assert "needs 2 people" in short["sentence"]["en"]
    assert "there is 1" in short["sentence"]["en"], "only Ben"
    assert code(sam.post(f"{LEAVE}/{request['id']}/approve", json={}), 409) == "leave.clashes"
    approve(sam, request["id"], despite_clashes=True)


def test_the_published_roster_says_which_days_count(ana, sam, cast, employed):
    saturday, sunday = date(2026, 6, 13), date(2026, 6, 14)
    roster = RosterDays(known=frozenset({saturday, sunday}), worked=frozenset({saturday}))
    hooks.rosters_are_asked(clashes=lambda *_: {}, worked=lambda *_: {cast.ana: roster})
    request = ask(ana, from_on="2026-06-13", until_on="2026-06-15")
    assert request["half_days"] == 4
    hooks.rosters_are_asked(clashes=lambda *_: {}, worked=lambda *_: {})
    assert approve(sam, request["id"])["half_days"] == 2, "the days are counted once more when decided"


def test_rosters_are_told_when_a_leave_holds_and_when_no_more(ana, sam, employed):
    told = []
    hooks.when_decided(lambda actor, request: told.append(request.state))
    first, second = ask(ana), ask(ana, from_on="2026-07-01", until_on="2026-07-01")
    approve(sam, first["id"])
    said(sam.post(f"{LEAVE}/{second['id']}/refuse", json={"note": "No"}))
    said(sam.post(f"{LEAVE}/{first['id']}/cancel", json={"note": "Flood"}))
    assert told == ["approved", "cancelled"]


# --- from the phone ---------------------------------------------------------------------------


def sync(who, *events: tuple[str, dict]) -> list[dict]:
    body = {
        "sent_at": iso(NOW),
        "events": [
            {
                "id": id_,
                "kind": "schedules.leave_asked",
                "occurred_at": "2026-05-31T22:00:00Z",
                "payload": payload,
            }
            for id_, payload in events
        ],
    }
    return said(who.post("/api/v1/sync", json=body))["verdicts"]


@pytest.mark.both_databases
def test_leave_asked_for_without_a_network_is_kept_once(ana, sam, employed):
    id_ = new_id()
    [first] = sync(ana, (id_, TWO_DAYS))
    [again] = sync(ana, (id_, TWO_DAYS))
    assert (first["verdict"], again["verdict"]) == ("accepted", "duplicate")
    [request] = said(ana.get(MINE))["requests"]
    assert (request["id"], request["asked_at"]) == (id_, "2026-05-31T22:00:00.000Z")
    assert len(notices(sam)) == 1
    assert ana.post(MINE, json=TWO_DAYS | {"id": id_}).status_code == 201
    assert len(said(ana.get(MINE))["requests"]) == 1


def test_doubts_come_back_with_the_verdict_also_the_second_time(ana):
    id_ = new_id()
    [first] = sync(ana, (id_, TWO_DAYS))
    [again] = sync(ana, (id_, TWO_DAYS))
    assert first["flags"] == again["flags"] == ["over_balance"]


def test_a_request_that_cannot_be_keeps_no_neighbour_out(ana, employed):
    verdicts = sync(
        ana,
        (new_id(), TWO_DAYS),
        (new_id(), TWO_DAYS),
        (new_id(), TWO_DAYS | {"from_on": "2026-07-02", "until_on": "2026-07-01"}),
        (new_id(), TWO_DAYS | {"from_on": "2026-08-03", "until_on": "2026-08-03"}),
        (new_id(), TWO_DAYS | {"kind": "fishing"}),
    )
    assert [one["verdict"] for one in verdicts] == [
        "accepted",
        "rejected",
        "rejected",
        "accepted",
        "rejected",
    ]
    assert verdicts[1]["code"] == "leave.overlaps"
    assert verdicts[1]["detail"]
