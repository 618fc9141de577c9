"""What a round's facts amount to: pure, and the same in whatever order the facts arrived."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

# A guard may walk a quarter faster or slower than the route says, at any point of it.
PACE = 0.25
# A phone without signal sends its "ended" as soon as it can; half an hour covers lifts and garages.
CLOSING_GRACE_MINUTES = 30
# A finding stops the clock until the next scan, but nobody is held up by one for more than an hour.
LONGEST_PAUSE_MINUTES = 60
# Two fifths of the expected time is less than a brisk walk: someone ran, or scanned copies of the labels.
TOO_SHORT_SHARE = 0.4
# Half as long again, pauses and tolerance taken off, is no longer a slow walk.
TOO_LONG_SHARE = 0.5

# An exception's kind, and the visit it is about (None: the round as a whole).
Subject = tuple[str, str | None]

# Which visits become excused with an exception.
EXCUSES = {"missed": "missed", "incomplete": "missed", "skipped": "missed", "late": "late"}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What an organisation may set; the defaults are the constants above."""

    too_short_share: float = TOO_SHORT_SHARE
    too_long_share: float = TOO_LONG_SHARE
    closing_grace_minutes: float = CLOSING_GRACE_MINUTES
    longest_pause_minutes: float = LONGEST_PAUSE_MINUTES

    @classmethod
    def chosen(cls, settings: Mapping[str, Any]) -> "Thresholds":
        """From the organisation's settings, where they are named `patrol_too_short_share` and so on."""
        names = cls.__dataclass_fields__
        return cls(**{name: settings[f"patrol_{name}"] for name in names if f"patrol_{name}" in settings})


@dataclass(frozen=True, slots=True)
class Round:
    """What is known of a round apart from its visits. `decisions` are a supervisor's, by subject."""

    planned: bool
    start_until_at: datetime
    end_due_at: datetime
    expected_minutes: float
    tolerance_minutes: int
    started_at: datetime | None = None
    ended_at: datetime | None = None
    person_id: str | None = None
    also_person_ids: tuple[str, ...] = ()
    decisions: Mapping[Subject, str] = field(default_factory=dict)
    thresholds: Thresholds = Thresholds()


@dataclass(frozen=True, slots=True)
class DueVisit:
    id: str
    checkpoint_id: str
    due_from_at: datetime
    due_until_at: datetime


@dataclass(frozen=True, slots=True)
class RoundScan:
    id: str
    checkpoint_id: str
    at: datetime
    person_id: str


@dataclass(frozen=True, slots=True)
class VisitState:
    state: str
    scan_id: str | None = None
    scanned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """`exceptions` are those that hold, by (kind, visit_id); `judge_at` is when to look again by itself."""

    state: str
    visits: dict[str, VisitState]
    exceptions: dict[Subject, dict[str, Any]] = field(default_factory=dict)
    started_at: datetime | None = None
    person_id: str | None = None
    also_person_ids: tuple[str, ...] = ()
    paused_s: int = 0
    judge_at: datetime | None = None


def judge(
    round: Round,
    visits: Sequence[DueVisit],
    scans: Collection[RoundScan],
    openings: Iterable[datetime],
    now: datetime,
) -> Judgement:
    """What became of a round, of each visit due in it, and which exceptions hold.

    `scans` are those made in the round, `openings` the instants at which findings were opened in it.
    """
    first = first_scans(scans)
    started_at, person_id, also = walkers(round, scans)
    pauses = pauses_of(round, scans, openings)
    paused = sum((until - since for since, until in pauses), timedelta())
    closes_at = closing_time(round, started_at, paused)
    complete = all(visit.checkpoint_id in first for visit in visits)
    state = state_of(round, started_at, closes_at, complete, now)
    states = {visit.id: visit_state(round, visit, first, pauses, state) for visit in visits}
    exceptions = {}
    if round.planned:
        walked = walking_time(round, state, started_at, first, pauses)
        exceptions = exceptions_of(round, state, started_at, states, walked)
    return Judgement(
        state=state,
        visits=excuse(round, states, state),
        exceptions=exceptions,
        started_at=started_at,
        person_id=person_id,
        also_person_ids=also,
        paused_s=int(paused.total_seconds()),
        judge_at={"planned": round.start_until_at, "running": closes_at}.get(state),
    )


def first_scans(scans: Iterable[RoundScan]) -> dict[str, RoundScan]:
    """The first scan at each checkpoint; later ones change nothing."""
    first: dict[str, RoundScan] = {}
    for scan in scans:
        known = first.get(scan.checkpoint_id)
        if known is None or (scan.at, scan.id) < (known.at, known.id):
            first[scan.checkpoint_id] = scan
    return first


def walkers(
    round: Round, scans: Collection[RoundScan]
) -> tuple[datetime | None, str | None, tuple[str, ...]]:
    """When the round began, who walks it (the first to start or scan), and who else did."""
    facts = [(scan.at, scan.person_id) for scan in scans]
    if round.started_at is not None and round.person_id is not None:
        facts.append((round.started_at, round.person_id))
    if not facts:
        return None, None, ()
    started_at, person_id = min(facts)
    others = {person for _, person in facts}.union(round.also_person_ids) - {person_id}
    return started_at, person_id, tuple(sorted(others))


def pauses_of(
    round: Round, scans: Iterable[RoundScan], openings: Iterable[datetime]
) -> list[tuple[datetime, datetime]]:
    """Stretches in which the clock stood: from a finding to the next scan or the end, an hour at most."""
    times = sorted(scan.at for scan in scans)
    longest = timedelta(minutes=round.thresholds.longest_pause_minutes)
    stretches: list[tuple[datetime, datetime]] = []
    for since in sorted(openings):
        until = min([since + longest, *times[bisect_right(times, since) :][:1]])
        if round.ended_at is not None:
            until = min(until, max(since, round.ended_at))
        if stretches and since <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(until, stretches[-1][1]))
        else:
            stretches.append((since, until))
    return stretches


def paused_before(pauses: Iterable[tuple[datetime, datetime]], at: datetime) -> timedelta:
    return sum((min(until, at) - since for since, until in pauses if since < at), timedelta())


def closing_time(round: Round, started_at: datetime | None, paused: timedelta) -> datetime:
    """When a round that nobody ended is closed."""
    due = round.end_due_at
    if started_at is not None:
        due = max(due, started_at + timedelta(minutes=round.expected_minutes * (1 + PACE)))
    return due + paused + timedelta(minutes=round.thresholds.closing_grace_minutes)


def was_open_at(round: Round, at: datetime, paused: timedelta) -> bool:
    """Whether the round was being walked at that instant, as far as is known."""
    if round.started_at is None or at < round.started_at:
        return False
    return at <= (round.ended_at or closing_time(round, round.started_at, paused))


def state_of(
    round: Round, started_at: datetime | None, closes_at: datetime, complete: bool, now: datetime
) -> str:
    if started_at is None:
        return "planned" if now < round.start_until_at else "missed"
    if round.ended_at is None and now < closes_at:
        return "running"
    return "done" if complete else "incomplete"


def visit_state(
    round: Round,
    visit: DueVisit,
    first: Mapping[str, RoundScan],
    pauses: Sequence[tuple[datetime, datetime]],
    round_state: str,
) -> VisitState:
    scan = first.get(visit.checkpoint_id)
    if scan is None:
        return VisitState("due" if round_state in ("planned", "running") else "missed")
    return VisitState(punctuality(round, visit, scan.at, pauses), scan.id, scan.at)


def punctuality(
    round: Round, visit: DueVisit, at: datetime, pauses: Sequence[tuple[datetime, datetime]]
) -> str:
    """A round that nobody planned has no time to keep."""
    if round.planned and at < visit.due_from_at:
        return "early"
    if round.planned and at > visit.due_until_at + paused_before(pauses, at):
        return "late"
    return "on_time"


def excuse(round: Round, states: dict[str, VisitState], round_state: str) -> dict[str, VisitState]:
    """The states with those excused that a supervisor excused. A round nobody planned owes nothing."""
    if not round.planned and round_state == "incomplete":
        return {id_: _excused(visit, {"missed"}) for id_, visit in states.items()}
    whole = {
        EXCUSES.get(kind)
        for (kind, visit_id), decision in round.decisions.items()
        if visit_id is None and decision == "excused"
    }
    return {id_: _excused(visit, _excusable(round, id_, whole)) for id_, visit in states.items()}


def _excusable(round: Round, visit_id: str, whole: set[str | None]) -> set[str | None]:
    """Which state of this visit is excused: as decided for itself, else with its round."""
    own = round.decisions.get(("skipped", visit_id))
    if own is None:
        return whole
    return whole | {"missed"} if own == "excused" else whole - {"missed"}


def _excused(visit: VisitState, which: Collection[str | None]) -> VisitState:
    return VisitState("excused", visit.scan_id, visit.scanned_at) if visit.state in which else visit


def walking_time(
    round: Round,
    round_state: str,
    started_at: datetime | None,
    first: Mapping[str, RoundScan],
    pauses: Sequence[tuple[datetime, datetime]],
) -> timedelta | None:
    """How long a closed round was walked, pauses taken off; to its last checkpoint where nobody ended it."""
    finish_at = round.ended_at or max((scan.at for scan in first.values()), default=None)
    if round_state not in ("done", "incomplete") or started_at is None or finish_at is None:
        return None
    paused = paused_before(pauses, finish_at) - paused_before(pauses, started_at)
    return finish_at - started_at - paused


def exceptions_of(
    round: Round,
    state: str,
    started_at: datetime | None,
    states: Mapping[str, VisitState],
    walked: timedelta | None,
) -> dict[Subject, dict[str, Any]]:
    """The exceptions that hold, with the figures that a person needs to understand them."""
    if started_at is None:
        return {("missed", None): {}} if state == "missed" else {}
    held: dict[Subject, dict[str, Any]] = {}
    if started_at > round.start_until_at:
        held["late", None] = {"minutes": _minutes(started_at - round.start_until_at)}
    unvisited = [id_ for id_, visit in states.items() if visit.state == "missed"]
    if unvisited:
        held["incomplete", None] = {"unvisited": len(unvisited), "visits": len(states)}
        held |= {("skipped", id_): {} for id_ in unvisited}
    if walked is not None and states:
        held |= _wrong_duration(round, walked, 1 - len(unvisited) / len(states))
    return held


def _wrong_duration(round: Round, walked: timedelta, share: float) -> dict[Subject, dict[str, Any]]:
    """Too short is measured against the share that was visited: a walk broken off is not a rush."""
    expected, minutes = round.expected_minutes, walked.total_seconds() / 60
    figures = {"minutes": _minutes(walked), "expected_minutes": round_half(expected)}
    if minutes < expected * share * round.thresholds.too_short_share:
        return {("too_short", None): figures}
    if minutes > (expected + round.tolerance_minutes) * (1 + round.thresholds.too_long_share):
        return {("too_long", None): figures}
    return {}


def round_half(minutes: float) -> float:
    return int(minutes * 2 + 0.5) / 2


def _minutes(span: timedelta) -> float:
    return round_half(span.total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Stop:
    """A checkpoint of a route; `minutes` is the expected walk from the stop before."""

    checkpoint_id: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Window:
    """When one visit of a round is due, before anyone has walked."""

    checkpoint_id: str
    position: int
    due_from_at: datetime
    due_until_at: datetime


def expected_minutes(stops: Iterable[Stop]) -> float:
    return sum(stop.minutes for stop in stops)


def end_due(start_until_at: datetime, expected: float) -> datetime:
    return start_until_at + timedelta(minutes=expected * (1 + PACE))


def windows(
    stops: Sequence[Stop], *, ordered: bool, start_from_at: datetime, start_until_at: datetime
) -> list[Window]:
    """When each checkpoint is due in a round that starts between the two instants.

    In an ordered round the window moves with the walk so far; in any other it is the whole round.
    """
    end = end_due(start_until_at, expected_minutes(stops))
    walked, result = 0.0, []
    for position, stop in enumerate(stops):
        walked += stop.minutes
        since = start_from_at + timedelta(minutes=walked * (1 - PACE)) if ordered else start_from_at
        until = start_until_at + timedelta(minutes=walked * (1 + PACE)) if ordered else end
        result.append(Window(stop.checkpoint_id, position, since, until))
    return result
