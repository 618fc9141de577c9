"""When to try again, and when to stop. Pure."""

from datetime import timedelta

MOST_ATTEMPTS = 12
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 3600.0
# How many may leave by one robot within a minute: their services allow 20 (DingTalk shuts a robot out for
# ten minutes after that) or more.
MOST_A_MINUTE = {"wecom": 18, "dingtalk": 18, "feishu": 60}


def wait(attempts: int, chance: float, after_s: float | None = None) -> timedelta:
    """After so many tries: doubling up to an hour, less up to a half by `chance` (0 to 1), so that not all
    come back at once; never sooner than the other side asks, within six hours."""
    longest = min(FIRST_WAIT_S * 2 ** max(attempts - 1, 0), LONGEST_WAIT_S)
    own = longest * (1 - chance / 2)
    return timedelta(seconds=max(own, min(after_s or 0.0, 6 * LONGEST_WAIT_S)))


def is_over(attempts: int, *, final: bool) -> bool:
    return final or attempts >= MOST_ATTEMPTS


def room(kind: str, sent_last_minute: int, most: int) -> int:
    """How many may be taken up now."""
    limit = MOST_A_MINUTE.get(kind)
    return most if limit is None else max(0, min(most, limit - sent_last_minute))
