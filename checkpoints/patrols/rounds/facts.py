"""What is known of rounds, read for judging: a constant number of queries, however many rounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from checkpoints.findings.queries import openings
from checkpoints.patrols.models import NO_VISIT, Patrol, PatrolException, RemovedRound, Scan, Visit
from checkpoints.patrols.rounds.rules import DueVisit, Round, RoundScan, Subject, Thresholds
from guard_api.database import db
from guard_api.tenants.models import Organisation

OF_ROUNDS = {"ids": bindparam("ids", expanding=True), "organisation_id": bindparam("organisation_id")}


def _of_rounds(model: type, *names: str) -> Select:
    """A constant statement over plain columns: made once, it costs a third of one made for each batch."""
    table = model.__table__
    return select(*(table.c[name] for name in names)).where(
        table.c.organisation_id == OF_ROUNDS["organisation_id"], table.c.patrol_id.in_(OF_ROUNDS["ids"])
    )


PATROL, ORGANISATION = Patrol.__table__, Organisation.__table__
PATROLS = (
    select(
        PATROL.c.id,
        PATROL.c.site_id,
        PATROL.c.phone_id,
        PATROL.c.end_note,
        PATROL.c.plan_id,
        PATROL.c.on,
        PATROL.c.start_until_at,
        PATROL.c.end_due_at,
        PATROL.c.expected_minutes,
        PATROL.c.tolerance_minutes,
        PATROL.c.person_ids,
        PATROL.c.state,
        PATROL.c.person_id,
        PATROL.c.also_person_ids,
        PATROL.c.started_at,
        PATROL.c.ended_at,
        PATROL.c.paused_s,
        PATROL.c.judge_at,
        ORGANISATION.c.settings,
    )
    .join(ORGANISATION, ORGANISATION.c.id == PATROL.c.organisation_id)
    .where(PATROL.c.organisation_id == OF_ROUNDS["organisation_id"], PATROL.c.id.in_(OF_ROUNDS["ids"]))
    .order_by(PATROL.c.id)
)
LOCKED_PATROLS = PATROLS.with_for_update(of=PATROL, key_share=True)
VISITS = _of_rounds(
    Visit, "id", "patrol_id", "checkpoint_id", "due_from_at", "due_until_at", "state", "scan_id", "scanned_at"
)
SCANS = _of_rounds(Scan, "patrol_id", "id", "checkpoint_id", "occurred_at", "person_id")
EXCEPTIONS = _of_rounds(
    PatrolException,
    "id",
    "patrol_id",
    "kind",
    "visit_id",
    "state",
    "person_id",
    "detail",
    "decision",
    "replied_at",
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
    rows = _read(LOCKED_PATROLS if locked else PATROLS, organisation_id, sorted(set(patrol_ids)))
    return {row.id: row for row in rows}


def facts_of(organisation_id: str, patrol_ids: Iterable[str], *, locked: bool = True) -> list[Facts]:
    """All that is stored about these rounds. What the session holds unwritten is written first."""
    db.session.flush()
    rounds = patrols_of(organisation_id, patrol_ids, locked=locked)
    facts = {id_: Facts(row) for id_, row in rounds.items()}
    ids = list(facts)
    for row in _read(VISITS, organisation_id, ids):
        facts[row.patrol_id].visits.append(row)
    for row in _read(EXCEPTIONS, organisation_id, ids):
        facts[row.patrol_id].exceptions.append(row)
    for patrol_id, *scan in _read(SCANS, organisation_id, ids):
        facts[patrol_id].scans.append(RoundScan(*scan))
    sites = {id_: row.site_id for id_, row in rounds.items()}
    for patrol_id, opened in openings(organisation_id, sites).items():
        facts[patrol_id].openings = opened
    return list(facts.values())


def _read(statement: Select, organisation_id: str, ids: list[str]) -> Iterable[Any]:
    return db.session.execute(statement, {"organisation_id": organisation_id, "ids": ids})


def removed_routes(organisation_id: str, patrol_ids: Iterable[str]) -> dict[str, str]:
    """The route of each round that was planned once and taken out again."""
    rows = db.session.execute(
        select(RemovedRound.id, RemovedRound.route_id).where(
            RemovedRound.organisation_id == organisation_id, RemovedRound.id.in_(list(patrol_ids))
        )
    )
    return dict(rows.tuples().all())
