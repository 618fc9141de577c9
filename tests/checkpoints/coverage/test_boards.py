"""What the desk reads: figures with their parts, the rows behind them, files."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from checkpoints.coverage import jobs, queries
from checkpoints.patrols.models import CheckpointDay
from guard_api.database import db, write_transaction
from guard_api.records import ReadEntry
from tests.checkpoints.coverage.world import DAY, MINUTE, NINE, World

MARCH = {"from_on": "2026-03-01", "to_on": "2026-03-31"}
COVERAGE, VISITS, CHECKPOINTS = (f"/api/v1/coverage{tail}" for tail in ("", "/visits", "/checkpoints"))


@pytest.fixture
def world(app, cast):
    with app.app_context(), write_transaction():
        world = World(cast, cast.north_gate)
        world.round(["on_time", "late", "missed"], state="incomplete", person=cast.ana)
        world.round(
            ["on_time", "on_time", "excused"], on=DAY + timedelta(days=1), start_at=NINE + 1440 * MINUTE
        )
        world.mark(DAY)
        world.mark(DAY + timedelta(days=1))
        tower = World(cast, cast.south_tower, ("Lobby",))
        tower.round(["on_time"], person=cast.ben)
        tower.mark()
    with app.app_context():
        jobs.settle_cells()
        db.session.rollback()
    return world


def get(who, url, **query):
    answer = who.get(url, query_string=MARCH | query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


@pytest.mark.both_databases
def test_the_month_has_a_cell_for_each_day_with_data_and_no_other(world, sam, cast):
    board = get(sam, COVERAGE)
    assert [(cell["on"], cell["site_id"], cell["required"]) for cell in board["cells"]] == [
        ("2026-03-01", cast.north_gate, 3),
        ("2026-03-02", cast.north_gate, 3),
    ]
    assert all(cell["settled"] for cell in board["cells"])
    assert board["cells"][0]["longest_gap_checkpoint_name"] == "Roof"


@pytest.mark.both_databases
def test_totals_show_their_parts_and_leave_out_what_is_excused(world, sam):
    totals = get(sam, COVERAGE)["totals"]
    assert (totals["required"], totals["excused"]) == (6, 1)
    assert (totals["done_share"]["numerator"], totals["done_share"]["denominator"]) == (4, 5)
    assert totals["on_time_share"]["rate"] == 0.6
    assert totals["rounds_done_share"]["denominator"] == 2


def test_no_data_is_no_cell_and_no_rate(world, sam):
    empty = get(sam, COVERAGE, from_on="2026-02-01", to_on="2026-02-28")
    assert empty["cells"] == []
    assert empty["totals"]["done_share"]["rate"] is None
    assert empty["settled_at"] is None


def test_a_cell_under_a_mark_says_that_it_is_not_settled(world, app, sam, cast):
    with app.app_context(), write_transaction():
        world.mark(DAY)
        world.mark(DAY + timedelta(days=9))
    board = get(sam, COVERAGE)
    assert [cell["settled"] for cell in board["cells"]] == [False, True]
    assert [pending["on"] for pending in board["pending"]] == ["2026-03-01", "2026-03-10"]


def test_an_administrator_sees_every_site_and_a_supervisor_only_theirs(world, admin, sam, cast):
    assert {cell["site_id"] for cell in get(admin, COVERAGE)["cells"]} == {cast.north_gate, cast.south_tower}
    assert {cell["site_id"] for cell in get(sam, COVERAGE)["cells"]} == {cast.north_gate}
    assert sam.get(COVERAGE, query_string=MARCH | {"site_id": cast.south_tower}).status_code == 404
    assert sam.get(COVERAGE, query_string=MARCH | {"site_id": cast.harbour}).status_code == 404


@pytest.mark.both_databases
def test_every_number_opens_as_many_rows(world, admin, client):
    for who in (admin, client):
        for cell in get(who, COVERAGE)["cells"]:
            where = {"from_on": cell["on"], "to_on": cell["on"], "site_id": cell["site_id"]}
            for state in ("on_time", "early", "late", "missed", "excused", "due"):
                assert len(get(who, VISITS, **where, state=state)["items"]) == cell[state]
            assert len(get(who, VISITS, **where)["items"]) == cell["required"]


def test_a_share_says_where_its_rows_are(world, sam):
    share = get(sam, COVERAGE)["totals"]["done_share"]
    assert len(sam.get(share["rows_url"]).get_json()["items"]) == share["denominator"]


@pytest.mark.both_databases
def test_rows_come_in_pages_that_neither_repeat_nor_leave_out(world, admin):
    seen, cursor = [], {}
    while cursor is not None:
        page = get(admin, VISITS, limit=2, **cursor)
        seen += [(row["on"], row["due_from_at"], row["id"]) for row in page["items"]]
        cursor = {"cursor": page["next"]} if page["next"] else None
    assert len(seen) == 7
    assert seen == sorted(set(seen), reverse=True)


def test_rows_are_narrowed_by_person_checkpoint_and_several_states(world, admin, cast):
    assert {row["person_name"] for row in get(admin, VISITS, person_id=cast.ben)["items"]} == {"Ben"}
    gate = world.checkpoints[0]
    assert {row["checkpoint_name"] for row in get(admin, VISITS, checkpoint_id=gate)["items"]} == {"Gate"}
    states = [row["state"] for row in get(admin, VISITS, state="late,missed")["items"]]
    assert sorted(states) == ["late", "missed"]


@pytest.mark.both_databases
def test_each_checkpoint_has_its_figures(world, app, sam, cast):
    with app.app_context(), write_transaction() as session:
        world.scan(world.checkpoints[0], NINE + 3000 * MINUTE)
        session.add(
            CheckpointDay(
                organisation_id=cast.organisation_id,
                site_id=cast.north_gate,
                on=DAY,
                checkpoint_id=world.checkpoints[0],
                scans=2,
                flagged=1,
            )
        )
    gate, pump_room, roof = get(sam, CHECKPOINTS)["items"]
    assert (gate["checkpoint_name"], gate["required"], gate["on_time"]) == ("Gate", 2, 2)
    assert (gate["scans"], gate["flagged"], gate["last_scan_at"]) == (2, 1, "2026-03-03T11:00:00.000Z")
    assert pump_room["on_time_share"] == {"numerator": 1, "denominator": 2, "rate": 0.5, "rows_url": None}
    assert (roof["missed"], roof["excused"], roof["done_share"]["rate"]) == (1, 1, 0)
    assert roof["longest_gap_s"] == 3600


def test_a_period_must_run_forwards_and_be_at_most_a_year(world, sam):
    for query, code in (
        ({"to_on": "2026-02-01"}, "coverage.period_backwards"),
        ({"to_on": "2027-03-02"}, "coverage.period_too_long"),
    ):
        answer = sam.get(COVERAGE, query_string=MARCH | query)
        assert (answer.status_code, answer.get_json()["code"]) == (422, code)


@pytest.mark.parametrize("url", [COVERAGE, VISITS, CHECKPOINTS])
def test_every_table_can_be_taken_away_and_who_took_it_is_written_down(world, app, sam, cast, url):
    csv = sam.get(url, query_string=MARCH | {"format": "csv"})
    assert csv.status_code == 200
    assert "North Gate Estate" in csv.get_data(as_text=True)
    book = load_workbook(io.BytesIO(sam.get(url, query_string=MARCH | {"format": "xlsx"}).get_data()))
    assert book.active.max_row > 1
    with app.app_context():
        reads = db.session.scalars(db.select(ReadEntry.person_id)).all()
    assert reads == [cast.sam, cast.sam]


def test_a_file_that_would_be_too_long_is_refused_rather_than_cut_off(world, sam, monkeypatch):
    monkeypatch.setattr(queries, "MOST_EXPORTED", 2)
    answer = sam.get(VISITS, query_string=MARCH | {"format": "csv"})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "coverage.export_too_long")
