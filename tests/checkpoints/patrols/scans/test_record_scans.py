"""Scans as they are stored: their round, their flags, the counts they add to, the news they make."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from checkpoints.patrols.models import CheckpointDay, Patrol, Scan, SiteDayMark, Visit
from checkpoints.places.models import Checkpoint, Tag
from guard_api.database import db, new_id
from guard_api.live.models import Change
from tests.support.estate import Estate, build_estate, plan_round
from tests.support.phone import event, id_of, scan, send, walk

pytestmark = pytest.mark.both_databases
NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)  # in Shanghai
TODAY = date(2026, 3, 1)


@pytest.fixture
def estate(app, cast) -> Estate:
    with app.app_context():
        return build_estate(cast.organisation_id, cast.north_gate)


@pytest.fixture
def lap(app, estate) -> str:
    with app.app_context():
        return plan_round(estate, NOON)


def rows(app, model, *order):
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(*order)))


def stored(app, written: str) -> Scan:
    with app.app_context():
        return db.session.scalars(select(Scan).where(Scan.id == id_of(written))).one()


def accepted(verdicts) -> bool:
    return {one["verdict"] for one in verdicts} == {"accepted"}


def test_a_round_walked_as_planned_is_on_time(app, ana, cast, estate, lap):
    started = event("patrol.started", {"patrol_id": lap}, NOON)
    ended = event("patrol.ended", {"patrol_id": lap}, NOON + timedelta(minutes=5))
    verdicts = send(ana, started, *walk(estate.spots, NOON, patrol_id=lap), ended, sent_at=None)
    assert accepted(verdicts)
    assert {visit.state for visit in rows(app, Visit)} == {"on_time"}
    [patrol] = rows(app, Patrol)
    assert (patrol.state, patrol.person_id) == ("done", cast.ana)
    assert {one.patrol_id for one in rows(app, Scan)} == {lap}


def test_scans_may_come_before_the_start_of_their_round(app, ana, estate, lap):
    scans = walk(estate.spots, NOON, patrol_id=lap)
    assert accepted(send(ana, *scans))
    assert accepted(send(ana, event("patrol.started", {"patrol_id": lap}, NOON)))
    assert {visit.state for visit in rows(app, Visit)} == {"on_time"}


def test_a_scan_without_a_round_joins_the_one_that_is_due(app, ana, estate, lap):
    written = scan(estate.spots[0], NOON)
    send(ana, written)
    assert stored(app, written).patrol_id == lap


def test_a_scan_without_a_round_joins_the_guards_own_running_round(app, ana, ben, estate, lap):
    with app.app_context():
        other = plan_round(estate, NOON)
    send(ben, event("patrol.started", {"patrol_id": other}, NOON))
    send(ana, event("patrol.started", {"patrol_id": lap}, NOON))
    written = scan(estate.spots[1], NOON + timedelta(minutes=2))
    send(ana, written)
    assert stored(app, written).patrol_id == lap


def test_a_scan_that_fits_two_rounds_is_kept_apart(app, ana, estate, lap):
    with app.app_context():
        plan_round(estate, NOON)
    written = scan(estate.spots[0], NOON)
    assert accepted(send(ana, written))
    assert stored(app, written).patrol_id is None


def test_a_round_at_a_site_out_of_reach_gets_no_scans(app, ana, cast, estate):
    with app.app_context():
        south = build_estate(cast.organisation_id, cast.south_tower, name="South")
        foreign = plan_round(south, NOON)
    written = scan(south.spots[0], NOON, patrol_id=foreign)
    [verdict] = send(ana, written)
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["other_site"])
    assert stored(app, written).patrol_id is None
    assert {visit.state for visit in rows(app, Visit)} == {"due"}


def test_a_replaced_label_counts_and_is_flagged(app, ana, estate, lap):
    with app.app_context():
        db.session.execute(update(Tag).values(replaced_at=NOON - timedelta(days=1)))
        db.session.commit()
    written = scan(estate.spots[0], NOON, patrol_id=lap)
    assert send(ana, written)[0]["flags"] == ["replaced_tag"]
    assert stored(app, written).flags == ["replaced_tag"]


def test_a_phone_whose_clock_is_off_is_flagged(ana, estate):
    now = datetime.now(UTC)
    [verdict] = send(ana, scan(estate.spots[0], now), sent_at=now - timedelta(minutes=3))
    assert verdict["flags"] == ["clock_skew"]


def test_flags_look_at_what_is_stored_already(ana, estate):
    send(ana, scan(estate.spots[0], NOON))
    [verdict] = send(ana, scan(estate.spots[2], NOON + timedelta(seconds=5)))
    assert verdict["flags"] == ["too_fast"]


def test_codes_are_read_as_they_are_typed_and_linked(app, ana, estate):
    code = estate.spots[0].code
    typed = " ".join((code[:5].lower(), code[5:]))
    assert accepted(send(ana, scan(estate.spots[0], NOON, code=typed, method="typed")))
    link = f"https://patrol.example/t/{code}"
    assert accepted(send(ana, scan(estate.spots[0], NOON, code=link, method="link")))


def test_only_a_checkpoint_without_a_tag_is_named_by_its_id(app, ana, cleo, estate):
    def here(checkpoint_id: str) -> str:
        spot = {"lat": 31.2304, "lon": 121.4737, "accuracy_m": 5}
        return event("scan", {"checkpoint_id": checkpoint_id, "method": "gps"} | spot, NOON)

    with app.app_context():
        db.session.execute(update(Checkpoint).where(Checkpoint.id == estate.spots[0].id).values(kind="gps"))
        db.session.commit()
    written = here(estate.spots[0].id)
    verdicts = send(ana, written, here(estate.spots[1].id), here(new_id()))
    assert [one.get("code") for one in verdicts] == [
        None,
        "checkpoints.tag_needed",
        "checkpoints.checkpoint_unknown",
    ]
    assert stored(app, written).tag_id is None
    assert send(cleo, here(estate.spots[0].id))[0]["code"] == "checkpoints.checkpoint_unknown"


def test_answers_to_the_checklist_are_kept(app, ana, estate):
    answers = {"extinguisher": {"ok": False, "note": "过期"}, "exit": {"ok": True}}
    written = scan(estate.spots[0], NOON, answers=answers)
    send(ana, written)
    assert stored(app, written).answers == {
        "extinguisher": {"ok": False, "note": "过期"},
        "exit": {"ok": True, "note": ""},
    }


def test_the_distance_to_the_checkpoint_is_kept(app, ana, estate):
    written = scan(estate.spots[0], NOON, lat=estate.spots[0].lat + 0.0001)
    send(ana, written)
    assert stored(app, written).distance_m == pytest.approx(11.1, abs=0.1)


def test_scans_are_counted_once_by_the_sites_own_day(app, ana, estate):
    before_midnight = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)
    written = [
        scan(estate.spots[0], before_midnight),
        scan(estate.spots[0], before_midnight + timedelta(minutes=11)),
        scan(estate.spots[0], before_midnight + timedelta(minutes=31), lat=31.3),
    ]
    send(ana, *written)
    send(ana, *written)
    counts = [(one.on.day, one.scans, one.flagged) for one in rows(app, CheckpointDay, CheckpointDay.on)]
    assert counts == [(1, 1, 0), (2, 2, 1)]


def test_the_days_that_a_scan_may_change_are_marked(app, ana, estate):
    send(ana, scan(estate.spots[0], NOON))
    assert {mark.on for mark in rows(app, SiteDayMark)} == {TODAY, TODAY - timedelta(days=1)}


def test_a_batch_makes_one_piece_of_news_for_each_round(app, ana, estate, lap):
    with app.app_context():
        later = plan_round(estate, NOON + timedelta(hours=1))
    scans = walk(estate.spots, NOON, patrol_id=lap)
    scans += walk(estate.spots, NOON + timedelta(hours=1), patrol_id=later)
    send(ana, *scans)
    news = [one for one in rows(app, Change) if one.kind == "scan"]
    assert {one.subject_id for one in news} == {id_of(scans[2]), id_of(scans[5])}


def test_a_batch_costs_the_same_number_of_statements_however_many_scans(app, ana, estate, lap):
    def statements(*scans: str) -> int:
        with app.app_context(), counted(db.engine) as seen:
            send(ana, *scans)
        return len(seen)

    few = statements(scan(estate.spots[0], NOON, patrol_id=lap))
    many = statements(
        *[scan(estate.spots[n % 3], NOON + timedelta(minutes=n), patrol_id=lap) for n in range(90)]
    )
    assert many <= few + 1


class counted:
    """The statements that reach an engine."""

    def __init__(self, engine):
        self.engine, self.seen = engine, []

    def __enter__(self) -> list[str]:
        db.event.listen(self.engine, "before_cursor_execute", self._note)
        return self.seen

    def __exit__(self, *_):
        db.event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_):
        self.seen.append(statement)


def test_a_removed_label_of_an_archived_checkpoint_still_counts(app, ana, estate):
    with app.app_context():
        db.session.execute(text("UPDATE checkpoints SET archived_at = '2026-02-01 00:00:00'"))
        db.session.commit()
    assert accepted(send(ana, scan(estate.spots[0], NOON)))
