"""Rounds as phones tell of them, and as the clock judges them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from checkpoints.patrols import jobs
from checkpoints.patrols.models import PatrolException, Position, SiteDayMark, Visit
from checkpoints.patrols.rounds.service import judge_rounds
from guard_api.clock import moved_to
from guard_api.database import db, new_id
from guard_api.live.models import Change
from guard_api.records import ReadEntry
from guard_api.tenants.models import Organisation
from tests.checkpoints.patrols.conftest import EVENING, MORNING, TEN, sync, walked
from tests.support.phone import event, scan, send

pytestmark = pytest.mark.both_databases


@pytest.fixture
def visits(app):
    def states() -> dict[int, str]:
        with app.app_context():
            db.session.rollback()
            return {one.position: one.state for one in db.session.scalars(select(Visit)) if one.on.day == 1}

    return states


@pytest.fixture
def exceptions(app):
    def states() -> dict[str, str]:
        with app.app_context():
            db.session.rollback()
            return {one.kind: one.state for one in db.session.scalars(select(PatrolException))}

    return states


def test_a_round_walked_in_time_is_done(ana, cast, estate, tonight, rounds, visits, exceptions):
    sync(ana, *walked(estate, tonight))
    done = rounds()[0]
    assert (done.state, done.person_id, done.judge_at) == ("done", cast.ana, None)
    assert (done.started_at, done.ended_at) == (TEN, TEN + timedelta(minutes=7))
    assert set(visits().values()) == {"on_time"}
    assert exceptions() == {}


def test_a_round_nobody_began_is_missed_when_its_time_has_come(
    clock_strikes, tonight, rounds, visits, exceptions
):
    clock_strikes(TEN + timedelta(minutes=4))
    assert rounds()[0].state == "planned"
    clock_strikes(TEN + timedelta(minutes=5))
    assert rounds()[0].state == "missed"
    assert set(visits().values()) == {"missed"}
    assert exceptions() == {"missed": "open"}


def test_a_phone_that_was_offline_withdraws_what_it_disproves(
    ana, clock_strikes, estate, tonight, rounds, visits, exceptions
):
    clock_strikes(MORNING)
    sync(ana, *walked(estate, tonight), at=MORNING + timedelta(hours=1))
    assert rounds()[0].state == "done"
    assert set(visits().values()) == {"on_time"}
    assert exceptions() == {"missed": "withdrawn"}


def test_a_start_told_late_turns_missed_into_late(ana, clock_strikes, estate, tonight, visits, exceptions):
    clock_strikes(MORNING)
    sync(ana, *walked(estate, tonight, start=TEN + timedelta(minutes=30)))
    assert set(visits().values()) == {"late"}
    assert exceptions() == {"missed": "withdrawn", "late": "open"}


def test_skipped_checkpoints_are_named_and_a_late_phone_heals_them(
    ana, estate, tonight, rounds, visits, exceptions
):
    sync(ana, *walked(estate, tonight, visited=2))
    assert rounds()[0].state == "incomplete"
    assert visits() == {0: "on_time", 1: "on_time", 2: "missed"}
    assert exceptions() == {"incomplete": "open", "skipped": "open"}
    sync(ana, scan(estate.spots[2], TEN + timedelta(minutes=6), patrol_id=tonight))
    assert rounds()[0].state == "done"
    assert exceptions() == {"incomplete": "withdrawn", "skipped": "withdrawn"}


def test_a_round_never_ended_is_closed_by_the_clock(ana, clock_strikes, estate, tonight, rounds, exceptions):
    sync(ana, *walked(estate, tonight, visited=2, end=None), at=TEN + timedelta(minutes=5))
    running = rounds()[0]
    assert (running.state, running.judge_at) == ("running", running.end_due_at + timedelta(minutes=30))
    clock_strikes(running.judge_at)
    assert rounds()[0].state == "incomplete"
    assert exceptions() == {"incomplete": "open", "skipped": "open"}


def test_a_finding_in_a_round_pauses_its_clock(ana, cast, estate, tonight, rounds, visits, exceptions):
    found = {"site_id": cast.north_gate, "patrol_id": tonight, "category": "fire_hazard", "severity": 2}
    sync(
        ana,
        event("patrol.started", {"patrol_id": tonight}, TEN),
        scan(estate.spots[0], TEN + timedelta(minutes=2), patrol_id=tonight),
        event("finding", found, TEN + timedelta(minutes=3)),
        scan(estate.spots[1], TEN + timedelta(minutes=33), patrol_id=tonight),
        scan(estate.spots[2], TEN + timedelta(minutes=35), patrol_id=tonight),
        event("patrol.ended", {"patrol_id": tonight}, TEN + timedelta(minutes=36)),
    )
    assert set(visits().values()) == {"on_time"}
    assert rounds()[0].paused_s == 30 * 60
    assert exceptions() == {}


def test_two_guards_may_walk_one_round(ana, ben, cast, estate, tonight, rounds, visits):
    later = TEN + timedelta(minutes=1)
    sync(ben, event("patrol.started", {"patrol_id": tonight}, later), at=MORNING)
    sync(ben, scan(estate.spots[2], TEN + timedelta(minutes=6), patrol_id=tonight))
    sync(ana, *walked(estate, tonight, visited=2))
    shared = rounds()[0]
    assert (shared.person_id, shared.also_person_ids, shared.state) == (cast.ana, [cast.ben], "done")
    assert set(visits().values()) == {"on_time"}


def test_a_guard_may_walk_a_route_without_a_plan(ana, cast, estate, rounds, exceptions):
    own = new_id()
    sync(ana, event("patrol.started", {"patrol_id": own, "route_id": estate.route_id}, TEN))
    sync(ana, *walked(estate, own, visited=1)[1:])
    [walk] = rounds()
    assert (walk.plan_id, walk.on.isoformat(), walk.state) == (None, "2026-03-01", "incomplete")
    assert exceptions() == {}


def test_starting_a_round_of_ones_own_twice_is_one_round(ana, estate, rounds):
    own = new_id()
    said = {"patrol_id": own, "route_id": estate.route_id}
    sync(ana, event("patrol.started", said, TEN), event("patrol.started", said, TEN + timedelta(minutes=1)))
    [walk] = rounds()
    assert walk.started_at == TEN


def test_rounds_that_are_unknown_or_foreign_are_refused(ana, cleo, cast, estate, tonight):
    for client, patrol_id in ((ana, new_id()), (cleo, tonight)):
        for kind in ("patrol.started", "patrol.ended"):
            [verdict] = send(client, event(kind, {"patrol_id": patrol_id}, TEN))
            assert (verdict["verdict"], verdict["code"]) == ("rejected", "patrols.round_unknown")
    [verdict] = send(cleo, event("patrol.started", {"patrol_id": new_id(), "route_id": estate.route_id}, TEN))
    assert verdict["code"] == "patrols.round_unknown"


def test_positions_are_kept_only_inside_a_round_of_ones_own(app, ana, ben, estate, tonight):
    def seen(minutes: float) -> str:
        where = {"patrol_id": tonight, "lat": 31.23, "lon": 121.47, "accuracy_m": 12}
        return event("position", where, TEN + timedelta(minutes=minutes))

    sync(ana, *walked(estate, tonight), seen(3))
    answers = [send(ana, seen(-1))[0], send(ana, seen(8))[0], send(ben, seen(3))[0]]
    assert {one["code"] for one in answers} == {"patrols.round_not_open"}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Position)) == 1


def test_where_a_round_was_begun_is_a_position(app, ana, tonight):
    begun = {"patrol_id": tonight, "lat": 31.23, "lon": 121.47}
    sync(ana, event("patrol.started", begun, TEN))
    with app.app_context():
        assert db.session.scalars(select(Position)).one().occurred_at == TEN


def test_positions_are_deleted_after_the_organisations_time(app, ana, cast, tonight):
    sync(ana, event("patrol.started", {"patrol_id": tonight, "lat": 31.23, "lon": 121.47}, TEN))

    def kept(after_days: int) -> int:
        with app.app_context(), moved_to(TEN + timedelta(days=after_days)):
            jobs.forget_positions()
            return db.session.scalar(select(func.count()).select_from(Position))

    assert kept(59) == 1
    with app.app_context():
        organisation = db.session.get(Organisation, cast.organisation_id)
        organisation.settings = {"keep_positions_days": 90}
        db.session.commit()
    assert kept(61) == 1
    assert kept(91) == 0


def test_a_changed_round_marks_its_day_and_is_on_the_feed(app, ana, cast, estate, tonight):
    with app.app_context():
        db.session.execute(SiteDayMark.__table__.delete())
        db.session.execute(Change.__table__.delete())
        db.session.commit()
    sync(ana, *walked(estate, tonight, visited=1))
    with app.app_context():
        assert ("2026-03-01", cast.north_gate) in {
            (mark.on.isoformat(), mark.site_id) for mark in db.session.scalars(select(SiteDayMark))
        }
        news = {(one.kind, one.subject_id) for one in db.session.scalars(select(Change))}
        assert ("patrol", tonight) in news
        assert sum(kind == "exception" for kind, _ in news) == 3


def test_judging_costs_the_same_number_of_statements_however_many_rounds(app, cast, add_plan, rounds):
    add_plan(rule="FREQ=HOURLY", starts_at="00:00")
    ids = [one.id for one in rounds()]

    def statements(patrol_ids: list[str]) -> int:
        from sqlalchemy import event as listen

        seen = []
        with app.app_context():
            note = lambda *args: seen.append(args[2])  # noqa: E731
            listen.listen(db.engine, "before_cursor_execute", note)
            judge_rounds(cast.organisation_id, patrol_ids, MORNING + timedelta(days=20))
            listen.remove(db.engine, "before_cursor_execute", note)
            db.session.rollback()
        return len(seen)

    assert statements(ids[:1]) == statements(ids[:100]) <= 12


# --- what the desk and the phone see ------------------------------------------------------------


def test_rounds_are_listed_filtered_and_exported(ana, ben, sam, cast, estate, tonight):
    sync(ana, *walked(estate, tonight, visited=2))
    day = f"/api/v1/patrols?site_id={cast.north_gate}&from_on=2026-03-01&to_on=2026-03-01"
    [one] = sam.get(day).get_json()["items"]
    assert (one["state"], one["person"]["name"], one["counts"]["missed"]) == ("incomplete", "Ana", 1)
    assert sam.get(f"{day}&state=done").get_json()["items"] == []
    assert len(sam.get(f"{day}&state=due").get_json()["items"]) == 1
    due = sam.get("/api/v1/patrols?state=due").get_json()["items"]
    assert {row["state"] for row in due} == {"incomplete"}
    assert len(sam.get(f"/api/v1/patrols?person_id={cast.ana}").get_json()["items"]) == 1
    first = sam.get("/api/v1/patrols?limit=10").get_json()
    rest = sam.get(f"/api/v1/patrols?limit=10&cursor={first['next']}").get_json()
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 15
    assert "Night round" in sam.get(f"{day}&format=csv").get_data(as_text=True)
    assert [one["id"] for one in ana.get("/api/v1/patrols").get_json()["items"]] == [tonight]
    assert ben.get("/api/v1/patrols").get_json()["items"] == []


def test_a_round_can_be_played_back(ana, ben, sam, client, cast, estate, tonight):
    where = {"patrol_id": tonight, "lat": 31.2304, "lon": 121.4737}
    found = {"site_id": cast.north_gate, "patrol_id": tonight, "category": "other", "severity": 1}
    sync(
        ana,
        *walked(estate, tonight, visited=2),
        event("position", where, TEN + timedelta(minutes=1)),
        event("finding", found, TEN + timedelta(minutes=5)),
    )
    seen = sam.get(f"/api/v1/patrols/{tonight}").get_json()
    assert [one["checkpoint"] for one in seen["visits"]] == ["Lap 0", "Lap 1", "Lap 2"]
    assert [one["state"] for one in seen["visits"]] == ["on_time", "on_time", "missed"]
    assert [one["person"]["name"] for one in seen["scans"]] == ["Ana", "Ana"]
    assert {one["kind"] for one in seen["exceptions"]} == {"incomplete", "skipped"}
    assert (len(seen["findings"]), len(seen["positions"]), len(seen["pauses"])) == (1, 1, 1)
    assert client.get(f"/api/v1/patrols/{tonight}").get_json()["positions"] == []
    assert len(ana.get(f"/api/v1/patrols/{tonight}").get_json()["positions"]) == 1
    assert ben.get(f"/api/v1/patrols/{tonight}").status_code == 404


def test_the_phone_carries_what_it_needs_and_asks_again_only_for_changes(ana, estate, tonight):
    with moved_to(EVENING):
        answer = ana.get("/api/v1/my/rounds")
        again = ana.get("/api/v1/my/rounds", headers={"If-None-Match": answer.headers["ETag"]})
    carried = answer.get_json()
    assert (answer.status_code, again.status_code, again.get_data()) == (200, 304, b"")
    assert [one["on"] for one in carried["rounds"]] == [f"2026-03-0{day}" for day in range(1, 10)]
    first = carried["rounds"][0]
    assert (first["id"], first["plan_name"], len(first["visits"])) == (tonight, "Night round", 3)
    assert len(carried["checkpoints"]) == len(carried["routes"][0]["stops"]) == 3
    assert all(spot.code not in answer.get_data(as_text=True) for spot in estate.spots)
    sync(ana, *walked(estate, tonight), at=EVENING)
    with moved_to(EVENING):
        changed = ana.get("/api/v1/my/rounds", headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.get_json()["rounds"][0]["state"] == "done"


def test_a_phone_carries_rounds_for_its_guard_and_for_anybody(ana, ben, cast, add_plan):
    add_plan(person_ids=[cast.ana], last_on="2026-03-01")
    add_plan(name="Anybody", last_on="2026-03-01", starts_at="23:00")
    with moved_to(EVENING):
        names = [
            [one["plan_name"] for one in client.get("/api/v1/my/rounds").get_json()["rounds"]]
            for client in (ana, ben)
        ]
    assert names == [["Night round", "Anybody"], ["Anybody"]]


def test_what_a_phone_carries_is_small(app, ana, cast, add_plan):
    """Six rounds of twenty checkpoints a night, ten days of them."""
    from tests.support.estate import build_estate

    with app.app_context():
        big = build_estate(cast.organisation_id, cast.north_gate, checkpoints=20, name="Big")
    add_plan(route_id=big.route_id, rule="FREQ=DAILY;BYHOUR=20,22,0,2,4,6;BYMINUTE=0", starts_at="00:00")
    with moved_to(EVENING):
        answer = ana.get("/api/v1/my/rounds", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.get_data()) < 50_000


def test_scans_are_listed_by_flag_and_place(ana, ben, sam, cast, estate, tonight):
    sync(ana, *walked(estate, tonight))
    sync(ana, scan(estate.spots[0], TEN + timedelta(minutes=8), lat=None, lon=None, accuracy_m=None))
    everything = sam.get(f"/api/v1/scans?site_id={cast.north_gate}").get_json()["items"]
    assert len(everything) == 4
    [doubtful] = sam.get("/api/v1/scans?flag=no_position").get_json()["items"]
    assert doubtful["checkpoint"] == "Lap 0"
    assert "no_position" in sam.get("/api/v1/scans?flag=any&format=csv").get_data(as_text=True)
    one = f"/api/v1/scans?checkpoint_id={estate.spots[1].id}&person_id={cast.ana}"
    assert len(sam.get(one).get_json()["items"]) == 1
    assert len(sam.get("/api/v1/scans?to=2026-03-01T14:03:00Z").get_json()["items"]) == 1
    assert len(ana.get("/api/v1/scans").get_json()["items"]) == 4
    assert ben.get("/api/v1/scans").get_json()["items"] == []


def test_who_looks_at_where_others_scanned_is_written_down(app, ana, sam, cast, estate, tonight):
    sync(ana, *walked(estate, tonight))
    ana.get("/api/v1/scans")
    sam.get(f"/api/v1/scans?person_id={cast.ana}")
    sam.get("/api/v1/scans")
    with app.app_context():
        asked = select(ReadEntry.person_id, ReadEntry.subject_kind, ReadEntry.subject)
        assert db.session.execute(asked).all() == [
            (cast.sam, "scan_positions", cast.ana),
            (cast.sam, "scan_positions", "all"),
        ]


def test_rounds_are_found_by_words_over_all_pages(ana, ben, sam, cast, estate, add_plan, tonight):
    sync(ana, *walked(estate, tonight))
    sync(ben, event("patrol.started", {"patrol_id": tonight}, TEN))

    def found(words: str) -> int:
        return len(sam.get(f"/api/v1/patrols?state=due&q={words}").get_json()["items"])

    assert (found("night"), found("north"), found("ana"), found("BEN")) == (1, 1, 1, 1)
    assert (found("cleo"), found("%25"), found("south")) == (0, 0, 0)


def test_two_phones_at_once_leave_a_round_judged_whole(app, ana, ben, estate, tonight, rounds):
    """Each sees only its own scans until it commits; the later judgement must see both."""
    start = Barrier(2)
    sync(ana, event("patrol.started", {"patrol_id": tonight}, TEN))

    def half(client, spots, minutes: int) -> None:
        start.wait()
        own = [
            scan(spot, TEN + timedelta(minutes=minutes + 2 * number), patrol_id=tonight)
            for number, spot in enumerate(spots)
        ]
        ended = event("patrol.ended", {"patrol_id": tonight}, TEN + timedelta(minutes=7))
        send(client, *own, ended)

    with ThreadPoolExecutor(2) as phones:
        for done in [
            phones.submit(half, ana, estate.spots[:2], 2),
            phones.submit(half, ben, estate.spots[2:], 6),
        ]:
            done.result()
    assert rounds()[0].state == "done"
