"""What attendance is read from: plans, punches, corrections and an organisation's tolerances."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from schedules.law.shapes import Break
from schedules.spans import Span, local_day, merged, on_the_minute, span

IN, OUT = "in", "out"
LEAVE, CALLED_OFF = "leave", "called_off"


@dataclass(frozen=True, slots=True)
class Punch:
    """A raw fact: never rewritten, however late, doubled or doubtful."""

    id: str
    person_id: str
    kind: str
    occurred_at: datetime
    received_at: datetime
    method: str = ""
    flags: tuple[str, ...] = ()
    at: datetime = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", on_the_minute(self.occurred_at))


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """`notice` is why the person will not come, known beforehand; `relieves` the shift whose guard waits for
    this one. A shift without a person is vacant."""

    id: str
    person_id: str | None
    start_at: datetime
    end_at: datetime
    zone: str = "Asia/Shanghai"
    breaks: tuple[Break, ...] = ()
    notice: str | None = None
    relieves: str | None = None
    span: Span = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "span", span(self.start_at, self.end_at))

    @property
    def on(self) -> date:
        """A night belongs to the date on which it starts."""
        return local_day(self.start_at, self.zone)

    @property
    def unpaid_breaks(self) -> list[Span]:
        return merged(span(each.start_at, each.end_at) for each in self.breaks if not each.paid)


@dataclass(frozen=True, slots=True)
class Tolerances:
    """In minutes. Closing by itself after 6 and 15 hours is what the trade does.

    `early` is how long before its start a clock-in is of the shift; up to `far` before, it still means that
    shift, but the time is unplanned work. `chain` is the pause over which shifts follow on from each other.
    """

    early: int = 60
    far: int = 6 * 60
    late: int = 5
    leave: int = 5
    repeat: int = 5
    chain: int = 60
    relief: int = 15
    close: int = 6 * 60
    close_unplanned: int = 15 * 60
    received_late: int = 12 * 60
    early_counts: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact about facts: punches that were never made, punches that do not hold, and why."""

    id: str
    person_id: str
    reason: str
    asked_by: str
    asked_at: datetime
    adds: tuple[Punch, ...] = ()
    voids: tuple[str, ...] = ()
    decision: str | None = None
    decided_by: str | None = None


def correction_faults(correction: Correction) -> list[str]:
    """What keeps a decision from holding: two people must stand for it, neither of them alone."""
    faults = {
        "reason_missing": not correction.reason.strip(),
        "nothing_corrected": not correction.adds and not correction.voids,
        "of_somebody_else": any(punch.person_id != correction.person_id for punch in correction.adds),
        "own_request": correction.decided_by is not None and correction.decided_by == correction.asked_by,
        "own_hours": correction.decided_by is not None and correction.decided_by == correction.person_id,
    }
    return [fault for fault, holds in faults.items() if holds]


def accepted(correction: Correction) -> bool:
    decided = correction.decision == "accepted" and correction.decided_by is not None
    return decided and not correction_faults(correction)


def corrected(
    punches: Iterable[Punch], corrections: Iterable[Correction]
) -> tuple[list[Punch], Mapping[str, str]]:
    """The punches that hold, each once, by time; and why the others do not."""
    holding = [each for each in corrections if accepted(each)]
    made = [replace(punch, flags=(*punch.flags, "corrected")) for each in holding for punch in each.adds]
    voided = {(each.person_id, punch_id) for each in holding for punch_id in each.voids}
    left_out: dict[str, str] = {}
    kept: dict[str, Punch] = {}
    for punch in sorted([*punches, *made], key=_first_received):
        if (punch.person_id, punch.id) in voided:
            left_out[punch.id] = "voided"
        else:
            kept.setdefault(punch.id, punch)
    return sorted(kept.values(), key=in_time), left_out


def _first_received(punch: Punch) -> tuple:
    return on_the_minute(punch.received_at), punch.received_at, *in_time(punch)


def in_time(punch: Punch) -> tuple:
    """By the instant; of two at one instant the clock-out first, for it ends what the other begins after."""
    return punch.occurred_at, punch.kind == IN, punch.id


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)
