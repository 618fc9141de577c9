"""Sam sets up a gate, says when it is staffed, and sees what each date needs."""

import pytest
from sqlalchemy import event

from guard_api.database import db
from people.dates import today_of
from schedules.posts.models import Demand, ShiftType
from schedules.posts.queries import demand
from schedules.spans import ONE_DAY

POSTS, TYPES = "/api/v1/posts", "/api/v1/shift-types"
JANUARY = "2026-01-05"  # a Monday


def said(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def code(answer, status):
    return said(answer, status)["code"]


@pytest.fixture
def gate(sam, cast) -> str:
    facts = {"site_id": cast.north_gate, "name": "East gate", "kind": "gate"}
    return said(sam.post(POSTS, json=facts), 201)["id"]


@pytest.fixture
def day_shift(sam) -> str:
    return add_type(sam, "D", "08:00", 480)


@pytest.fixture
def night_shift(sam) -> str:
    return add_type(sam, "N", "22:00", 600)


def add_type(who, name: str, starts_at: str, minutes: int, **facts) -> str:
    usual = {"code": name, "name_zh": "班", "name_en": "Shift", "starts_at": starts_at, "minutes": minutes}
    return said(who.post(TYPES, json=usual | facts), 201)["id"]


def set_lines(who, post_id: str, from_on: str, *lines: tuple[int, str, int]) -> dict:
    body = [{"weekday": day, "shift_type_id": type_id, "need": need} for day, type_id, need in lines]
    return said(who.put(f"{POSTS}/{post_id}/demand", json={"from_on": from_on, "lines": body}))


def needed(who, from_on: str, until_on: str, **query) -> list[tuple[str, str, int]]:
    query = {"from_on": from_on, "until_on": until_on} | query
    rows = said(who.get("/api/v1/demand", query_string=query))["items"]
    return [(row["on"], row["shift_code"], row["need"]) for row in rows]


# --- posts ------------------------------------------------------------------------------------


def test_a_post_says_what_it_asks_for(sam, cast):
    facts = {
        "site_id": cast.north_gate,
        "name": " Control room ",
        "kind": "control_room",
        "priority": 1,
        "languages": ["zh", "en"],
        "walking": "none",
        "break_relief": True,
    }
    post = said(sam.post(POSTS, json=facts), 201)
    assert (post["name"], post["site_name"]) == ("Control room", "North Gate Estate")
    assert post["least_together"] == 2, "a fire-control room is staffed by two"
    assert said(sam.get(f"{POSTS}/{post['id']}")) == post


def test_what_a_control_room_needs_can_still_be_said_otherwise(sam, cast):
    facts = {"site_id": cast.north_gate, "name": "Booth", "kind": "control_room", "least_together": 1}
    assert said(sam.post(POSTS, json=facts), 201)["least_together"] == 1


def test_two_posts_of_a_site_do_not_share_a_name(sam, admin, cast, gate):
    facts = {"site_id": cast.north_gate, "name": "East gate", "kind": "gate"}
    assert code(sam.post(POSTS, json=facts), 409) == "posts.name_taken"
    elsewhere = facts | {"site_id": cast.south_tower}
    other = said(admin.post(POSTS, json=elsewhere), 201)["id"]
    said(admin.patch(f"{POSTS}/{other}", json={"name": "East gate"}))


def test_unknown_grades_certificates_and_fields_are_refused(sam, cast, gate):
    strange = "00000000-0000-7000-8000-000000000000"
    url = f"{POSTS}/{gate}"
    assert code(sam.patch(url, json={"min_grade_id": strange}), 422) == "posts.grade_unknown"
    assert code(sam.patch(url, json={"certificate_type_ids": [strange]}), 422) == "posts.certificate_unknown"
    assert code(sam.patch(url, json={"colour": "red"}), 422) == "invalid"


def test_an_archived_post_is_needed_no_more_but_its_past_stays(app, sam, cast, gate, day_shift):
    set_lines(sam, gate, JANUARY, *((day, day_shift, 1) for day in range(7)))
    assert said(sam.post(f"{POSTS}/{gate}/archive"))["archived_at"]
    with app.app_context():
        day = today_of(cast.organisation_id)
        needs = demand(cast.organisation_id, from_on=day - 2 * ONE_DAY, until_on=day + 2 * ONE_DAY)
        assert [need.on for need in needs] == [day - 2 * ONE_DAY, day - ONE_DAY]
    assert said(sam.get(POSTS))["items"] == []
    assert len(said(sam.get(POSTS, query_string={"archived": "true"}))["items"]) == 1
    line = {"from_on": JANUARY, "lines": []}
    assert code(sam.put(f"{POSTS}/{gate}/demand", json=line), 409) == "posts.archived"
    said(sam.post(f"{POSTS}/{gate}/restore"))
    said(sam.put(f"{POSTS}/{gate}/demand", json=line))


def test_posts_are_a_table_to_take_along(sam, gate, day_shift):
    set_lines(sam, gate, JANUARY, (0, day_shift, 2))
    text = sam.get(POSTS, query_string={"format": "csv"}).get_data(as_text=True)
    assert "East gate,Gate,3" in text
    [post] = said(sam.get(POSTS))["items"]
    assert (post["week_shifts"], post["week_minutes"]) == (2, 960)


# --- kinds of shift ---------------------------------------------------------------------------


def test_breaks_lie_inside_their_shift(sam, admin):
    late = [{"after_minutes": 460, "minutes": 30, "paid": True}]
    facts = {"code": "B", "name_zh": "班", "name_en": "Shift", "starts_at": "08:00", "minutes": 480}
    answer = said(sam.post(TYPES, json=facts | {"breaks": late}), 422)
    assert answer["errors"][0]["path"] == "/breaks"
    type_id = add_type(sam, "B", "08:00", 500, breaks=late)
    assert code(admin.patch(f"{TYPES}/{type_id}", json={"minutes": 480}), 422) == "posts.breaks_outside"


def test_a_kind_of_shift_that_is_needed_is_not_archived(sam, admin, gate, day_shift):
    set_lines(sam, gate, JANUARY, (0, day_shift, 1))
    answer = admin.patch(f"{TYPES}/{day_shift}", json={"archived": True})
    assert code(answer, 409) == "posts.shift_type_needed"
    assert "East gate" in answer.get_json()["detail"]
    set_lines(sam, gate, JANUARY)
    assert said(admin.patch(f"{TYPES}/{day_shift}", json={"archived": True}))["archived_at"]
    assert said(sam.get(TYPES))["items"] == []


def test_codes_of_shifts_differ(sam, day_shift):
    facts = {"code": "D", "name_zh": "班", "name_en": "Shift", "starts_at": "09:00", "minutes": 480}
    assert code(sam.post(TYPES, json=facts), 409) == "posts.code_taken"


# --- demand -----------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_template_holidays_and_exceptions_together(sam, gate, day_shift, night_shift):
    set_lines(
        sam, gate, "2026-09-01",
        *((day, day_shift, 2) for day in range(5)),
        *((day, night_shift, 1) for day in range(7)),
        (7, night_shift, 1),
    )  # fmt: skip
    exception = {"on": "2026-10-09", "shift_type_id": day_shift, "need": 4, "reason": "Fair"}
    said(sam.post(f"{POSTS}/{gate}/demand/exceptions", json=exception), 201)
    found = needed(sam, "2026-09-30", "2026-10-10")
    assert [row for row in found if row[1] == "D"] == [
        ("2026-09-30", "D", 2),
        ("2026-10-08", "D", 2),  # 1–7 October is National Day, with days off in lieu and a weekend
        ("2026-10-09", "D", 4),
        ("2026-10-10", "D", 2),  # a Saturday that makes up for Wednesday the 7th
    ]
    assert [row[0][-2:] for row in found if row[1] == "N"] == [f"{day:02}" for day in (30, *range(1, 11))]


def test_a_new_template_holds_from_its_day_and_the_old_one_until_then(sam, gate, day_shift, night_shift):
    set_lines(sam, gate, JANUARY, (0, day_shift, 1))
    later = set_lines(sam, gate, "2026-01-19", (0, day_shift, 3), (1, night_shift, 1))
    assert [line["need"] for line in later["lines"]] == [3, 1]
    assert needed(sam, JANUARY, "2026-01-20") == [
        ("2026-01-05", "D", 1),
        ("2026-01-12", "D", 1),
        ("2026-01-19", "D", 3),
        ("2026-01-20", "N", 1),
    ]
    now = said(sam.get(f"{POSTS}/{gate}/demand", query_string={"on": "2026-01-12"}))
    assert [line["until_on"] for line in now["lines"]] == ["2026-01-18"]
    assert [line["from_on"] for line in now["later"]] == ["2026-01-19", "2026-01-19"]


def test_the_same_day_again_replaces_the_template(app, sam, gate, day_shift):
    set_lines(sam, gate, JANUARY, (0, day_shift, 1), (1, day_shift, 1))
    set_lines(sam, gate, JANUARY, (0, day_shift, 2))
    with app.app_context():
        assert [row.need for row in db.session.query(Demand)] == [2]


def test_an_exception_over_several_days_is_taken_back_one_by_one(sam, gate, day_shift):
    body = {"on": "2026-03-02", "until_on": "2026-03-04", "shift_type_id": day_shift, "need": 2}
    found = said(sam.post(f"{POSTS}/{gate}/demand/exceptions", json=body), 201)["exceptions"]
    assert len(needed(sam, "2026-03-01", "2026-03-31")) == 3
    answer = sam.delete(f"{POSTS}/{gate}/demand/exceptions/{found[1]['id']}")
    assert answer.status_code == 204
    assert [row[0] for row in needed(sam, "2026-03-01", "2026-03-31")] == ["2026-03-02", "2026-03-04"]
    said(sam.post(f"{POSTS}/{gate}/demand/exceptions", json=body | {"need": 5}), 201)
    assert [row[2] for row in needed(sam, "2026-03-01", "2026-03-31")] == [5, 5, 5]


def test_ranges_are_in_order_and_not_endless(sam, gate, day_shift):
    body = {"on": "2026-03-02", "until_on": "2026-03-01", "shift_type_id": day_shift, "need": 2}
    url = f"{POSTS}/{gate}/demand/exceptions"
    assert code(sam.post(url, json=body), 422) == "posts.range_too_long"
    for until_on in ("2026-01-01", "2030-01-01"):
        query = {"from_on": "2026-02-01", "until_on": until_on}
        assert code(sam.get("/api/v1/demand", query_string=query), 422) == "posts.range_too_long"


def test_a_line_stands_in_a_template_once(sam, gate, day_shift):
    line = {"weekday": 0, "shift_type_id": day_shift, "need": 1}
    answer = sam.put(f"{POSTS}/{gate}/demand", json={"from_on": JANUARY, "lines": [line, line]})
    assert said(answer, 422)["errors"][0]["path"] == "/lines"


def test_demand_is_that_of_the_sites_one_reaches(sam, admin, cast, day_shift):
    facts = {"site_id": cast.south_tower, "name": "Lobby", "kind": "fixed"}
    lobby = said(admin.post(POSTS, json=facts), 201)["id"]
    set_lines(admin, lobby, JANUARY, (0, day_shift, 1))
    assert needed(sam, JANUARY, JANUARY) == []
    assert needed(admin, JANUARY, JANUARY, site_id=cast.south_tower) == [(JANUARY, "D", 1)]
    query = {"from_on": JANUARY, "until_on": JANUARY, "site_id": cast.south_tower}
    assert sam.get("/api/v1/demand", query_string=query).status_code == 404


# --- patterns ---------------------------------------------------------------------------------


def test_a_pattern_brings_its_kinds_of_shift_once(app, sam, gate, cast):
    other = said(
        sam.post(POSTS, json={"site_id": cast.north_gate, "name": "West gate", "kind": "gate"}), 201
    )["id"]
    for post_id in (gate, other):
        body = {"pattern": "three_shift", "from_on": JANUARY}
        assert len(said(sam.post(f"{POSTS}/{post_id}/pattern", json=body))["lines"]) == 21
    with app.app_context():
        assert sorted(row.code for row in db.session.query(ShiftType)) == ["E", "L", "N"]
    assert len(needed(sam, JANUARY, "2026-01-11")) == 42


def test_a_pattern_finds_a_free_code_where_its_own_means_something_else(app, sam, gate):
    add_type(sam, "E", "05:00", 300)
    said(sam.post(f"{POSTS}/{gate}/pattern", json={"pattern": "three_shift", "from_on": JANUARY}))
    with app.app_context():
        assert sorted(row.code for row in db.session.query(ShiftType)) == ["E", "E-2", "L", "N"]


def test_fixed_days_rest_on_public_holidays_and_work_on_make_up_days(sam, gate):
    said(sam.post(f"{POSTS}/{gate}/pattern", json={"pattern": "fixed_day", "from_on": "2026-09-01"}))
    found = [row[0][5:] for row in needed(sam, "2026-09-18", "2026-10-12")]
    assert "09-20" in found
    assert [on for on in found if on.startswith("10")] == ["10-08", "10-09", "10-10", "10-12"]


def test_a_night_pair_is_two(sam, gate):
    said(sam.post(f"{POSTS}/{gate}/pattern", json={"pattern": "night_pair", "from_on": JANUARY}))
    assert needed(sam, JANUARY, JANUARY) == [(JANUARY, "NP", 2)]


def test_a_control_room_is_staffed_by_two_in_every_shift_of_a_pattern(sam, cast):
    facts = {"site_id": cast.north_gate, "name": "Control room", "kind": "control_room"}
    room = said(sam.post(POSTS, json=facts), 201)["id"]
    said(sam.post(f"{POSTS}/{room}/pattern", json={"pattern": "three_shift", "from_on": JANUARY}))
    assert [row[2] for row in needed(sam, JANUARY, JANUARY)] == [2, 2, 2]
    answer = sam.post(f"{POSTS}/{room}/pattern", json={"pattern": "siesta", "from_on": JANUARY})
    assert code(answer, 404) == "not_found"


def test_patterns_are_told_with_their_warnings(sam):
    patterns = {one["id"]: one for one in said(sam.get("/api/v1/shift-patterns"))["items"]}
    assert patterns.keys() == {"three_shift", "two_shift", "four_team", "fixed_day", "night_pair"}
    warned = {(one["pack"], one["rule_id"]) for one in patterns["two_shift"]["warnings"]}
    assert ("cn_standard", "cn.week_hours") in warned
    assert patterns["two_shift"]["name"] == {"zh": "两班倒", "en": "Two shifts"}


# --- the calendar -----------------------------------------------------------------------------


def calendar(who, from_on: str, until_on: str) -> dict:
    query = {"from_on": from_on, "until_on": until_on}
    return said(who.get("/api/v1/calendar", query_string=query))


def test_the_calendar_follows_the_sites_until_another_region_is_chosen(ana, hui):
    assert calendar(ana, "2026-10-01", "2026-10-01")["region"] == {
        "country": "CN",
        "subdivision": None,
        "chosen": False,
    }
    said(hui.put("/api/v1/calendar", json={"country": "GB", "subdivision": "ENG"}))
    found = calendar(ana, "2026-12-20", "2026-12-31")
    assert found["region"]["chosen"]
    assert [day["on"] for day in found["days"]] == ["2026-12-25", "2026-12-26", "2026-12-28"]
    answer = hui.put("/api/v1/calendar", json={"country": "GB", "subdivision": "CA"})
    assert code(answer, 422) == "posts.region_unknown"


def test_another_country_is_found_by_its_time_zone(cleo):
    assert calendar(cleo, "2026-12-25", "2026-12-25")["region"]["country"] == "GB"


def test_own_entries_stand_over_the_public_calendar(ana, hui, sam, gate):
    said(sam.post(f"{POSTS}/{gate}/pattern", json={"pattern": "fixed_day", "from_on": JANUARY}))
    for on, kind in (("2026-10-01", "working_day"), ("2026-12-24", "holiday")):
        body = {"kind": kind, "name_zh": "公司安排", "name_en": "Ours"}
        assert hui.put(f"/api/v1/calendar/{on}", json=body).status_code == 204
    assert [row[0] for row in needed(sam, "2026-10-01", "2026-10-02")] == ["2026-10-01"]
    assert needed(sam, "2026-12-24", "2026-12-24") == []
    [day] = calendar(ana, "2026-12-24", "2026-12-24")["days"]
    assert day == {
        "on": "2026-12-24",
        "kind": "holiday",
        "name_zh": "公司安排",
        "name_en": "Ours",
        "own": True,
    }
    assert hui.delete("/api/v1/calendar/2026-12-24").status_code == 204
    assert calendar(ana, "2026-12-24", "2026-12-24")["days"] == []
    assert hui.delete("/api/v1/calendar/2026-12-24").status_code == 404
    assert hui.put("/api/v1/calendar/soon", json={"kind": "holiday"}).status_code == 404


def test_a_year_that_is_not_announced_says_so(ana):
    years = calendar(ana, "2026-12-01", "2027-01-31")["years"]
    assert [(year["year"], year["announced"]) for year in years] == [(2026, True), (2027, False)]


def test_demand_costs_the_same_number_of_queries_for_one_post_or_ten(app, sam, cast, day_shift):
    def add(number):
        facts = {"site_id": cast.north_gate, "name": f"Post {number}", "kind": "fixed"}
        post_id = said(sam.post(POSTS, json=facts), 201)["id"]
        set_lines(sam, post_id, JANUARY, (0, day_shift, 1))

    add(1)
    one = queries_for(app, lambda: needed(sam, JANUARY, "2026-01-31"))
    for number in range(2, 11):
        add(number)
    assert queries_for(app, lambda: needed(sam, JANUARY, "2026-01-31")) == one


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
