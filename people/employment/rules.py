"""How spells of employment and their placements lie in time, on plain data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

CONTRACT_KINDS = (
    "fixed_term",
    "open_ended",
    "task",
    "part_time",
    "dispatched",
    "retired_rehired",
    "intern",
    "service",
)
SHIFT_PATTERNS = ("three_shift", "two_shift", "four_team", "fixed_day", "night", "other")
VOLUNTARY = (
    "resigned_pay",
    "resigned_hours",
    "resigned_distance",
    "resigned_family",
    "resigned_health",
    "resigned_other_job",
    "resigned_treatment",
    "resigned_other",
    "absconded",
)
INVOLUNTARY = ("dismissed_conduct", "dismissed_performance", "probation_failed", "redundant", "site_lost")
NATURAL = ("contract_ended", "retired", "died", "other")
EXIT_REASONS = (*VOLUNTARY, *INVOLUNTARY, *NATURAL)
ABSENCE_REASONS = ("sick", "injury", "maternity", "family", "unpaid", "training", "military", "other")
HIRED, TRANSFERRED, PROMOTED, CHANGED = "hired", "transferred", "promoted", "changed"
CHANGES = (HIRED, TRANSFERRED, PROMOTED, CHANGED)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From the first to the last day, both included; without a last day it goes on."""

    from_on: date
    until_on: date | None = None
    id: str | None = None

    def holds(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


def overlap(one: Span, other: Span) -> bool:
    return _reaches(one, other.from_on) and _reaches(other, one.from_on)


def _reaches(span: Span, day: date) -> bool:
    return span.until_on is None or span.until_on >= day


def fits_beside(new: Span, others: Iterable[Span]) -> bool:
    """Whether a spell touches none of the others."""
    return not any(overlap(new, other) for other in others)


def fitted(parts: Sequence[Span], whole: Span) -> list[Span]:
    """Consecutive parts cut or stretched so that they fill the whole and nothing beyond it.

    What lies outside falls away; the nearest one stays when all do.
    """
    ordered = sorted(parts, key=lambda part: part.from_on)
    inside = [part for part in ordered if overlap(part, whole)] or _nearest(ordered, whole)
    starts = [max(part.from_on, whole.from_on) for part in inside]
    starts[:1] = [whole.from_on][: len(starts)]
    ends = [start - ONE_DAY for start in starts[1:]] + [whole.until_on]
    return [
        replace(part, from_on=start, until_on=end)
        for part, start, end in zip(inside, starts, ends, strict=False)
    ]


def _nearest(ordered: list[Span], whole: Span) -> list[Span]:
    if not ordered:
        return []
    return [ordered[0] if ordered[0].from_on > whole.from_on else ordered[-1]]


def change_kind(*, moved: bool, old_position: int | None, new_position: int | None) -> str:
    """What a change of placement is called."""
    if new_position is not None and new_position > (-1 if old_position is None else old_position):
        return PROMOTED
    return TRANSFERRED if moved else CHANGED


def kind_of_exit(reason: str) -> str:
    if reason in VOLUNTARY:
        return "voluntary"
    return "involuntary" if reason in INVOLUNTARY else "natural"


def grants_after(
    grants: Iterable[tuple[str, str | None]], *, old_site: str | None, new_site: str | None
) -> set[tuple[str, str | None]]:
    """The roles after a move: those of the old site go along. Who has no role yet becomes a guard."""
    held = set(grants)
    if new_site is None or new_site == old_site:
        return held
    if not held:
        return {("guard", new_site)}
    moving = {(role, site) for role, site in held if site == old_site and role in ("guard", "supervisor")}
    return (held - moving) | {(role, new_site) for role, _ in moving}
