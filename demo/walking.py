"""One round as a guard walks it: the events that the phone would keep, mistakes included."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.found import FINDS, Find
from guard_api.database import new_id
from guard_api.fields import iso

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)

MISSED, SET_OFF_LATE, SKIPS, RUSHES = 0.025, 0.05, 0.05, 0.012
FINDS_SOMETHING, NO_POSITION, POOR_POSITION, FAR_AWAY = 0.02, 0.06, 0.02, 0.008


@dataclass(frozen=True)
class Stop:
    """A checkpoint on the way, with the code of its label."""

    checkpoint_id: str
    code: str | None
    lat: float
    lon: float
    minutes: float
    indoors: bool
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Photo:
    sha256: str
    size_bytes: int


@dataclass
class Walk:
    """A round to be walked and whose language it is walked in. `photos` are by scene."""

    patrol_id: str
    site_id: str
    start_at: datetime
    start_until_at: datetime
    stops: list[Stop]
    language: str
    photos: dict[str, list[Photo]]
    route_id: str | None = None
    with_positions: bool = False
    careful: bool = False
    events: list[tuple[datetime, str]] = field(default_factory=list)

    def walk(self, chance: random.Random) -> list[tuple[datetime, str]]:
        """The events with their times; none when nobody came."""
        if not self.careful and chance.random() < MISSED:
            return []
        at = self._sets_off(chance)
        opening = {"route_id": self.route_id} if self.route_id else {}
        self._keep("patrol.started", at, {"patrol_id": self.patrol_id} | opening)
        pace = 0.3 if self._slips(chance, RUSHES) else chance.uniform(0.85, 1.12)
        for stop in self._on_the_way(chance):
            begun, at = at, at + stop.minutes * pace * MINUTE + chance.uniform(5, 35) * SECOND
            self._between(stop, begun, at, chance)
            self._scan(stop, at, chance)
            at += self._looks_around(stop, at, chance)
        self._keep("patrol.ended", at + 40 * SECOND, {"patrol_id": self.patrol_id})
        return self.events

    def _slips(self, chance: random.Random, share: float) -> bool:
        return chance.random() < share and not self.careful

    def _sets_off(self, chance: random.Random) -> datetime:
        if self._slips(chance, SET_OFF_LATE):
            return self.start_until_at + chance.uniform(3, 18) * MINUTE
        return self.start_at + chance.uniform(-3, 4) * MINUTE

    def _on_the_way(self, chance: random.Random) -> list[Stop]:
        stops = list(self.stops)
        if self._slips(chance, SKIPS) and len(stops) > 2:
            stops.pop(chance.randrange(1, len(stops)))
        return stops

    def _keep(self, kind: str, at: datetime, payload: dict[str, Any]) -> str:
        id_ = new_id()
        event = {"id": id_, "kind": kind, "occurred_at": iso(at), "payload": payload}
        self.events.append((at, json.dumps(event, ensure_ascii=False, separators=(",", ":"))))
        return id_

    def _between(self, stop: Stop, begun: datetime, at: datetime, chance: random.Random) -> None:
        if not self.with_positions:
            return
        near = _near(stop, 12, chance)
        self._keep("position", begun + (at - begun) * 0.6, {"patrol_id": self.patrol_id, **near})

    def _scan(self, stop: Stop, at: datetime, chance: random.Random) -> None:
        place = {"code": stop.code} if stop.code else {"checkpoint_id": stop.checkpoint_id}
        method = "camera" if stop.code and chance.random() < 0.9 else "nfc" if stop.code else "gps"
        payload = place | {"method": method, "patrol_id": self.patrol_id} | self._fix(stop, chance)
        if stop.items:
            payload["answers"] = {item: {"ok": chance.random() > 0.01} for item in stop.items}
        self._keep("scan", at, payload)

    def _fix(self, stop: Stop, chance: random.Random) -> dict[str, float]:
        drawn = chance.random()
        if stop.indoors and drawn < NO_POSITION:
            return {}
        if drawn > 1 - FAR_AWAY:
            return _near(stop, 260, chance)
        fix = _near(stop, 8, chance)
        return fix | {"accuracy_m": 85.0} if drawn > 1 - FAR_AWAY - POOR_POSITION else fix

    def _looks_around(self, stop: Stop, at: datetime, chance: random.Random) -> timedelta:
        """Time for what was found there, most often none."""
        if chance.random() >= FINDS_SOMETHING:
            return timedelta()
        self.report(stop, at + 45 * SECOND, chance)
        return chance.uniform(2, 4) * MINUTE

    def report(self, stop: Stop, at: datetime, chance: random.Random) -> None:
        find = chance.choice([find for find in FINDS if find.indoors == stop.indoors])
        payload = {
            "site_id": self.site_id,
            "checkpoint_id": stop.checkpoint_id,
            "patrol_id": self.patrol_id,
            "category": find.category,
            "severity": find.severity,
            "text": find.words(self.language),
            "photos": list(self._photos(find, chance)),
            **_near(stop, 6, chance),
        }
        self._keep("finding", at, payload)

    def _photos(self, find: Find, chance: random.Random) -> Iterator[dict[str, Any]]:
        if find.scene:
            known = self.photos[find.scene]
            for photo in chance.sample(known, chance.randint(1, len(known))):
                yield {"sha256": photo.sha256, "size_bytes": photo.size_bytes, "type": "image/jpeg"}


def _near(stop: Stop, metres: float, chance: random.Random) -> dict[str, float]:
    """A position about so many metres away, as a phone gives it."""
    step = metres / 111_320
    return {
        "lat": round(stop.lat + chance.uniform(-step, step) + (step if metres > 100 else 0), 6),
        "lon": round(stop.lon + chance.uniform(-step, step), 6),
        "accuracy_m": round(chance.uniform(6, 38 if stop.indoors else 16), 1),
    }
