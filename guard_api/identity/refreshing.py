"""Refresh tokens: each is valid once and gives the next; an old one that turns up again ends the session.

A token is the session's ids, its number, and a code that only this server can make. The next one can
be made again, so that a phone whose answer was lost gets the same one when it asks once more, however
late: the token before stays good until the new answer was seen in use.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from guard_api.fields import UUID_TEXT

# Two windows of one phone may ask at once; for so long the answer counts as on its way.
ON_ITS_WAY = timedelta(seconds=60)


@dataclass(frozen=True)
class Refresh:
    organisation_id: str
    session_id: str
    generation: int


def write(organisation_id: str, session_id: str, generation: int) -> str:
    body = f"{organisation_id}.{session_id}.{generation}"
    return f"{body}.{_code(body)}"


def read(token: str) -> Refresh | None:
    """What an unaltered token says."""
    body, _, code = token.rpartition(".")
    parts = body.split(".")
    if len(parts) != 3 or not hmac.compare_digest(code.encode(), _code(body).encode()):
        return None
    organisation_id, session_id, generation = parts
    return Refresh(organisation_id, session_id, int(generation)) if UUID_TEXT.fullmatch(session_id) else None


def verdict(generation: int, current: int, rotated_at: datetime | None) -> str:
    """`next` for the newest token, `again` for the one before while its answer is awaited, else `reused`."""
    if generation == current:
        return "next"
    if generation == current - 1 and rotated_at is not None:
        return "again"
    return "reused"


def is_awaited(rotated_at: datetime | None, at: datetime) -> bool:
    """Whether use of the newest answer is still news."""
    return rotated_at is not None and at - rotated_at > ON_ITS_WAY


def _code(body: str) -> str:
    key = current_app.extensions["anxun.settings"].secret_key
    return hmac.new(f"refresh:{key}".encode(), body.encode(), hashlib.sha256).hexdigest()
