"""Scans from phones: all of a batch in a constant number of statements."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from checkpoints.patrols.scans import queries
from checkpoints.patrols.scans.rules import (
    LOOK_BACK,
    NewScan,
    Place,
    RoundPlan,
    Sighting,
    flags_of,
    new_scan,
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

Placed = tuple[Received, Resolved]
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
    "ON CONFLICT DO NOTHING RETURNING CAST(id AS text)",
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


class Located(NamedTuple):
    """A scan whose checkpoint is known, with its site's day and all that its flags depend on."""

    event: Received
    spot: Resolved
    on: date
    scan: NewScan

    @property
    def patrol_id(self) -> str | None:
        return self.scan.sighting.patrol_id


def record_scans(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Store new scans with their flags. Only what is at no checkpoint of the organisation is refused."""
    spots = _spots(actor, events)
    outcomes = {event.id: _refusal(event, spots.get(event.id)) for event in events}
    outcomes = {id_: refusal for id_, refusal in outcomes.items() if refusal}
    placed = [(event, spots[event.id]) for event in events if event.id not in outcomes]
    if placed:
        located, rounds = _located(actor, placed)
        flags = _flags(actor, located, rounds)
        _keep(actor, located, flags)
        outcomes |= {one.event.id: _outcome(one, flags) for one in located}
    return outcomes


def recall_flags(actor: Actor, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The flags of scans stored before."""
    return queries.flags_by_id(actor.organisation_id, ids)


def _spots(actor: Actor, events: Sequence[Received]) -> dict[str, Resolved]:
    """Where each scan was made, by the event's id."""
    codes = {event.payload.code for event in events} - {None}
    canonical_of = {code: canonical(code) for code in codes}
    by_code = resolve_codes(actor.organisation_id, set(canonical_of.values()))
    by_id = resolve_checkpoints(
        actor.organisation_id, {event.payload.checkpoint_id for event in events} - {None}
    )
    found = {
        event.id: by_code.get(canonical_of[event.payload.code])
        if event.payload.code
        else by_id.get(event.payload.checkpoint_id)
        for event in events
    }
    return {id_: spot for id_, spot in found.items() if spot}


def _refusal(event: Received, spot: Resolved | None) -> Outcome | None:
    if spot is None:
        unknown = "checkpoints.tag_unknown" if event.payload.code else "checkpoints.checkpoint_unknown"
        return Outcome(refused=Problem(unknown, 404))
    if event.payload.code is None and spot.kind != "gps":
        return Outcome(refused=Problem("checkpoints.tag_needed", 422))
    return None


def _located(actor: Actor, placed: list[Placed]) -> tuple[list[Located], dict[str, RoundPlan]]:
    """The scans with their rounds: as the phone says where the person may walk it, else the one that fits.

    A round that is not known yet is believed: its start may come after its scans.
    """
    days = {event.id: local_date(event.occurred_at, spot.time_zone) for event, spot in placed}
    named = {event.id: event.payload.patrol_id for event, _ in placed if event.payload.patrol_id}
    rounds = queries.rounds_of(actor.organisation_id, set(named.values()))
    reach = actor.scope(*WALKERS)
    foreign = {id_ for id_, plan in rounds.items() if plan.site_id not in reach}
    loose = [(event, spot) for event, spot in placed if event.id not in named]
    fitting = _fitting(actor, loose, days)
    rounds |= queries.rounds_of(actor.organisation_id, set(fitting.values()) - rounds.keys())
    places = {spot.asked: _place(spot) for _, spot in placed}
    located = []
    for event, spot in placed:
        claimed = named.get(event.id)
        patrol_id = None if claimed in foreign else claimed or fitting.get(event.id)
        elsewhere = claimed in foreign or spot.site_id not in reach
        sighting = _sighting(actor, event, places[spot.asked], patrol_id)
        plan = rounds.get(patrol_id)
        scan = new_scan(sighting, places[spot.asked], plan, event.clock_skew_s, elsewhere)
        located.append(Located(event, spot, days[event.id], scan))
    return located, rounds


def _fitting(actor: Actor, loose: list[Placed], days: dict[str, date]) -> dict[str, str]:
    """Rounds found for scans that name none, by event."""
    if not loose:
        return {}
    on = [days[event.id] for event, _ in loose]
    candidates = queries.candidates(
        actor.organisation_id,
        actor.person_id,
        {spot.checkpoint_id for _, spot in loose},
        (min(on) - timedelta(days=1), max(on)),
    )
    found = {event.id: round_for(spot.checkpoint_id, event.occurred_at, candidates) for event, spot in loose}
    return {id_: patrol_id for id_, patrol_id in found.items() if patrol_id}


def _place(spot: Resolved) -> Place:
    point = None if spot.lat is None else (spot.lat, spot.lon)
    return Place(spot.checkpoint_id, spot.site_id, point, spot.radius_m, spot.replaced_at)


def _sighting(actor: Actor, event: Received, place: Place, patrol_id: str | None) -> Sighting:
    payload = event.payload
    return Sighting(
        event.id,
        event.occurred_at,
        actor.person_id,
        place.checkpoint_id,
        patrol_id,
        place.point,
        None if payload.lat is None else (payload.lat, payload.lon),
        payload.accuracy_m,
    )


def _flags(actor: Actor, located: list[Located], rounds: dict[str, RoundPlan]) -> dict[str, tuple[str, ...]]:
    times = [one.event.occurred_at for one in located]
    known = queries.sightings(
        actor.organisation_id,
        actor.person_id,
        min(times) - LOOK_BACK,
        max(times),
        {one.patrol_id for one in located} - {None},
    )
    return flags_of(actor.person_id, [one.scan for one in located], known, rounds)


def _keep(actor: Actor, located: list[Located], flags: dict[str, tuple[str, ...]]) -> None:
    """Store the scans; count, mark and announce those that were new."""
    ids = _insert(actor, located, flags)
    new = [one for one in located if one.event.id in ids]
    _count(actor, new, flags)
    mark_days(organisation_id=actor.organisation_id, days=_touched_days(new))
    announce(organisation_id=actor.organisation_id, changes=_news(new))


def _insert(actor: Actor, located: list[Located], flags: dict[str, tuple[str, ...]]) -> set[str]:
    rows = KEEP.run(
        db.session(),
        sorted(_row(one, flags[one.event.id]) for one in located),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        phone_id=actor.phone_id,
        received_at=stamp(located[0].event.received_at),
    )
    return {row[0] for row in rows}


def _row(one: Located, flags: tuple[str, ...]) -> tuple:
    event, spot, payload, away_m = one.event, one.spot, one.event.payload, one.scan.away_m
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
        None if away_m is None else round(away_m, 1),
        _json(flags) if flags else "[]",
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
    days = {(one.spot.site_id, one.on) for one in new}
    return {(site_id, on - timedelta(days=back)) for site_id, on in days for back in (0, 1)}


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
