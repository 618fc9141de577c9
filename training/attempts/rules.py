"""Drawing, marking, waiting, and what all attempts together come to: on plain data.

What an attempt is worth never depends on the order in which attempts arrive.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from training.certificates.rules import expiry
from training.modules.rules import is_right

SKEW = timedelta(minutes=2)
VERSION_GRACE = timedelta(days=14)
LATE = timedelta(days=3)
SECONDS_A_QUESTION = 2
RENEW_FROM = timedelta(days=30)
CLOCK_SKEW, HASTY, LATE_FLAG = "clock_skew", "hasty", "late"
PAPER_USED, TOO_EARLY, VERSION_EXPIRED, NOTHING_LEFT = (
    "paper_used",
    "too_early",
    "version_expired",
    "nothing_left",
)
NOT_COUNTED = (PAPER_USED, TOO_EARLY, VERSION_EXPIRED, NOTHING_LEFT)


# --- drawing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawable:
    """A question of the bank: its id, its lesson, the keys of its options."""

    id: str
    lesson: str | None
    option_keys: tuple[str, ...]


def draw(bank: Iterable[Drawable], number: int, random: Random) -> list[dict[str, Any]]:
    """The items of a paper: different questions, spread over the lessons, their options in any order."""
    drawn = _spread(bank, random)[:number]
    random.shuffle(drawn)
    return [{"question_id": one.id, "options": shuffled(one.option_keys, random)} for one in drawn]


def _spread(bank: Iterable[Drawable], random: Random) -> list[Drawable]:
    """All questions in an order of chance in which no lesson comes again before each other had its turn."""
    by_lesson: dict[str | None, list[Drawable]] = defaultdict(list)
    for one in bank:
        by_lesson[one.lesson].append(one)
    turns = []
    for of_lesson in by_lesson.values():
        random.shuffle(of_lesson)
        turns += [(turn, random.random(), one) for turn, one in enumerate(of_lesson)]
    return [one for _, _, one in sorted(turns, key=lambda each: each[:2])]


def shuffled(keys: Sequence[str], random: Random) -> list[str]:
    return random.sample(keys, len(keys))


# --- marking ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A question of a paper as it was asked, and what was chosen, by the question's own keys."""

    question_id: str
    kind: str
    options: Sequence[Mapping[str, Any]]
    chosen: Sequence[str]
    retired: bool = False


@dataclass(frozen=True)
class Marked:
    """`results` are (question, right) of what was asked; retired questions are left out."""

    results: tuple[tuple[str, bool], ...]
    pass_percent: int

    @property
    def asked(self) -> int:
        return len(self.results)

    @property
    def right(self) -> int:
        return sum(right for _, right in self.results)

    @property
    def percent(self) -> int | None:
        """Whole percents, never rounded up to the mark."""
        return self.right * 100 // self.asked if self.asked else None

    @property
    def passed(self) -> bool:
        return self.asked > 0 and self.right * 100 >= self.pass_percent * self.asked


def mark(sheets: Iterable[Sheet], pass_percent: int) -> Marked:
    results = [
        (sheet.question_id, is_right(sheet.kind, sheet.options, sheet.chosen))
        for sheet in sheets
        if not sheet.retired
    ]
    return Marked(tuple(results), pass_percent)


# --- time ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Times:
    """When an attempt began and ended by the server's clock, as far as can be told."""

    started_at: datetime
    ended_at: datetime
    flags: tuple[str, ...]


def times_of(
    *,
    started_at: datetime,
    ended_at: datetime,
    received_at: datetime,
    drawn_at: datetime,
    clock_skew_s: float,
) -> Times:
    """The phone's times put right: by how far its clock was off, and to what is possible."""
    skew = timedelta(seconds=clock_skew_s)
    off = skew if abs(skew) > SKEW else timedelta()
    ended = min(_earlier(ended_at, off), received_at)
    ended = max(ended, min(drawn_at, received_at))
    started = max(min(_earlier(started_at, off), ended), min(drawn_at, ended))
    late = received_at - ended > LATE
    flags = [flag for flag, holds in ((CLOCK_SKEW, bool(off)), (LATE_FLAG, late)) if holds]
    return Times(started, ended, tuple(flags))


def _earlier(instant: datetime, by: timedelta) -> datetime:
    try:
        return instant - by
    except OverflowError:
        return instant


def is_hasty(times: Times, asked: int) -> bool:
    return times.ended_at - times.started_at < timedelta(seconds=SECONDS_A_QUESTION * asked)


def why_not_counted(
    *,
    paper_used: bool,
    started_at: datetime,
    opens_at: datetime | None,
    superseded_at: datetime | None,
    asked: int,
) -> str | None:
    """The flag of what keeps an attempt from counting, or None."""
    if paper_used:
        return PAPER_USED
    if opens_at and started_at < opens_at - SKEW:
        return TOO_EARLY
    if superseded_at and started_at > superseded_at + VERSION_GRACE:
        return VERSION_EXPIRED
    return None if asked else NOTHING_LEFT


# --- all attempts together ----------------------------------------------------------------------


@dataclass(frozen=True)
class Tried:
    """An attempt that counts. `valid_months` is what its version says, 0 for no end; `on` its day."""

    id: str
    ended_at: datetime
    on: date
    passed: bool
    percent: int | None
    valid_months: int


@dataclass(frozen=True)
class Renewed:
    """When all had to pass again: a pass before that ended on the day before."""

    at: datetime
    on: date


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a module after all attempts that count."""

    attempts: int = 0
    best_percent: int | None = None
    passed_at: datetime | None = None
    valid_until_on: date | None = None
    failed_at: datetime | None = None
    next_attempt_at: datetime | None = None
    first_id: str | None = None


def standing(
    tried: Iterable[Tried],
    *,
    wait_minutes: int,
    attempts_from_at: datetime | None = None,
    renewed: Renewed | None = None,
) -> Standing:
    """`attempts` count anew after a pass and from `attempts_from_at` on."""
    in_order = sorted(tried, key=lambda one: (one.ended_at, one.id))
    if not in_order:
        return Standing()
    passes = [one for one in in_order if one.passed]
    fails = [one for one in in_order if not one.passed]
    last, last_pass = in_order[-1], passes[-1] if passes else None
    since = [instant for instant in (last_pass and last_pass.ended_at, attempts_from_at) if instant]
    failed_at = fails[-1].ended_at if fails else None
    return Standing(
        attempts=sum(all(one.ended_at > instant for instant in since) for one in in_order),
        best_percent=max((one.percent for one in in_order if one.percent is not None), default=None),
        passed_at=last_pass and last_pass.ended_at,
        valid_until_on=last_pass and _valid_until(last_pass, renewed),
        failed_at=failed_at,
        next_attempt_at=None if last.passed else last.ended_at + timedelta(minutes=wait_minutes),
        first_id=in_order[0].id,
    )


def _valid_until(one: Tried, renewed: Renewed | None) -> date | None:
    until = expiry(one.on, one.valid_months or None)
    if renewed is None or one.ended_at >= renewed.at:
        return until
    ended = renewed.on - timedelta(days=1)
    return min(until, ended) if until else ended


def attempts_left(most: int | None, used: int) -> int | None:
    """None: as many as needed."""
    return None if most is None else max(most - used, 0)


def may_attempt(
    *, passed_at: datetime | None, valid_until_on: date | None, left: int | None, today: date
) -> bool:
    """Whether a paper should lie ready: not passed, or soon to be renewed, and attempts are left."""
    if left == 0:
        return False
    if passed_at is None:
        return True
    return valid_until_on is not None and valid_until_on - RENEW_FROM <= today
