"""A phone that keeps its events as the text it will send, as the app does."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from guard_api.database import new_id
from guard_api.fields import iso
from tests.support.estate import Spot


def event(kind: str, payload: dict[str, Any], at: datetime, id_: str | None = None, **more: Any) -> str:
    """An event as text."""
    body = {"id": id_ or new_id(), "kind": kind, "occurred_at": iso(at), "payload": payload, **more}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def scan(spot: Spot, at: datetime, id_: str | None = None, **payload: Any) -> str:
    """A scan of the spot's label by someone who stands before it."""
    here = {"lat": spot.lat, "lon": spot.lon, "accuracy_m": 8}
    return event("scan", {"code": spot.code, "method": "camera"} | here | payload, at, id_)


def id_of(text: str) -> str:
    return json.loads(text)["id"]


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def batch(*events: str, sent_at: datetime | None = None) -> bytes:
    """The body of a sync, each event standing in it byte by byte."""
    return f'{{"sent_at":"{iso(sent_at or datetime.now(UTC))}","events":[{",".join(events)}]}}'.encode()


def send(client: Any, *events: str, sent_at: datetime | None = None) -> list[dict[str, Any]]:
    """Sync through a test client; the verdicts."""
    body = batch(*events, sent_at=sent_at)
    answer = client.post("/api/v1/sync", data=body, content_type="application/json")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["verdicts"]


def walk(spots: list[Spot], start_at: datetime, **payload: Any) -> list[str]:
    """One scan of each spot in turn, two minutes apart."""
    return [
        scan(spot, start_at + timedelta(minutes=2 * position), **payload)
        for position, spot in enumerate(spots)
    ]
