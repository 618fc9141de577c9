"""Every figure of the board against a table reckoned by hand, with the rows behind each."""

import pytest
from sqlalchemy import event as sql_event

from guard_api.database import db, new_id
from guard_api.identity.models import Grant
from schedules.leave.models import LeaveRequest
from tests.conftest import sign_in
from tests.schedules.clocking.stock import bundle, local, tell

WEEK = {"from_on": "2026-11-16", "until_on": "2026-11-18"}


@pytest.fixture
def worked(plan, app, cast, ana, ben):
    """Monday to Wednesday at the gate, 08:00 to 16:00 and one night; by hand:

    shift        who    came   left   inside  late  state
    Mon day      Ana    08:00  16:00  480     -     worked
    Mon night    Ben    22:20  06:00  460     20    worked, of 480
    Tue day      Ana    -      -      0       -     no-show
    Tue 2nd      nobody                              vacant
    Wed day      Ben    07:58  20:00  480     -     worked, 240 after the end
    Wed 2nd      Ana    leave
    """
    ids = {
        "mon": plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00"),
        "night": plan.shift(cast.ben, "2026-11-16 22:00", "2026-11-17 06:00"),
        "tue": plan.shift(cast.ana, "2026-11-17 08:00", "2026-11-17 16:00"),
        "vacant": plan.shift(None, "2026-11-17 08:00", "2026-11-17 16:00", slot=2),
        "wed": plan.shift(cast.ben, "2026-11-18 08:00", "2026-11-18 16:00"),
    }
    with app.app_context():
        on = local("2026-11-18 00:00").date()
        db.session.add(
            LeaveRequest(
                organisation_id=cast.organisation_id,
                id=new_id(),
                person_id=cast.ana,
                kind="annual",
                from_on=on,
                until_on=on,
                half_days=2,
                asked_by=cast.ana,
                state="approved",
            )
        )
        db.session.commit()
    ids["leave"] = plan.shift(cast.ana, "2026-11-18 08:00", "2026-11-18 16:00", slot=2)
    with plan.at("2026-11-18 21:00"):
        plan.tick()
        tell(ana, plan.punch("in", "2026-11-16 08:00"), plan.punch("out", "2026-11-16 16:00"))
        tell(
            ben,
            plan.punch("in", "2026-11-16 22:20"),
            plan.punch("out", "2026-11-17 06:00"),
            plan.punch("in", "2026-11-18 07:58"),
            plan.punch("out", "2026-11-18 20:00"),
        )
    return ids


def pair(figure: dict) -> tuple[int, int]:
    return figure["numerator"], figure["denominator"]


BY_HAND = {
    # Owed: Mon, night, Tue, Wed. Leave and the vacant place are nobody's debt.
    "attendance_rate": (3, 4),
    "attendance_hours": (480 + 460 + 0 + 480, 4 * 480),
    "punctuality": (2, 4),
    "no_show_rate": (1, 4),
    # Places: all six.
    "fill_rate": (3, 6),
    "post_hours": (480 + 460 + 480, 6 * 480),
    # Standard hours of China: over 8 h a day is overtime. Ben's Wednesday: 2 minutes before the start count
    # for nothing, 480 normal, 240 after.
    "overtime_ratio": (240, 480 + 460 + 720),
}


def test_each_figure_is_what_the_table_says(plan, sam, worked):
    with plan.at("2026-11-18 21:30"):
        found = sam.get("/api/v1/attendance/board", query_string=WEEK).get_json()
    assert {name: pair(figure) for name, figure in found["total"].items()} == BY_HAND
    assert [(item["name"], pair(item["figures"]["fill_rate"])) for item in found["items"]] == [
        ("North Gate Estate", (3, 6))
    ]


def test_by_person_the_vacant_place_is_nobodys(plan, sam, worked):
    with plan.at("2026-11-18 21:30"):
        found = sam.get("/api/v1/attendance/board", query_string=WEEK | {"by": "person"}).get_json()
    by_name = {item["name"]: item["figures"] for item in found["items"]}
    assert {name: pair(figures["attendance_rate"]) for name, figures in by_name.items()} == {
        "Ana": (1, 2),
        "Ben": (2, 2),
    }
    assert pair(by_name["Ben"]["overtime_ratio"]) == (240, 460 + 720)


@pytest.mark.parametrize("figure", BY_HAND)
def test_each_number_opens_the_rows_it_is_made_of(plan, sam, worked, figure):
    with plan.at("2026-11-18 21:30"):
        query = WEEK | {"figure": figure, "limit": 2}
        rows, cursor = [], None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = sam.get("/api/v1/attendance/board/rows", query_string=query | more).get_json()
            rows += page["items"]
            cursor = page["next"]
            if cursor is None:
                break
    assert (page["numerator"], page["denominator"]) == BY_HAND[figure]
    assert sum(row["numerator"] for row in rows) == BY_HAND[figure][0]
    assert sum(row["denominator"] for row in rows) == BY_HAND[figure][1]


def test_what_is_not_over_is_in_no_figure(plan, sam, worked, cast):
    plan.shift(cast.ana, "2026-11-18 20:00", "2026-11-19 08:00", slot=3)
    with plan.at("2026-11-18 21:30"):
        found = sam.get("/api/v1/attendance/board", query_string=WEEK).get_json()
    assert pair(found["total"]["fill_rate"]) == BY_HAND["fill_rate"]


def test_a_supervisor_sees_only_the_own_site(plan, app, cast, sam, worked):
    plan.shift(cast.ana, "2026-11-16 16:30", "2026-11-16 18:00", site_id=cast.south_tower)
    with app.app_context():
        db.session.add(
            Grant(
                organisation_id=cast.organisation_id,
                person_id=cast.client,
                role="supervisor",
                site_id=cast.south_tower,
            )
        )
        db.session.commit()
    with plan.at("2026-11-18 21:30"):
        other = sign_in(app, "client")
        assert pair(
            sam.get("/api/v1/attendance/board", query_string=WEEK).get_json()["total"]["fill_rate"]
        ) == (
            3,
            6,
        )
        theirs = other.get("/api/v1/attendance/board", query_string=WEEK).get_json()
        assert pair(theirs["total"]["fill_rate"]) == (0, 1)
        hidden = sam.get("/api/v1/attendance", query_string={"site_id": cast.south_tower})
        assert hidden.status_code == 404


def test_the_files_have_what_the_screen_has(plan, sam, worked):
    with plan.at("2026-11-18 21:30"):
        board = sam.get("/api/v1/attendance/board", query_string=WEEK | {"format": "csv"})
        rows = sam.get("/api/v1/attendance", query_string=WEEK | {"format": "csv"})
    assert (
        board.get_data(as_text=True).splitlines()[1].startswith("North Gate Estate,3,4,1420,1920,2,4,1,4,3,6")
    )
    assert len(rows.get_data(as_text=True).splitlines()) == 7


def test_now_says_who_is_here_late_missing_and_expected(plan, cast, ana, ben, sam):
    here = plan.shift(cast.ana, "2026-11-16 08:00", "2026-11-16 16:00")
    late = plan.shift(cast.ben, "2026-11-16 08:00", "2026-11-16 16:00", slot=2)
    missing = plan.shift(cast.sam, "2026-11-16 08:00", "2026-11-16 16:00", slot=3)
    expected = plan.shift(cast.sam, "2026-11-16 16:00", "2026-11-16 23:00", relieves=here)
    with plan.at("2026-11-16 08:30"):
        tell(ana, plan.punch("in", "2026-11-16 07:59"))
        tell(ben, plan.punch("in", "2026-11-16 08:20"))
        plan.tick()
        found = sam.get("/api/v1/attendance/now").get_json()["items"]
        assert {row["shift_id"]: row["presence"] for row in found} == {
            here: "here",
            late: "late",
            missing: "missing",
        }
        assert {row["alarm_id"] is not None for row in found if row["shift_id"] == missing} == {True}
    with plan.at("2026-11-16 16:20"):
        plan.tick()
        found = {row["shift_id"]: row for row in sam.get("/api/v1/attendance/now").get_json()["items"]}
        assert (found[here]["presence"], found[expected]["presence"]) == ("staying_on", "missing")
        assert found[here]["flags"] == ["stayed_over", "relief_not_arrived"]
        assert found[here]["waited_for_relief_minutes"] == 20
        assert bundle(ana)["shifts"][0]["relieved_by"] == "Sam"


def test_the_cost_of_a_punch_does_not_grow_with_the_history(plan, app, cast, ana):
    def statements(day: str) -> int:
        plan.shift(cast.ana, f"{day} 08:00", f"{day} 16:00")
        seen: list[str] = []
        with plan.at(f"{day} 16:30"), app.app_context():
            engine = db.engine
            sql_event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            tell(ana, plan.punch("in", f"{day} 08:00"), plan.punch("out", f"{day} 16:00"))
            return len(seen)

    first = statements("2026-09-01")
    for day in range(2, 29):
        plan.shift(cast.ana, f"2026-09-{day:02} 08:00", f"2026-09-{day:02} 16:00")
    with plan.at("2026-09-28 20:00"):
        tell(
            ana,
            *(
                plan.punch(kind, f"2026-09-{day:02} {at}")
                for day in range(2, 29)
                for kind, at in (("in", "08:00"), ("out", "16:00"))
            ),
        )
    assert statements("2026-10-20") <= first + 1
