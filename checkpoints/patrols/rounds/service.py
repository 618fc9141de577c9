"""A round as it is walked: started, ended, followed, judged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from checkpoints.patrols.models import Patrol, Visit
from checkpoints.patrols.rounds import judging
from checkpoints.patrols.rounds.facts import facts_of, patrols_of, removed_routes, round_of
from checkpoints.patrols.rounds.rules import (
    Stop,
    end_due,
    expected_minutes,
    judge,
    was_open_at,
    windows,
)
from checkpoints.places.models import Route
from checkpoints.places.queries import route_of, stops_of
from evidence.sync.kinds import Outcome, Received
from guard_api.bulk import Bulk
from guard_api.clock import local_date
from guard_api.clock import now as clock_now
from guard_api.database import db, stamp
from guard_api.errors import Problem
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR, Actor
from guard_api.tenants.models import Site

WALKERS = (GUARD, SUPERVISOR, ADMINISTRATOR)
MOST_AT_ONCE = 100
JUDGED_AGAIN_AFTER = timedelta(hours=1)
log = structlog.get_logger()
UNPLANNED_TOLERANCE_MINUTES = 5

CLAIM = Bulk(
    {"organisation_id": "uuid", "id": "uuid"},
    "UPDATE patrols SET judge_at = NULL FROM input WHERE patrols.organisation_id = input.organisation_id "
    "AND patrols.id = input.id AND judge_at <= :now RETURNING patrols.organisation_id, patrols.id",
)
BEGIN = Bulk(
    {
        "organisation_id": "uuid",
        "id": "uuid",
        "started_at": "timestamptz",
        "person_id": "uuid",
        "also_person_ids": "jsonb",
        "phone_id": "uuid",
    },
    "UPDATE patrols SET started_at = input.started_at, person_id = input.person_id, "
    "also_person_ids = input.also_person_ids, phone_id = input.phone_id "
    "FROM input WHERE patrols.organisation_id = input.organisation_id AND patrols.id = input.id",
)
END = Bulk(
    {"organisation_id": "uuid", "id": "uuid", "ended_at": "timestamptz", "end_note": "text"},
    "UPDATE patrols SET ended_at = input.ended_at, end_note = input.end_note "
    "FROM input WHERE patrols.organisation_id = input.organisation_id AND patrols.id = input.id",
)
KEEP_POSITIONS = Bulk(
    {
        "organisation_id": "uuid",
        "id": "uuid",
        "patrol_id": "uuid",
        "person_id": "uuid",
        "occurred_at": "timestamptz",
        "lat": "double precision",
        "lon": "double precision",
        "accuracy_m": "double precision",
    },
    "INSERT INTO positions (organisation_id, id, patrol_id, person_id, occurred_at, lat, lon, accuracy_m) "
    "SELECT organisation_id, id, patrol_id, person_id, occurred_at, lat, lon, accuracy_m FROM input "
    "WHERE true ON CONFLICT DO NOTHING",
)


def judge_rounds(organisation_id: str, patrol_ids: Iterable[str], now: datetime | None = None) -> None:
    """Judge these rounds anew and write what changed, in the caller's transaction."""
    now = now or clock_now()
    judged = [
        (facts, judge(facts.round, facts.due_visits, facts.scans, facts.openings, now))
        for facts in facts_of(organisation_id, patrol_ids)
    ]
    judging.write(organisation_id, judged, now)


def judge_due(now: datetime) -> int:
    """Claim some rounds whose deadline has passed and judge them; how many there were."""
    due = db.session.execute(
        select(Patrol.organisation_id, Patrol.id)
        .where(Patrol.judge_at <= now)
        .order_by(Patrol.judge_at)
        .limit(MOST_AT_ONCE)
    ).all()
    by_organisation: dict[str, list[str]] = defaultdict(list)
    for organisation_id, patrol_id in claim(due, now):
        by_organisation[organisation_id].append(patrol_id)
    for organisation_id, patrol_ids in by_organisation.items():
        _judge_apart(organisation_id, patrol_ids, now)
    return len(due)


def _judge_apart(organisation_id: str, patrol_ids: Sequence[str], now: datetime) -> None:
    """A round that cannot be judged costs its neighbours nothing, and has its turn again later."""
    try:
        with db.session.begin_nested():
            judge_rounds(organisation_id, patrol_ids, now)
    except OperationalError:
        raise
    except Exception:
        log.exception("rounds_not_judged", ids=patrol_ids)
        if len(patrol_ids) > 1:
            for patrol_id in patrol_ids:
                _judge_apart(organisation_id, [patrol_id], now)
        else:
            _put_off(organisation_id, patrol_ids[0], now)


def _put_off(organisation_id: str, patrol_id: str, now: datetime) -> None:
    db.session.execute(
        update(Patrol)
        .where(Patrol.organisation_id == organisation_id, Patrol.id == patrol_id)
        .values(judge_at=now + JUDGED_AGAIN_AFTER)
        .execution_options(synchronize_session=False)
    )


def claim(due: Sequence[Any], now: datetime) -> list[tuple[str, str]]:
    """Those of the rounds whose deadline nobody else has taken in the meantime."""
    rows = CLAIM.run(db.session(), sorted((row.organisation_id, row.id) for row in due), now=stamp(now))
    return [(str(organisation_id), str(id_)) for organisation_id, id_ in rows]


def settle_rounds(actor: Actor, patrol_ids: Sequence[str]) -> None:
    """Judge the rounds that a batch touched, once it is recorded whole."""
    judge_rounds(actor.organisation_id, patrol_ids)


def start_rounds(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Guards set off. A round that was not planned comes to exist by it, from its route."""
    outcomes: dict[str, Outcome] = {}
    by_round = _by_round(events)
    known = patrols_of(actor.organisation_id, by_round)
    for patrol_id in by_round.keys() - known.keys():
        open_unplanned(actor, patrol_id, by_round[patrol_id])
    known |= patrols_of(actor.organisation_id, by_round.keys() - known.keys())
    reached = _reached(actor, by_round, known, outcomes)
    rows = [_begun(actor, known[patrol_id], by_round[patrol_id]) for patrol_id in reached]
    BEGIN.run(db.session(), rows)
    starts = [event for patrol_id in reached for event in by_round[patrol_id]]
    located = [e for e in starts if e.payload.lat is not None and e.payload.lon is not None]
    _keep_positions(actor, located)
    return outcomes | {event.id: Outcome(touches=(event.payload.patrol_id,)) for event in starts}


def end_rounds(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Guards are back. Of several ends of one round the last counts."""
    outcomes: dict[str, Outcome] = {}
    by_round = _by_round(events)
    known = patrols_of(actor.organisation_id, by_round)
    reached = _reached(actor, by_round, known, outcomes)
    rows = [_ended(actor, known[patrol_id], by_round[patrol_id]) for patrol_id in reached]
    END.run(db.session(), rows)
    ends = [event for patrol_id in reached for event in by_round[patrol_id]]
    return outcomes | {event.id: Outcome(touches=(event.payload.patrol_id,)) for event in ends}


def record_positions(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Keep where a guard was, inside a round of their own that was open then; refuse any other."""
    outcomes: dict[str, Outcome] = {}
    by_round = _by_round(events)
    known = patrols_of(actor.organisation_id, by_round)
    kept = []
    for patrol_id in _reached(actor, by_round, known, outcomes):
        for event in by_round[patrol_id]:
            if _walking(actor, known[patrol_id], event.occurred_at):
                kept.append(event)
            else:
                outcomes[event.id] = Outcome(refused=Problem("patrols.round_not_open", 409))
    _keep_positions(actor, kept)
    return outcomes


def _by_round(events: Sequence[Received]) -> dict[str, list[Received]]:
    by_round: dict[str, list[Received]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.occurred_at, event.id)):
        by_round[event.payload.patrol_id].append(event)
    return dict(sorted(by_round.items()))


def _reached(
    actor: Actor, by_round: dict[str, list[Received]], known: dict[str, Any], outcomes: dict[str, Outcome]
) -> list[str]:
    """The rounds that the actor may walk; the events of all others are refused."""
    scope = actor.scope(*WALKERS)
    reached = []
    for patrol_id, events in by_round.items():
        if patrol_id in known and known[patrol_id].site_id in scope:
            reached.append(patrol_id)
        else:
            refused = Outcome(refused=Problem("patrols.round_unknown", 404))
            outcomes |= {event.id: refused for event in events}
    return reached


def _begun(actor: Actor, row: Any, events: list[Received]) -> tuple:
    """The round's beginning with these starts taken in: the earliest is whose round it is."""
    facts = [(events[0].occurred_at, actor.person_id, actor.phone_id)]
    if row.started_at is not None:
        facts.append((row.started_at, row.person_id, row.phone_id))
    started_at, person_id, phone_id = min(facts, key=lambda fact: fact[:2])
    others = {person for _, person, _ in facts}.union(row.also_person_ids) - {person_id}
    also = judging.as_json(sorted(others))
    return actor.organisation_id, row.id, started_at, person_id, also, phone_id


def _ended(actor: Actor, row: Any, events: list[Received]) -> tuple:
    ended_at, note = events[-1].occurred_at, events[-1].payload.note
    if row.ended_at is not None and row.ended_at > ended_at:
        ended_at, note = row.ended_at, row.end_note
    return actor.organisation_id, row.id, ended_at, note


def _walking(actor: Actor, row: Any, at: datetime) -> bool:
    walks = actor.person_id in (row.person_id, *row.also_person_ids)
    return walks and was_open_at(round_of(row), at, timedelta(seconds=row.paused_s))


def _keep_positions(actor: Actor, events: Iterable[Received]) -> None:
    rows = [
        (
            actor.organisation_id,
            event.id,
            event.payload.patrol_id,
            actor.person_id,
            event.occurred_at,
            event.payload.lat,
            event.payload.lon,
            event.payload.accuracy_m,
        )
        for event in events
    ]
    KEEP_POSITIONS.run(db.session(), rows)


def open_unplanned(actor: Actor, patrol_id: str, events: list[Received]) -> None:
    """Make the round that a guard walks without a plan, if the route is one they may walk."""
    route_id = next((event.payload.route_id for event in events if event.payload.route_id), None)
    route_id = route_id or removed_routes(actor.organisation_id, [patrol_id]).get(patrol_id)
    route = route_of(actor.organisation_id, route_id) if route_id else None
    if route is None or route.site_id not in actor.scope(*WALKERS):
        return
    stops = [Stop(s.checkpoint_id, s.minutes) for s in stops_of(route.organisation_id, [route.id])[route.id]]
    round_ = _unplanned(route, stops, patrol_id, events[0].occurred_at)
    db.session.add(round_)
    db.session.flush()
    db.session.add_all(visits_of(round_, stops))
    db.session.flush()


def _unplanned(route: Route, stops: list[Stop], patrol_id: str, started_at: datetime) -> Patrol:
    site = db.session.get(Site, (route.organisation_id, route.site_id))
    tolerance = timedelta(minutes=UNPLANNED_TOLERANCE_MINUTES)
    expected = expected_minutes(stops)
    return Patrol(
        organisation_id=route.organisation_id,
        id=patrol_id,
        site_id=route.site_id,
        route_id=route.id,
        name=route.name,
        ordered=route.ordered,
        on=local_date(started_at, site.time_zone),
        nominal_at=started_at,
        start_at=started_at,
        start_from_at=started_at - tolerance,
        start_until_at=started_at + tolerance,
        end_due_at=end_due(started_at + tolerance, expected),
        expected_minutes=expected,
        tolerance_minutes=UNPLANNED_TOLERANCE_MINUTES,
    )


def visits_of(round_: Patrol, stops: Sequence[Stop]) -> list[Visit]:
    """The visits that are due in a round."""
    return [
        Visit(
            organisation_id=round_.organisation_id,
            site_id=round_.site_id,
            patrol_id=round_.id,
            checkpoint_id=window.checkpoint_id,
            on=round_.on,
            position=window.position,
            due_from_at=window.due_from_at,
            due_until_at=window.due_until_at,
        )
        for window in windows(
            stops,
            ordered=round_.ordered,
            start_from_at=round_.start_from_at,
            start_until_at=round_.start_until_at,
        )
    ]
