from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from checkpoints.patrols.models import PatrolPlan
from checkpoints.patrols.plans import rules, service
from checkpoints.patrols.plans.planning import Basis, bases_of, horizon
from checkpoints.patrols.plans.recurrence import Occurrence, occurrences
from checkpoints.patrols.rounds.rules import expected_minutes
from checkpoints.places.access import READERS, WRITERS, in_reach, site_in_reach
from checkpoints.places.models import Route
from checkpoints.places.queries import names_of
from guard_api.clock import local_date, now
from guard_api.database import db, get_owned
from guard_api.identity.actor import Actor
from guard_api.tenants.models import Site

# Eight weeks hold every weekly pattern twice, and a month's days once.
PREVIEW_DAYS = 56
PREVIEW_ROUNDS = 20


def plans(actor: Actor, site_id: str, *, archived: bool) -> list[dict[str, Any]]:
    """A site's plans, by name."""
    site = site_in_reach(actor, site_id, READERS)
    shown = PatrolPlan.archived_at.is_not(None) if archived else PatrolPlan.archived_at.is_(None)
    statement = _with_routes().where(
        PatrolPlan.organisation_id == actor.organisation_id, PatrolPlan.site_id == site.id, shown
    )
    rows = db.session.execute(statement.order_by(PatrolPlan.name, PatrolPlan.id))
    return [_shown(plan, route) for plan, route in rows]


def plan(actor: Actor, plan_id: str) -> dict[str, Any]:
    found = in_reach(actor, PatrolPlan, plan_id, READERS)
    return _shown(found, get_owned(Route, found.organisation_id, found.route_id))


def names_walking(organisation_id: str, route_id: str) -> list[str]:
    """Names of the plans in use that walk a route."""
    return list(
        db.session.scalars(
            select(PatrolPlan.name)
            .where(
                PatrolPlan.organisation_id == organisation_id,
                PatrolPlan.route_id == route_id,
                PatrolPlan.archived_at.is_(None),
            )
            .order_by(PatrolPlan.name)
        )
    )


def _with_routes() -> Select:
    return select(PatrolPlan, Route).join(
        Route, (Route.organisation_id == PatrolPlan.organisation_id) & (Route.id == PatrolPlan.route_id)
    )


def _shown(plan: PatrolPlan, route: Route) -> dict[str, Any]:
    columns = {column.key: getattr(plan, column.key) for column in PatrolPlan.__table__.columns}
    return columns | {"route_name": route.name, "ordered": route.ordered}


def to_be_planned(at: datetime) -> list[tuple[str, str]]:
    """(organisation_id, plan_id) of plans that do not reach far enough, or were made from another route."""
    rows = db.session.execute(
        _with_routes()
        .add_columns(Site)
        .join(Site, (Site.organisation_id == PatrolPlan.organisation_id) & (Site.id == PatrolPlan.site_id))
        .where(PatrolPlan.archived_at.is_(None), Site.archived_at.is_(None))
    )
    by_organisation: dict[str, list[tuple[PatrolPlan, Site, Route]]] = {}
    for plan, route, site in rows:
        by_organisation.setdefault(plan.organisation_id, []).append((plan, site, route))
    return [
        (basis.plan.organisation_id, basis.plan.id)
        for of_one in by_organisation.values()
        for basis in bases_of(of_one)
        if is_behind(basis, at)
    ]


def is_behind(basis: Basis, at: datetime) -> bool:
    plan = basis.plan
    short = plan.planned_until is None or plan.planned_until < horizon(basis.site, at)
    return short or plan.planned_from != basis.digest


def basis_of(organisation_id: str, plan_id: str) -> Basis | None:
    """A plan as its rounds are made from it, locked; None where it was ended."""
    row = db.session.execute(
        _with_routes()
        .add_columns(Site)
        .join(Site, (Site.organisation_id == PatrolPlan.organisation_id) & (Site.id == PatrolPlan.site_id))
        .where(
            PatrolPlan.organisation_id == organisation_id,
            PatrolPlan.id == plan_id,
            PatrolPlan.archived_at.is_(None),
        )
        .with_for_update(of=PatrolPlan, key_share=True)
    ).one_or_none()
    return bases_of([(row[0], row[2], row[1])])[0] if row else None


# --- before saving ------------------------------------------------------------------------------


def preview(actor: Actor, site_id: str, **fields: Any) -> dict[str, Any]:
    """What a plan would amount to: its next rounds, and how long a checkpoint can stay unattended."""
    site = site_in_reach(actor, site_id, WRITERS)
    unsaved = PatrolPlan(organisation_id=site.organisation_id, site_id=site.id, **fields)
    basis = service.checked(unsaved, site)
    coming = _coming(basis)
    pattern = basis.pattern
    gap = rules.longest_gap(pattern, [one.at for one in coming])
    return {
        "rule": unsaved.rule,
        "occurrences": [_occurrence(pattern, one, site) for one in coming[:PREVIEW_ROUNDS]],
        "days": PREVIEW_DAYS,
        "rounds": len(coming),
        "visits_a_round": len(basis.stops),
        "expected_minutes": expected_minutes(basis.stops),
        "guarantee": gap and _guarantee(basis, gap),
        "spread_minutes": rules.spread_minutes(pattern),
        "guess_chance": rules.guess_chance(pattern),
    }


def _coming(basis: Basis) -> list[Occurrence]:
    plan, site = basis.plan, basis.site
    since = max(local_date(now(), site.time_zone), plan.first_on)
    found = occurrences(
        plan.rule,
        first_on=plan.first_on,
        last_on=plan.last_on,
        starts_at=plan.starts_at,
        time_zone=site.time_zone,
        since=since,
        until=since + timedelta(days=PREVIEW_DAYS),
    )
    return [one for one in found if one.at > now()]


def _occurrence(pattern: rules.Pattern, one: Occurrence, site: Site) -> dict[str, Any]:
    windows = rules.widest(pattern, one.at)
    local = one.at.astimezone(ZoneInfo(site.time_zone))
    latest = one.at + timedelta(minutes=pattern.window_minutes + pattern.tolerance_minutes)
    return {
        "on": one.on,
        "nominal_at": one.at,
        "local": local.strftime("%Y-%m-%dT%H:%M"),
        "start_from_at": one.at - timedelta(minutes=pattern.tolerance_minutes),
        "start_until_at": latest,
        "end_due_at": max(window.due_until_at for window in windows),
    }


def _guarantee(basis: Basis, gap: rules.Gap) -> dict[str, Any]:
    names = names_of(basis.site.organisation_id, [gap.checkpoint_id])
    return {
        "longest_gap_minutes": gap.minutes,
        "checkpoint_id": gap.checkpoint_id,
        "checkpoint": names[gap.checkpoint_id],
    }
