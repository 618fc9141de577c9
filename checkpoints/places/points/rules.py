"""Where a checkpoint may stand, and what it is then lacking."""

KINDS = ("qr", "nfc", "gps")
DEFAULT_RADIUS_M = 50
RADIUS_M = (5, 5000)


def placement_gaps(
    *,
    kind: str,
    lat: float | None,
    lon: float | None,
    floor_plan_id: str | None,
    plan_x: float | None,
    plan_y: float | None,
) -> list[tuple[str, str]]:
    """What is wrong with a checkpoint's place, as (field, code)."""
    gaps = []
    if (lat is None) != (lon is None):
        gaps.append(("lat" if lat is None else "lon", "places.position_incomplete"))
    elif kind == "gps" and lat is None:
        gaps.append(("lat", "places.gps_needs_position"))
    plan = {"floor_plan_id": floor_plan_id, "plan_x": plan_x, "plan_y": plan_y}
    if None in plan.values() and any(value is not None for value in plan.values()):
        missing = next(field for field, value in plan.items() if value is None)
        gaps.append((missing, "places.plan_position_incomplete"))
    return gaps


def has_tag(kind: str) -> bool:
    """A place that is proven by position alone has nothing to scan."""
    return kind != "gps"
