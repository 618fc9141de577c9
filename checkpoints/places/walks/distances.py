"""How far it is from one checkpoint to another, as well as the map and the plans can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, hypot, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
FLOOR_CHANGE_M = 30.0
ASSUMED_PLAN_WIDTH_M = 100.0
WALKING_M_PER_S = 1.2

PLAN, MAP, FLOOR_CHANGE, UNSCALED, UNKNOWN = "plan", "map", "floor_change", "unscaled", "unknown"
MEASURED = frozenset({PLAN, MAP})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a checkpoint stands: WGS 84, or parts of a plan's width and height, or both."""

    id: str
    lat: float | None = None
    lon: float | None = None
    plan_id: str | None = None
    plan_x: float | None = None
    plan_y: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    width_px: int
    height_px: int
    metres_per_px: float | None


@dataclass(frozen=True, slots=True)
class Leg:
    """A walk between two places, and what its length rests on."""

    metres: float
    basis: str


def leg(a: Place, b: Place, plans: Mapping[str, Plan]) -> Leg:
    """The straight line on a common plan with a scale, else on the map, else a stated assumption."""
    plan = plans.get(a.plan_id) if a.plan_id == b.plan_id else None
    if plan and plan.metres_per_px is not None:
        return Leg(_on_plan(a, b, plan, plan.metres_per_px), PLAN)
    if a.lat is not None and b.lat is not None:
        return _on_map(a, b)
    if plan:
        return Leg(_on_plan(a, b, plan, ASSUMED_PLAN_WIDTH_M / plan.width_px), UNSCALED)
    return Leg(FLOOR_CHANGE_M, FLOOR_CHANGE if a.plan_id and b.plan_id else UNKNOWN)


def _on_map(a: Place, b: Place) -> Leg:
    metres = haversine_m(a.lat, a.lon, b.lat, b.lon)
    if a.plan_id and b.plan_id and a.plan_id != b.plan_id:
        return Leg(metres + FLOOR_CHANGE_M, FLOOR_CHANGE)
    return Leg(metres, MAP)


def _on_plan(a: Place, b: Place, plan: Plan, metres_per_px: float) -> float:
    across, down = (a.plan_x - b.plan_x) * plan.width_px, (a.plan_y - b.plan_y) * plan.height_px
    return hypot(across, down) * metres_per_px


def haversine_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance over ground of two positions in degrees."""
    up, across = radians(lat2 - lat1), radians(lon2 - lon1)
    half = sin(up / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def minutes(metres: float) -> float:
    """Walking time at 1.2 m/s, to a tenth."""
    return round(metres / WALKING_M_PER_S / 60, 1)
