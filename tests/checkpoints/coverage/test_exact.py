"""However late, often and disordered facts arrive, the cells end as a count of the raw rows."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from checkpoints.coverage.jobs import settle_cells
from checkpoints.coverage.models import CheckpointVisitDay, SiteDay
from checkpoints.patrols.models import (
    CheckpointDay,
    Patrol,
    PatrolException,
    PatrolPlan,
    Scan,
    SiteDayMark,
    Visit,
)
from checkpoints.patrols.rounds.service import judge_due
from checkpoints.patrols.service import mark_days
from guard_api.clock import local_date, now
from guard_api.database import db, new_id, write_transaction
from tests.support.estate import build_estate, plan_round
from tests.support.phone import event, scan, send

BEFORE_MIDNIGHT = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)  # 23:30 at the site
STATES = ("on_time", "early", "late", "missed", "excused", "due")

# (round or 3 for none named, spot or 3 for the round's end, minutes after half past eleven)
walk = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(-2, 10).map(lambda tens: tens * 10))
then = st.sampled_from(("nothing", "settle", "judge", "excuse", "undo"))
batches = st.lists(st.tuples(st.lists(walk, min_size=1, max_size=6), then), min_size=1, max_size=6)


class Story:
    """One estate with three planned rounds around midnight, and what happens to it."""

    def __init__(self, app, cast, guard, supervisor):
        self.app, self.guard, self.supervisor = app, guard, supervisor
        with app.app_context():
            self.estate = build_estate(cast.organisation_id, cast.north_gate, name=new_id())
            starts = [BEFORE_MIDNIGHT + timedelta(minutes=minutes) for minutes in (0, 25, 600)]
            self.rounds = [plan_round(self.estate, start) for start in starts]
            self._planned()

    def _planned(self):
        """Rounds of a plan owe their visits; others do not."""
        estate, plan_id = self.estate, new_id()
        db.session.add(
            PatrolPlan(
                organisation_id=estate.organisation_id,
                id=plan_id,
                site_id=estate.site_id,
                route_id=estate.route_id,
                name="Plan",
                rule="FREQ=DAILY",
                first_on=date(2026, 3, 1),
                starts_at=time(23, 30),
            )
        )
        db.session.flush()
        db.session.execute(
            update(Patrol).where(Patrol.id.in_(self.rounds)).values(plan_id=plan_id, judge_at=BEFORE_MIDNIGHT)
        )
        days = [(estate.site_id, date(2026, 3, day)) for day in (1, 2)]
        mark_days(organisation_id=estate.organisation_id, days=days)
        db.session.commit()

    def written(self, walk) -> str:
        """What the phone wrote. The same walk drawn twice is the same event sent again."""
        round_, spot, minutes = walk
        at = BEFORE_MIDNIGHT + timedelta(minutes=minutes)
        if spot == 3:
            return event("patrol.ended", {"patrol_id": self.rounds[round_ % 3]}, at)
        named = {"patrol_id": self.rounds[round_]} if round_ < 3 else {}
        far = {"lat": 31.3} if minutes == 30 else {}
        return scan(self.estate.spots[spot], at, **named, **far)

    def happen(self, what: str) -> None:
        if what in ("excuse", "undo"):
            self._decide(what)
        elif what != "nothing":
            with self.app.app_context():
                {"settle": settle_cells, "judge": _judge}[what]()

    def _decide(self, what: str) -> None:
        states = ("open", "answered") if what == "excuse" else ("excused",)
        with self.app.app_context():
            chosen = db.session.scalar(
                select(PatrolException.id).where(PatrolException.state.in_(states)).limit(1)
            )
        if chosen:
            url = f"/api/v1/exceptions/{chosen}/decision"
            answer = (
                self.supervisor.post(url, json={"excused": True, "note": "seen"})
                if what == "excuse"
                else self.supervisor.delete(url)
            )
            assert answer.status_code < 300, answer.get_json()


def _judge() -> None:
    with write_transaction():
        judge_due(now())


@pytest.mark.both_databases
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(batches=batches)
def test_cells_equal_a_count_of_the_raw_rows(app, cast, ana, sam, batches):
    story = Story(app, cast, ana, sam)
    written = {walk: story.written(walk) for walks, _ in batches for walk in walks}
    for walks, then in batches:
        verdicts = send(ana, *(written[walk] for walk in walks))
        assert {verdict["verdict"] for verdict in verdicts} <= {"accepted", "duplicate"}
        story.happen(then)
    with app.app_context():
        settle_cells()
        assert db.session.scalar(select(SiteDayMark)) is None
        assert_site_days_are_exact()
        assert_checkpoint_days_are_exact()
        db.session.rollback()


def assert_site_days_are_exact() -> None:
    counted, rounds = defaultdict(Counter), defaultdict(Counter)
    spans: dict[tuple, list[Visit]] = defaultdict(list)
    for visit in db.session.scalars(select(Visit)):
        counted[visit.site_id, visit.on][visit.state] += 1
        spans[visit.site_id, visit.on, visit.checkpoint_id].append(visit)
    for patrol in db.session.scalars(select(Patrol)):
        rounds[patrol.site_id, patrol.on][patrol.state] += 1
    gaps = {key: longest(visits) for key, visits in spans.items()}
    cells = {(cell.site_id, cell.on): cell for cell in db.session.scalars(select(SiteDay))}
    assert cells.keys() == rounds.keys() | counted.keys()
    for key, cell in cells.items():
        assert {state: getattr(cell, state) for state in STATES} == {s: counted[key][s] for s in STATES}
        assert (cell.required, cell.rounds) == (counted[key].total(), rounds[key].total())
        assert cell.rounds_done == rounds[key]["done"]
        assert cell.longest_gap_s == max(gap for (site, on, _), gap in gaps.items() if (site, on) == key)
    for row in db.session.scalars(select(CheckpointVisitDay)):
        key = (row.site_id, row.on, row.checkpoint_id)
        assert (row.required, row.longest_gap_s) == (len(spans[key]), gaps[key])


def longest(visits: list[Visit]) -> int:
    since, until = min(v.due_from_at for v in visits), max(v.due_until_at for v in visits)
    scans = db.session.scalars(select(Scan.occurred_at).where(Scan.checkpoint_id == visits[0].checkpoint_id))
    times = [since, *sorted(at for at in scans if since <= at <= until), until]
    return max(int((later - earlier).total_seconds()) for earlier, later in pairwise(times))


def assert_checkpoint_days_are_exact() -> None:
    scans, flagged = Counter(), Counter()
    for one in db.session.scalars(select(Scan)):
        key = (one.site_id, local_date(one.occurred_at, "Asia/Shanghai"), one.checkpoint_id)
        scans[key] += 1
        flagged[key] += bool(one.flags)
    kept = {
        (row.site_id, row.on, row.checkpoint_id): (row.scans, row.flagged)
        for row in db.session.scalars(select(CheckpointDay))
    }
    assert kept == {key: (scans[key], flagged[key]) for key in scans}
