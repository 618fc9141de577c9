"""The figures of the attendance board, each with its numerator, its denominator and the rows behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from schedules.attendance.facts import LEAVE
from schedules.attendance.rules import ABSENT, CLASHING, VACANT, WORKING, Attendance, Derived, Unplanned
from schedules.law.pay import PayClasses
from schedules.law.shapes import Break, Shift
from schedules.spans import Span, without


@dataclass(frozen=True, slots=True)
class Figure:
    """`rows` are the ids in the denominator, `counted` those of them in the numerator."""

    numerator: int
    denominator: int
    unit: str
    rows: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """No data is neither 0 % nor 100 %."""
        return self.numerator / self.denominator if self.denominator else None


def figures(
    attendances: Iterable[Attendance], *, now: datetime, leave_counts: bool = False
) -> dict[str, Figure]:
    """Over the shifts that are over. Approved leave is left out of what people owe, unless set otherwise;
    a shift that clashed with another of its person is nobody's fault, but its post was not filled."""
    over = [each for each in attendances if each.planned.end_at <= now and each.state != WORKING]
    owed = [each for each in over if _owed(each, leave_counts)]
    started = [each for each in owed if each.first_in_at is not None or not each.attended]
    return {
        "attendance_rate": _shifts(owed, _came),
        "attendance_hours": _minutes(owed, _inside, _planned),
        "punctuality": _shifts(started, _on_time),
        "no_show_rate": _shifts(owed, lambda each: each.state == ABSENT),
        "fill_rate": _shifts(over, _came),
        "post_hours": _minutes(over, covered_minutes, lambda each: each.planned.minutes),
    }


def overtime_ratio(paid: Mapping[str, PayClasses]) -> Figure:
    """Overtime by the law pack over all hours; rows are persons."""
    return Figure(
        sum(each.overtime_minutes for each in paid.values()),
        sum(each.worked_minutes for each in paid.values()),
        "minutes",
        tuple(id_ for id_, each in paid.items() if each.worked_minutes),
        tuple(id_ for id_, each in paid.items() if each.overtime_minutes),
    )


def covered_minutes(attendance: Attendance) -> int:
    """Presence between the planned start and end, breaks in it too."""
    return attendance.inside_minutes + attendance.break_minutes


def worked_shifts(derived: Derived, person_id: str) -> list[Shift]:
    """One person's work as the law reckons it: on the date of its shift, whenever it truly began."""
    planned = [each for each in derived.attendances if each.person_id == person_id and each.work]
    extra = [each for each in derived.unplanned if each.person_id == person_id and each.span.minutes]
    return [_of_attendance(each) for each in planned] + [_of_unplanned(each) for each in extra]


def _of_attendance(each: Attendance) -> Shift:
    return _worked(each.shift_id, each.work, each)


def _of_unplanned(each: Unplanned) -> Shift:
    return _worked("+".join(("unplanned", *each.punch_ids)), [each.span], each)


def _worked(id_: str, work: Sequence[Span], each: Attendance | Unplanned) -> Shift:
    whole = Span(work[0].start_at, work[-1].end_at)
    pauses = tuple(Break(gap.start_at, gap.end_at) for gap in without([whole], work))
    return Shift(id_, whole.start_at, whole.end_at, each.zone, pauses, each.on)


def _owed(each: Attendance, leave_counts: bool) -> bool:
    return each.state not in (VACANT, CLASHING) and (leave_counts or each.state != LEAVE)


def _came(each: Attendance) -> bool:
    return covered_minutes(each) > 0


def _on_time(each: Attendance) -> bool:
    return each.attended and not each.late_minutes


def _inside(each: Attendance) -> int:
    return each.inside_minutes


def _planned(each: Attendance) -> int:
    return each.planned_minutes


def _shifts(rows: Sequence[Attendance], counts) -> Figure:
    ids = tuple(each.shift_id for each in rows)
    counted = tuple(each.shift_id for each in rows if counts(each))
    return Figure(len(counted), len(ids), "shifts", ids, counted)


def _minutes(rows: Sequence[Attendance], had, due) -> Figure:
    ids = tuple(each.shift_id for each in rows)
    counted = tuple(each.shift_id for each in rows if had(each))
    return Figure(sum(map(had, rows)), sum(map(due, rows)), "minutes", ids, counted)
