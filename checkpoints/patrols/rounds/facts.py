"""What is known of rounds, read for judging: a constant number of queries, however many rounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from checkpoints.findings.queries import openings
from checkpoints.patrols.models import NO_VISIT, Patrol, PatrolException, RemovedRound, Scan, Visit
from checkpoints.patrols.rounds.rules import DueVisit, Round, RoundScan, Subject, Thresholds
from guard_api.database import db
from guard_api.tenants.models import Organisation

PATROL = (
    Patrol.id,
    Patrol.site_id,
    Patrol.phone_id,
    Patrol.end_note,
    Patrol.plan_id,
    Patrol.on,
    Patrol.start_until_at,
    Patrol.end_due_at,
    Patrol.expected_minutes,
    Patrol.tolerance_minutes,
    Patrol.person_ids,
    Patrol.state,
    Patrol.person_id,
    Patrol.also_person_ids,
    Patrol.started_at,
    Patrol.ended_at,
    Patrol.paused_s,
    Patrol.judge_at,
    Organisation.settings,
)
VISIT = (
    Visit.id,
    Visit.patrol_id,
    Visit.checkpoint_id,
    Visit.due_from_at,
    Visit.due_until_at,
    Visit.state,
    Visit.scan_id,
    Visit.scanned_at,
)
SCAN = (Scan.patrol_id, Scan.id, Scan.checkpoint_id, Scan.occurred_at, Scan.person_id)
EXCEPTION = (
    PatrolException.id,
    PatrolException.patrol_id,
    PatrolException.kind,
    PatrolException.visit_id,
    PatrolException.state,
    PatrolException.person_id,
    PatrolException.detail,
    PatrolException.decision,
    PatrolException.replied_at,
)


@dataclass
class Facts:
    """Everything that bears on one round, as stored."""

    patrol: Any
    visits: list[Any] = field(default_factory=list)
    scans: list[RoundScan] = field(default_factory=list)
    openings: list[datetime] = field(default_factory=list)
    exceptions: list[Any] = field(default_factory=list)

    @property
    def round(self) -> Round:
        decisions = {_subject(row): row.decision for row in self.exceptions if row.decision}
        return round_of(self.patrol, decisions)

    @property
    def due_visits(self) -> list[DueVisit]:
        return [DueVisit(row.id, row.checkpoint_id, row.due_from_at, row.due_until_at) for row in self.visits]


def round_of(row: Any, decisions: Mapping[Subject, str] | None = None) -> Round:
    return Round(
        planned=row.plan_id is not None,
        start_until_at=row.start_until_at,
        end_due_at=row.end_due_at,
        expected_minutes=row.expected_minutes,
        tolerance_minutes=row.tolerance_minutes,
        started_at=row.started_at,
        ended_at=row.ended_at,
        person_id=row.person_id,
        also_person_ids=tuple(row.also_person_ids),
        decisions=decisions or {},
        thresholds=Thresholds.chosen(row.settings),
    )


def _subject(exception: Any) -> Subject:
    visit_id = exception.visit_id
    return exception.kind, None if visit_id == NO_VISIT else visit_id


def patrols_of(organisation_id: str, patrol_ids: Iterable[str], *, locked: bool = True) -> dict[str, Any]:
    """The rounds themselves, each locked until the caller's transaction ends: two batches about one round
    are judged one after the other, so that the later one sees all."""
    statement = (
        select(*PATROL)
        .join(Organisation, Organisation.id == Patrol.organisation_id)
        .where(Patrol.organisation_id == organisation_id, Patrol.id.in_(sorted(set(patrol_ids))))
        .order_by(Patrol.id)
    )
    if locked:
        statement = statement.with_for_update(of=Patrol, key_share=True)
    return {row.id: row for row in db.session.execute(statement)}


def facts_of(organisation_id: str, patrol_ids: Iterable[str], *, locked: bool = True) -> list[Facts]:
    rounds = patrols_of(organisation_id, patrol_ids, locked=locked)
    facts = {id_: Facts(row) for id_, row in rounds.items()}
    ids = list(facts)
    for row in _rows(VISIT, Visit, organisation_id, ids):
        facts[row.patrol_id].visits.append(row)
    for row in _rows(EXCEPTION, PatrolException, organisation_id, ids):
        facts[row.patrol_id].exceptions.append(row)
    for patrol_id, opened in openings(organisation_id, ids).items():
        facts[patrol_id].openings = opened
    for patrol_id, *scan in _rows(SCAN, Scan, organisation_id, ids):
        facts[patrol_id].scans.append(RoundScan(*scan))
    return list(facts.values())


def _rows(columns: tuple, model: type, organisation_id: str, ids: list[str]) -> Iterable[Any]:
    return db.session.execute(
        select(*columns).where(model.organisation_id == organisation_id, model.patrol_id.in_(ids))
    )


def removed_routes(organisation_id: str, patrol_ids: Iterable[str]) -> dict[str, str]:
    """The route of each round that was planned once and taken out again."""
    rows = db.session.execute(
        select(RemovedRound.id, RemovedRound.route_id).where(
            RemovedRound.organisation_id == organisation_id, RemovedRound.id.in_(list(patrol_ids))
        )
    )
    return dict(rows.tuples().all())
