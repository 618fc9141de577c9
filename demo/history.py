"""Days as they went by: planned, walked, answered, decided. Written by the services, with the clock moved."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from checkpoints.patrols.models import Patrol, PatrolPlan, Visit
from checkpoints.patrols.plans import planning
from checkpoints.patrols.rounds.service import judge_due
from checkpoints.places.models import Checklist, Checkpoint, Route, RouteStop, Tag
from demo.build import TIME_ZONE, acting
from demo.estate import ESTATES
from demo.photos import keep_photos
from demo.walking import Stop, Walk
from evidence.sync.routes import registry
from evidence.sync.service import receive
from guard_api.clock import moved_to
from guard_api.database import db, new_id
from guard_api.fields import iso
from guard_api.identity.actor import GUARD, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person, Phone
from guard_api.tenants.models import Site

ZONE = ZoneInfo(TIME_ZONE)
FOLLOWED_DAYS = timedelta(days=3)
SENT_LATER_SHARE, SENT_LATER = 0.08, (40, 200)
SENT_AT_ONCE = timedelta(days=8)


@dataclass(frozen=True)
class Cast:
    """Who walks and who decides, by site; and the ways they walk."""

    organisation_id: str
    guards: dict[str, list[Actor]]
    supervisors: dict[str, Actor]
    stops: dict[str, Stop]
    legs: dict[tuple[str, str], float]
    photos: dict[str, list[Any]]


def cast_of(organisation_id: str) -> Cast:
    """Everybody and everything of the estate, in a few queries."""
    people = defaultdict(lambda: defaultdict(list))
    rows = db.session.execute(
        select(Grant.role, Grant.site_id, Person)
        .join(Person, (Person.organisation_id == Grant.organisation_id) & (Person.id == Grant.person_id))
        .where(Grant.organisation_id == organisation_id, Grant.role.in_((GUARD, SUPERVISOR)))
        .order_by(Person.employee_number)
    )
    phones = dict(
        db.session.execute(
            select(Phone.site_id, Phone.id).where(Phone.organisation_id == organisation_id)
        ).all()
    )
    for role, site_id, person in rows:
        phone_id = phones.get(site_id) if role == GUARD else None
        people[role][site_id].append(acting(person, phone_id))
    supervisors = {site_id: actors[0] for site_id, actors in people[SUPERVISOR].items()}
    someone = next(iter(supervisors.values()))
    return Cast(
        organisation_id, people[GUARD], supervisors, _stops(organisation_id), _legs(organisation_id),
        keep_photos(someone),
    )  # fmt: skip


def _stops(organisation_id: str) -> dict[str, Stop]:
    rows = db.session.execute(
        select(Checkpoint, Tag.code, Checklist.items)
        .outerjoin(
            Tag,
            (Tag.organisation_id == Checkpoint.organisation_id)
            & (Tag.checkpoint_id == Checkpoint.id)
            & Tag.replaced_at.is_(None),
        )
        .outerjoin(
            Checklist,
            (Checklist.organisation_id == Checkpoint.organisation_id)
            & (Checklist.id == Checkpoint.checklist_id),
        )
        .where(Checkpoint.organisation_id == organisation_id)
    )
    indoors = {point.name for estate in ESTATES for point in estate.points if point.indoors}
    return {
        place.id: Stop(
            place.id,
            code,
            place.lat,
            place.lon,
            2,
            place.name in indoors,
            tuple(item["id"] for item in items or ()),
        )
        for place, code, items in rows
    }


def _legs(organisation_id: str) -> dict[tuple[str, str], float]:
    rows = db.session.execute(
        select(RouteStop.route_id, RouteStop.checkpoint_id, RouteStop.minutes).where(
            RouteStop.organisation_id == organisation_id
        )
    )
    return {(route_id, checkpoint_id): minutes for route_id, checkpoint_id, minutes in rows}


def plan_from(cast: Cast, first_on: date, now: datetime) -> None:
    """Let rounds stand from a day on, two weeks at a time as the job would have planned them."""
    plans = db.session.execute(
        select(PatrolPlan, Site, Route)
        .join(Site, (Site.organisation_id == PatrolPlan.organisation_id) & (Site.id == PatrolPlan.site_id))
        .join(
            Route, (Route.organisation_id == PatrolPlan.organisation_id) & (Route.id == PatrolPlan.route_id)
        )
        .where(PatrolPlan.organisation_id == cast.organisation_id)
    )
    for basis in planning.bases_of([tuple(row) for row in plans]):
        basis.plan.first_on = min(basis.plan.first_on, first_on)
        basis.plan.planned_until = None
        at = midnight(first_on) - timedelta(seconds=1)
        while at < now:
            planning.extend(basis, at)
            at += timedelta(days=planning.DAYS_AHEAD)
        planning.extend(basis, now)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def live_through(cast: Cast, day: date, now: datetime) -> None:
    """The rounds that begin on one day, as far as `now`; then what time itself judges."""
    rounds = db.session.scalars(
        select(Patrol)
        .where(
            Patrol.organisation_id == cast.organisation_id,
            Patrol.on == day,
            Patrol.state == "planned",
            Patrol.start_at < now,
        )
        .order_by(Patrol.start_at, Patrol.site_id)
    ).all()
    stops = _stops_of(cast, rounds)
    shifts: dict[str, Shift] = {}
    for patrol in rounds:
        guard, events = walked(cast, patrol, stops[patrol.id], now)
        alone = patrol.id if now - patrol.start_at < SENT_AT_ONCE else guard.person_id
        shifts.setdefault(alone, Shift(guard, [])).events.extend(events)
    for shift in shifts.values():
        send(shift, now)
    end = min(now, midnight(day + timedelta(days=1)))
    with moved_to(end):
        while judge_due(end):
            db.session.flush()


def _stops_of(cast: Cast, rounds: list[Patrol]) -> dict[str, list[Stop]]:
    routes = {patrol.id: patrol.route_id for patrol in rounds}
    visits = db.session.execute(
        select(Visit.patrol_id, Visit.checkpoint_id)
        .where(Visit.organisation_id == cast.organisation_id, Visit.patrol_id.in_(routes))
        .order_by(Visit.patrol_id, Visit.position)
    )
    stops = defaultdict(list)
    for patrol_id, checkpoint_id in visits:
        minutes = cast.legs[routes[patrol_id], checkpoint_id]
        stops[patrol_id].append(_with_minutes(cast.stops[checkpoint_id], minutes))
    return stops


def _with_minutes(stop: Stop, minutes: float) -> Stop:
    return Stop(**{**stop.__dict__, "minutes": minutes})


@dataclass(frozen=True)
class Shift:
    """What one guard's phone sends at once: a round, or (long ago, to load faster) all of a day."""

    guard: Actor
    events: list[tuple[datetime, str]]


def walked(
    cast: Cast, patrol: Patrol, stops: list[Stop], now: datetime
) -> tuple[Actor, list[tuple[datetime, str]]]:
    chance = random.Random(f"{patrol.on} {patrol.nominal_at:%H:%M} {patrol.name} {len(stops)}")
    guard = guard_on_duty(
        cast, patrol.site_id, patrol.start_at, randomised=patrol.start_at != patrol.nominal_at
    )
    walk = Walk(
        patrol_id=patrol.id,
        site_id=patrol.site_id,
        start_at=patrol.start_at,
        start_until_at=patrol.start_until_at,
        stops=stops,
        language=guard.language,
        photos=cast.photos,
        with_positions=now - patrol.start_at < FOLLOWED_DAYS,
        careful=now - patrol.start_at < timedelta(hours=1),
    )
    return guard, walk.walk(chance)


def guard_on_duty(cast: Cast, site_id: str, at: datetime, *, randomised: bool) -> Actor:
    """Day and night shifts change hands every day; whoever walks at random is a third."""
    local = at.astimezone(ZONE)
    night = not 7 <= local.hour < 21
    guards = cast.guards[site_id]
    return guards[(local.toordinal() + night + 2 * randomised) % len(guards)]


def send(shift: Shift, now: datetime) -> None:
    """What has happened by now goes to the server, most often at once."""
    done = [(at, text) for at, text in shift.events if at <= now]
    if not done:
        return
    last, chance = max(at for at, _ in done), random.Random(f"{done[0][0]}")
    wait = chance.uniform(*SENT_LATER) if chance.random() < SENT_LATER_SHARE else 0.5
    deliver(shift.guard, [text for _, text in done], min(now, last + timedelta(minutes=wait)))


def deliver(guard: Actor, events: list[str], at: datetime) -> None:
    """One batch as a phone sends it; everything in it must be taken."""
    body = f'{{"sent_at":"{iso(at)}","events":[{",".join(events)}]}}'.encode()
    with moved_to(at):
        answer = receive(actor=guard, registry=registry, body=body, received_at=at)
    refused = [verdict for verdict in answer.verdicts if verdict.verdict != "accepted"]
    if refused:
        raise RuntimeError(f"The demonstration's own events were refused: {refused[0]}")


def walk_now(cast: Cast, now: datetime) -> None:
    """Somebody is on the way at this very moment, and has just found something."""
    route = db.session.scalar(
        select(Route)
        .where(Route.organisation_id == cast.organisation_id, Route.name == ESTATES[0].rounds[1].name)
        .join(Site, (Site.organisation_id == Route.organisation_id) & (Site.id == Route.site_id))
        .where(Site.name == ESTATES[0].name)
    )
    begun = now - timedelta(minutes=7)
    chance = random.Random("now")
    guard = guard_on_duty(cast, route.site_id, now, randomised=True)
    legs = [key for key in cast.legs if key[0] == route.id]
    walk = Walk(
        patrol_id=new_id(),
        site_id=route.site_id,
        start_at=begun,
        start_until_at=begun,
        stops=[_with_minutes(cast.stops[checkpoint_id], 2) for _, checkpoint_id in legs],
        language=guard.language,
        photos=cast.photos,
        route_id=route.id,
        with_positions=True,
        careful=True,
    )
    events = walk.walk(chance)
    walk.report(walk.stops[0], now - timedelta(minutes=3), chance)
    deliver(guard, [text for at, text in sorted(events) if at <= now], now)
