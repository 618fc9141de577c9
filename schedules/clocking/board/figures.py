"""The figures of the board by site or by person, each with the rows behind it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.identity.actor import Actor
from guard_api.identity.people.queries import site_names
from schedules.attendance.figures import Figure, covered_minutes, figures
from schedules.attendance.rules import Attendance as Held
from schedules.clocking.board.queries import READERS, shown
from schedules.clocking.board.rules import FIGURES
from schedules.clocking.hours import Hours, hours_of
from schedules.clocking.models import Attendance, UnplannedWork
from schedules.clocking.names import names_of
from schedules.clocking.rows import attendance_of
from schedules.law.shapes import NORMAL

SITE, PERSON = "site", "person"
OVERTIME = "overtime_ratio"
NO_MINUTES: Mapping[str, int] = {}
PARTS: dict[str, tuple[Callable[[Held], int], Callable[[Held], int]]] = {
    "attendance_hours": (lambda each: each.inside_minutes, lambda each: each.planned_minutes),
    "post_hours": (covered_minutes, lambda each: each.planned.minutes),
}


class Work(NamedTuple):
    """Minutes of one shift, or of unplanned work: all, and those that are overtime."""

    id: str
    person_id: str
    site_id: str
    on: date
    all: int
    overtime: int


class Basis(NamedTuple):
    """All rows of a stretch that the figures are made from."""

    rows: list[Attendance]
    work: list[Work]

    def of(self, by: str, id_: str) -> "Basis":
        name = f"{by}_id"
        return Basis(
            [row for row in self.rows if getattr(row, name) == id_],
            [each for each in self.work if getattr(each, name) == id_],
        )


def board(actor: Actor, *, from_on: date, until_on: date, by: str, **filters: Any) -> dict[str, Any]:
    """Every figure over all, and by site or person. Those that are not over yet are in none."""
    basis = basis_of(actor, from_on, until_on, **filters)
    ids = sorted({getattr(row, f"{by}_id") for row in basis.rows} - {None})
    ids += sorted({getattr(each, f"{by}_id") for each in basis.work} - set(ids))
    names = site_names(actor.organisation_id) if by == SITE else names_of(actor.organisation_id, ids)
    items = [{"id": id_, "name": names[id_], "figures": _figures(basis.of(by, id_))} for id_ in ids]
    items.sort(key=lambda item: (item["name"], item["id"]))
    return {"from_on": from_on, "until_on": until_on, "by": by, "total": _figures(basis), "items": items}


def basis_of(
    actor: Actor, from_on: date, until_on: date, *, site_id: str | None = None, person_id: str | None = None
) -> Basis:
    scope = actor.scope(*READERS)
    if site_id is not None and site_id not in scope:
        raise NotFound()
    rows = _rows(Attendance, actor, from_on, until_on, site_id, person_id)
    extra = _rows(UnplannedWork, actor, from_on, until_on, site_id, person_id)
    people = {row.person_id for row in [*rows, *extra]} - {None}
    hours = hours_of(actor.organisation_id, people, from_on, until_on)
    return Basis(rows, list(_work(rows, extra, hours)))


def _rows(
    model: Any, actor: Actor, from_on: date, until_on: date, site_id: str | None, person_id: str | None
):
    statement = select(model).where(
        model.organisation_id == actor.organisation_id,
        actor.scope(*READERS).where(model.site_id),
        model.on.between(from_on, until_on),
    )
    if site_id is not None:
        statement = statement.where(model.site_id == site_id)
    if person_id is not None:
        statement = statement.where(model.person_id == person_id)
    return db.session.scalars(statement.order_by(model.on, model.start_at)).all()


def _work(
    rows: Iterable[Attendance], extra: Iterable[UnplannedWork], hours: Mapping[str, Hours]
) -> Iterable[Work]:
    """Each minute by where it was worked; a shift counts on the date it began, as the board has it."""
    by_shift = {
        shift_id: classes for each in hours.values() for shift_id, classes in _classes_of(each).items()
    }
    places = {row.shift_id: (row.shift_id, row) for row in rows if row.person_id}
    places |= {"+".join(("unplanned", *row.punch_ids)): (row.id, row) for row in extra}
    for key, (id_, row) in places.items():
        classes = by_shift.get(key, NO_MINUTES)
        whole = sum(classes.values())
        if whole:
            yield Work(id_, row.person_id, row.site_id, row.on, whole, whole - classes[NORMAL])


def _classes_of(hours: Hours) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for day in hours.days:
        for shift_id, classes in day.by_shift.items():
            sums = found.setdefault(shift_id, dict.fromkeys(classes, 0))
            for class_, minutes in classes.items():
                sums[class_] += minutes
    return found


def _figures(basis: Basis) -> dict[str, Any]:
    made = all_figures(basis)
    return {
        name: {
            "numerator": made[name].numerator,
            "denominator": made[name].denominator,
            "unit": made[name].unit,
        }
        for name in FIGURES
    }


def all_figures(basis: Basis) -> dict[str, Figure]:
    made = figures([attendance_of(row) for row in basis.rows], now=now())
    return made | {OVERTIME: _overtime(basis.work)}


def _overtime(work: Iterable[Work]) -> Figure:
    work = list(work)
    return Figure(
        sum(each.overtime for each in work),
        sum(each.all for each in work),
        "minutes",
        tuple(each.id for each in work),
        tuple(each.id for each in work if each.overtime),
    )


def rows_behind(
    actor: Actor,
    *,
    figure: str,
    from_on: date,
    until_on: date,
    limit: int,
    cursor: str | None = None,
    **filters: Any,
) -> dict[str, Any]:
    """The rows of one figure's denominator, those that count first among them marked."""
    basis = basis_of(actor, from_on, until_on, **filters)
    made = all_figures(basis)[figure]
    start = int(cursor) if cursor and cursor.isdigit() else 0
    chosen = made.rows[start : start + limit]
    items = (
        _overtime_rows(actor, basis, chosen)
        if figure == OVERTIME
        else _rows_of(actor, basis, figure, chosen, made)
    )
    more = start + limit < len(made.rows)
    return {
        "figure": figure,
        "numerator": made.numerator,
        "denominator": made.denominator,
        "unit": made.unit,
        "items": items,
        "next": str(start + limit) if more else None,
    }


def _rows_of(
    actor: Actor, basis: Basis, figure: str, ids: Iterable[str], made: Figure
) -> list[dict[str, Any]]:
    by_id = {row.shift_id: row for row in basis.rows}
    rows = [by_id[id_] for id_ in ids]
    counted = set(made.counted)
    return [
        each | {"counted": row.shift_id in counted} | _part(figure, row, row.shift_id in counted)
        for row, each in zip(rows, shown(actor.organisation_id, rows), strict=True)
    ]


def _part(figure: str, row: Attendance, counted: bool) -> dict[str, int]:
    """What the row brings to both sides of the figure."""
    if figure not in PARTS:
        return {"numerator": int(counted), "denominator": 1}
    above, below = PARTS[figure]
    held = attendance_of(row)
    return {"numerator": above(held), "denominator": below(held)}


def _overtime_rows(actor: Actor, basis: Basis, ids: Iterable[str]) -> list[dict[str, Any]]:
    work = {each.id: each for each in basis.work}
    rows = {row.shift_id: row for row in basis.rows}
    planned = [rows[id_] for id_ in ids if id_ in rows]
    by_id = {each["shift_id"]: each for each in shown(actor.organisation_id, planned)}
    names = names_of(actor.organisation_id, {work[id_].person_id for id_ in ids})
    sites = site_names(actor.organisation_id)
    return [
        (by_id.get(id_) or _unplanned(work[id_], names, sites))
        | {"counted": work[id_].overtime > 0, "numerator": work[id_].overtime, "denominator": work[id_].all}
        for id_ in ids
    ]


def _unplanned(each: Work, names: Mapping, sites: Mapping) -> dict[str, Any]:
    return {
        "shift_id": None,
        "person_id": each.person_id,
        "person_name": names[each.person_id],
        "site_id": each.site_id,
        "site_name": sites[each.site_id],
        "on": each.on,
    }
