"""How long a certificate holds, when it may be renewed, and what is shown of its holder."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

CURRENT, EXPIRING, EXPIRED, REVOKED, REPLACED = "current", "expiring", "expired", "revoked", "replaced"
STATES = (CURRENT, EXPIRING, EXPIRED, REVOKED, REPLACED)
HOLDING = (CURRENT, EXPIRING)
WARN_DAYS = (90, 60, 30, 7)
ENDED = 0
TELL_ENDED_WITHIN = timedelta(days=30)
LONGEST_PATIENCE = 7
LAST_DAY = date(9999, 12, 31)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LETTERS = 16
GROUP = 4


@dataclass(frozen=True)
class Validity:
    """What a type says about time."""

    months: int | None = None
    renew_from_days: int = 90
    keeps_remaining: bool = False


@dataclass(frozen=True)
class Held:
    """A certificate in time. `until` is the last day on which it holds, None when it never ends."""

    since: date
    until: date | None = None
    revoked: bool = False
    replaced: bool = False


def expiry(since: date, months: int | None) -> date | None:
    """The last day: the same day of a later month, or that month's last."""
    if months is None:
        return None
    last_possible = LAST_DAY - relativedelta(months=months)
    return since + relativedelta(months=months) if since <= last_possible else LAST_DAY


def renewed_until(validity: Validity, held: Held, on: date) -> date | None:
    """The last day of what replaces it from `on`: time that is left is added, if the type says so."""
    left = held.until is not None and held.until >= on
    counted_from = held.until if left and validity.keeps_remaining else on
    return expiry(counted_from, validity.months)


def renewable_from(validity: Validity, held: Held) -> date | None:
    """The first day on which it may be renewed; None when it never needs to be."""
    return None if held.until is None else held.until - timedelta(days=validity.renew_from_days)


def may_renew(validity: Validity, held: Held, on: date) -> bool:
    opens = renewable_from(validity, held)
    return opens is not None and on >= opens


def state(held: Held, on: date, *, warn_from_days: int) -> str:
    if held.revoked:
        return REVOKED
    if held.replaced:
        return REPLACED
    if held.until is not None and held.until < on:
        return EXPIRED
    ending = held.until is not None and held.until - timedelta(days=warn_from_days) <= on
    return EXPIRING if ending else CURRENT


def holds(held: Held, on: date) -> bool:
    """Whether its holder may point to it on that day. A replaced one holds until its own end."""
    return not held.revoked and held.since <= on and (held.until is None or on <= held.until)


def warning_due(until: date, warn_days: Collection[int], sent: Collection[int], on: date) -> int | None:
    """The days of the warning to send now: only the nearest, each once, none twice when the job slept."""
    left = (until - on).days
    if left < 0:
        return ENDED if ENDED not in sent and on - until <= TELL_ENDED_WITHIN else None
    reached = [days for days in warn_days if left <= days]
    nearest = min(reached, default=None)
    return nearest if nearest is not None and all(days > nearest for days in sent) else None


def patience(days: int) -> timedelta:
    """How long a warning may stay unanswered before others are told."""
    return timedelta(days=min(LONGEST_PATIENCE, max(1, days // 3)))


def masked(name: str) -> str:
    """王小明 → 王**, Ana Smith → A* S*: enough to compare with a person at the gate."""
    return " ".join(_masked_word(word) for word in name.split()) or "*"


def _masked_word(word: str) -> str:
    return word[0] + ("*" if word.isascii() else "*" * max(1, len(word) - 1))


def canonical_code(text: str) -> str:
    """A code as it is stored, from how it was typed: small letters, in groups."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
