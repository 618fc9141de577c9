"""Distances on a floor plan."""

from math import hypot


def metres_per_px(
    width_px: int, height_px: int, start: tuple[float, float], end: tuple[float, float], distance_m: float
) -> float | None:
    """The plan's scale from two points (0..1 of width and height) and the metres between them.

    None when the points are less than two pixels apart.
    """
    length_px = hypot((end[0] - start[0]) * width_px, (end[1] - start[1]) * height_px)
    return distance_m / length_px if length_px >= 2 else None
