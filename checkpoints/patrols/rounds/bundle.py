"""What a phone carries to work a week without a signal: a constant number of queries, whatever the site."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from checkpoints.findings.categories import categories_for_phones
from checkpoints.findings.queries import open_at_checkpoints
from checkpoints.patrols.exceptions.queries import about_person
from checkpoints.patrols.models import Patrol, Visit
from checkpoints.patrols.queries import holds
from checkpoints.patrols.rounds.queries import walked_by
from checkpoints.places import queries as places
from guard_api.clock import local_date
from guard_api.clock import now as clock_now
from guard_api.database import db
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR, Actor
from guard_api.identity.queries import sites_in
from guard_api.tenants.models import Organisation, Site

WALKERS = (GUARD, SUPERVISOR, ADMINISTRATOR)
DAYS_BACK, DAYS_AHEAD = 1, 8
EXCEPTION_DAYS = 14
ROUND = (
    "id",
    "site_id",
    "route_id",
    "on",
    "state",
    "ordered",
    "start_at",
    "start_from_at",
    "start_until_at",
    "end_due_at",
    "started_at",
    "ended_at",
)
VISIT = ("id", "checkpoint_id", "position", "due_from_at", "due_until_at", "state", "scanned_at")


def bundle(actor: Actor) -> dict[str, Any]:
    """The actor's sites with all that a guard needs there, and their rounds from yesterday to next week."""
    organisation = db.session.get(Organisation, actor.organisation_id)
    sites = sites_in(actor.organisation_id, actor.scope(*WALKERS))
    ids = [site.id for site in sites]
    plans = places.floor_plans_for_phones(actor.organisation_id, ids)
    return {
        "generated_at": clock_now(),
        "organisation": {
            "tile_url": organisation.tile_url,
            "tile_attribution": organisation.tile_attribution,
        },
        "sites": [_site(site) | {"floor_plans": plans.get(site.id, [])} for site in sites],
        "checkpoints": places.checkpoints_for_phones(actor.organisation_id, ids),
        "checklists": places.checklists_for_phones(actor.organisation_id),
        "categories": categories_for_phones(actor.organisation_id),
        "routes": places.routes_for_phones(actor.organisation_id, ids),
        "rounds": rounds(actor, sites),
        "exceptions": [_exception(one) for one in _own_exceptions(actor)],
        "open_findings": open_at_checkpoints(actor.organisation_id, ids),
    }


def _site(site: Site) -> dict[str, Any]:
    return {key: getattr(site, key) for key in ("id", "name", "time_zone", "lat", "lon", "address")}


def rounds(actor: Actor, sites: list[Site]) -> list[dict[str, Any]]:
    """Rounds for the actor or for anybody at the actor's sites, by start."""
    spans = {site.id: span(site, clock_now()) for site in sites}
    if not spans:
        return []
    found = db.session.scalars(
        select(Patrol)
        .where(
            Patrol.organisation_id == actor.organisation_id,
            Patrol.site_id.in_(spans),
            Patrol.on.between(
                min(first for first, _ in spans.values()), max(last for _, last in spans.values())
            ),
            or_(
                holds(Patrol.person_ids, actor.person_id),
                Patrol.plan_id.is_not(None) & (Patrol.person_ids == []),
                walked_by(actor.person_id),
            ),
        )
        .order_by(Patrol.start_at, Patrol.id)
    ).all()
    own = [one for one in found if spans[one.site_id][0] <= one.on <= spans[one.site_id][1]]
    visits = _visits(actor.organisation_id, [one.id for one in own])
    return [_round(one) | {"visits": visits[one.id]} for one in own]


def span(site: Site, at: datetime) -> tuple[date, date]:
    today = local_date(at, site.time_zone)
    return today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)


def _round(one: Patrol) -> dict[str, Any]:
    return {key: getattr(one, key) for key in ROUND} | {"plan_name": one.name}


def _visits(organisation_id: str, patrol_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    columns = [getattr(Visit, key) for key in VISIT]
    rows = db.session.execute(
        select(Visit.patrol_id, *columns)
        .where(Visit.organisation_id == organisation_id, Visit.patrol_id.in_(patrol_ids))
        .order_by(Visit.patrol_id, Visit.position)
    )
    visits: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for patrol_id, *values in rows:
        visits[patrol_id].append(dict(zip(VISIT, values, strict=True)))
    return visits


def _own_exceptions(actor: Actor) -> list[dict[str, Any]]:
    return about_person(actor.organisation_id, actor.person_id, days=EXCEPTION_DAYS)


def _exception(one: dict[str, Any]) -> dict[str, Any]:
    keys = ("id", "patrol_id", "patrol_name", "kind", "checkpoint_id", "on", "raised_at", "state", "detail")
    reply, decision = one["reply"], one["decision"]
    return {key: one[key] for key in keys} | {
        "reply": reply
        and {"reason": reply["reason"], "text": reply["text"], "replied_at": reply["replied_at"]},
        "decision": decision and {"excused": decision["excused"], "note": decision["note"]},
    }
