"""Cells are counted from raw, whatever happened in between."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from checkpoints.coverage import jobs, queries, service
from checkpoints.coverage.models import CheckpointVisitDay, SiteDay
from checkpoints.coverage.raw import Key, count_cell
from checkpoints.patrols.models import Patrol, SiteDayMark, Visit
from guard_api.clock import moved_to, now
from guard_api.database import db, write_transaction
from tests.checkpoints.coverage.world import DAY, MINUTE, NINE, World

pytestmark = pytest.mark.both_databases


@pytest.fixture
def world(app, cast):
    with app.app_context(), write_transaction():
        world = World(cast, cast.north_gate)
        world.round(["on_time", "late", "missed"], state="incomplete", person=cast.ana)
        world.round(["early", "excused", "due"], start_at=NINE + 120 * MINUTE, state="running")
        world.mark()
    with app.app_context():
        yield world


def cell() -> SiteDay | None:
    return db.session.scalar(select(SiteDay))


def marks() -> list[SiteDayMark]:
    return list(db.session.scalars(select(SiteDayMark)))


def test_a_marked_cell_is_counted_and_the_mark_goes(world):
    assert jobs.settle_cells() == 1
    day = cell()
    assert (day.required, day.on_time, day.early, day.late, day.missed, day.excused, day.due) == (
        6, 1, 1, 1, 1, 1, 1,
    )  # fmt: skip
    assert (day.rounds, day.rounds_done, day.rounds_incomplete, day.rounds_missed) == (2, 0, 1, 0)
    assert marks() == []


def test_a_round_that_nobody_planned_owes_nothing_and_attends_all_the_same(world, cast):
    with write_transaction():
        world.round(["on_time", "excused"], start_at=NINE + 70 * MINUTE, planned=False, person=cast.ana)
    jobs.settle_cells()
    assert (cell().required, cell().rounds) == (6, 2)
    gate = db.session.get(
        CheckpointVisitDay, (cast.organisation_id, cast.north_gate, DAY, world.checkpoints[0])
    )
    assert gate.longest_gap_s == 70 * 60


def test_each_checkpoint_has_its_own_gap_and_the_cell_the_longest(world):
    jobs.settle_cells()
    gaps = dict(
        db.session.execute(select(CheckpointVisitDay.checkpoint_id, CheckpointVisitDay.longest_gap_s)).all()
    )
    gate, pump_room, roof = world.checkpoints
    assert gaps == {gate: 120 * 60, pump_room: 178 * 60, roof: 180 * 60}
    assert (cell().longest_gap_s, cell().longest_gap_checkpoint_id) == (180 * 60, roof)


def test_a_mark_made_while_counting_stays(world):
    seen = queries.oldest_marks(10)
    counted = [count_cell(mark.key, now()) for mark in seen]
    with write_transaction():
        world.mark(version=2)
    with write_transaction():
        assert service.store_counted(marks=seen, cells=counted) == 1
    assert [mark.version for mark in marks()] == [2]


def test_an_older_count_never_overwrites_a_newer_one(world):
    seen = queries.oldest_marks(10)
    older = [count_cell(mark.key, now()) for mark in seen]
    with write_transaction() as session:
        session.execute(db.update(Visit).where(Visit.state == "due").values(state="missed"))
    assert jobs.settle_cells() == 1
    with write_transaction():
        assert service.store_counted(marks=seen, cells=older) == 0
    assert cell().missed == 2


def test_a_day_on_which_nothing_is_due_any_more_has_no_cell(world):
    jobs.settle_cells()
    with write_transaction() as session:
        session.execute(db.delete(Visit))
        session.execute(db.delete(Patrol))
        world.mark()
    with moved_to(NINE + 24 * 60 * MINUTE):
        jobs.settle_cells()
    assert cell() is None
    assert db.session.scalar(select(CheckpointVisitDay)) is None


def test_an_old_day_whose_rounds_were_forgotten_keeps_its_cell(world):
    jobs.settle_cells()
    with write_transaction() as session:
        session.execute(db.delete(Visit))
        session.execute(db.delete(Patrol))
        world.mark()
    with moved_to(NINE + 400 * 24 * 60 * MINUTE):
        jobs.settle_cells()
    assert cell().rounds > 0


def test_one_cell_can_be_counted_at_once(world, cast):
    with write_transaction():
        service.recount(key=Key(cast.organisation_id, DAY, cast.north_gate), now=NINE + 30 * MINUTE)
    assert cell().longest_gap_s == 30 * 60
    assert cell().stale_at == NINE + 45 * MINUTE


def test_an_open_gap_grows_without_any_scan(world, cast):
    with write_transaction():
        service.recount(key=Key(cast.organisation_id, DAY, cast.north_gate), now=NINE + 30 * MINUTE)
    jobs.settle_cells()
    assert cell().longest_gap_s == 180 * 60
    assert cell().stale_at is None


def test_a_batch_is_bounded_and_the_rest_follows(world, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 2)
    with write_transaction():
        for days in range(1, 6):
            world.mark(DAY + timedelta(days=days))
    assert len(queries.oldest_marks(2)) == 2
    assert jobs.settle_cells() == 6
    assert marks() == []
