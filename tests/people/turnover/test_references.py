"""Curves and rates against published data sets; what is expected is computed here by plain arithmetic."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from lifelines.datasets import load_rossi
from sqlalchemy import insert

from guard_api.database import db, new_id
from guard_api.identity.models import Person
from people.employment.models import Employment, Placement
from people.turnover.curves import curve, logrank
from people.turnover.rules import Observed

ATTRITION = Path(__file__).parent.parent / "data" / "attrition.csv"
ENDED_ON = date(2024, 6, 30)


def kaplan_meier(observed: list[Observed]) -> dict[int, float]:
    """The product of (1 − left ÷ at risk) over the days until each day."""
    survival, found = 1.0, {}
    left = Counter(one.days for one in observed if one.left)
    for day in sorted({one.days for one in observed}):
        at_risk = sum(one.days >= day for one in observed)
        survival *= 1 - left[day] / at_risk
        found[day] = survival
    return found


def chi_square_of_two(one: list[Observed], other: list[Observed]) -> float:
    """Log-rank by hand: (observed − expected)² ÷ hypergeometric variance."""
    difference = variance = 0.0
    for day in sorted({x.days for x in (*one, *other) if x.left}):
        here = sum(x.days >= day for x in one)
        all_ = here + sum(x.days >= day for x in other)
        left_here = sum(x.left and x.days == day for x in one)
        left = left_here + sum(x.left and x.days == day for x in other)
        difference += left_here - left * here / all_
        if all_ > 1:
            variance += left * (here / all_) * (1 - here / all_) * (all_ - left) / (all_ - 1)
    return difference**2 / variance


def rossi() -> list[tuple[Observed, int]]:
    table = load_rossi()
    rows = zip(table["week"], table["arrest"], table["fin"], strict=True)
    return [(Observed(int(week), bool(arrest)), int(fin)) for week, arrest, fin in rows]


def at(points: list[dict], day: int) -> float:
    return [point["survival"] for point in points if point["day"] <= day][-1]


def test_the_curve_of_rossi_is_the_published_one_and_that_by_hand():
    observed = [one for one, _ in rossi()]
    points = curve(observed)["points"]
    assert [round(at(points, week), 4) for week in (10, 26, 52)] == [0.9653, 0.8750, 0.7361]
    by_hand = kaplan_meier(observed)
    for point in points[1:]:
        assert point["survival"] == pytest.approx(by_hand[point["day"]], abs=1e-12)
        assert point["at_risk"] == sum(one.days >= point["day"] for one in observed)
        assert 0 <= point["low"] <= point["survival"] <= point["high"] <= 1
    assert curve(observed)["median_days"] is None


def test_the_log_rank_of_rossi_is_that_by_hand():
    groups = {fin: [one for one, of in rossi() if of == fin] for fin in (0, 1)}
    found = logrank(groups)
    assert found["statistic"] == pytest.approx(chi_square_of_two(groups[0], groups[1]), rel=1e-9)
    assert (round(found["statistic"], 2), found["df"]) == (3.84, 1)
    assert found["p"] == pytest.approx(0.05, abs=0.002)


def employees() -> list[dict[str, str]]:
    with ATTRITION.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def lasted(row: dict[str, str]) -> int:
    return int(row["YearsAtCompany"]) * 365 + 1


@pytest.fixture
def attrition(app, cast) -> list[dict[str, str]]:
    """Everybody of the table; all leavers left on one day. Overtime stands in the shift pattern."""
    table = employees()
    with app.app_context():
        ids = [(new_id(), new_id()) for _ in table]
        common = {"organisation_id": cast.organisation_id}
        people = [
            {**common, "id": id_, "name": f"Person {n}", "active": False} for n, (id_, _) in enumerate(ids)
        ]
        spells, places = [], []
        for (person_id, spell_id), row in zip(ids, table, strict=True):
            left = row["Attrition"] == "1"
            hired_on = ENDED_ON - timedelta(days=lasted(row))
            spells.append(
                {
                    **common,
                    "id": spell_id,
                    "person_id": person_id,
                    "hired_on": hired_on,
                    "left_on": ENDED_ON if left else None,
                    "exit_reason": "resigned_hours" if left else None,
                }
            )
            places.append(
                {
                    **common,
                    "id": new_id(),
                    "employment_id": spell_id,
                    "person_id": person_id,
                    "from_on": hired_on,
                    "until_on": ENDED_ON if left else None,
                    "shift_pattern": "night" if row["OverTime"] == "Yes" else "fixed_day",
                    "site_id": cast.north_gate if row["BusinessTravel"] == "Non-Travel" else cast.south_tower,
                }
            )
        for model, rows in ((Person, people), (Employment, spells), (Placement, places)):
            db.session.execute(insert(model), rows)
        db.session.commit()
    return table


@pytest.mark.both_databases
def test_the_attrition_table_gives_its_own_totals_groups_and_curve(hui, attrition):
    day = ENDED_ON.isoformat()
    query = {"from_on": day, "to_on": day, "by": "pattern"}
    answer = hui.get("/api/v1/turnover", query_string=query).get_json()
    total = answer["total"]
    assert (total["opening"], total["leavers"], total["closing"]) == (1470, 237, 1233)
    assert total["rate"] == pytest.approx(237 / ((1470 + 1233) / 2))
    assert total["retention"] == {"num": 1233, "den": 1470, "value": 1233 / 1470, "suppressed": False}
    _assert_overtime(answer, attrition)
    _assert_curve(answer, attrition)
    rows = hui.get("/api/v1/turnover/rows", query_string=query | {"figure": "leavers", "limit": 500})
    assert len(rows.get_json()["items"]) == 237


def _assert_overtime(answer: dict, attrition: list[dict[str, str]]) -> None:
    attrited = {group["key"]: 1 - group["retention"]["value"] for group in answer["groups"]}
    assert {key: round(share * 100, 2) for key, share in attrited.items()} == {
        "night": 30.53,
        "fixed_day": 10.44,
    }
    for key, overtime in (("night", "Yes"), ("fixed_day", "No")):
        of_group = [row["Attrition"] == "1" for row in attrition if row["OverTime"] == overtime]
        assert attrited[key] == pytest.approx(sum(of_group) / len(of_group))


def _assert_curve(answer: dict, attrition: list[dict[str, str]]) -> None:
    observed = [Observed(lasted(row), row["Attrition"] == "1") for row in attrition]
    points = answer["curve"]["points"]
    years = [round(at(points, year * 365 + 1), 4) for year in (1, 5, 10, 20)]
    assert years == [0.9482, 0.8729, 0.7768, 0.7169]
    by_hand = kaplan_meier(observed)
    assert all(point["survival"] == pytest.approx(by_hand[point["day"]]) for point in points[1:])
    groups = [
        [one for one, row in zip(observed, attrition, strict=True) if row["OverTime"] == word]
        for word in ("Yes", "No")
    ]
    assert answer["curve"]["logrank"]["statistic"] == pytest.approx(chi_square_of_two(*groups), rel=1e-6)
    for group in answer["curve"]["groups"]:
        by_hand = kaplan_meier(groups[0] if group["key"] == "night" else groups[1])
        assert all(point["survival"] == pytest.approx(by_hand[point["day"]]) for point in group["points"][1:])


def test_who_travels_leaves_more_often(hui, attrition):
    """24.91 % of frequent travellers, 14.96 % of rare ones, 8.00 % of those who never do."""
    day = ENDED_ON.isoformat()
    query = {"from_on": day, "to_on": day, "by": "site"}
    answer = hui.get("/api/v1/turnover", query_string=query).get_json()
    shares = {group["name"]: round(100 - group["retention"]["value"] * 100, 2) for group in answer["groups"]}
    travelling = [row["Attrition"] == "1" for row in attrition if row["BusinessTravel"] != "Non-Travel"]
    assert shares["North Gate Estate"] == 8.00
    assert shares["South Tower"] == round(100 * sum(travelling) / len(travelling), 2)
