"""What of minutes goes to payroll, and what is put right later: pure."""

from collections.abc import Mapping
from datetime import timedelta

from schedules.law.shapes import CLASSES

NIGHT, LEAVE = "night", "leave"
# Minutes by class; night lies across the classes, leave beside them.
COUNTED = (*CLASSES, NIGHT, LEAVE)
# A fact may change what a later minute of its week or period of comprehensive hours is.
BEFORE, AFTER = timedelta(days=7), timedelta(days=366)

Minutes = Mapping[str, int]


def none() -> dict[str, int]:
    return dict.fromkeys(COUNTED, 0)


def difference(now: Minutes, then: Minutes) -> dict[str, int]:
    """What payroll has not been told yet; empty where nothing differs."""
    by_class = {class_: now.get(class_, 0) - then.get(class_, 0) for class_ in COUNTED}
    return by_class if any(by_class.values()) else {}


def plus(one: Minutes, other: Minutes, sign: int = 1) -> dict[str, int]:
    return {class_: one.get(class_, 0) + sign * other.get(class_, 0) for class_ in COUNTED}


def total(several) -> dict[str, int]:
    sums = none()
    for each in several:
        sums = plus(sums, each)
    return sums
