"""Whom a requirement asks, by when, and how somebody stands, on plain data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

CURRENT, DUE, OVERDUE, FAILED, EXPIRED, NOT_REQUIRED = (
    "current",
    "due",
    "overdue",
    "failed",
    "expired",
    "not_required",
)
STATES = (DUE, OVERDUE, FAILED, EXPIRED, CURRENT, NOT_REQUIRED)
EVERYONE, ROLE, GRADE, SITE, POST, CERTIFICATE, PERSON = (
    "everyone",
    "role",
    "grade",
    "site",
    "post",
    "certificate",
    "person",
)
KINDS = (EVERYONE, ROLE, GRADE, SITE, POST, CERTIFICATE, PERSON)
REMIND_DAYS_BEFORE = (7, 1)
OVERDUE_EVERY_DAYS = 7


@dataclass(frozen=True)
class Worker:
    """What requirements ask about somebody. The office is asked by role and by name only."""

    person_id: str
    roles: frozenset[str] = frozenset()
    site_ids: frozenset[str] = frozenset()
    grade_id: str | None = None
    posts: frozenset[str] = frozenset()
    certificate_type_ids: frozenset[str] = frozenset()
    office: bool = False


@dataclass(frozen=True)
class Asked:
    """A requirement in force."""

    id: str
    module_id: str
    kind: str
    value: str | None
    due_days: int
    from_on: date


@dataclass(frozen=True)
class Wanted:
    """What a duty should say of its requirements."""

    grounds: Mapping[str, str]
    requirement_id: str | None
    due_on: date | None


def covers(asked: Asked, worker: Worker) -> bool:
    held = {
        EVERYONE: frozenset() if worker.office else frozenset({None}),
        ROLE: worker.roles,
        GRADE: frozenset({worker.grade_id}),
        SITE: worker.site_ids,
        POST: worker.posts,
        CERTIFICATE: worker.certificate_type_ids,
        PERSON: frozenset({worker.person_id}),
    }[asked.kind]
    return asked.value in held


def wanted_of(
    applying: Sequence[Asked],
    *,
    before: Mapping[str, str],
    assigned_due_on: date | None,
    today: date,
) -> Wanted:
    """The grounds of a duty: each keeps the day since when it held; the earliest due date is the duty's."""
    since = {
        asked.id: date.fromisoformat(before[asked.id]) if asked.id in before else max(today, asked.from_on)
        for asked in applying
    }
    dues = sorted(
        [(since[asked.id] + timedelta(days=asked.due_days), asked.id) for asked in applying]
        + ([(assigned_due_on, "")] if assigned_due_on else [])
    )
    due_on, first = dues[0] if dues else (None, None)
    return Wanted({id_: day.isoformat() for id_, day in sorted(since.items())}, first or None, due_on)


def state_of(
    *,
    required: bool,
    due_on: date | None,
    passed_at: datetime | None,
    valid_until_on: date | None,
    failed_at: datetime | None,
    today: date,
) -> str:
    """One word for how somebody stands with a module."""
    if passed_at and (valid_until_on is None or valid_until_on >= today):
        return CURRENT
    if not required:
        return NOT_REQUIRED
    if failed_at and (passed_at is None or failed_at > passed_at):
        return FAILED
    if passed_at:
        return EXPIRED
    return OVERDUE if due_on and due_on < today else DUE


def reminders_on(due_on: date, today: date) -> str | None:
    """What a reminder of this day is about: days left as "7" or "1", or the week of being late."""
    left = (due_on - today).days
    if left in REMIND_DAYS_BEFORE:
        return str(left)
    late = -left
    return f"late-{late}" if late > 0 and late % OVERDUE_EVERY_DAYS == 1 else None


def in_force(asked: Iterable[Asked], today: date) -> list[Asked]:
    return [one for one in asked if one.from_on <= today]
