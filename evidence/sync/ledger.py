"""The statements that keep each event once. Rows go in by id, so two batches cannot wait for each other."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from evidence.sync.envelope import Arrival
from guard_api.bulk import Bulk
from guard_api.database import db, stamp
from guard_api.identity.actor import Actor

KEEP = Bulk(
    {"id": "uuid", "kind": "text", "occurred_at": "timestamptz", "sha256": "text", "body": "text"},
    "INSERT INTO field_events "
    "(organisation_id, id, kind, person_id, phone_id, occurred_at, received_at, sha256, body) "
    "SELECT CAST(:organisation_id AS uuid), id, kind, CAST(:person_id AS uuid), CAST(:phone_id AS uuid), "
    "occurred_at, CAST(:received_at AS timestamptz), sha256, body "
    "FROM input WHERE true ON CONFLICT DO NOTHING RETURNING CAST(id AS text)",
)
KNOWN = Bulk(
    {"id": "uuid"},
    "SELECT field_events.id, kind, sha256 FROM input "
    "JOIN field_events ON organisation_id = :organisation_id AND field_events.id = input.id",
)
WITHDRAW = Bulk(
    {"id": "uuid"},
    "DELETE FROM field_events WHERE organisation_id = :organisation_id AND id IN (SELECT id FROM input)",
)
FORGET_TEXTS = Bulk(
    {"id": "uuid"},
    "UPDATE field_events SET body = '' WHERE organisation_id = :organisation_id "
    "AND id IN (SELECT id FROM input)",
)
KEEP_CONFLICTS = Bulk(
    {"id": "uuid", "event_id": "uuid", "sha256": "text", "body": "text"},
    "INSERT INTO conflicting_events (organisation_id, id, event_id, person_id, received_at, sha256, body) "
    "SELECT CAST(:organisation_id AS uuid), id, event_id, CAST(:person_id AS uuid), "
    "CAST(:received_at AS timestamptz), sha256, body "
    "FROM input WHERE true ON CONFLICT DO NOTHING",
)


def keep(actor: Actor, arrivals: Iterable[Arrival], received_at: datetime) -> set[str]:
    """Write down each event unless its id is taken; the ids that were new."""
    rows = sorted(
        (arrival.id, arrival.kind, arrival.event.occurred_at, arrival.sha256, arrival.body)
        for arrival in arrivals
    )
    new = KEEP.run(
        db.session(),
        rows,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        phone_id=actor.phone_id,
        received_at=stamp(received_at),
    )
    return {row[0] for row in new}


def known(actor: Actor, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Kind and hash of the events kept under these ids."""
    rows = KNOWN.run(db.session(), [(id_,) for id_ in ids], organisation_id=actor.organisation_id)
    return {str(id_): (kind, sha256) for id_, kind, sha256 in rows}


def withdraw(actor: Actor, ids: Iterable[str]) -> None:
    """Take back refused events of this very batch, so that a corrected one may come under the same id."""
    WITHDRAW.run(db.session(), [(id_,) for id_ in ids], organisation_id=actor.organisation_id)


def forget_texts(organisation_id: str, ids: Iterable[str]) -> None:
    """Past the time that an organisation keeps what they tell; their hashes still know a repetition."""
    FORGET_TEXTS.run(db.session(), [(id_,) for id_ in ids], organisation_id=organisation_id)


def keep_conflicts(actor: Actor, arrivals: Sequence[Arrival], received_at: datetime) -> None:
    """Keep other bytes under a taken id for a look, once however often they are sent."""
    rows = sorted(
        (str(uuid.uuid5(uuid.UUID(arrival.id), arrival.sha256)), arrival.id, arrival.sha256, arrival.body)
        for arrival in arrivals
    )
    KEEP_CONFLICTS.run(
        db.session(),
        rows,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        received_at=stamp(received_at),
    )
