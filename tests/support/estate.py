"""An estate to walk: checkpoints in a row with printed codes, a route, and a round that is due."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from checkpoints.patrols.models import Patrol, Visit
from checkpoints.places.models import Checkpoint, Route, RouteStop, Tag
from checkpoints.places.rules import new_code
from guard_api.clock import local_date
from guard_api.database import db, new_id

WALK_MINUTES = 2
STEP_DEGREES = 0.0005  # 48 m from one checkpoint to the next


@dataclass
class Spot:
    """A checkpoint and the code on its label."""

    id: str
    code: str
    lat: float
    lon: float


@dataclass
class Estate:
    organisation_id: str
    site_id: str
    route_id: str
    time_zone: str = "Asia/Shanghai"
    spots: list[Spot] = field(default_factory=list)


def build_estate(organisation_id: str, site_id: str, *, checkpoints: int = 3, name: str = "Lap") -> Estate:
    """Checkpoints, tags and a route, committed."""
    estate = Estate(organisation_id, site_id, new_id())
    owner = {"organisation_id": organisation_id}
    for number in range(checkpoints):
        spot = Spot(new_id(), new_code(), 31.2304, round(121.4737 + number * STEP_DEGREES, 6))
        estate.spots.append(spot)
        place = {"site_id": site_id, "name": f"{name} {number}", "lat": spot.lat, "lon": spot.lon}
        db.session.add(Checkpoint(id=spot.id, **place, **owner))
    db.session.add(Route(id=estate.route_id, site_id=site_id, name=name, ordered=True, **owner))
    db.session.flush()
    for position, spot in enumerate(estate.spots):
        stop = {"route_id": estate.route_id, "checkpoint_id": spot.id, "position": position}
        db.session.add(RouteStop(**stop, minutes=WALK_MINUTES, **owner))
        db.session.add(Tag(checkpoint_id=spot.id, code=spot.code, **owner))
    db.session.commit()
    return estate


def plan_round(estate: Estate, start_at: datetime, *, ordered: bool = True) -> str:
    """A round of the estate that is due at `start_at`, give or take five minutes; its id. Committed."""
    patrol_id, tolerance = new_id(), timedelta(minutes=5)
    on = local_date(start_at, estate.time_zone)
    minutes = WALK_MINUTES * len(estate.spots)
    owner = {"organisation_id": estate.organisation_id, "site_id": estate.site_id, "on": on}
    db.session.add(
        Patrol(
            id=patrol_id,
            route_id=estate.route_id,
            name="Lap",
            ordered=ordered,
            nominal_at=start_at,
            start_at=start_at,
            start_from_at=start_at - tolerance,
            start_until_at=start_at + tolerance,
            end_due_at=start_at + tolerance + timedelta(minutes=minutes * 1.25),
            expected_minutes=minutes,
            tolerance_minutes=5,
            **owner,
        )
    )
    db.session.flush()
    for position, spot in enumerate(estate.spots):
        due = start_at + timedelta(minutes=WALK_MINUTES * position)
        window = {"due_from_at": due - tolerance, "due_until_at": due + tolerance}
        db.session.add(
            Visit(patrol_id=patrol_id, checkpoint_id=spot.id, position=position, **window, **owner)
        )
    db.session.commit()
    return patrol_id
