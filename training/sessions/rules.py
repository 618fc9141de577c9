"""Who has a place, who waits, and what a scan at the door is worth. Plain data in, plain data out."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

BOOKED, WAITING, ATTENDED = "booked", "waiting", "attended"
SIGNED_OFF, ABSENT, CANCELLED = "signed_off", "absent", "cancelled"
STATES = (BOOKED, WAITING, ATTENDED, SIGNED_OFF, ABSENT, CANCELLED)
HOLDING = frozenset({BOOKED, ATTENDED, SIGNED_OFF})
PRESENT = frozenset({ATTENDED, SIGNED_OFF})

DOOR_OPENS = timedelta(hours=1)
DOOR_SHUTS = timedelta(minutes=30)
MOST_SKEW_S = 300

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
LINK = re.compile(r"(?:^|/)s/([^/?#]+)")
SEPARATORS = re.compile(r"[\s\-_.]+")


def new_door_code() -> str:
    """Twelve letters that can be read aloud and not guessed (58 bits)."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def canonical(text: str) -> str:
    """A code as it is stored, from the link in the QR or from what was typed."""
    link = LINK.search(text)
    return SEPARATORS.sub("", link.group(1) if link else text).upper()


def door_link(address: str, code: str) -> str:
    """What the QR at the door holds."""
    return f"{address.rstrip('/')}/s/{code}"


def state_of_new(*, holding: int, places: int) -> str:
    """Booked while there is room, else on the waiting list."""
    return BOOKED if holding < places else WAITING


def moving_up(waiting: Sequence[str], *, holding: int, places: int) -> list[str]:
    """Who of the waiting list, first come first served, has a place now."""
    return list(waiting[: max(0, places - holding)])


def door_flags(
    *,
    at: datetime,
    starts_at: datetime,
    ends_at: datetime,
    state: str | None,
    with_code: bool,
    cancelled: bool,
    clock_skew_s: float,
) -> list[str]:
    """Doubts about somebody who says to have come. None of them refuses the fact."""
    doubts = {
        "clock_skew": abs(clock_skew_s) > MOST_SKEW_S,
        "outside_hours": not starts_at - DOOR_OPENS <= at <= ends_at + DOOR_SHUTS,
        "no_code": not with_code,
        "no_place": state not in HOLDING,
        "session_cancelled": cancelled,
    }
    return [flag for flag, holds in doubts.items() if holds]


def practical_passed(checklist: Iterable[Mapping[str, Any]], done: Mapping[str, bool]) -> bool:
    """Everything that is required was done."""
    return all(done.get(item["key"], False) for item in checklist if item["required"])
