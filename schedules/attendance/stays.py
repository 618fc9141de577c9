"""How the punches of one person become stays: from when to when somebody was there, and for which shift."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from schedules.attendance.facts import IN, PlannedShift, Punch, Tolerances, minutes
from schedules.spans import Span, minutes_between, on_the_minute

# Beyond a day nobody's clock-out says anything about a clock-in.
LONGEST_CLAIM = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Stay:
    """One stretch of presence. An end that no punch says is presumed; `claimed_minutes` follow a stay that
    closed by itself, up to a clock-out that came too late to be believed unasked. `closes_at`: when an open
    one does so."""

    span: Span
    in_id: str | None = None
    out_id: str | None = None
    closes_at: datetime | None = None
    flags: tuple[str, ...] = ()
    claimed_minutes: int = 0
    claimed_by: str | None = None

    @property
    def open(self) -> bool:
        return self.closes_at is not None

    def reaches(self, at: datetime) -> bool:
        """Whether it goes on beyond the instant; one that is open does so at it."""
        return self.span.end_at > at or (self.open and self.span.end_at == at)

    @property
    def confirmed(self) -> bool:
        return self.in_id is not None and self.out_id is not None


@dataclass(frozen=True, slots=True)
class Question:
    """What only the guard can tell. `presumed_at` is what holds until then."""

    kind: str
    person_id: str
    shift_id: str | None
    presumed_at: datetime
    punch_id: str


@dataclass
class Begun:
    """A stay that nobody has ended yet. `shift` is the last one that was clocked in for."""

    punch: Punch
    shift: PlannedShift | None
    limit_at: datetime
    flags: list[str] = field(default_factory=list)

    @property
    def presumed_end_at(self) -> datetime:
        return self.punch.at if self.shift is None else max(self.punch.at, self.shift.span.end_at)


def distance(shift: PlannedShift, at: datetime) -> timedelta:
    return abs(at - shift.span.start_at)


def could_be_for(shift: PlannedShift, at: datetime, before: int) -> bool:
    return shift.span.start_at - minutes(before) <= at < shift.span.end_at


def shift_for(plan: Iterable[PlannedShift], at: datetime, allow: Tolerances) -> PlannedShift | None:
    """The shift that a clock-in is for: of those it may be for, the one that starts nearest."""
    plan = list(plan)
    far = [shift for shift in plan if could_be_for(shift, at, max(allow.early, allow.far))]
    near = [shift for shift in far if could_be_for(shift, at, allow.early)]
    return min(near or far, key=lambda shift: (distance(shift, at), shift.id), default=None)


def without_clashes(
    shifts: Iterable[PlannedShift], punches: Sequence[Punch], allow: Tolerances
) -> list[PlannedShift]:
    """The plan with nobody in two places: of shifts that overlap, the one that was clocked in for nearest."""
    ins = [punch.at for punch in punches if punch.kind == IN]

    def preference(shift: PlannedShift) -> tuple:
        meant = [distance(shift, at) for at in ins if could_be_for(shift, at, allow.early)]
        nearest = min(meant, default=timedelta.max)
        return shift.notice is not None, nearest, shift.span, shift.id

    chosen: list[PlannedShift] = []
    for shift in sorted(shifts, key=preference):
        if all(not _overlap(shift, other) for other in chosen):
            chosen.append(shift)
    return sorted(chosen, key=lambda shift: shift.span)


def _overlap(one: PlannedShift, other: PlannedShift) -> bool:
    return one.span.start_at < other.span.end_at and other.span.start_at < one.span.end_at


def chain(plan: Sequence[PlannedShift], shift: PlannedShift, allow: Tolerances) -> list[PlannedShift]:
    """The shift and those that follow on from it: a double shift is clocked out of once."""
    found = [shift]
    for other in plan:
        gap = other.span.start_at - found[-1].span.end_at
        if timedelta() <= gap <= minutes(allow.chain):
            found.append(other)
    return found


def follows_on(
    plan: Sequence[PlannedShift], begun: Begun, shift: PlannedShift | None, allow: Tolerances
) -> bool:
    return bool(begun.shift and shift and shift in chain(plan, begun.shift, allow))


class Walk:
    """Goes through one person's punches in order of time. `plan` holds no two shifts that overlap."""

    def __init__(self, plan: Sequence[PlannedShift], allow: Tolerances) -> None:
        self.plan = plan
        self.allow = allow
        self.stays: list[Stay] = []
        self.questions: list[Question] = []
        self.ignored: dict[str, str] = {}
        self.begun: Begun | None = None
        self._last: Punch | None = None

    def through(self, punches: Iterable[Punch], now: datetime) -> "Walk":
        for punch in punches:
            if self._repeats(punch):
                self.ignored[punch.id] = "repeated"
                continue
            self._last = punch
            if punch.kind == IN:
                self._clock_in(punch)
            else:
                self._clock_out(punch)
        self._until(on_the_minute(now))
        return self

    def _repeats(self, punch: Punch) -> bool:
        last = self._last
        if last is None or last.kind != punch.kind:
            return False
        return punch.at - last.at <= minutes(self.allow.repeat)

    def _clock_in(self, punch: Punch) -> None:
        shift = shift_for(self.plan, punch.at, self.allow)
        if self.begun and self._still_there(self.begun, punch.at, shift):
            self._stays_on(self.begun, punch, shift)
            return
        self._close_unasked()
        self._begin(punch, shift)

    def _begin(self, punch: Punch, shift: PlannedShift | None) -> None:
        self.begun = Begun(punch, shift, self._limit(punch, shift))

    def _limit(self, punch: Punch, shift: PlannedShift | None) -> datetime:
        if shift is None:
            return punch.at + minutes(self.allow.close_unplanned)
        return chain(self.plan, shift, self.allow)[-1].span.end_at + minutes(self.allow.close)

    def _still_there(self, begun: Begun, at: datetime, shift: PlannedShift | None) -> bool:
        """A clock-in during a shift, or for the one that follows on, begins nothing new."""
        if at < begun.presumed_end_at:
            return True
        return follows_on(self.plan, begun, shift, self.allow)

    def _stays_on(self, begun: Begun, punch: Punch, shift: PlannedShift | None) -> None:
        if shift is not None and begun.shift is not None and shift.span > begun.shift.span:
            begun.shift = shift
            begun.limit_at = max(begun.limit_at, self._limit(punch, shift))
            self.ignored[punch.id] = "stayed_on"
        else:
            begun.flags.append("in_again")
            self.ignored[punch.id] = "in_again"

    def _clock_out(self, punch: Punch) -> None:
        if self.begun and punch.at <= self.begun.limit_at:
            begun, self.begun = self.begun, None
            span = Span(begun.punch.at, punch.at)
            self.stays.append(Stay(span, begun.punch.id, punch.id, flags=tuple(begun.flags)))
            return
        closed = self._close_unasked()
        self._clock_out_alone(punch, closed)

    def _close_unasked(self) -> bool:
        """Ends a stay that nobody ended where its shift ended, and asks."""
        if self.begun is None:
            return False
        begun, self.begun = self.begun, None
        span = Span(begun.punch.at, begun.presumed_end_at)
        flags = (*begun.flags, "missed_out", "closed_unasked")
        self.stays.append(Stay(span, begun.punch.id, flags=flags))
        self._ask("when_out", begun.punch, begun.shift, span.end_at)
        return True

    def _clock_out_alone(self, punch: Punch, closed: bool) -> None:
        """A clock-out that ends no stay: the clock-in of its shift is missing, or it came far too late."""
        shift = self._ended_by(punch.at)
        if shift is not None:
            self._presume_start(punch, shift)
        elif closed and punch.at - self.stays[-1].span.start_at <= LONGEST_CLAIM:
            claimed = minutes_between(self.stays[-1].span.end_at, punch.at)
            self.stays[-1] = replace(self.stays[-1], claimed_minutes=claimed, claimed_by=punch.id)
        else:
            self.ignored[punch.id] = "stray"
            self._ask("when_in", punch, None, punch.at)

    def _ended_by(self, at: datetime) -> PlannedShift | None:
        close = minutes(self.allow.close)
        found = [each for each in self.plan if each.span.start_at < at <= each.span.end_at + close]
        return min(found, key=lambda each: (abs(at - each.span.end_at), each.span), default=None)

    def _presume_start(self, punch: Punch, shift: PlannedShift) -> None:
        """Present since the shift began, or since the last stay; after a stay in it, only to its end."""
        last_end = self.stays[-1].span.end_at if self.stays else shift.span.start_at
        start = max(shift.span.start_at, last_end)
        end = min(punch.at, shift.span.end_at) if last_end > shift.span.start_at else punch.at
        if start >= end:
            self.ignored[punch.id] = "out_again"
            return
        self.stays.append(Stay(Span(start, end), out_id=punch.id, flags=("missed_in",)))
        self._ask("when_in", punch, shift, start)

    def _until(self, now: datetime) -> None:
        if self.begun is None:
            return
        if now > self.begun.limit_at:
            self._close_unasked()
            return
        begun = self.begun
        span = Span(begun.punch.at, max(begun.punch.at, now))
        self.stays.append(Stay(span, begun.punch.id, closes_at=begun.limit_at, flags=tuple(begun.flags)))

    def _ask(self, kind: str, punch: Punch, shift: PlannedShift | None, presumed_at: datetime) -> None:
        shift_id = shift.id if shift else None
        self.questions.append(Question(kind, punch.person_id, shift_id, presumed_at, punch.id))
