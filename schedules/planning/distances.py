"""How far it is from one site to another, as the crow flies."""

from math import asin, cos, radians, sin, sqrt

EARTH_M = 6_371_000


def metres(one: tuple[float, float], other: tuple[float, float]) -> int:
    (lat, lon), (lat2, lon2) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return round(2 * EARTH_M * asin(sqrt(half)))
