"""What people have worked, as their law has it: minutes by class, by date and by shift."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from guard_api.database import db
from schedules.attendance.figures import worked_shifts
from schedules.attendance.rules import Derived
from schedules.clocking.models import Attendance, UnplannedWork
from schedules.clocking.rows import attendance_of, unplanned_of
from schedules.law.days import period_of, week_of
from schedules.law.pay import DayPay, PeriodPay, pay_classes
from schedules.law.shapes import CLASSES, NORMAL, Pack
from schedules.posts.calendar import calendar_of
from schedules.terms.queries import law_people, packs_of

NIGHT = "night"
# What a shift worked in a stretch may belong to outside it: the night before, a break in the week.
MARGIN = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """One person's days in a stretch. `periods` are those of comprehensive hours that it touches."""

    person_id: str
    pack: Pack
    days: tuple[DayPay, ...]
    periods: tuple[PeriodPay, ...]

    @property
    def minutes(self) -> dict[str, int]:
        sums = {class_: sum(day.minutes[class_] for day in self.days) for class_ in CLASSES}
        return sums | {NIGHT: sum(day.night_minutes for day in self.days)}

    @property
    def worked_minutes(self) -> int:
        return sum(sum(day.minutes.values()) for day in self.days)

    @property
    def overtime_minutes(self) -> int:
        return self.worked_minutes - sum(day.minutes[NORMAL] for day in self.days)


def hours_of(
    organisation_id: str, person_ids: Collection[str], from_on: date, until_on: date
) -> dict[str, Hours]:
    """Of each of these people. Whole weeks and periods are read: what came before decides on each minute."""
    if not person_ids:
        return {}
    packs = packs_of(organisation_id, person_ids, until_on)
    wide = {id_: widened(pack, from_on, until_on) for id_, pack in packs.items()}
    first, last = min(start for start, _ in wide.values()), max(end for _, end in wide.values())
    people = law_people(organisation_id, person_ids, until_on)
    calendar = calendar_of(organisation_id, first, last)
    worked = _worked(organisation_id, person_ids, first, last)
    found = {}
    for id_, pack in packs.items():
        start, end = wide[id_]
        theirs = [shift for shift in worked_shifts(worked[id_], id_) if start <= shift.on <= end]
        paid = pay_classes(pack, theirs, person=people[id_], calendar=calendar)
        days = tuple(day for day in paid.days if from_on <= day.on <= until_on)
        periods = tuple(p for p in paid.periods if p.from_on <= until_on and p.until_on >= from_on)
        found[id_] = Hours(id_, pack, days, periods)
    return found


def widened(pack: Pack, from_on: date, until_on: date) -> tuple[date, date]:
    """The stretch and all weeks and periods that it touches; with a day before for nights by the clock."""
    weeks = week_of(from_on, pack.week_starts)[0], week_of(until_on, pack.week_starts)[1]
    if pack.pay.period:
        starts, _ = period_of(from_on, pack.pay.period, pack.week_starts)
        _, ends = period_of(until_on, pack.pay.period, pack.week_starts)
        weeks = min(weeks[0], starts), max(weeks[1], ends)
    return weeks[0] - MARGIN, weeks[1]


def _worked(
    organisation_id: str, person_ids: Iterable[str], first: date, last: date
) -> Mapping[str, Derived]:
    planned = _by_person(Attendance, organisation_id, person_ids, first, last)
    extra = _by_person(UnplannedWork, organisation_id, person_ids, first, last)
    return {
        id_: Derived(
            tuple(attendance_of(row) for row in planned.get(id_, ())),
            tuple(unplanned_of(row) for row in extra.get(id_, ())),
            (),
            {},
        )
        for id_ in person_ids
    }


def _by_person(model, organisation_id: str, person_ids: Iterable[str], first: date, last: date) -> dict:
    rows = db.session.scalars(
        select(model).where(
            model.organisation_id == organisation_id,
            model.person_id.in_(list(person_ids)),
            model.on.between(first, last),
        )
    )
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def minutes_on_shift(hours: Iterable[Hours]) -> dict[str, Mapping[str, int]]:
    """By shift, whatever date its minutes belong to: classes of all its days in one."""
    found: dict[str, dict[str, int]] = {}
    for each in hours:
        for day in each.days:
            for shift_id, classes in day.by_shift.items():
                sums = found.setdefault(shift_id, dict.fromkeys(CLASSES, 0))
                for class_, minutes in classes.items():
                    sums[class_] += minutes
    return found
