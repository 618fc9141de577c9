"""Doubts about scans: pure, from the scan, its checkpoint, its round, and what was scanned before it."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_M = 6_371_008.8
POOR_ACCURACY_M = 50
# Faster than anyone runs a round.
FASTEST_M_S = 7
# Checkpoints are put on the map by hand, and two labels may hang side by side.
MAP_SLACK_M = 10
BURST_SCANS = 8
BURST_WITHIN = timedelta(minutes=10)
CLOCK_SKEW_S = 120
# How far back the person's own scans are looked at: at 7 m/s an hour is 25 km.
LOOK_BACK = timedelta(hours=1)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """The checkpoint of a scan, and since when its tag is replaced."""

    checkpoint_id: str
    site_id: str
    point: Point | None
    radius_m: float
    replaced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A checkpoint that is due in a round."""

    position: int
    due_from_at: datetime
    due_until_at: datetime


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a round asks for."""

    site_id: str
    ordered: bool
    stops: Mapping[str, Stop] = field(default_factory=dict)


class Sighting(NamedTuple):
    """Someone scanned a checkpoint. `fix` is where their phone was, `place` where the checkpoint is."""

    id: str
    at: datetime
    person_id: str
    checkpoint_id: str
    patrol_id: str | None
    place: Point | None
    fix: Point | None
    accuracy_m: float | None = None


class NewScan(NamedTuple):
    """A scan to be flagged, with all that bears on it alone. `away_m`: from its checkpoint, where known.

    `elsewhere`: at a site, or for a round, beyond the person's sites.
    """

    sighting: Sighting
    place: Place
    round: RoundPlan | None
    clock_skew_s: float
    elsewhere: bool
    away_m: float | None


def new_scan(
    sighting: Sighting,
    place: Place,
    round: RoundPlan | None,
    clock_skew_s: float,
    elsewhere: bool = False,
) -> NewScan:
    known = sighting.fix and place.point
    away_m = distance_m(sighting.fix, place.point) if known else None
    return NewScan(sighting, place, round, clock_skew_s, elsewhere, away_m)


@dataclass
class Trail:
    """What one person scanned within the last ten minutes, and last of all."""

    recent: deque[Sighting] = field(default_factory=deque)
    last: Sighting | None = None

    def forget_before(self, at: datetime) -> None:
        while self.recent and self.recent[0].at <= at - BURST_WITHIN:
            self.recent.popleft()

    def add(self, sighting: Sighting) -> None:
        self.recent.append(sighting)
        self.last = sighting


@dataclass
class Progress:
    """How far a round has come: checkpoints seen, and the highest position among them."""

    seen: set[str] = field(default_factory=set)
    highest: int = -1

    def add(self, checkpoint_id: str, stop: Stop | None) -> None:
        self.seen.add(checkpoint_id)
        if stop is not None:
            self.highest = max(self.highest, stop.position)


def flags_of(
    person_id: str, new: Iterable[NewScan], known: Iterable[Sighting], rounds: Mapping[str, RoundPlan]
) -> dict[str, tuple[str, ...]]:
    """The flags of one person's new scans by id, from one walk through all sightings in order of time."""
    fresh = {scan.sighting.id: scan for scan in new}
    sightings = {one.id: one for one in known} | {id_: scan.sighting for id_, scan in fresh.items()}
    trail, progress, flags = Trail(), {}, {}
    for one in sorted(sightings.values(), key=lambda sighting: (sighting.at, sighting.id)):
        so_far = progress.setdefault(one.patrol_id, Progress()) if one.patrol_id else None
        trail.forget_before(one.at)
        if one.id in fresh:
            flags[one.id] = scan_flags(fresh[one.id], trail, so_far)
        if one.person_id == person_id:
            trail.add(one)
        if so_far is not None:
            plan = rounds.get(one.patrol_id)
            so_far.add(one.checkpoint_id, plan and plan.stops.get(one.checkpoint_id))
    return flags


def scan_flags(scan: NewScan, trail: Trail, progress: Progress | None) -> tuple[str, ...]:
    """The doubts about one scan, given what came before it."""
    return (
        *_position_flags(scan),
        *_pace_flags(scan.sighting, trail),
        *_tag_flags(scan),
        *_round_flags(scan, trail, progress),
    )


def _position_flags(scan: NewScan) -> Iterator[str]:
    one, place = scan.sighting, scan.place
    if one.fix is None:
        yield "no_position"
        return
    accuracy = one.accuracy_m or 0
    if scan.away_m is not None and scan.away_m > place.radius_m + accuracy:
        yield "outside_geofence"
    if accuracy > POOR_ACCURACY_M:
        yield "poor_accuracy"


def _pace_flags(one: Sighting, trail: Trail) -> Iterator[str]:
    if trail.last and too_fast(trail.last, one):
        yield "too_fast"
    if len(trail.recent) >= BURST_SCANS:
        yield "burst"


def _tag_flags(scan: NewScan) -> Iterator[str]:
    if abs(scan.clock_skew_s) > CLOCK_SKEW_S:
        yield "clock_skew"
    if scan.elsewhere or (scan.round and scan.round.site_id != scan.place.site_id):
        yield "other_site"
    if scan.place.replaced_at and scan.sighting.at >= scan.place.replaced_at:
        yield "replaced_tag"


def _round_flags(scan: NewScan, trail: Trail, progress: Progress | None) -> Iterator[str]:
    one = scan.sighting
    stop = scan.round.stops.get(one.checkpoint_id) if scan.round else None
    if stop and scan.round.ordered and progress.highest > stop.position:
        yield "out_of_order"
    if stop and not stop.due_from_at <= one.at <= stop.due_until_at:
        yield "outside_window"
    if is_repeated(one, trail, progress):
        yield "repeated"


def is_repeated(one: Sighting, trail: Trail, progress: Progress | None) -> bool:
    """Seen before in the round or, outside any round, by the same person within ten minutes."""
    if progress is not None:
        return one.checkpoint_id in progress.seen
    return any(earlier.checkpoint_id == one.checkpoint_id for earlier in trail.recent)


def too_fast(earlier: Sighting, later: Sighting) -> bool:
    """Nobody walks from one to the other in that time. Without positions nothing is said."""
    metres = _apart_m(earlier, later)
    if metres is None or earlier.checkpoint_id == later.checkpoint_id:
        return False
    return metres - MAP_SLACK_M > FASTEST_M_S * (later.at - earlier.at).total_seconds()


def _apart_m(earlier: Sighting, later: Sighting) -> float | None:
    if earlier.place and later.place:
        return distance_m(earlier.place, later.place)
    if earlier.fix and later.fix:
        return distance_m(earlier.fix, later.fix) - (earlier.accuracy_m or 0) - (later.accuracy_m or 0)
    return None


def distance_m(one: Point, other: Point) -> float:
    """The great-circle distance between two (lat, lon)."""
    lat, other_lat = radians(one[0]), radians(other[0])
    north, east = other_lat - lat, radians(other[1] - one[1])
    half = sin(north / 2) ** 2 + cos(lat) * cos(other_lat) * sin(east / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A round that a scan without a round may belong to."""

    patrol_id: str
    checkpoint_id: str
    running: bool
    since: datetime
    until: datetime


def round_for(checkpoint_id: str, at: datetime, candidates: Iterable[Candidate]) -> str | None:
    """The guard's own running round that asks for this checkpoint, else the only visit that is due."""
    fitting = [
        one for one in candidates if one.checkpoint_id == checkpoint_id and one.since <= at <= one.until
    ]
    for choice in ([one for one in fitting if one.running], fitting):
        if len({one.patrol_id for one in choice}) == 1:
            return choice[0].patrol_id
    return None
