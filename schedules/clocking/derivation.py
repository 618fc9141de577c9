"""Attendance derived anew from the facts: of a few people, over the days that a fact can reach.

What it says depends on the facts alone, however late, doubled or out of order they came, and costs the same
however long the history is.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.identity.models import Person
from guard_api.live.service import announce
from schedules.attendance.facts import Correction, Punch
from schedules.attendance.rules import MISSING, PLANNED, WORKING, Attendance, Derived, derive, waited
from schedules.clocking import models, plan, questions, rows, unplanned
from schedules.clocking.no_shows.withdrawing import withdraw_alarms, withdraw_unplanned
from schedules.clocking.plan import Planned
from schedules.clocking.relief import relieved, relieving
from schedules.clocking.rules import Asked
from schedules.clocking.settings.queries import asked_at, usual_tolerances

# A fact changes nothing beyond two days: no stay is longer. What is read beyond lets it begin and end.
REACH = timedelta(days=2)
CONTEXT = timedelta(days=2)
# A shift is written down when its start comes near; before, the roster says all there is.
HORIZON = timedelta(hours=36)
RELIEF_FLAGS = ("relief_late", "relief_not_arrived")

Stretch = tuple[datetime, datetime]
Stretches = Mapping[str, Stretch]


class Moved(NamedTuple):
    """Somebody's work on these dates is not what it was."""

    organisation_id: str
    person_id: str
    dates: frozenset[date]


_listeners: list[Callable[[Moved], None]] = []


def when_work_moves(call: Callable[[Moved], None]) -> None:
    """Called in the same transaction, whenever the minutes that somebody worked were derived differently."""
    if call not in _listeners:
        _listeners.append(call)


class Facts(NamedTuple):
    """All that some people's attendance depends on."""

    planned: list[Planned]
    punches: list[models.Punch]
    corrections: list[models.PunchCorrection]
    asked: dict[str, Asked]

    def sites(self) -> dict[str, str]:
        """Where each punch was made, corrected ones too, and each shift is."""
        made = {punch.id: punch.site_id for punch in self.punches}
        added = {add["id"]: row.site_id for row in self.corrections for add in row.adds}
        return made | added | {each.row.id: each.row.site_id for each in self.planned}


def derive_people(organisation_id: str, stretches: Stretches) -> None:
    """Of each of these people, what their facts between two instants may have changed."""
    if not stretches:
        return
    _in_turn(organisation_id, stretches)
    reached = {who: (start - REACH, end + REACH) for who, (start, end) in stretches.items()}
    facts = _facts(organisation_id, reached)
    derived = _derived(organisation_id, facts)
    _keep(organisation_id, facts, derived, reached)
    sites = facts.sites()
    _tell(organisation_id, unplanned.keep(organisation_id, derived, sites, reached))
    questions.keep(organisation_id, derived, sites, reached)


def derive_shifts(organisation_id: str, shift_ids: Collection[str]) -> None:
    """Of these places, whoever is or was planned for them."""
    if not shift_ids:
        return
    planned = [each for each in plan.planned_as(organisation_id, shift_ids) if is_near(each.row.start_at)]
    known = _rows_of_shifts(organisation_id, shift_ids)
    _drop(organisation_id, [row for id_, row in known.items() if id_ not in {p.row.id for p in planned}])
    people = [(each.row.person_id, each.row.start_at, each.row.end_at) for each in planned]
    people += [(row.person_id, row.start_at, row.end_at) for row in known.values()]
    vacant = [each for each in planned if each.row.person_id is None]
    _keep(organisation_id, Facts(vacant, [], [], {}), derive([v.plan for v in vacant], [], now=now()), {})
    derive_people(organisation_id, stretches_of(people))


def is_near(start_at: datetime) -> bool:
    return start_at <= now() + HORIZON


def stretches_of(people: Iterable[tuple[str | None, datetime, datetime]]) -> dict[str, Stretch]:
    """One stretch for each person that holds all of theirs."""
    found: dict[str, Stretch] = {}
    for person_id, start, end in people:
        if person_id is not None:
            first, last = found.get(person_id, (start, end))
            found[person_id] = min(first, start), max(last, end)
    return found


def _in_turn(organisation_id: str, people: Collection[str]) -> None:
    """Two phones may tell of the same person at once; the second reads what the first wrote."""
    db.session.execute(
        select(Person.id)
        .where(Person.organisation_id == organisation_id, Person.id.in_(sorted(people)))
        .order_by(Person.id)
        .with_for_update(key_share=True)
    )


def _facts(organisation_id: str, reached: Stretches) -> Facts:
    start = min(first for first, _ in reached.values()) - CONTEXT
    end = max(last for _, last in reached.values()) + CONTEXT
    planned = plan.planned_for(organisation_id, reached.keys(), start, end)
    return Facts(
        planned,
        _punches(organisation_id, reached.keys(), start, end),
        _corrections(organisation_id, reached.keys(), start, end),
        asked_at(organisation_id, {each.row.site_id for each in planned}),
    )


def _punches(organisation_id: str, people: Collection[str], start: datetime, end: datetime) -> list:
    return list(
        db.session.scalars(
            select(models.Punch).where(
                models.Punch.organisation_id == organisation_id,
                models.Punch.person_id.in_(list(people)),
                models.Punch.occurred_at.between(start, end),
            )
        )
    )


def _corrections(organisation_id: str, people: Collection[str], start: datetime, end: datetime) -> list:
    return list(
        db.session.scalars(
            select(models.PunchCorrection).where(
                models.PunchCorrection.organisation_id == organisation_id,
                models.PunchCorrection.person_id.in_(list(people)),
                models.PunchCorrection.decision == "accepted",
                models.PunchCorrection.from_at <= end,
                models.PunchCorrection.until_at >= start,
            )
        )
    )


def _derived(organisation_id: str, facts: Facts) -> Derived:
    punches: list[Punch] = [rows.punch_of(row) for row in facts.punches]
    corrections: list[Correction] = [rows.correction_of(row) for row in facts.corrections]
    return derive(
        [each.plan for each in facts.planned],
        punches,
        now=now(),
        corrections=corrections,
        allow=usual_tolerances(organisation_id),
        allow_for={each.row.id: facts.asked[each.row.site_id].allow for each in facts.planned},
    )


def _keep(organisation_id: str, facts: Facts, derived: Derived, reached: Stretches) -> None:
    """Write what differs, and tell of it."""
    planned = {each.row.id: each for each in facts.planned if _in_reach(each, reached)}
    found = [each for each in derived.attendances if each.shift_id in planned]
    found = _with_reliefs(organisation_id, found, planned, facts.asked)
    known = _rows_of_shifts(organisation_id, planned) | _rows_of_people(organisation_id, reached)
    moved: list[tuple[str | None, models.Attendance]] = []
    for each in found:
        one = planned[each.shift_id]
        moved += _write(
            organisation_id, known.get(each.shift_id), each, one, facts.asked.get(one.row.site_id)
        )
    still = {each.row.id for each in facts.planned}
    gone = [row for id_, row in known.items() if id_ not in still and row.person_id in reached]
    _drop(organisation_id, gone)
    db.session.flush()
    _tell_relieved(organisation_id, planned, reached)
    withdraw_alarms(organisation_id, found)
    _announce(organisation_id, [row for _, row in moved])
    _tell(organisation_id, _dates([*moved, *((row.person_id, row) for row in gone)]))


def _in_reach(each: Planned, reached: Stretches) -> bool:
    if not is_near(each.row.start_at):
        return False
    start, end = reached.get(each.row.person_id, (each.row.start_at, each.row.start_at))
    return start <= each.row.start_at <= end


def _rows_of_shifts(organisation_id: str, shift_ids: Collection[str]) -> dict[str, models.Attendance]:
    return _rows(organisation_id, models.Attendance.shift_id.in_(list(shift_ids)))


def _rows_of_people(organisation_id: str, reached: Stretches) -> dict[str, models.Attendance]:
    if not reached:
        return {}
    start, end = min(first for first, _ in reached.values()), max(last for _, last in reached.values())
    found = _rows(
        organisation_id,
        models.Attendance.person_id.in_(list(reached)),
        models.Attendance.on.between(start.date() - CONTEXT, end.date() + CONTEXT),
    )
    return {
        id_: row
        for id_, row in found.items()
        if reached[row.person_id][0] <= row.start_at <= reached[row.person_id][1]
    }


def _rows(organisation_id: str, *conditions) -> dict[str, models.Attendance]:
    rows_ = db.session.scalars(
        select(models.Attendance).where(models.Attendance.organisation_id == organisation_id, *conditions)
    )
    return {row.shift_id: row for row in rows_}


def _write(
    organisation_id: str,
    row: models.Attendance | None,
    each: Attendance,
    one: Planned,
    asked: Asked | None,
) -> list[tuple[str | None, models.Attendance]]:
    """The rows that were moved, with whose work it was or is."""
    values = rows.columns_of(each) | {"site_id": one.row.site_id, "post_id": one.row.post_id}
    values["judge_at"] = _judge_at(each, asked)
    values["alarm_at"] = _alarm_at(row, each, one, asked)
    if row is None:
        row = models.Attendance(organisation_id=organisation_id, shift_id=each.shift_id, **values)
        db.session.add(row)
        return [(row.person_id, row)]
    was = row.person_id
    if not _changes(row, values):
        return []
    row.judged_at = now()
    return [(was, row), (row.person_id, row)]


def _changes(row: models.Attendance, values: Mapping) -> bool:
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing.keys() - {"judge_at", "alarm_at"})


def _judge_at(each: Attendance, asked: Asked | None) -> datetime | None:
    """Also when a relief that has not come is to be named."""
    if each.state != WORKING or asked is None:
        return each.judge_at
    named_at = each.planned.end_at + timedelta(minutes=asked.allow.relief)
    return min((at for at in (each.judge_at, named_at) if at and at > now()), default=None)


def _alarm_at(
    row: models.Attendance | None, each: Attendance, one: Planned, asked: Asked | None
) -> datetime | None:
    """When nobody having come becomes an alarm: once for each person and shift."""
    if each.state not in (PLANNED, MISSING) or asked is None or each.person_id is None:
        return None
    due_at = each.planned.start_at + timedelta(minutes=asked.no_show)
    raised = row is not None and row.alarm_at is None and row.person_id == each.person_id and due_at <= now()
    return None if raised or due_at > each.planned.end_at else due_at


def _with_reliefs(
    organisation_id: str,
    found: Iterable[Attendance],
    planned: Mapping[str, Planned],
    asked: Mapping[str, Asked],
) -> list[Attendance]:
    """Whose relief is somebody else, and whether they are here yet, is written elsewhere."""
    found = list(found)
    reliefs = relieving(organisation_id, [each.row for each in planned.values()])
    known = _rows_of_shifts(organisation_id, {row.id for row in reliefs.values()} - planned.keys())
    by_id = {each.shift_id: each for each in found} | {
        id_: rows.attendance_of(row) for id_, row in known.items()
    }
    return [_waited(each, reliefs.get(each.shift_id), by_id, planned, asked) for each in found]


def _waited(each: Attendance, relief, by_id: Mapping[str, Attendance], planned, asked) -> Attendance:
    if relief is None or not each.attended:
        return each
    coming = by_id.get(relief.id) or nobody(relief, planned[each.shift_id].plan.zone)
    allow = asked[planned[each.shift_id].row.site_id].allow
    return waited(without_relief(each), coming, now(), allow)


def nobody(row, zone: str) -> Attendance:
    """The relief's attendance before anything is written down of it."""
    return derive([plan.as_planned(row, zone)], [], now=now()).attendances[0]


def without_relief(each: Attendance) -> Attendance:
    flags = tuple(flag for flag in each.flags if flag not in RELIEF_FLAGS)
    return replace(each, flags=flags, waited_for_relief_minutes=0)


def _tell_relieved(organisation_id: str, planned: Mapping[str, Planned], reached: Stretches) -> None:
    """Those whom these people relieve waited as long as is known now."""
    before = relieved(organisation_id, [each.row for each in planned.values()])
    next_of = {row.id: id_ for id_, row in before.items()}
    held = _rows_of_shifts(organisation_id, next_of.keys() - planned.keys())
    coming = _rows_of_shifts(organisation_id, [next_of[id_] for id_ in held])
    asked = asked_at(organisation_id, {row.site_id for row in held.values()})
    for id_, row in held.items():
        each = rows.attendance_of(row)
        if not each.attended or row.person_id in reached or next_of[id_] not in coming:
            continue
        relief = rows.attendance_of(coming[next_of[id_]])
        now_held = waited(without_relief(each), relief, now(), asked[row.site_id].allow)
        row.waited_for_relief_minutes = now_held.waited_for_relief_minutes
        row.flags = list(now_held.flags)


def _drop(organisation_id: str, gone: Iterable[models.Attendance]) -> None:
    """What is not planned any more has no attendance and no alarm; the punches stay, as unplanned work."""
    gone = list(gone)
    for row in gone:
        db.session.delete(row)
    withdraw_unplanned(organisation_id, [row.shift_id for row in gone])


def _announce(organisation_id: str, moved: Iterable[models.Attendance]) -> None:
    changes = {row.shift_id: ("attendance", row.shift_id, row.site_id) for row in moved}
    announce(organisation_id=organisation_id, changes=changes.values())


def _dates(moved: Iterable[tuple[str | None, models.Attendance]]) -> dict[str, set[date]]:
    dates: dict[str, set[date]] = {}
    for person_id, row in moved:
        if person_id:
            dates.setdefault(person_id, set()).add(row.on)
    return dates


def _tell(organisation_id: str, dates: Mapping[str, set[date]]) -> None:
    for person_id, days in dates.items():
        for call in _listeners:
            call(Moved(organisation_id, person_id, frozenset(days)))
