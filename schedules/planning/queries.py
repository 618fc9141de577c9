from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.errors import sentence
from guard_api.identity.actor import Actor
from schedules.planning import rules
from schedules.planning.models import SolveRun
from schedules.rosters.facts import names_in
from schedules.rosters.models import Roster
from schedules.rosters.reach import DESK
from schedules.rosters.reach import roster_for as any_roster_for

SAME = (
    "id",
    "roster_id",
    "state",
    "keep",
    "seconds",
    "seed",
    "asked_at",
    "stop_at",
    "ended_at",
    "applied_at",
)


def roster_for(actor: Actor, roster_id: str, *, lock: bool = False) -> Roster:
    """A roster whose every site the actor plans."""
    return any_roster_for(actor, roster_id, roles=DESK, whole=True, lock=lock)


def newest(organisation_id: str, roster_id: str, *, lock: bool = False) -> SolveRun | None:
    statement = (
        select(SolveRun)
        .where(SolveRun.organisation_id == organisation_id, SolveRun.roster_id == roster_id)
        .order_by(SolveRun.asked_at.desc(), SolveRun.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement.with_for_update() if lock else statement)


def under_way(organisation_id: str, roster_id: str, *, lock: bool = False) -> SolveRun | None:
    run = newest(organisation_id, roster_id, lock=lock)
    return run if run is not None and run.state in rules.UNDER_WAY else None


def newest_shown(actor: Actor, roster_id: str) -> dict[str, Any] | None:
    roster_for(actor, roster_id)
    run = newest(actor.organisation_id, roster_id)
    return None if run is None else shown(actor, run)


def shown(actor: Actor, run: SolveRun) -> dict[str, Any]:
    progress = run.progress or {}
    return {name: getattr(run, name) for name in SAME} | {
        "asked_by": {"id": run.asked_by, "name": names_in(run.organisation_id, [run.asked_by])[run.asked_by]},
        "progress": run.progress,
        "fairness": progress.get("fairness"),
        "changes": progress.get("changes"),
        "failure": failure(run, actor.language),
    }


def failure(run: SolveRun, language: str) -> dict[str, str] | None:
    """What went wrong, as a sentence; values of the sentence follow its code."""
    if run.failure is None:
        return None
    code, _, names = run.failure.partition(" ")
    return {"code": code, "text": sentence(code, language, **({"names": names} if names else {}))}
