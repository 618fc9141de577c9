"""Words and decisions of planning that need no database."""

from datetime import datetime, timedelta

QUEUED, RUNNING, DONE, STOPPED, FAILED = "queued", "running", "done", "stopped", "failed"
STATES = (QUEUED, RUNNING, DONE, STOPPED, FAILED)
UNDER_WAY = (QUEUED, RUNNING)

# What a search may not touch: locked cells alone, or everybody who has a shift already.
LOCKED, ASSIGNED = "locked", "assigned"
KEEPS = (LOCKED, ASSIGNED)

LOST_AFTER = timedelta(seconds=15)


def is_lost(heartbeat_at: datetime | None, at: datetime) -> bool:
    """Nobody runs it any more: whoever did has not been heard of."""
    return heartbeat_at is None or at - heartbeat_at > LOST_AFTER


def seconds_left(seconds: int, progress: dict | None) -> float:
    """What of its time a run that was broken off still has."""
    spent = progress["seconds"] if progress else 0.0
    return max(5.0, seconds - spent)
