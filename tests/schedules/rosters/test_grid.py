"""The table on the desk, coverage by post-hour, files; as many queries for many as for few."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import event as listen

from guard_api.database import db, new_id
from guard_api.identity.models import Grant, Person
from schedules.rosters.models import Shift
from tests.schedules.rosters.stock import MONDAY, day, draft, edit, places, publish


@pytest.fixture
def published(sam, cast, estate):
    roster = draft(sam, estate)
    found = places(sam, roster)
    edit(
        sam,
        roster,
        {"shift_id": found[day(0), "D"]["id"], "person_id": cast.ana, "locked": True},
        {"shift_id": found[day(1), "N"]["id"], "person_id": cast.ben},
    )
    publish(sam, roster)
    return roster


def test_people_by_days(sam, cast, published):
    grid = sam.get(f"/api/v1/rosters/{published['id']}/grid").get_json()
    assert [(line["name"], line["shifts"], line["minutes"], line["nights"]) for line in grid["people"]] == [
        ("Ana", 1, 420, 0),
        ("Ben", 1, 480, 1),
    ]
    [cell] = grid["people"][0]["cells"]
    assert (cell["on"], cell["flags"]) == (day(0), ["locked", "unconfirmed"])
    assert [shift["id"] for shift in grid["shifts"] if shift["person_id"] == cast.ana] == cell["shift_ids"]


def test_posts_by_days(sam, published):
    grid = sam.get(f"/api/v1/rosters/{published['id']}/grid?by=posts").get_json()
    [post] = grid["posts"]
    assert len(post["cells"]) == 14
    states = {(one["on"], one["need"], one["vacant"], one["unconfirmed"]) for one in post["cells"]}
    assert {(day(0), 1, 0, 1), (day(0), 1, 1, 0), (day(6), 1, 1, 0)} <= states


def test_the_grid_comes_in_pages_and_for_one_site(sam, published, cast):
    url = f"/api/v1/rosters/{published['id']}/grid?limit=1"
    first = sam.get(url).get_json()
    second = sam.get(f"{url}&cursor={first['next']}").get_json()
    assert [line["name"] for page in (first, second) for line in page["people"]] == ["Ana", "Ben"]
    assert second["next"] is None
    assert sam.get(f"{url}&cursor=x").status_code == 422


def test_coverage_counts_minutes_of_published_places(sam, client, ana, published):
    url = f"/api/v1/coverage/posts?from_on={day(0)}&until_on={day(6)}"
    ana.post(f"/api/v1/my/rosters/{published['id']}/acknowledge", json={})
    for who in (sam, client):
        answer = who.get(url).get_json()
        total = answer["total"]
        assert (total["places"], total["demanded_minutes"], total["filled_minutes"]) == (14, 6300, 900)
        assert (total["confirmed_minutes"], total["unconfirmed_minutes"]) == (420, 480)
        assert (total["vacant_minutes"], total["open_minutes"]) == (5400, 0)
        assert len(answer["items"]) == 7
    assert sam.get(f"/api/v1/coverage/posts?from_on={day(6)}&until_on={day(0)}").status_code == 422


def test_a_draft_covers_nothing(sam, estate):
    draft(sam, estate)
    answer = sam.get(f"/api/v1/coverage/posts?from_on={day(0)}&until_on={day(6)}").get_json()
    assert (answer["items"], answer["total"]["places"]) == ([], 0)


def rows_of(answer) -> list[list[str]]:
    assert answer.status_code == 200, answer.get_json()
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


def test_the_roster_as_files(sam, published):
    people = rows_of(sam.get(f"/api/v1/rosters/{published['id']}/export?format=csv"))
    assert people[0][:3] == ["Person", day(0), day(1)]
    assert people[1][:3] == ["Ana", "D", ""]
    assert people[2][:3] == ["Ben", "", "N"]
    shifts = rows_of(sam.get(f"/api/v1/rosters/{published['id']}/export?format=csv&layout=shifts"))
    assert len(shifts) == 15
    night = next(row for row in shifts if row[0] == day(1) and "N" in row[2])
    assert night[3:5] == ["2030-03-05 22:00", "2030-03-06 06:00"], "by the clock of the site"
    for url in ("shifts?format=xlsx", "call-offs?format=csv", "offers?format=csv"):
        assert sam.get(f"/api/v1/{url}").status_code == 200
    assert sam.get(f"/api/v1/rosters/{published['id']}/export").data[:2] == b"PK"


def test_shifts_are_listed_by_state(sam, published):
    url = f"/api/v1/shifts?roster_id={published['id']}"
    assert len(sam.get(f"{url}&state=vacant").get_json()["items"]) == 12
    [first, second] = sam.get(f"{url}&state=unconfirmed").get_json()["items"]
    assert [first["person"]["name"], second["person"]["name"]] == ["Ana", "Ben"]
    assert first["time_zone"] == "Asia/Shanghai"


def many_people(cast, number: int) -> list[str]:
    people = [
        Person(
            organisation_id=cast.organisation_id,
            id=new_id(),
            name=f"Guard {n:04}",
            email=f"guard{n}@example.org",
        )
        for n in range(number)
    ]
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(
        Grant(organisation_id=cast.organisation_id, person_id=one.id, role="guard", site_id=cast.north_gate)
        for one in people
    )
    return [one.id for one in people]


class Counted:
    def __enter__(self):
        self.number = 0
        listen.listen(db.engine, "before_cursor_execute", self.count)
        return self

    def count(self, *_):
        self.number += 1

    def __exit__(self, *_):
        listen.remove(db.engine, "before_cursor_execute", self.count)


@pytest.mark.both_databases
def test_the_grid_asks_as_often_for_many_people_as_for_few(app, sam, cast, estate):
    with app.app_context():
        people = many_people(cast, 40)
        db.session.commit()
    roster = draft(sam, estate, days=28)
    url = f"/api/v1/rosters/{roster['id']}/grid"
    numbers = []
    for by in ("people", "posts"):
        for fill in (1, 28):
            with app.app_context():
                shifts = db.session.scalars(db.select(Shift).order_by(Shift.on)).all()
                for index, shift in enumerate(shifts[: 2 * fill]):
                    shift.person_id = people[index % 40]
                db.session.commit()
                with Counted() as counted:
                    assert sam.get(f"{url}?by={by}").status_code == 200
            numbers.append(counted.number)
    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3]
    assert max(numbers) < 65, numbers


def test_the_months_of_february_and_of_leap_years_are_whole(sam, estate):
    roster = draft(sam, estate, from_on=date(2028, 2, 1), days=29, name="Leap")
    assert roster["places"] == 58
    assert MONDAY.weekday() == 0
