"""Scans from phones: all of a batch in a constant number of statements."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from checkpoints.patrols.scans import queries
from checkpoints.patrols.scans.rules import (
    LOOK_BACK,
    NewScan,
    Place,
    RoundPlan,
    Sighting,
    distance_m,
    flags_of,
    round_for,
)
from checkpoints.patrols.service import mark_days
from checkpoints.places.queries import Resolved, resolve_checkpoints, resolve_codes
from checkpoints.places.rules import canonical
from evidence.sync.kinds import Outcome, Received
from guard_api.bulk import Bulk
from guard_api.clock import local_date
from guard_api.database import db, stamp
from guard_api.errors import Problem
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR, Actor
from guard_api.live.service import announce

WALKERS = (GUARD, SUPERVISOR, ADMINISTRATOR)

KEEP = Bulk(
    {
        "id": "uuid",
        "site_id": "uuid",
        "checkpoint_id": "uuid",
        "tag_id": "uuid",
        "patrol_id": "uuid",
        "occurred_at": "timestamptz",
        "method": "text",
        "lat": "double precision",
        "lon": "double precision",
        "accuracy_m": "double precision",
        "distance_m": "double precision",
        "flags": "jsonb",
        "answers": "jsonb",
    },
    "INSERT INTO scans (organisation_id, id, site_id, checkpoint_id, tag_id, patrol_id, person_id, phone_id, "
    "occurred_at, received_at, method, lat, lon, accuracy_m, distance_m, flags, answers) "
    "SELECT CAST(:organisation_id AS uuid), id, site_id, checkpoint_id, tag_id, patrol_id, "
    "CAST(:person_id AS uuid), CAST(:phone_id AS uuid), occurred_at, CAST(:received_at AS timestamptz), "
    "method, lat, lon, accuracy_m, distance_m, flags, answers FROM input WHERE true "
    "ON CONFLICT DO NOTHING RETURNING id",
)
COUNT = Bulk(
    {"site_id": "uuid", "on_": "date", "checkpoint_id": "uuid", "scans": "integer", "flagged": "integer"},
    'INSERT INTO checkpoint_days (organisation_id, site_id, "on", checkpoint_id, scans, flagged) '
    "SELECT CAST(:organisation_id AS uuid), site_id, on_, checkpoint_id, scans, flagged "
    "FROM input WHERE true "
    'ON CONFLICT (organisation_id, site_id, "on", checkpoint_id) DO UPDATE '
    "SET scans = checkpoint_days.scans + excluded.scans, "
    "flagged = checkpoint_days.flagged + excluded.flagged",
)


@dataclass(frozen=True, slots=True)
class Located:
    """A scan whose checkpoint is known; `elsewhere`: at a site, or for a round, beyond the person's sites."""

    event: Received
    spot: Resolved
    patrol_id: str | None
    on: date
    elsewhere: bool = False


def record_scans(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Store new scans with their flags. Only what is at no checkpoint of the organisation is refused."""
    spots = _spots(actor, events)
    outcomes = {event.id: _refusal(event, spots.get(event.id)) for event in events}
    located = [_located(event, spots[event.id]) for event in events if outcomes[event.id] is None]
    if located:
        rounds = queries.rounds_of(actor.organisation_id, {one.patrol_id for one in located if one.patrol_id})
        located = _attached(actor, located, rounds)
        flags = _flags(actor, located, rounds)
        _keep(actor, located, flags, rounds)
        outcomes |= {one.event.id: _outcome(one, flags) for one in located}
    return outcomes


def recall_flags(actor: Actor, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The flags of scans stored before."""
    return queries.flags_by_id(actor.organisation_id, ids)


def _spots(actor: Actor, events: Sequence[Received]) -> dict[str, Resolved]:
    """Where each scan was made, by the event's id."""
    codes = {event.id: canonical(event.payload.code) for event in events if event.payload.code}
    by_code = resolve_codes(actor.organisation_id, set(codes.values()))
    untagged = {event.id: event.payload.checkpoint_id for event in events if event.payload.checkpoint_id}
    by_id = resolve_checkpoints(actor.organisation_id, set(untagged.values()))
    found = {id_: by_code.get(code) for id_, code in codes.items()}
    found |= {id_: by_id.get(checkpoint_id) for id_, checkpoint_id in untagged.items()}
    return {id_: spot for id_, spot in found.items() if spot}


def _refusal(event: Received, spot: Resolved | None) -> Outcome | None:
    if spot is None:
        unknown = "checkpoints.tag_unknown" if event.payload.code else "checkpoints.checkpoint_unknown"
        return Outcome(refused=Problem(unknown, 404))
    if event.payload.code is None and spot.kind != "gps":
        return Outcome(refused=Problem("checkpoints.tag_needed", 422))
    return None


def _located(event: Received, spot: Resolved) -> Located:
    on = local_date(event.occurred_at, spot.time_zone)
    return Located(event, spot, event.payload.patrol_id, on)


def _attached(actor: Actor, located: list[Located], rounds: dict[str, RoundPlan]) -> list[Located]:
    """Each scan with its round: as the phone says where the person may walk it, else the one that fits.

    A round that is not known yet is believed: its start may come after its scans.
    """
    reach = actor.scope(*WALKERS)
    foreign = {id_ for id_, plan in rounds.items() if plan.site_id not in reach}
    fitting = _fitting(actor, [one for one in located if one.patrol_id is None], rounds)
    return [
        Located(
            one.event,
            one.spot,
            None if one.patrol_id in foreign else fitting.get(one.event.id, one.patrol_id),
            one.on,
            one.patrol_id in foreign or one.spot.site_id not in reach,
        )
        for one in located
    ]


def _fitting(actor: Actor, loose: list[Located], rounds: dict[str, RoundPlan]) -> dict[str, str]:
    """Rounds found for scans that name none, by event; what they ask for is added to `rounds`."""
    if not loose:
        return {}
    first, last = min(one.on for one in loose), max(one.on for one in loose)
    candidates = queries.candidates(
        actor.organisation_id,
        actor.person_id,
        {one.spot.checkpoint_id for one in loose},
        (first - timedelta(days=1), last),
    )
    found = {
        one.event.id: round_for(one.spot.checkpoint_id, one.event.occurred_at, candidates) for one in loose
    }
    fitting = {id_: patrol_id for id_, patrol_id in found.items() if patrol_id}
    unread = set(fitting.values()) - rounds.keys()
    rounds |= queries.rounds_of(actor.organisation_id, unread)
    return fitting


def _flags(actor: Actor, located: list[Located], rounds: dict[str, RoundPlan]) -> dict[str, tuple[str, ...]]:
    times = [one.event.occurred_at for one in located]
    known = queries.sightings(
        actor.organisation_id,
        actor.person_id,
        min(times) - LOOK_BACK,
        max(times),
        {one.patrol_id for one in located if one.patrol_id},
    )
    new = [_new_scan(actor, one, rounds) for one in located]
    return flags_of(actor.person_id, new, known, rounds)


def _new_scan(actor: Actor, one: Located, rounds: dict[str, RoundPlan]) -> NewScan:
    event, spot, payload = one.event, one.spot, one.event.payload
    point = None if spot.lat is None else (spot.lat, spot.lon)
    sighting = Sighting(
        event.id,
        event.occurred_at,
        actor.person_id,
        spot.checkpoint_id,
        one.patrol_id,
        point,
        None if payload.lat is None else (payload.lat, payload.lon),
        payload.accuracy_m,
    )
    place = Place(spot.checkpoint_id, spot.site_id, point, spot.radius_m, spot.replaced_at)
    return NewScan(sighting, place, rounds.get(one.patrol_id), event.clock_skew_s, one.elsewhere)


def _keep(
    actor: Actor,
    located: list[Located],
    flags: dict[str, tuple[str, ...]],
    rounds: dict[str, RoundPlan],
) -> None:
    rows = KEEP.run(
        db.session(),
        sorted(_row(one, flags[one.event.id]) for one in located),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        phone_id=actor.phone_id,
        received_at=stamp(located[0].event.received_at),
    )
    ids = {str(row[0]) for row in rows}
    new = [one for one in located if one.event.id in ids]
    _count(actor, new, flags)
    mark_days(organisation_id=actor.organisation_id, days=_touched_days(new))
    announce(organisation_id=actor.organisation_id, changes=_news(new))


def _row(one: Located, flags: tuple[str, ...]) -> tuple:
    event, spot, payload = one.event, one.spot, one.event.payload
    away = None
    if payload.lat is not None and spot.lat is not None:
        away = round(distance_m((payload.lat, payload.lon), (spot.lat, spot.lon)), 1)
    return (
        event.id,
        spot.site_id,
        spot.checkpoint_id,
        spot.tag_id,
        one.patrol_id,
        event.occurred_at,
        payload.method,
        payload.lat,
        payload.lon,
        payload.accuracy_m,
        away,
        _json(flags),
        None if payload.answers is None else _json(payload.answers),
    )


def _count(actor: Actor, new: Iterable[Located], flags: dict[str, tuple[str, ...]]) -> None:
    """Add to the rollup, sorted by its key, so that batches with the same checkpoints queue in one order."""
    scans, flagged = Counter(), Counter()
    for one in new:
        key = (one.spot.site_id, one.on.isoformat(), one.spot.checkpoint_id)
        scans[key] += 1
        flagged[key] += bool(flags[one.event.id])
    rows = [(*key, count, flagged[key]) for key, count in sorted(scans.items())]
    COUNT.run(db.session(), rows, organisation_id=actor.organisation_id)


def _touched_days(new: Iterable[Located]) -> set[tuple[str, date]]:
    """The days whose figures a scan may change: a night round belongs to the day before."""
    return {(one.spot.site_id, one.on - timedelta(days=back)) for one in new for back in (0, 1)}


def _news(new: Iterable[Located]) -> list[tuple[str, str, str]]:
    """One change for each round (or, outside rounds, each site) of the batch, naming its last scan."""
    latest: dict[tuple[str | None, str], Located] = {}
    for one in sorted(new, key=lambda located: located.event.occurred_at):
        latest[one.patrol_id, one.spot.site_id] = one
    return [("scan", one.event.id, one.spot.site_id) for one in latest.values()]


def _outcome(one: Located, flags: dict[str, tuple[str, ...]]) -> Outcome:
    return Outcome(flags=flags[one.event.id], touches=(one.patrol_id,) if one.patrol_id else ())


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
