"""The calendar that a person's own program reads: right in every zone, and secret."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from guard_api.database import db
from guard_api.tenants.models import Site
from tests.schedules.rosters.stock import draft, edit, places, publish


@pytest.fixture
def winter(app, sam, cast, estate):
    """North Gate lies in London: on 31 March 2030 its clocks jump from 1:00 to 2:00."""
    with app.app_context():
        db.session.get(Site, (cast.organisation_id, cast.north_gate)).time_zone = "Europe/London"
        db.session.commit()


def published(sam, cast, estate, from_on: date, *codes: tuple[str, str]) -> dict:
    roster = draft(sam, estate, from_on=from_on, days=3)
    found = places(sam, roster)
    edit(sam, roster, *({"shift_id": found[key]["id"], "person_id": cast.ana} for key in codes))
    publish(sam, roster)
    return roster


def link(client) -> str:
    answer = client.post("/api/v1/my/calendar")
    assert answer.status_code == 201
    return answer.get_json()["url"].removeprefix("https://patrol.example")


def events(client, url: str) -> list:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/calendar")
    return Calendar.from_ical(answer.get_data()).walk("VEVENT")


@pytest.fixture
def today(monkeypatch):
    from schedules.rosters import feeds

    monkeypatch.setattr(feeds, "now", lambda: datetime(2030, 3, 20, tzinfo=UTC))


def test_a_night_over_midnight_ends_on_the_next_day(sam, ana, nobody, cast, estate, today):
    published(sam, cast, estate, date(2030, 3, 4), ("2030-03-05", "N"))
    [night] = events(nobody, link(ana))
    assert night["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert str(night["DTSTART"].dt) == "2030-03-05 22:00:00+08:00"
    assert str(night["DTEND"].dt) == "2030-03-06 06:00:00+08:00"
    assert (night["SUMMARY"], night["STATUS"]) == ("Main gate · N shift", "TENTATIVE")
    assert night["UID"].endswith("@anxun")


def test_the_night_in_which_the_clocks_jump_is_an_hour_shorter(sam, ana, nobody, cast, estate, winter, today):
    published(sam, cast, estate, date(2030, 3, 29), ("2030-03-30", "N"), ("2030-03-29", "N"))
    found = sorted(events(nobody, link(ana)), key=lambda one: one["DTSTART"].dt)
    lasts = [(one["DTEND"].dt.astimezone(UTC) - one["DTSTART"].dt.astimezone(UTC)).seconds for one in found]
    assert [seconds // 3600 for seconds in lasts] == [8, 7]
    assert [str(one["DTEND"].dt.time()) for one in found] == ["06:00:00", "06:00:00"]


def test_the_rules_of_the_zone_lie_inside(sam, ana, nobody, cast, estate, winter, today):
    published(sam, cast, estate, date(2030, 3, 29), ("2030-03-30", "N"))
    text = nobody.get(link(ana)).get_data(as_text=True)
    assert "BEGIN:VTIMEZONE" in text
    assert "TZID:Europe/London" in text
    assert "\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "lines are folded"


def test_confirming_makes_it_firm(sam, ana, nobody, cast, estate, today):
    roster = published(sam, cast, estate, date(2030, 3, 4), ("2030-03-05", "N"))
    url = link(ana)
    ana.post(f"/api/v1/my/rosters/{roster['id']}/acknowledge", json={})
    assert [one["STATUS"] for one in events(nobody, url)] == ["CONFIRMED"]


def test_a_draft_is_in_no_calendar(sam, ana, nobody, cast, estate, today):
    roster = draft(sam, estate, from_on=date(2030, 3, 4), days=3)
    found = places(sam, roster)
    edit(sam, roster, {"shift_id": found["2030-03-05", "N"]["id"], "person_id": cast.ana})
    assert events(nobody, link(ana)) == []


def test_the_link_is_secret_and_can_be_renewed_and_revoked(ana, ben, nobody, cast, estate):
    first = link(ana)
    assert nobody.get(first[:-6] + "00.ics").status_code == 404
    assert ana.get("/api/v1/my/calendar").get_json()["url"].endswith(first), "it can be shown again"
    assert ben.get("/api/v1/my/calendar").get_json()["url"] is None
    second = link(ana)
    assert (nobody.get(first).status_code, nobody.get(second).status_code) == (404, 200)
    assert ana.delete("/api/v1/my/calendar").status_code == 204
    assert nobody.get(second).status_code == 404
