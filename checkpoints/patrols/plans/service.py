"""Plans of rounds: made, changed, ended."""

from datetime import date
from typing import Any

from sqlalchemy import select

from checkpoints.patrols.models import PatrolPlan
from checkpoints.patrols.plans import planning
from checkpoints.patrols.plans.recurrence import BadRule, checked_rule
from checkpoints.places.access import WRITERS, in_reach, site_in_reach
from checkpoints.places.models import Route
from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor
from guard_api.identity.models import Grant
from guard_api.records import note_change
from guard_api.tenants.models import Site


def add_plan(*, actor: Actor, site_id: str, **fields: Any) -> PatrolPlan:
    """Plan rounds; those of the next two weeks stand at once."""
    site = site_in_reach(actor, site_id, WRITERS)
    plan = PatrolPlan(organisation_id=actor.organisation_id, site_id=site.id, **fields)
    basis = checked(plan, site)
    db.session.add(plan)
    db.session.flush()
    planning.replan(basis, now())
    note_change(actor, "plan.added", "patrol_plan", plan.id, name=plan.name, rule=plan.rule)
    return plan


def change_plan(*, actor: Actor, plan_id: str, changes: dict[str, Any]) -> PatrolPlan:
    """Change what is to come. Rounds that were begun stay as they were planned."""
    plan = _locked(actor, plan_id)
    if plan.archived_at is not None:
        raise Problem("patrols.plan_archived", 409)
    for name, value in changes.items():
        setattr(plan, name, value)
    basis = checked(plan, get_owned(Site, plan.organisation_id, plan.site_id))
    db.session.flush()
    planning.replan(basis, now())
    note_change(actor, "plan.changed", "patrol_plan", plan.id, fields=sorted(changes))
    return plan


def archive_plan(*, actor: Actor, plan_id: str) -> PatrolPlan:
    """End a plan. Its past stays; rounds to come are taken out."""
    plan = _locked(actor, plan_id)
    if plan.archived_at is None:
        plan.archived_at = now()
        planning.remove_rounds_to_come(plan, now())
        note_change(actor, "plan.archived", "patrol_plan", plan.id, name=plan.name)
    return plan


def checked(plan: PatrolPlan, site: Site) -> planning.Basis:
    """The plan with its route and stops, or a Problem that says what to mend."""
    plan.rule = _rule(plan.rule)
    plan.window_minutes = plan.window_minutes or 0
    _check_days(plan.first_on, plan.last_on)
    _check_people(plan, site)
    route = db.session.get(Route, (site.organisation_id, plan.route_id))
    if route is None or route.site_id != site.id or route.archived_at is not None:
        raise _wrong("route_id", "patrols.route_unknown")
    basis = planning.bases_of([(plan, site, route)])[0]
    if not basis.stops:
        raise _wrong("route_id", "patrols.route_empty")
    return basis


def _rule(rule: str) -> str:
    try:
        return checked_rule(rule)
    except BadRule as error:
        raise _wrong("rule", f"patrols.rule_{error.reason}") from None


def _check_days(first_on: date, last_on: date | None) -> None:
    if last_on is not None and last_on < first_on:
        raise _wrong("last_on", "patrols.ends_before_it_begins")


def _check_people(plan: PatrolPlan, site: Site) -> None:
    """Only people with a role at the site can walk there."""
    plan.person_ids = list(dict.fromkeys(plan.person_ids or ()))
    wanted = set(plan.person_ids)
    known = db.session.scalars(
        select(Grant.person_id).where(
            Grant.organisation_id == site.organisation_id,
            Grant.person_id.in_(wanted),
            (Grant.site_id == site.id) | (Grant.role == "administrator"),
        )
    )
    if wanted - set(known):
        raise _wrong("person_ids", "patrols.person_not_at_site")


def _wrong(field: str, code: str) -> Problem:
    return Problem(code, 422, paths=[f"/{field}"])


def _locked(actor: Actor, plan_id: str) -> PatrolPlan:
    """The plan, locked: two desks change it one after the other."""
    in_reach(actor, PatrolPlan, plan_id, WRITERS)
    plan = db.session.scalar(
        select(PatrolPlan)
        .where(PatrolPlan.organisation_id == actor.organisation_id, PatrolPlan.id == plan_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if plan is None:
        raise NotFound()
    return plan
