"""Between the rows of attendance and what the rules work on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from guard_api.fields import iso
from schedules.attendance.facts import Correction, Punch
from schedules.attendance.rules import Attendance, Unplanned
from schedules.clocking import models
from schedules.spans import Span

SAME = (
    "person_id",
    "on",
    "zone",
    "state",
    "planned_minutes",
    "first_in_at",
    "last_out_at",
    "early_minutes",
    "inside_minutes",
    "break_minutes",
    "over_minutes",
    "worked_minutes",
    "unconfirmed_minutes",
    "claimed_minutes",
    "late_minutes",
    "left_early_minutes",
    "waited_for_relief_minutes",
    "judge_at",
)
LISTS = ("flags", "punch_ids")


def columns_of(each: Attendance) -> dict[str, Any]:
    """What of a derived attendance is kept."""
    same = {name: getattr(each, name) for name in SAME}
    lists = {name: list(getattr(each, name)) for name in LISTS}
    spans = {"present": written(each.present), "work": written(each.work)}
    return same | lists | spans | {"start_at": each.planned.start_at, "end_at": each.planned.end_at}


def attendance_of(row: models.Attendance) -> Attendance:
    """The same as it was derived."""
    same = {name: getattr(row, name) for name in SAME}
    lists = {name: tuple(getattr(row, name)) for name in LISTS}
    return Attendance(
        shift_id=row.shift_id,
        planned=Span(row.start_at, row.end_at),
        present=read(row.present),
        work=read(row.work),
        **same,
        **lists,
    )


def unplanned_of(row: models.UnplannedWork) -> Unplanned:
    return Unplanned(
        person_id=row.person_id,
        on=row.on,
        span=Span(row.start_at, row.end_at),
        zone=row.zone,
        confirmed=row.confirmed,
        claimed_minutes=row.claimed_minutes,
        punch_ids=tuple(row.punch_ids),
    )


def written(spans: Iterable[Span]) -> list[list[str]]:
    return [[iso(each.start_at), iso(each.end_at)] for each in spans]


def read(spans: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    return tuple(Span(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in spans)


def punch_of(row: models.Punch) -> Punch:
    return Punch(
        row.id, row.person_id, row.kind, row.occurred_at, row.received_at, row.method, tuple(row.flags)
    )


def correction_of(row: models.PunchCorrection) -> Correction:
    return Correction(
        row.id,
        row.person_id,
        row.reason,
        row.asked_by,
        row.asked_at,
        adds=tuple(_added(row, said) for said in row.adds),
        voids=tuple(row.voids),
        decision=row.decision,
        decided_by=row.decided_by,
    )


def _added(row: models.PunchCorrection, said: dict[str, Any]) -> Punch:
    at = datetime.fromisoformat(said["at"])
    return Punch(said["id"], row.person_id, said["kind"], at, at, "correction")
