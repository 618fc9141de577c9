"""Rounds and their visits as rows, before anyone walks."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import SystemRandom
from typing import Any

import orjson
from sqlalchemy import delete, select

from checkpoints.patrols.models import Patrol, PatrolPlan, RemovedRound, Visit
from checkpoints.patrols.plans.recurrence import occurrences
from checkpoints.patrols.plans.rules import Draft, Pattern, draft
from checkpoints.patrols.rounds.rules import Stop, expected_minutes, windows
from checkpoints.patrols.service import mark_days
from checkpoints.places.models import Route
from checkpoints.places.queries import stops_of
from guard_api.bulk import Bulk
from guard_api.clock import local_date
from guard_api.database import db, new_id
from guard_api.tenants.models import Site

# A phone carries eight days; two weeks leave a supervisor time to see what is coming.
DAYS_AHEAD = 14

PATROL = {
    "organisation_id": "uuid",
    "id": "uuid",
    "site_id": "uuid",
    "route_id": "uuid",
    "plan_id": "uuid",
    "name": "text",
    "ordered": "boolean",
    "on_": "date",
    "nominal_at": "timestamptz",
    "start_at": "timestamptz",
    "start_from_at": "timestamptz",
    "start_until_at": "timestamptz",
    "end_due_at": "timestamptz",
    "expected_minutes": "double precision",
    "tolerance_minutes": "integer",
    "post": "text",
    "person_ids": "jsonb",
}
KEEP_ROUNDS = Bulk(
    PATROL,
    "INSERT INTO patrols (organisation_id, id, site_id, route_id, plan_id, name, ordered, "
    '"on", nominal_at, start_at, start_from_at, start_until_at, end_due_at, expected_minutes, '
    "tolerance_minutes, post, person_ids, state, also_person_ids, end_note, paused_s, judge_at) "
    "SELECT organisation_id, id, site_id, route_id, plan_id, name, ordered, on_, nominal_at, start_at, "
    "start_from_at, start_until_at, end_due_at, expected_minutes, tolerance_minutes, post, person_ids, "
    "'planned', '[]', '', 0, start_until_at FROM input WHERE true "
    "ON CONFLICT (organisation_id, plan_id, nominal_at) DO UPDATE SET "
    'route_id = excluded.route_id, name = excluded.name, ordered = excluded.ordered, "on" = excluded."on", '
    "start_at = excluded.start_at, start_from_at = excluded.start_from_at, "
    "start_until_at = excluded.start_until_at, end_due_at = excluded.end_due_at, "
    "expected_minutes = excluded.expected_minutes, tolerance_minutes = excluded.tolerance_minutes, "
    "post = excluded.post, person_ids = excluded.person_ids, judge_at = excluded.judge_at",
)
KEEP_VISITS = Bulk(
    {
        "organisation_id": "uuid",
        "id": "uuid",
        "site_id": "uuid",
        "patrol_id": "uuid",
        "checkpoint_id": "uuid",
        "on_": "date",
        "position": "integer",
        "due_from_at": "timestamptz",
        "due_until_at": "timestamptz",
    },
    'INSERT INTO visits (organisation_id, id, site_id, patrol_id, checkpoint_id, "on", position, '
    "due_from_at, due_until_at, state) "
    "SELECT organisation_id, id, site_id, patrol_id, checkpoint_id, on_, position, due_from_at, "
    "due_until_at, 'due' FROM input WHERE true ON CONFLICT DO NOTHING",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """A plan and what its rounds are made from."""

    plan: PatrolPlan
    site: Site
    route: Route
    stops: tuple[Stop, ...]

    @property
    def pattern(self) -> Pattern:
        plan = self.plan
        return Pattern(
            self.route.ordered, plan.window_minutes, plan.tolerance_minutes, plan.randomised, self.stops
        )

    @property
    def digest(self) -> str:
        stops = [(stop.checkpoint_id, stop.minutes) for stop in self.stops]
        made_from = [self.site.time_zone, self.route.ordered, stops]
        return hashlib.sha256(orjson.dumps(made_from)).hexdigest()


def bases_of(plans: Iterable[tuple[PatrolPlan, Site, Route]]) -> list[Basis]:
    """Plans of one organisation with their stops, in one query more."""
    plans = list(plans)
    if not plans:
        return []
    stops = stops_of(plans[0][0].organisation_id, [route.id for _, _, route in plans])
    return [
        Basis(plan, site, route, tuple(Stop(s.checkpoint_id, s.minutes) for s in stops.get(route.id, ())))
        for plan, site, route in plans
    ]


def horizon(site: Site, now: datetime) -> date:
    return local_date(now, site.time_zone) + timedelta(days=DAYS_AHEAD)


def catch_up(basis: Basis | None, now: datetime) -> None:
    """Bring a plan's rounds up to date: anew where its route changed, else the days that are missing."""
    if basis is None:
        return
    if basis.plan.planned_from != basis.digest:
        replan(basis, now)
    else:
        extend(basis, now)


def extend(basis: Basis, now: datetime) -> None:
    """Add the rounds of the days that have come into sight. Doing it twice adds nothing."""
    plan = basis.plan
    since = local_date(now, basis.site.time_zone)
    if plan.planned_until is not None:
        since = max(since, plan.planned_until + timedelta(days=1))
    known = {row.nominal_at for row in after(plan, now)}
    _write(basis, [one for one in drafts(basis, since, now) if one.nominal_at not in known], {})
    _planned(basis, now)


def replan(basis: Basis, now: datetime) -> None:
    """Make the rounds to come anew. Those begun or past stay; one at the same time keeps its id."""
    known = after(basis.plan, now)
    begun = {row.nominal_at for row in known if not _to_come(row)}
    wanted = drafts(basis, local_date(now, basis.site.time_zone), now)
    times = {one.nominal_at for one in wanted}
    standing = [row for row in known if _to_come(row)]
    remove([row for row in standing if row.nominal_at not in times], basis.plan.organisation_id)
    kept = {row.nominal_at: row.id for row in standing if row.nominal_at in times}
    _write(basis, [one for one in wanted if one.nominal_at not in begun], kept)
    _planned(basis, now)


def _planned(basis: Basis, now: datetime) -> None:
    basis.plan.planned_until, basis.plan.planned_from = horizon(basis.site, now), basis.digest


def drafts(basis: Basis, since: date, now: datetime) -> list[Draft]:
    """The rounds to come from `since` to the horizon."""
    plan, random, pattern = basis.plan, SystemRandom(), basis.pattern
    due = occurrences(
        plan.rule,
        first_on=plan.first_on,
        last_on=plan.last_on,
        starts_at=plan.starts_at,
        time_zone=basis.site.time_zone,
        since=since,
        until=horizon(basis.site, now),
    )
    return [draft(pattern, one.on, one.at, random.randint, random.shuffle) for one in due if one.at > now]


def after(plan: PatrolPlan, now: datetime) -> list[Any]:
    """Rounds of a plan whose time has not come."""
    return list(
        db.session.execute(
            select(
                Patrol.id,
                Patrol.nominal_at,
                Patrol.site_id,
                Patrol.on,
                Patrol.route_id,
                Patrol.state,
                Patrol.ended_at,
            )
            .where(
                Patrol.organisation_id == plan.organisation_id,
                Patrol.plan_id == plan.id,
                Patrol.nominal_at > now,
            )
            .order_by(Patrol.id)
            .with_for_update(key_share=True)
        )
    )


def _to_come(row: Any) -> bool:
    """Nobody has begun it, not even early."""
    return row.state == "planned" and row.ended_at is None


def remove_rounds_to_come(plan: PatrolPlan, now: datetime) -> None:
    remove([row for row in after(plan, now) if _to_come(row)], plan.organisation_id)


def remove(rounds: list[Any], organisation_id: str) -> None:
    """Take planned rounds out, and remember their ids for the phones that still carry them."""
    ids = [row.id for row in rounds]
    _remove_visits(organisation_id, ids)
    db.session.execute(delete(Patrol).where(Patrol.organisation_id == organisation_id, Patrol.id.in_(ids)))
    db.session.add_all(
        RemovedRound(organisation_id=organisation_id, id=row.id, route_id=row.route_id) for row in rounds
    )
    mark_days(organisation_id=organisation_id, days=((row.site_id, row.on) for row in rounds))


def _remove_visits(organisation_id: str, patrol_ids: list[str]) -> None:
    db.session.execute(
        delete(Visit).where(Visit.organisation_id == organisation_id, Visit.patrol_id.in_(patrol_ids))
    )


def _write(basis: Basis, wanted: list[Draft], kept: dict[datetime, str]) -> None:
    """Write rounds and visits; those in `kept` are written over."""
    _remove_visits(basis.plan.organisation_id, list(kept.values()))
    rounds = [(one, kept.get(one.nominal_at) or new_id()) for one in wanted]
    KEEP_ROUNDS.run(db.session(), [_round(basis, one, id_) for one, id_ in rounds])
    KEEP_VISITS.run(db.session(), [row for one, id_ in rounds for row in _visits(basis, one, id_)])
    days = ((basis.site.id, one.on) for one in wanted)
    mark_days(organisation_id=basis.plan.organisation_id, days=days)


def _round(basis: Basis, one: Draft, id_: str) -> tuple:
    plan = basis.plan
    return (
        plan.organisation_id,
        id_,
        plan.site_id,
        plan.route_id,
        plan.id,
        plan.name,
        basis.route.ordered,
        one.on,
        one.nominal_at,
        one.start_at,
        one.start_from_at,
        one.start_until_at,
        one.end_due_at,
        expected_minutes(one.stops),
        plan.tolerance_minutes,
        plan.post,
        orjson.dumps(plan.person_ids).decode(),
    )


def _visits(basis: Basis, one: Draft, patrol_id: str) -> Iterable[tuple]:
    for window in windows(
        one.stops,
        ordered=basis.route.ordered,
        start_from_at=one.start_from_at,
        start_until_at=one.start_until_at,
    ):
        yield (
            basis.plan.organisation_id,
            new_id(),
            basis.site.id,
            patrol_id,
            window.checkpoint_id,
            one.on,
            window.position,
            window.due_from_at,
            window.due_until_at,
        )
