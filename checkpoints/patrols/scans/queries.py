"""What bears on new scans: their rounds, and what was scanned before them. Constant statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from checkpoints.patrols.scans.rules import Candidate, RoundPlan, Sighting, Stop
from guard_api.bulk import Bulk
from guard_api.database import db, unstamp

# A round without an end is taken to last so long after it was due to end.
STILL_WALKING = timedelta(hours=1)

ROUNDS = Bulk(
    {"id": "uuid"},
    "SELECT p.id, p.site_id, p.ordered, v.checkpoint_id, v.position, v.due_from_at, v.due_until_at "
    "FROM input JOIN patrols p ON p.organisation_id = :organisation_id AND p.id = input.id "
    "LEFT JOIN visits v ON v.organisation_id = p.organisation_id AND v.patrol_id = p.id",
)
CANDIDATES = Bulk(
    {"checkpoint_id": "uuid"},
    "SELECT p.id, v.checkpoint_id, p.person_id, p.person_ids, p.started_at, p.ended_at, p.end_due_at, "
    "v.due_from_at, v.due_until_at "
    "FROM input JOIN visits v "
    "ON v.organisation_id = :organisation_id AND v.checkpoint_id = input.checkpoint_id "
    'AND v."on" BETWEEN :first_on AND :last_on '
    "JOIN patrols p ON p.organisation_id = v.organisation_id AND p.id = v.patrol_id",
)
SIGHTING = (
    "SELECT s.id, s.occurred_at, s.person_id, s.checkpoint_id, s.patrol_id, "
    "c.lat, c.lon, s.lat, s.lon, s.accuracy_m "
)
PLACE = "JOIN checkpoints c ON c.organisation_id = s.organisation_id AND c.id = s.checkpoint_id "
SEEN_IN_ROUNDS = Bulk(
    {"id": "uuid"},
    SIGHTING
    + "FROM input JOIN scans s ON s.organisation_id = :organisation_id AND s.patrol_id = input.id "
    + PLACE,
)
SEEN_BY_PERSON = Bulk(
    {"person_id": "uuid", "since": "timestamptz", "until": "timestamptz"},
    SIGHTING
    + "FROM input JOIN scans s ON s.organisation_id = :organisation_id AND s.person_id = input.person_id "
    + "AND s.occurred_at BETWEEN input.since AND input.until "
    + PLACE
    + "ORDER BY s.occurred_at DESC LIMIT 2000",
)
FLAGS = Bulk(
    {"id": "uuid"},
    "SELECT scans.id, scans.flags FROM input "
    "JOIN scans ON scans.organisation_id = :organisation_id AND scans.id = input.id",
)


def rounds_of(organisation_id: str, patrol_ids: Collection[str]) -> dict[str, RoundPlan]:
    """What these rounds ask for; those not (yet) known are left out."""
    rounds: dict[str, RoundPlan] = {}
    for row in ROUNDS.run(db.session(), [(id_,) for id_ in patrol_ids], organisation_id=organisation_id):
        id_, site_id, ordered, checkpoint_id, position, since, until = row
        plan = rounds.setdefault(str(id_), RoundPlan(str(site_id), bool(ordered), {}))
        if checkpoint_id is not None:
            plan.stops[str(checkpoint_id)] = Stop(position, unstamp(since), unstamp(until))
    return rounds


def candidates(
    organisation_id: str, person_id: str, checkpoint_ids: Collection[str], days: Sequence[date]
) -> list[Candidate]:
    """Rounds in which this person may have visited one of the checkpoints, judged by now or not."""
    rows = CANDIDATES.run(
        db.session(),
        [(id_,) for id_ in checkpoint_ids],
        organisation_id=organisation_id,
        first_on=days[0],
        last_on=days[-1],
    )
    return [candidate for row in rows if (candidate := _candidate(row, person_id))]


def _candidate(row: Any, person_id: str) -> Candidate | None:
    id_, checkpoint_id, walker, chosen, started_at, ended_at, end_due_at, since, until = row
    if started_at is not None:
        if str(walker) != person_id:
            return None
        until = unstamp(ended_at) or unstamp(end_due_at) + STILL_WALKING
        return Candidate(str(id_), str(checkpoint_id), True, unstamp(started_at), until)
    chosen = orjson.loads(chosen) if isinstance(chosen, str) else chosen
    if chosen and person_id not in chosen:
        return None
    return Candidate(str(id_), str(checkpoint_id), False, unstamp(since), unstamp(until))


def sightings(
    organisation_id: str, person_id: str, since: datetime, until: datetime, patrol_ids: Iterable[str]
) -> list[Sighting]:
    """What the person scanned in that time, and what anyone scanned in these rounds."""
    of_person = SEEN_BY_PERSON.run(db.session(), [(person_id, since, until)], organisation_id=organisation_id)
    in_rounds = SEEN_IN_ROUNDS.run(
        db.session(), [(id_,) for id_ in patrol_ids], organisation_id=organisation_id
    )
    return [_sighting(row) for row in (*of_person, *in_rounds)]


def _sighting(row: Any) -> Sighting:
    id_, at, person_id, checkpoint_id, patrol_id, place_lat, place_lon, lat, lon, accuracy_m = row
    return Sighting(
        str(id_),
        unstamp(at),
        str(person_id),
        str(checkpoint_id),
        patrol_id and str(patrol_id),
        None if place_lat is None else (place_lat, place_lon),
        None if lat is None else (lat, lon),
        accuracy_m,
    )


def flags_by_id(organisation_id: str, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The flags of stored scans."""
    rows = FLAGS.run(db.session(), [(id_,) for id_ in ids], organisation_id=organisation_id)
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for id_, flags in rows:
        found[str(id_)] = tuple(orjson.loads(flags) if isinstance(flags, str) else flags)
    return found
