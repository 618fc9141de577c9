"""The life of a finding, as a state machine on plain data."""

from collections.abc import Sequence
from dataclasses import dataclass

OPEN, ASSIGNED, FIXED, VERIFIED, REOPENED = "open", "assigned", "fixed", "verified", "reopened"
STATUSES = (OPEN, ASSIGNED, FIXED, VERIFIED, REOPENED)
UNFIXED = (OPEN, ASSIGNED, REOPENED)
UNSETTLED = (*UNFIXED, FIXED)
CRITICAL = 4
NOES_THAT_REOPEN = 2
SKEW_S = 120
OTHER = "other"


class NotNow(Exception):
    """The step is not possible from here; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Life:
    """Where a finding stands. `noes` counts the guards' answers "not fixed" since it was fixed."""

    status: str
    fixed_by: str | None = None
    noes: int = 0


def assign(life: Life) -> str:
    if life.status not in UNFIXED:
        raise NotNow("findings.fixed_already")
    return ASSIGNED


def fix(life: Life) -> str:
    if life.status not in UNFIXED:
        raise NotNow("findings.fixed_already")
    return FIXED


def verify(life: Life, *, person_id: str, fixed: bool) -> str:
    """Somebody else than who fixed it looks, and says whether it is so."""
    if life.status != FIXED:
        raise NotNow("findings.not_fixed_yet")
    if life.fixed_by == person_id:
        raise NotNow("findings.verify_by_another")
    return VERIFIED if fixed else REOPENED


def reopen(life: Life) -> str:
    if life.status not in (FIXED, VERIFIED):
        raise NotNow("findings.open_already")
    return REOPENED


def check(life: Life, *, fixed: bool) -> str:
    """The next guard's answer: a yes marks it fixed (to be verified); two noes reopen a fixed one."""
    if fixed and life.status in UNFIXED:
        return FIXED
    if not fixed and life.status == FIXED and life.noes + 1 >= NOES_THAT_REOPEN:
        return REOPENED
    return life.status


def severity_of(severity: int, *, sos: bool) -> int:
    return CRITICAL if sos else severity


def flags_of(*, clock_skew_s: float, known_category: bool, known_place: bool) -> Sequence[str]:
    """Doubts about a finding. None of them is a reason to refuse it."""
    doubts = {
        "clock_skew": abs(clock_skew_s) > SKEW_S,
        "category_unknown": not known_category,
        "checkpoint_unknown": not known_place,
    }
    return [flag for flag, holds in doubts.items() if holds]
