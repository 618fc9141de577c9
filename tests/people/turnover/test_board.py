"""The turnover board: figures that open their rows, and what is not shown."""

import csv
import io
from datetime import date, timedelta

import pytest

from guard_api.database import db, new_id
from guard_api.identity.models import Person
from people.employment.models import Employment, Placement

URL = "/api/v1/turnover"
YEAR = {"from_on": "2025-01-01", "to_on": "2025-12-31"}


def employ(
    cast, site_id: str, hired_on: str, left_on: str | None = None, reason: str = "resigned_pay", **place
):
    person = Person(organisation_id=cast.organisation_id, id=new_id(), name=f"Guard {new_id()}", active=False)
    db.session.add(person)
    db.session.flush()
    first, last = date.fromisoformat(hired_on), left_on and date.fromisoformat(left_on)
    employment = Employment(
        organisation_id=cast.organisation_id,
        id=new_id(),
        person_id=person.id,
        hired_on=first,
        left_on=last,
        exit_reason=reason if left_on else None,
    )
    db.session.add(employment)
    db.session.flush()
    moved_on = place.pop("moved_on", None)
    placed = {"organisation_id": cast.organisation_id, "employment_id": employment.id, "person_id": person.id}
    db.session.add(Placement(**placed, from_on=first, until_on=last, site_id=site_id, **place))
    if moved_on:
        moved = date.fromisoformat(moved_on)
        db.session.flush()
        db.session.query(Placement).filter_by(employment_id=employment.id).update(
            {"until_on": moved - timedelta(days=1)}
        )
        db.session.add(Placement(**placed, from_on=moved, until_on=last, site_id=cast.south_tower))
    return employment.id


@pytest.fixture
def estate(app, cast):
    """Ten at North Gate, of whom three leave in 2025; two come, one for a month. Two at South Tower."""
    with app.app_context():
        for _ in range(6):
            employ(cast, cast.north_gate, "2023-03-01")
        employ(cast, cast.north_gate, "2023-03-01", moved_on="2025-07-01")
        for left_on in ("2025-02-10", "2025-06-30", "2025-12-31"):
            employ(cast, cast.north_gate, "2023-03-01", left_on)
        employ(cast, cast.north_gate, "2025-03-01", "2025-03-31", "probation_failed")
        employ(cast, cast.north_gate, "2025-05-01")
        for _ in range(2):
            employ(cast, cast.south_tower, "2024-06-01")
        db.session.commit()


def ask(client, **query) -> dict:
    answer = client.get(URL, query_string=YEAR | query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def rows(client, figure: str, **query) -> list[dict]:
    return client.get(f"{URL}/rows", query_string=YEAR | {"figure": figure} | query).get_json()["items"]


@pytest.mark.both_databases
def test_the_figures_of_a_year_open_their_rows(hui, estate):
    total = ask(hui)["total"]
    counted = {name: total[name] for name in ("opening", "starters", "leavers", "closing")}
    assert counted == {"opening": 12, "starters": 2, "leavers": 4, "closing": 10}
    heads = [12, 12, 11, 11, 11, 12, 11, 11, 11, 11, 11, 11, 10]
    assert [one["count"] for one in total["headcounts"]] == heads
    mean = sum(heads) / 13
    assert total["mean_headcount"] == pytest.approx(mean)
    assert (total["rate"], total["annualised"]) == (pytest.approx(4 / mean), pytest.approx(4 / mean))
    assert total["retention"] == {"num": 9, "den": 12, "value": 0.75, "suppressed": False}
    assert total["stability"]["den"] == 12
    assert total["early_attrition"] == {"num": None, "den": 2, "value": None, "suppressed": True}
    for figure in ("opening", "starters", "leavers", "closing", "moved_in"):
        assert len(rows(hui, figure)) == total[figure]
    assert len(rows(hui, "stayed")) == 9
    assert {row["exit_reason"] for row in rows(hui, "leavers")} == {"resigned_pay", "probation_failed"}
    refused = hui.get(f"{URL}/rows", query_string=YEAR | {"figure": "left_within_90"})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "people.too_few")


@pytest.mark.both_databases
def test_small_groups_and_what_would_tell_of_them_are_not_shown(hui, estate, cast):
    groups = {group["name"]: group for group in ask(hui, by="site")["groups"]}
    assert all(group["suppressed"] and "leavers" not in group for group in groups.values())
    refused = hui.get(
        f"{URL}/rows", query_string=YEAR | {"figure": "leavers", "by": "site", "group": cast.south_tower}
    )
    assert refused.get_json()["code"] == "people.too_few"
    alone = ask(hui, site_id=cast.south_tower)
    assert alone["total"] == {"suppressed": True, "half_life_days": None}
    assert alone["curve"]["points"] == []


def test_a_move_is_no_exit(app, hui, estate, cast):
    with app.app_context():
        for _ in range(4):
            employ(cast, cast.south_tower, "2024-06-01")
        db.session.commit()
    groups = {group["name"]: group for group in ask(hui, by="site")["groups"]}
    north, south = groups["North Gate Estate"], groups["South Tower"]
    assert (north["opening"], north["moved_out"], north["leavers"], north["closing"]) == (10, 1, 4, 7)
    assert (south["opening"], south["moved_in"], south["leavers"], south["closing"]) == (6, 1, 0, 7)
    assert south["rate"] == 0
    found = rows(hui, "moved_in", by="site", group=cast.south_tower)
    assert [row["site"] for row in found] == ["South Tower"]


def test_reasons_are_shares_of_who_left(app, hui, estate, cast):
    with app.app_context():
        for _ in range(3):
            employ(cast, cast.north_gate, "2024-01-01", "2025-08-01", "retired")
            employ(cast, cast.north_gate, "2024-01-01", "2025-08-01", "resigned_pay")
        employ(cast, cast.north_gate, "2024-01-01", "2025-08-01", "probation_failed")
        db.session.commit()
    groups = {group["key"]: group for group in ask(hui, by="reason")["groups"]}
    assert groups["resigned_pay"]["leavers"] == 6
    assert groups["resigned_pay"]["share_of_leavers"] == pytest.approx(6 / 11)
    kinds = {group["key"]: group for group in ask(hui, by="kind")["groups"]}
    assert kinds["voluntary"]["leavers"] == 6
    assert groups["retired"]["suppressed"]
    assert groups["probation_failed"]["suppressed"]


def test_one_month_of_a_small_team_is_not_annualised_and_says_why(hui, estate):
    month = hui.get(URL, query_string={"from_on": "2025-06-01", "to_on": "2025-06-30"}).get_json()["total"]
    assert (month["leavers"], month["annualised"]) == (1, None)
    assert month["not_annualised"]["code"] == "people.not_annualised_small"
    assert "50" in month["not_annualised"]["detail"]


def test_supervisors_see_their_own_sites_alone(sam, estate, cast):
    total = ask(sam)["total"]
    assert (total["opening"], total["moved_out"], total["closing"]) == (10, 1, 7)
    assert sam.get(URL, query_string=YEAR | {"site_id": cast.south_tower}).status_code == 404
    assert [group["name"] for group in ask(sam, by="site")["groups"]] == ["North Gate Estate"]


def test_a_period_has_begun_and_ends_today_at_the_latest(hui, estate):
    assert ask(hui, to_on="2099-01-01")["period"]["to_on"] < "2099-01-01"
    for query, code in (
        ({"from_on": "2098-01-01", "to_on": "2099-01-01"}, "people.period_to_come"),
        ({"from_on": "2025-02-01", "to_on": "2025-01-01"}, "people.days_in_order"),
    ):
        assert hui.get(URL, query_string=query).get_json()["code"] == code


def test_nobody_at_all_is_no_data(hui, cast):
    empty = ask(hui, by="grade")
    assert (empty["total"]["suppressed"], empty["groups"], empty["curve"]["logrank"]) == (True, [], None)


def test_rows_come_in_pages_and_figures_as_files(hui, estate):
    query = YEAR | {"figure": "closing", "limit": 6}
    first = hui.get(f"{URL}/rows", query_string=query).get_json()
    rest = hui.get(f"{URL}/rows", query_string=query | {"cursor": first["next"]}).get_json()
    ids = [row["employment_id"] for row in first["items"] + rest["items"]]
    assert (len(ids), len(set(ids)), rest["next"]) == (10, 10, None)
    assert hui.get(f"{URL}/rows", query_string=query | {"cursor": "x"}).status_code == 422
    table = hui.get(URL, query_string=YEAR | {"by": "tenure", "format": "csv"}).data.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table)))
    assert (lines[-1]["Group"], lines[-1]["Left"]) == ("All", "4")
    named = hui.get(f"{URL}/rows", query_string=YEAR | {"figure": "leavers", "format": "xlsx"})
    assert "turnover-leavers.xlsx" in named.headers["Content-Disposition"]
