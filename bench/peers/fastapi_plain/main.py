"""POST /sync in FastAPI and SQLAlchemy, with the product's own kind of statements and its rules for flags."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import jwt
import orjson
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from checkpoints.patrols.scans.rules import LOOK_BACK, NewScan, Place, Sighting, flags_of, new_scan
from guard_api.bulk import Bulk

RESOLVE = Bulk(
    {"asked": "text"},
    "SELECT asked, t.id, c.id, c.site_id, c.lat, c.lon, c.radius_m FROM input "
    "JOIN tags t ON t.organisation_id = :organisation_id AND t.code = asked "
    "JOIN checkpoints c ON c.organisation_id = t.organisation_id AND c.id = t.checkpoint_id",
)
SEEN = Bulk(
    {"person_id": "uuid", "since": "timestamptz", "until": "timestamptz"},
    "SELECT s.id, s.occurred_at, s.person_id, s.checkpoint_id, s.patrol_id, "
    "c.lat, c.lon, s.lat, s.lon, s.accuracy_m "
    "FROM input JOIN scans s ON s.organisation_id = :organisation_id AND s.person_id = input.person_id "
    "AND s.occurred_at BETWEEN input.since AND input.until "
    "JOIN checkpoints c ON c.organisation_id = s.organisation_id AND c.id = s.checkpoint_id",
)
KEEP_EVENTS = Bulk(
    {"id": "uuid", "kind": "text", "occurred_at": "timestamptz", "sha256": "text", "body": "text"},
    "INSERT INTO field_events "
    "(organisation_id, id, kind, person_id, occurred_at, received_at, sha256, body) "
    "SELECT CAST(:organisation_id AS uuid), id, kind, CAST(:person_id AS uuid), "
    "occurred_at, CAST(:received_at AS timestamptz), sha256, body "
    "FROM input WHERE true ON CONFLICT DO NOTHING RETURNING CAST(id AS text)",
)
KEEP_SCANS = Bulk(
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
    },
    "INSERT INTO scans (organisation_id, id, site_id, checkpoint_id, tag_id, patrol_id, person_id, "
    "occurred_at, received_at, method, lat, lon, accuracy_m, distance_m, flags) "
    "SELECT CAST(:organisation_id AS uuid), id, site_id, checkpoint_id, tag_id, patrol_id, "
    "CAST(:person_id AS uuid), occurred_at, CAST(:received_at AS timestamptz), "
    "method, lat, lon, accuracy_m, distance_m, flags FROM input WHERE true ON CONFLICT DO NOTHING",
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
MARK = Bulk(
    {"organisation_id": "uuid", "site_id": "uuid", "on_": "date"},
    'INSERT INTO site_day_marks (organisation_id, site_id, "on", version, marked_at) '
    "SELECT organisation_id, site_id, on_, 1, CAST(:at AS timestamptz) FROM input WHERE true "
    'ON CONFLICT (organisation_id, "on", site_id) DO UPDATE '
    "SET version = site_day_marks.version + 1, marked_at = excluded.marked_at",
)
ANNOUNCE = Bulk(
    {"id": "uuid", "subject_id": "uuid", "site_id": "uuid", "tx": "bigint"},
    "INSERT INTO changes (organisation_id, id, kind, subject_id, site_id, at, tx) "
    "SELECT CAST(:organisation_id AS uuid), id, 'scan', subject_id, site_id, CAST(:at AS timestamptz), tx "
    "FROM input",
)

engine = create_engine(os.environ["BENCH_DATABASE_URL"])
sessions = sessionmaker(engine)
ZONE = ZoneInfo("Asia/Shanghai")
bearer = HTTPBearer()
app = FastAPI()

if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def make_durable(connection, _record) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
            connection.execute(f"PRAGMA {pragma}")


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ok: bool
    note: str = Field(default="", max_length=500)


class ScanPayload(BaseModel):
    model_config = ConfigDict(extra="forbid")
    method: Literal["camera", "nfc", "typed", "link", "gps"]
    code: str = Field(min_length=1, max_length=300)
    patrol_id: UUID | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    accuracy_m: float | None = Field(default=None, ge=0)
    answers: dict[str, Answer] | None = None


class FieldEvent(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: UUID
    kind: Literal["scan"]
    occurred_at: AwareDatetime
    payload: ScanPayload
    phone_seq: int | None = None


class Batch(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sent_at: AwareDatetime
    events: list[FieldEvent] = Field(max_length=500)


class Verdict(BaseModel):
    id: UUID
    verdict: Literal["accepted", "duplicate", "rejected"]
    sha256: str
    flags: list[str] = []
    code: str | None = None


class Verdicts(BaseModel):
    server_time: datetime
    verdicts: list[Verdict]


def signed_in(token: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> dict[str, Any]:
    try:
        return jwt.decode(token.credentials, os.environ["BENCH_SECRET"], algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401) from None


def session() -> Iterator[Session]:
    with sessions.begin() as current:
        yield current


@app.post("/api/v1/sync")
def sync(
    batch: Batch,
    caller: Annotated[dict[str, Any], Depends(signed_in)],
    current: Annotated[Session, Depends(session, scope="function")],
) -> Verdicts:
    received_at = datetime.now(UTC)
    owner = {
        "organisation_id": caller["org"],
        "person_id": caller["sub"],
        "received_at": stamp(received_at),
    }
    spots = resolve(current, caller["org"], {one.payload.code for one in batch.events})
    known = [one for one in batch.events if one.payload.code in spots]
    bodies = {one.id: one.model_dump_json() for one in known}
    hashes = {id_: hashlib.sha256(body.encode()).hexdigest() for id_, body in bodies.items()}
    rows = [(str(one.id), one.kind, one.occurred_at, hashes[one.id], bodies[one.id]) for one in known]
    new = {row[0] for row in KEEP_EVENTS.run(current, sorted(rows), **owner)}
    scans = {one.id: new_of(one, spots[one.payload.code], caller["sub"], batch.sent_at) for one in known}
    flags = flags_of(caller["sub"], scans.values(), seen(current, caller, known), {})
    stored = [
        scan_row(one, spots[one.payload.code], flags[str(one.id)], scans[one.id].away_m)
        for one in known
        if str(one.id) in new
    ]
    KEEP_SCANS.run(current, sorted(stored), **owner)
    count(current, caller["org"], stored, stamp(received_at))
    verdicts = [
        Verdict(
            id=one.id,
            verdict="accepted" if str(one.id) in new else "duplicate",
            sha256=hashes[one.id],
            flags=flags[str(one.id)],
        )
        if one.id in hashes
        else Verdict(id=one.id, verdict="rejected", sha256="", code="checkpoints.tag_unknown")
        for one in batch.events
    ]
    return Verdicts(server_time=received_at, verdicts=verdicts)


def count(current: Session, organisation_id: str, scans: list[tuple], at: Any) -> None:
    """The figures and the news that the product keeps too."""
    keys = Counter((row[1], row[5].astimezone(ZONE).date().isoformat(), row[2]) for row in scans)
    flagged = Counter(
        (row[1], row[5].astimezone(ZONE).date().isoformat(), row[2]) for row in scans if row[11] != "[]"
    )
    rows = [(*key, number, flagged[key]) for key, number in sorted(keys.items())]
    COUNT.run(current, rows, organisation_id=organisation_id)
    MARK.run(current, sorted({(organisation_id, site, on) for site, on, _ in keys}), at=at)
    news = [(str(uuid4()), row[0], row[1], 1) for row in scans[-1:]]
    ANNOUNCE.run(current, news, organisation_id=organisation_id, at=at)


def stamp(instant: datetime) -> Any:
    if engine.dialect.name == "postgresql":
        return instant
    return instant.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def resolve(current: Session, organisation_id: str, codes: set[str]) -> dict[str, Any]:
    rows = RESOLVE.run(current, [(code,) for code in codes], organisation_id=organisation_id)
    return {row[0]: row for row in rows}


def new_of(one: FieldEvent, spot: Any, person_id: str, sent_at: datetime) -> NewScan:
    payload = one.payload
    fix = None if payload.lat is None else (payload.lat, payload.lon)
    place = Place(str(spot[2]), str(spot.site_id), (spot.lat, spot.lon), spot.radius_m)
    patrol_id = payload.patrol_id and str(payload.patrol_id)
    sighting = Sighting(
        str(one.id),
        one.occurred_at,
        person_id,
        place.checkpoint_id,
        patrol_id,
        place.point,
        fix,
        payload.accuracy_m,
    )
    return new_scan(sighting, place, None, (sent_at - datetime.now(UTC)).total_seconds())


def seen(current: Session, caller: dict[str, Any], known: list[FieldEvent]) -> list[Sighting]:
    times = [one.occurred_at for one in known]
    if not times:
        return []
    span = (caller["sub"], min(times) - LOOK_BACK, max(times))
    rows = SEEN.run(current, [span], organisation_id=caller["org"])
    return [sighting_of(*row) for row in rows]


def sighting_of(
    id_, at, person_id, checkpoint_id, patrol_id, lat, lon, at_lat, at_lon, accuracy_m
) -> Sighting:
    at = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
    fix = None if at_lat is None else (at_lat, at_lon)
    return Sighting(str(id_), at, str(person_id), str(checkpoint_id), patrol_id, (lat, lon), fix, accuracy_m)


def scan_row(one: FieldEvent, spot: Any, flags: tuple[str, ...], away_m: float | None) -> tuple:
    payload = one.payload
    _, tag_id, checkpoint_id, site_id, *_ = spot
    return (
        str(one.id),
        str(site_id),
        str(checkpoint_id),
        str(tag_id),
        payload.patrol_id and str(payload.patrol_id),
        one.occurred_at,
        payload.method,
        payload.lat,
        payload.lon,
        payload.accuracy_m,
        away_m,
        orjson.dumps(flags).decode(),
    )
