"""Ask for a search, stop it, take its result over."""

from sqlalchemy import delete

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.live.service import announce
from guard_api.records import note_change
from schedules.planning import queries, rules
from schedules.planning.legality import legal_assignments
from schedules.planning.models import SolveRun
from schedules.planning.situation import situation_of
from schedules.rosters import service as rosters
from schedules.rosters.checks import works_of
from schedules.rosters.models import Roster
from schedules.rosters.reach import DESK as PLANNERS
from schedules.rosters.reach import sites_of
from schedules.rosters.reasons import SOLVE

__all__ = ["PLANNERS", "apply", "ask_solve", "ask_stop", "forget_roster"]


def ask_solve(actor: Actor, *, roster_id: str, seconds: int, keep: str, seed: int) -> SolveRun:
    roster = queries.roster_for(actor, roster_id, lock=True)
    if queries.under_way(actor.organisation_id, roster.id):
        raise Problem("planning.under_way", 409)
    if not works_of(roster):
        raise Problem("planning.no_places", 409)
    run = SolveRun(
        organisation_id=actor.organisation_id,
        id=new_id(),
        roster_id=roster.id,
        state=rules.QUEUED,
        keep=keep,
        seconds=seconds,
        seed=seed,
        asked_by=actor.person_id,
    )
    db.session.add(run)
    db.session.flush()
    note_change(actor, "solve", "roster", roster.id, seconds=seconds, keep=keep)
    tell_screens(run)
    return run


def ask_stop(actor: Actor, *, roster_id: str) -> SolveRun:
    """Whoever runs it ends within a second; one that nobody has begun is over at once."""
    queries.roster_for(actor, roster_id)
    run = queries.under_way(actor.organisation_id, roster_id, lock=True)
    if run is None:
        raise Problem("planning.nothing_under_way", 409)
    run.stop_at = run.stop_at or now()
    if run.state == rules.QUEUED:
        run.state, run.ended_at = rules.STOPPED, now()
    db.session.flush()
    note_change(actor, "stop_solving", "roster", roster_id)
    tell_screens(run)
    return run


def apply(actor: Actor, *, roster_id: str) -> tuple[SolveRun, int, int]:
    """The run, how many cells it changed, and how many assignments were left out as no longer legal."""
    roster = queries.roster_for(actor, roster_id, lock=True)
    run = queries.newest(actor.organisation_id, roster_id, lock=True)
    if run is None or run.state in rules.UNDER_WAY or run.best is None:
        raise Problem("planning.nothing_to_apply", 409)
    if run.applied_at is not None:
        raise Problem("planning.applied_already", 409)
    situation = situation_of(roster, run.keep)
    people, left_out = legal_assignments(situation, run.best)
    changes = {work.id: people[work.id] for work in situation.works if people[work.id] != work.person_id}
    if changes:
        rosters.assign(
            actor, roster_id=roster.id, assignments=changes, label=SOLVE, reason=SOLVE, accept=True
        )
    run.applied_at = now()
    db.session.flush()
    note_change(actor, "apply_solution", "roster", roster_id, run=run.id, changed=len(changes))
    tell_screens(run)
    return run, len(changes), left_out


def tell_screens(run: SolveRun) -> None:
    sites = sites_of(run.organisation_id, [run.roster_id]).get(run.roster_id, [])
    announce(
        organisation_id=run.organisation_id,
        changes=[("solve", run.roster_id, site_id) for site_id in sites],
    )


def forget_roster(roster: Roster) -> None:
    """A draft that goes takes its runs with it."""
    db.session.execute(
        delete(SolveRun)
        .where(SolveRun.organisation_id == roster.organisation_id, SolveRun.roster_id == roster.id)
        .execution_options(synchronize_session=False)
    )
