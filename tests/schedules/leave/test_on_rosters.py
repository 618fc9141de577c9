"""What a published roster says to a leave: shifts in the way, and the days that count."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guard_api.clock import moved_to
from guard_api.database import db, new_id
from schedules.rosters.models import Roster, RosterSite, Shift
from tests.schedules.stock import employ, kept, make_post, make_shift_type

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
SATURDAY, SUNDAY, MONDAY = date(2026, 6, 13), date(2026, 6, 14), date(2026, 6, 15)


def said(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


@pytest.fixture(autouse=True)
def in_june():
    with moved_to(NOW):
        yield


@pytest.fixture
def world(app, cast):
    """North Gate's roster of the week: Ana works on Saturday by day and on Monday at night."""
    with app.app_context():
        employ(cast.organisation_id, cast.ana, date(2021, 1, 1), cast.north_gate)
        post = make_post(cast.organisation_id, cast.north_gate, "East gate")
        type_ = make_shift_type(cast.organisation_id)
        roster = kept(
            Roster(
                organisation_id=cast.organisation_id,
                id=new_id(),
                name="June",
                from_on=date(2026, 6, 8),
                until_on=date(2026, 6, 21),
                state="published",
                version=1,
                created_by=cast.sam,
            )
        )
        kept(
            RosterSite(
                organisation_id=cast.organisation_id, id=new_id(), roster_id=roster, site_id=cast.north_gate
            )
        )
        for on, hour, person_id in ((SATURDAY, 8, cast.ana), (MONDAY, 20, cast.ana), (SUNDAY, 8, cast.ben)):
            add_shift(cast, roster, post, type_, on, hour, person_id)
        db.session.commit()
        return roster


def add_shift(cast, roster, post, type_, on, hour, person_id) -> str:
    start_at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC) - timedelta(hours=8)
    return kept(
        Shift(
            organisation_id=cast.organisation_id,
            id=new_id(),
            roster_id=roster,
            site_id=cast.north_gate,
            post_id=post,
            shift_type_id=type_,
            on=on,
            start_at=start_at,
            end_at=start_at + timedelta(hours=8),
            person_id=person_id,
        )
    )


def ask(who, from_on: date, until_on: date, **facts) -> dict:
    body = {"kind": "annual", "from_on": from_on.isoformat(), "until_on": until_on.isoformat()} | facts
    return said(who.post("/api/v1/my/leave", json=body), 201)


def in_the_way(who) -> list[str]:
    [row] = said(who.get("/api/v1/leave", query_string={"state": "asked"}))["items"]
    return [one["on"] for one in row["clashes"] if one["kind"] == "published_shift"]


def test_published_shifts_of_the_person_are_in_the_way(app, ana, sam, world):
    request = ask(ana, SATURDAY, MONDAY)
    assert in_the_way(sam) == ["2026-06-13", "2026-06-15"]
    answer = said(sam.post(f"/api/v1/leave/{request['id']}/approve", json={}), 409)
    assert answer["code"] == "leave.clashes"
    assert answer["clashes"][0]["sentence"]["en"] == "A shift at “East gate” on 2026-06-13 is published."


def test_a_shift_in_the_other_half_of_the_day_is_not_in_the_way(ana, sam, world):
    ask(ana, MONDAY, MONDAY, until_half=True)
    assert in_the_way(sam) == []


def test_only_the_days_with_a_shift_take_from_the_balance(ana, world):
    assert ask(ana, SATURDAY, MONDAY)["half_days"] == 4


def test_beyond_the_roster_the_calendar_counts(ana, world):
    request = ask(ana, date(2026, 6, 20), date(2026, 6, 26))
    assert request["half_days"] == 10, "none on 20 and 21 June, then Monday to Friday"


def test_a_draft_says_nothing(app, ana, sam, cast, world):
    with app.app_context():
        roster = db.session.get(Roster, (cast.organisation_id, world))
        roster.state, roster.version = "draft", 0
        db.session.commit()
    assert ask(ana, SATURDAY, MONDAY)["half_days"] == 2
    assert in_the_way(sam) == []
