"""A judgement written down: only what changed, each table in one constant statement sorted by key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from checkpoints.patrols.models import NO_VISIT
from checkpoints.patrols.rounds.facts import Facts
from checkpoints.patrols.rounds.rules import Judgement, VisitState
from checkpoints.patrols.service import mark_days
from guard_api.bulk import Bulk
from guard_api.database import db, new_id, stamp
from guard_api.live.service import announce

UPDATE_VISITS = Bulk(
    {
        "organisation_id": "uuid",
        "id": "uuid",
        "state": "text",
        "scan_id": "uuid",
        "scanned_at": "timestamptz",
    },
    "UPDATE visits SET state = input.state, scan_id = input.scan_id, scanned_at = input.scanned_at "
    "FROM input WHERE visits.organisation_id = input.organisation_id AND visits.id = input.id",
)
UPDATE_PATROLS = Bulk(
    {
        "organisation_id": "uuid",
        "id": "uuid",
        "state": "text",
        "person_id": "uuid",
        "also_person_ids": "jsonb",
        "started_at": "timestamptz",
        "paused_s": "integer",
        "judge_at": "timestamptz",
    },
    "UPDATE patrols SET state = input.state, person_id = input.person_id, "
    "also_person_ids = input.also_person_ids, started_at = input.started_at, "
    "paused_s = input.paused_s, judge_at = input.judge_at, judged_at = :at "
    "FROM input WHERE patrols.organisation_id = input.organisation_id AND patrols.id = input.id",
)
KEEP_EXCEPTIONS = Bulk(
    {
        "organisation_id": "uuid",
        "id": "uuid",
        "site_id": "uuid",
        "patrol_id": "uuid",
        "visit_id": "uuid",
        "checkpoint_id": "uuid",
        "on_": "date",
        "person_id": "uuid",
        "kind": "text",
        "state": "text",
        "detail": "jsonb",
    },
    "INSERT INTO patrol_exceptions (organisation_id, id, site_id, patrol_id, visit_id, checkpoint_id, "
    '"on", person_id, kind, state, detail, raised_at) '
    "SELECT organisation_id, id, site_id, patrol_id, visit_id, checkpoint_id, on_, person_id, kind, state, "
    "detail, :at FROM input WHERE true "
    "ON CONFLICT (organisation_id, patrol_id, kind, visit_id) DO UPDATE "
    "SET state = excluded.state, detail = excluded.detail, person_id = excluded.person_id",
)


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    id: str
    visit_id: str
    checkpoint_id: str | None
    person_id: str | None
    kind: str
    state: str
    detail: dict[str, Any]


def write(organisation_id: str, judged: list[tuple[Facts, Judgement]], now: datetime) -> None:
    """Write what these judgements change, mark the days they touch, and put them on the live feed."""
    visits = [(facts, row) for facts, judgement in judged for row in changed_visits(facts, judgement)]
    rounds = [(facts, judgement) for facts, judgement in judged if round_changed(facts, judgement)]
    exceptions = [(facts, row) for facts, judgement in judged for row in changed_exceptions(facts, judgement)]
    _write_visits(organisation_id, visits)
    _write_rounds(organisation_id, rounds, now)
    _write_exceptions(organisation_id, exceptions, now)
    shown = [facts for facts, _ in visits] + [facts for facts, j in rounds if j.state != facts.patrol.state]
    mark_days(
        organisation_id=organisation_id, days=((facts.patrol.site_id, facts.patrol.on) for facts in shown)
    )
    patrols = sorted({("patrol", f.patrol.id, f.patrol.site_id) for f in shown})
    raised = sorted(("exception", row.id, f.patrol.site_id) for f, row in exceptions)
    announce(organisation_id=organisation_id, changes=patrols + raised)


def changed_visits(facts: Facts, judgement: Judgement) -> Iterable[tuple[str, VisitState]]:
    for row in facts.visits:
        state = judgement.visits[row.id]
        if (state.state, state.scan_id, state.scanned_at) != (row.state, row.scan_id, row.scanned_at):
            yield row.id, state


def round_changed(facts: Facts, judgement: Judgement) -> bool:
    row = facts.patrol
    stored = (row.state, row.person_id, row.started_at, row.paused_s, row.judge_at)
    found = (
        judgement.state,
        judgement.person_id,
        judgement.started_at,
        judgement.paused_s,
        judgement.judge_at,
    )
    return stored != found or tuple(row.also_person_ids) != judgement.also_person_ids


def changed_exceptions(facts: Facts, judgement: Judgement) -> Iterable[ExceptionRow]:
    """Those to raise, to bring up to date, and to withdraw."""
    known = {(row.kind, row.visit_id): row for row in facts.exceptions}
    checkpoints = {row.id: row.checkpoint_id for row in facts.visits}
    concerned = judgement.person_id or _only(facts.patrol.person_ids)
    held = {(kind, visit_id or NO_VISIT): detail for (kind, visit_id), detail in judgement.exceptions.items()}
    for (kind, visit_id), detail in held.items():
        row = known.get((kind, visit_id))
        state = standing(row)
        if row is None or (row.state, row.person_id, row.detail) != (state, concerned, detail):
            id_ = row.id if row else new_id()
            yield ExceptionRow(id_, visit_id, checkpoints.get(visit_id), concerned, kind, state, detail)
    for key, row in known.items():
        if key not in held and row.state != "withdrawn":
            yield ExceptionRow(
                row.id,
                row.visit_id,
                checkpoints.get(row.visit_id),
                row.person_id,
                row.kind,
                "withdrawn",
                row.detail,
            )


def standing(row: Any) -> str:
    """The state of an exception that holds: as it was decided or answered, if it was."""
    if row is None:
        return "open"
    return row.decision or ("answered" if row.replied_at else "open")


def _only(person_ids: list[str]) -> str | None:
    return person_ids[0] if len(person_ids) == 1 else None


def _write_visits(organisation_id: str, visits: list[tuple[Facts, tuple[str, VisitState]]]) -> None:
    rows = [
        (organisation_id, id_, visit.state, visit.scan_id, visit.scanned_at) for _, (id_, visit) in visits
    ]
    UPDATE_VISITS.run(db.session(), sorted(rows, key=_by_id))


def _write_rounds(organisation_id: str, rounds: list[tuple[Facts, Judgement]], now: datetime) -> None:
    rows = [
        (
            organisation_id,
            facts.patrol.id,
            judgement.state,
            judgement.person_id,
            as_json(judgement.also_person_ids),
            judgement.started_at,
            judgement.paused_s,
            judgement.judge_at,
        )
        for facts, judgement in rounds
    ]
    UPDATE_PATROLS.run(db.session(), sorted(rows, key=_by_id), at=stamp(now))


def _write_exceptions(organisation_id: str, exceptions: list[tuple[Facts, ExceptionRow]], now) -> None:
    rows = [
        (
            organisation_id,
            row.id,
            facts.patrol.site_id,
            facts.patrol.id,
            row.visit_id,
            row.checkpoint_id,
            facts.patrol.on,
            row.person_id,
            row.kind,
            row.state,
            as_json(row.detail),
        )
        for facts, row in exceptions
    ]
    KEEP_EXCEPTIONS.run(db.session(), sorted(rows, key=_by_id), at=stamp(now))


def as_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _by_id(row: tuple) -> str:
    return row[1]
