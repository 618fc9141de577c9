"""What is asked of a punch, and what is doubtful about one: pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from schedules.attendance.facts import Tolerances

OFF, FLAG, BLOCK = "off", "flag", "block"
GEOFENCES = (OFF, FLAG, BLOCK)
BUTTON, CAMERA, NFC, TYPED, LINK, GPS, DESK = "button", "camera", "nfc", "typed", "link", "gps", "desk"
# `button` is a tap, `gps` one with a position, `desk` a supervisor's word; the others read a site's code.
METHODS = (BUTTON, GPS, CAMERA, NFC, TYPED, LINK)
BY_CODE = (CAMERA, NFC, TYPED, LINK)
NO_SHOW_REPLIES = ("on_my_way", "i_am_here", "cannot_come", "not_my_shift", "other")
NO_SHOW_ANSWERS = ("on_the_way", "was_there", "replaced", "excused", "absent")

EARTH_M = 6_371_008.8
CLOCK_SKEW_S = 120
POOR_ACCURACY_M = 100
RADIUS_M = 150
# A phone that is this far in the future is wrong, not early.
FUTURE = timedelta(minutes=5)

# In minutes. Those of a site are about one of its shifts; the others match punches to shifts, wherever.
OF_A_SITE = ("late", "leave", "relief", "early_counts", "no_show", "escalate")
NO_SHOW, ESCALATE = 15, 15

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a site asks of a punch."""

    geofence: str = OFF
    radius_m: int = RADIUS_M
    photo: bool = False
    methods: tuple[str, ...] = METHODS
    allow: Tolerances = field(default_factory=Tolerances)
    no_show: int = NO_SHOW
    escalate: int = ESCALATE


class Where(NamedTuple):
    """The site of a punch, the point that it is measured from, and whether its code is an old one."""

    site_id: str
    point: Point | None
    radius_m: float
    replaced_at: datetime | None = None


class Said(NamedTuple):
    """What a phone says of a punch, as far as doubts go."""

    at: datetime
    received_at: datetime
    clock_skew_s: float
    site_id: str
    method: str
    fix: Point | None
    accuracy_m: float | None
    photo: bool
    code_known: bool | None


def tolerances(usual: Mapping[str, int | bool], own: Mapping[str, int | bool] | None = None) -> Tolerances:
    """The trade's defaults, the organisation's word over them, the site's over that."""
    known = {one.name for one in fields(Tolerances)}
    said = {**usual, **{name: value for name, value in (own or {}).items() if name in OF_A_SITE}}
    return replace(Tolerances(), **{name: value for name, value in said.items() if name in known})


def punch_flags(said: Said, where: Where, asked: Asked, *, own_site: bool) -> tuple[str, ...]:
    """The doubts. None of them keeps a punch from being stored."""
    return (
        *_clock_flags(said),
        *_place_flags(said, where, asked, own_site),
        *_position_flags(said, where, asked),
    )


def _clock_flags(said: Said) -> Iterator[str]:
    if abs(said.clock_skew_s) > CLOCK_SKEW_S:
        yield "clock_skew"
    if said.at > said.received_at + FUTURE:
        yield "in_the_future"


def _place_flags(said: Said, where: Where, asked: Asked, own_site: bool) -> Iterator[str]:
    wrong = {
        "other_site": not own_site,
        "site_differs": said.site_id != where.site_id,
        "code_unknown": said.code_known is False,
        "replaced_tag": where.replaced_at is not None and said.at >= where.replaced_at,
        "method_not_asked": said.method != DESK and said.method not in asked.methods,
        "photo_missing": asked.photo and not said.photo and said.method != DESK,
    }
    yield from (flag for flag, holds in wrong.items() if holds)


def _position_flags(said: Said, where: Where, asked: Asked) -> Iterator[str]:
    if asked.geofence == OFF or said.method == DESK:
        return
    if said.fix is None:
        yield "no_position"
        return
    if is_outside(said.fix, said.accuracy_m, where):
        yield "outside_geofence"
    if (said.accuracy_m or 0) > POOR_ACCURACY_M:
        yield "poor_accuracy"


def is_outside(fix: Point, accuracy_m: float | None, where: Where) -> bool:
    """Beyond doubt: as far as the phone knows where it is."""
    if where.point is None:
        return False
    return distance_m(fix, where.point) > where.radius_m + min(accuracy_m or 0, POOR_ACCURACY_M)


def distance_m(one: Point, other: Point) -> float:
    """The great-circle distance between two (lat, lon)."""
    lat, other_lat = radians(one[0]), radians(other[0])
    north, east = other_lat - lat, radians(other[1] - one[1])
    half = sin(north / 2) ** 2 + cos(lat) * cos(other_lat) * sin(east / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def stretch(instants: Iterable[datetime]) -> tuple[datetime, datetime]:
    known = list(instants)
    return min(known), max(known)
