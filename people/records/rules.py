"""Scores, and what a Chinese identity number says."""

import re
from collections.abc import Iterable
from datetime import date

COMMENDATIONS = (
    "resident_praise",
    "client_praise",
    "danger_averted",
    "courage",
    "found_property",
    "contest",
    "model_worker",
    "other",
)
GENDERS = ("male", "female", "other")
EDUCATIONS = ("primary", "junior_middle", "senior_middle", "vocational", "college", "bachelor", "master")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def total(scores: Iterable[tuple[int, int]]) -> int | None:
    """(score, weight) of each criterion → the weighted mean, rounded half up. None without any."""
    scores = list(scores)
    weights = sum(weight for _, weight in scores)
    if not weights:
        return None
    return (2 * sum(score * weight for score, weight in scores) + weights) // (2 * weights)


def identity_number(text: str) -> str | None:
    """As it is kept: without space, in capitals. None if it looks like a Chinese one and is not."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{17}[\dX]", plain):
        return plain if _checks(plain) and born_of(plain) else None
    return plain if re.fullmatch(r"[A-Z0-9]{5,30}", plain) and not re.fullmatch(r"\d{15,}", plain) else None


def _checks(number: str) -> bool:
    """GB 11643: the last character follows from the others."""
    summed = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[summed % 11] == number[-1]


def born_of(number: str) -> date | None:
    """The day of birth in a Chinese identity number."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def gender_of(number: str) -> str | None:
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return None
    return "male" if int(number[16]) % 2 else "female"


def masked(number: str) -> str:
    """Enough to recognise it by."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]
