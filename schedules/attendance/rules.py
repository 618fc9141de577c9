"""What became of each planned shift: pure, and the same in whatever order the punches arrived.

Punches are matched to the shift, never to the date. Every minute of presence is in one place: before the
start of a shift, inside it, in its break, after its end, or in unplanned work.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from schedules.attendance.facts import (
    IN,
    OUT,
    Correction,
    PlannedShift,
    Punch,
    Tolerances,
    corrected,
    minutes,
)
from schedules.attendance.stays import (
    Question,
    Stay,
    Walk,
    could_be_for,
    follows_on,
    shift_for,
    without_clashes,
)
from schedules.spans import Span, inside, local_day, merged, minutes_between, on_the_minute, total, without

PLANNED, MISSING, WORKING, WORKED, ABSENT = "planned", "missing", "working", "worked", "absent"
VACANT, CLASHING = "vacant", "clashing"

ZONE = "Asia/Shanghai"
NOTHING: Mapping[str, Tolerances] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Attendance:
    """What holds of one planned shift. `unconfirmed_minutes` are part of the others: an end of theirs is
    presumed. `claimed_minutes` are part of none until somebody has asked. `work` is what pay goes by,
    `present` all the time that the person was there for this shift."""

    shift_id: str
    person_id: str | None
    on: date
    state: str
    planned: Span
    planned_minutes: int
    zone: str
    first_in_at: datetime | None = None
    last_out_at: datetime | None = None
    early_minutes: int = 0
    inside_minutes: int = 0
    break_minutes: int = 0
    over_minutes: int = 0
    worked_minutes: int = 0
    unconfirmed_minutes: int = 0
    claimed_minutes: int = 0
    late_minutes: int = 0
    left_early_minutes: int = 0
    waited_for_relief_minutes: int = 0
    flags: tuple[str, ...] = ()
    punch_ids: tuple[str, ...] = ()
    present: tuple[Span, ...] = ()
    work: tuple[Span, ...] = ()
    judge_at: datetime | None = None

    @property
    def attended(self) -> bool:
        return self.state in (WORKING, WORKED)


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Presence that no plan asked for. It belongs to the date on which it begins."""

    person_id: str
    on: date
    span: Span
    zone: str
    confirmed: bool
    claimed_minutes: int
    punch_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """`ignored` says of each punch that begins or ends nothing why."""

    attendances: tuple[Attendance, ...]
    unplanned: tuple[Unplanned, ...]
    questions: tuple[Question, ...]
    ignored: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a stay that belongs to one shift, or to none. `too_early`: unplanned work ran into it."""

    span: Span
    stay: Stay
    shift: PlannedShift | None
    too_early: bool = False


def derive(
    shifts: Iterable[PlannedShift],
    punches: Iterable[Punch],
    *,
    now: datetime,
    corrections: Iterable[Correction] = (),
    allow: Tolerances = Tolerances(),  # noqa: B008 (frozen)
    allow_for: Mapping[str, Tolerances] = NOTHING,
    zone: str = ZONE,
) -> Derived:
    """One attendance for each planned shift, the unplanned work, and what has to be asked.

    Hand in all shifts and punches of a stretch with a day on either side: a night has two dates.
    `allow` matches punches to shifts; `allow_for` says by which tolerances a shift is judged, where its site
    has its own. `zone` is where unplanned work is dated.
    """
    shifts = list(shifts)
    holding, ignored = corrected(punches, corrections)
    by_id: dict[str, Attendance] = {}
    unplanned: list[Unplanned] = []
    questions: list[Question] = []
    for person_id in sorted({p.person_id for p in holding} | {s.person_id for s in shifts if s.person_id}):
        theirs = [shift for shift in shifts if shift.person_id == person_id]
        made = [punch for punch in holding if punch.person_id == person_id]
        plan = without_clashes(theirs, made, allow)
        walk = Walk(plan, allow).through(made, now)
        parts = [part for stay in walk.stays for part in divided(stay, plan, allow)]
        for shift in theirs:
            own = [part for part in parts if part.shift == shift]
            by = allow_for.get(shift.id, allow)
            by_id[shift.id] = judged(shift, own, made, now=now, allow=by, clashing=shift not in plan)
        unplanned += _unplanned(person_id, parts, zone)
        questions += walk.questions
        ignored = {**ignored, **walk.ignored}
    by_id |= {shift.id: _nobody(shift, VACANT) for shift in shifts if shift.person_id is None}
    attendances = relieved([(shift, by_id[shift.id]) for shift in shifts], now, allow, allow_for)
    return Derived(tuple(attendances), tuple(unplanned), tuple(questions), ignored)


def divided(stay: Stay, plan: Sequence[PlannedShift], allow: Tolerances) -> Iterator[Part]:
    """A stay cut by the plan, which holds no two shifts that overlap: each minute goes to one part.

    A shift owns what begins in the tolerance before it, its time, and what follows without a break.
    """
    at, owner, too_early = stay.span.start_at, None, False
    for shift in plan:
        if shift.span.end_at <= stay.span.start_at:
            continue
        if stay.span.start_at < shift.span.start_at - minutes(allow.early) or owner:
            if not stay.reaches(shift.span.start_at):
                break
            yield Part(Span(at, shift.span.start_at), stay, owner, too_early)
            at, too_early = shift.span.start_at, owner is None
        owner = shift
    yield Part(Span(at, stay.span.end_at), stay, owner, too_early)


def judged(
    shift: PlannedShift,
    parts: Sequence[Part],
    punches: Sequence[Punch],
    *,
    now: datetime,
    allow: Tolerances,
    clashing: bool = False,
) -> Attendance:
    """What became of one shift, given the parts of its person's stays that are its own."""
    if not parts:
        state = CLASHING if clashing else _state_of_nobody(shift, now, allow)
        return replace(_nobody(shift, state), judge_at=_next(now, *_deadlines(shift, allow)))
    present = [part.span for part in parts]
    within = inside(present, [shift.span])
    pauses = breaks_in(shift, within)
    work = without(present if allow.early_counts else without(present, [_before(shift)]), pauses)
    working = any(part.stay.open and part.span.end_at == part.stay.span.end_at for part in parts)
    ids = _punch_ids(parts)
    return Attendance(
        shift_id=shift.id,
        person_id=shift.person_id,
        on=shift.on,
        state=WORKING if working else WORKED,
        planned=shift.span,
        planned_minutes=planned_minutes(shift),
        zone=shift.zone,
        first_in_at=_first_in(shift, parts),
        last_out_at=_last_out(parts),
        early_minutes=total(inside(present, [_before(shift)])),
        inside_minutes=total(within) - total(pauses),
        break_minutes=total(pauses),
        over_minutes=total(present) - total(within) - total(inside(present, [_before(shift)])),
        worked_minutes=total(work),
        unconfirmed_minutes=total(inside(work, [p.span for p in parts if not p.stay.confirmed])),
        claimed_minutes=sum(p.stay.claimed_minutes for p in parts if p.span.end_at == p.stay.span.end_at),
        late_minutes=_late(shift, parts, allow),
        left_early_minutes=_left_early(shift, parts, allow),
        flags=_flags(shift, parts, [punch for punch in punches if punch.id in ids], allow),
        punch_ids=ids,
        present=tuple(merged(present)),
        work=tuple(work),
        judge_at=_next(now, *_closings(shift, parts)),
    )


def breaks_in(shift: PlannedShift, within: Sequence[Span]) -> list[Span]:
    """The planned breaks, as far as the guard did not clock out for them: the fact goes before the plan."""
    gaps = total(without([Span(within[0].start_at, within[-1].end_at)], within)) if within else 0
    due = max(0, total(shift.unpaid_breaks) - gaps)
    taken = []
    for pause in inside(shift.unpaid_breaks, within):
        long = min(due, pause.minutes)
        due -= long
        taken.append(Span(pause.start_at, pause.start_at + minutes(long)))
    return [pause for pause in taken if pause.minutes]


def planned_minutes(shift: PlannedShift) -> int:
    return total(without([shift.span], shift.unpaid_breaks))


def relieved(
    pairs: Sequence[tuple[PlannedShift, Attendance]],
    now: datetime,
    allow: Tolerances,
    allow_for: Mapping[str, Tolerances] = NOTHING,
) -> list[Attendance]:
    """Whose relief came late or not at all is named: they stay on through no fault of their own."""
    waiting = {shift.relieves: held for shift, held in pairs if shift.relieves}
    return [
        waited(held, waiting.get(held.shift_id), on_the_minute(now), allow_for.get(held.shift_id, allow))
        for _, held in pairs
    ]


def waited(held: Attendance, relief: Attendance | None, now: datetime, allow: Tolerances) -> Attendance:
    """How long one shift waited for the other that relieves it."""
    if relief is None or not held.attended:
        return held
    came_at = relief.work[0].start_at if relief.work else None
    left_at = held.work[-1].end_at if held.work and held.state == WORKED else now
    waited = minutes_between(held.planned.end_at, min(came_at or now, left_at))
    if waited < allow.relief:
        return held
    flag = "relief_late" if came_at and came_at <= left_at else "relief_not_arrived"
    return replace(held, waited_for_relief_minutes=waited, flags=(*held.flags, flag))


def _nobody(shift: PlannedShift, state: str) -> Attendance:
    return Attendance(
        shift.id, shift.person_id, shift.on, state, shift.span, planned_minutes(shift), shift.zone
    )


def _state_of_nobody(shift: PlannedShift, now: datetime, allow: Tolerances) -> str:
    if shift.notice:
        return shift.notice
    if now < shift.span.start_at + minutes(allow.late):
        return PLANNED
    return MISSING if now < shift.span.end_at else ABSENT


def _deadlines(shift: PlannedShift, allow: Tolerances) -> tuple[datetime, ...]:
    """At its start too: whoever is on duty till then may simply go on."""
    starts = shift.span.start_at
    return () if shift.notice else (starts, starts + minutes(allow.late), shift.span.end_at)


def _closings(shift: PlannedShift, parts: Iterable[Part]) -> Iterator[datetime]:
    for part in parts:
        if part.stay.closes_at:
            # One minute on, because at the limit itself a clock-out is still in time.
            yield from (shift.span.end_at, part.stay.closes_at + minutes(1))


def _next(now: datetime, *instants: datetime) -> datetime | None:
    return min((at for at in instants if at > now), default=None)


def _before(shift: PlannedShift) -> Span:
    return Span(datetime.min.replace(tzinfo=shift.span.start_at.tzinfo), shift.span.start_at)


def _first_in(shift: PlannedShift, parts: Sequence[Part]) -> datetime | None:
    """When the person began this shift, where a punch or the shift before says so."""
    first = parts[0]
    known = first.stay.in_id is not None or first.span.start_at > first.stay.span.start_at
    return first.span.start_at if known else None


def _last_out(parts: Sequence[Part]) -> datetime | None:
    last = parts[-1]
    ran_on = last.span.end_at < last.stay.span.end_at
    return last.span.end_at if ran_on or last.stay.out_id else None


def _late(shift: PlannedShift, parts: Sequence[Part], allow: Tolerances) -> int:
    first_in = _first_in(shift, parts)
    late = minutes_between(shift.span.start_at, first_in) if first_in else 0
    return late if late > allow.late else 0


def _left_early(shift: PlannedShift, parts: Sequence[Part], allow: Tolerances) -> int:
    last_out = _last_out(parts)
    early = minutes_between(last_out, shift.span.end_at) if last_out else 0
    return early if early > allow.leave else 0


def _flags(
    shift: PlannedShift, parts: Sequence[Part], punches: Sequence[Punch], allow: Tolerances
) -> tuple[str, ...]:
    own = {
        "late": _late(shift, parts, allow),
        "left_early": _left_early(shift, parts, allow),
        "stayed_over": parts[-1].span.end_at > shift.span.end_at + minutes(allow.leave),
        "before_window": parts[0].too_early,
        "came_despite_notice": shift.notice is not None,
        "claimed": any(part.stay.claimed_minutes for part in parts),
        "received_late": any(_received_late(punch, allow) for punch in punches),
    }
    found = [flag for flag, holds in own.items() if holds]
    found += [flag for part in parts for flag in _flags_of_stay(part)]
    found += [flag for punch in punches for flag in punch.flags]
    return tuple(dict.fromkeys(found))


def _flags_of_stay(part: Part) -> Iterator[str]:
    """What is missing at one end of a stay is a matter of the shift at that end."""
    ends = {
        "missed_in": part.span.start_at == part.stay.span.start_at,
        "missed_out": part.span.end_at == part.stay.span.end_at,
        "closed_unasked": part.span.end_at == part.stay.span.end_at,
    }
    yield from (flag for flag in part.stay.flags if ends.get(flag, True))


def _received_late(punch: Punch, allow: Tolerances) -> bool:
    return punch.received_at - punch.occurred_at > minutes(allow.received_late)


def _punch_ids(parts: Iterable[Part]) -> tuple[str, ...]:
    ids = (id_ for part in parts for id_ in (part.stay.in_id, part.stay.out_id, part.stay.claimed_by) if id_)
    return tuple(dict.fromkeys(ids))


def _unplanned(person_id: str, parts: Iterable[Part], zone: str) -> Iterator[Unplanned]:
    for part in parts:
        if part.shift is None:
            on = local_day(part.span.start_at, zone)
            ends = part.span.end_at == part.stay.span.end_at
            claimed = part.stay.claimed_minutes if ends else 0
            yield Unplanned(person_id, on, part.span, zone, part.stay.confirmed, claimed, _punch_ids([part]))


def expected_punch(
    shifts: Iterable[PlannedShift],
    punches: Iterable[Punch],
    *,
    now: datetime,
    corrections: Iterable[Correction] = (),
    allow: Tolerances = Tolerances(),  # noqa: B008 (frozen)
) -> tuple[str, str | None]:
    """What one person's phone offers, and for which shift: today's clock-in before yesterday's clock-out."""
    shifts = list(shifts)
    holding, _ = corrected(punches, corrections)
    plan = without_clashes(shifts, holding, allow)
    begun = Walk(plan, allow).through(holding, now).begun
    at = on_the_minute(now)
    near = shift_for([shift for shift in plan if could_be_for(shift, at, allow.early)], at, allow)
    if begun is None or (at >= begun.presumed_end_at and near and not follows_on(plan, begun, near, allow)):
        meant = near or shift_for(plan, at, allow)
        return IN, meant.id if meant else None
    return OUT, begun.shift.id if begun.shift else None
