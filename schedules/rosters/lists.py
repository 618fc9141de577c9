"""Answers that are put together for one route: pages, files, and what an edit did."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy import select

from guard_api import tables
from guard_api.database import write_transaction
from guard_api.errors import Problem
from guard_api.fields import LONGEST_PAGE, page_of
from guard_api.identity.actor import Actor
from guard_api.records import note_read
from people.employment.reach import people_names
from schedules.posts.queries import posts_of, shift_types_of
from schedules.rosters import checks, exports, grid, queries, views
from schedules.rosters.editing import Edited
from schedules.rosters.models import CallOff, Roster, Shift
from schedules.rosters.reach import READERS, roster_for
from schedules.rosters.works import by_person, work_of
from schedules.spans import days


def table(
    actor: Actor,
    name: str,
    columns: Any,
    query: Callable[..., dict[str, Any]],
    *args: Any,
    format: str,
    **filters,
) -> Any:
    """A page, or all of it as a file; who took a file away is written down."""
    if format == "json":
        return query(actor, *args, **filters)
    filters = {key: value for key, value in filters.items() if key not in ("limit", "cursor")}
    rows = list(tables.every_page(query, actor, *args, **filters))
    note_export(actor, name)
    return tables.export(rows, columns, format, name, language=actor.language)


def note_export(actor: Actor, name: str) -> None:
    with write_transaction():
        note_read(actor, "export", name)


# --- violations and edits -----------------------------------------------------------------------


def violations(
    actor: Actor,
    roster_id: str,
    *,
    limit: int,
    cursor: str | None = None,
    person_id: str | None = None,
    level: str | None = None,
) -> dict[str, Any]:
    roster = roster_for(actor, roster_id)
    works = [work for work in checks.works_of(roster) if work.site_id in actor.scope(*READERS)]
    people = None if person_id is None else [person_id]
    found = checks.found_in(roster, person_ids=people, works=works)
    chosen = [one for one in found if level in (None, one.level)]
    start = _start(cursor)
    page = chosen[start : start + limit]
    return {
        "items": [checks.shown(one) for one in page],
        "next": str(start + limit) if start + limit < len(chosen) else None,
    }


def _start(cursor: str | None) -> int:
    if cursor is not None and not (cursor.isdigit() and len(cursor) < 8):
        raise Problem("cursor_unreadable", 422)
    return int(cursor or 0)


def edited(done: Edited) -> dict[str, Any]:
    roster, facts = done.roster, done.violations.facts
    rows = queries.shift_rows(roster.organisation_id, Shift.id.in_([shift.id for shift in done.shifts]))
    return {
        "dry_run": done.dry_run,
        "version": roster.version,
        "edit_number": roster.edit_number,
        "shifts": [views.cell(row) for row in rows],
        "violations": {
            "new": [checks.shown(one) for one in done.violations.new],
            "gone": [checks.shown(one) for one in done.violations.gone],
        },
        "totals": [
            {"person_id": id_, "name": facts.name(id_)}
            | grid.totals_of(facts, id_, done.violations.works.get(id_, []))
            for id_ in sorted(facts.people)
        ],
    }


def acknowledged(actor: Actor, roster: Roster) -> dict[str, Any]:
    due = queries.acknowledgements_due(actor.organisation_id, actor.person_id)
    return {
        "roster_id": roster.id,
        "version": roster.version,
        "due": any(one["roster_id"] == roster.id for one in due),
    }


# --- files ------------------------------------------------------------------------------------


def roster_file(actor: Actor, roster_id: str, *, layout: str, format: str) -> Response:
    roster = roster_for(actor, roster_id)
    if layout == "shifts":
        columns = exports.shift_columns(actor.language)
        return table(actor, "roster", columns, queries.shifts, format=format, roster_id=roster.id)
    lines = _lines(actor, roster)
    note_export(actor, "roster")
    columns = exports.people_columns(list(days(roster.from_on, roster.until_on)))
    return tables.export(lines, columns, format, "roster", language=actor.language)


def _lines(actor: Actor, roster: Roster) -> list[dict[str, Any]]:
    sites = [
        one for one in queries.site_ids_of(actor.organisation_id, roster.id) if one in actor.scope(*READERS)
    ]
    people = grid.line_up(roster, sites)
    rows = queries.shift_rows(
        roster.organisation_id,
        Shift.roster_id == roster.id,
        Shift.site_id.in_(sites),
        Shift.person_id.is_not(None),
    )
    facts = checks.facts_about(roster, [line["person_id"] for line in people])
    works = by_person(work_of(row) for row in rows)
    codes = {id_: kind.code for id_, kind in shift_types_of(actor.organisation_id).items()}
    return [
        line
        | grid.totals_of(facts, line["person_id"], works.get(line["person_id"], []))
        | {"days": _codes(works.get(line["person_id"], []), codes)}
        for line in people
    ]


def _codes(works, codes: dict[str, str]) -> dict[date, str]:
    found: dict[date, list[str]] = {}
    for work in works:
        found.setdefault(work.on, []).append(codes[work.shift_type_id])
    return {on: " ".join(names) for on, names in found.items()}


# --- call-offs --------------------------------------------------------------------------------


def call_offs(
    actor: Actor,
    *,
    limit: int = LONGEST_PAGE,
    cursor: str | None = None,
    site_id: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> dict[str, Any]:
    if site_id is not None:
        actor.reach(site_id, *READERS)
    statement = (
        select(CallOff)
        .join(Shift, (Shift.organisation_id == CallOff.organisation_id) & (Shift.id == CallOff.shift_id))
        .where(CallOff.organisation_id == actor.organisation_id, actor.scope(*READERS).where(Shift.site_id))
    )
    if site_id is not None:
        statement = statement.where(Shift.site_id == site_id)
    if from_on is not None:
        statement = statement.where(Shift.on >= from_on)
    if until_on is not None:
        statement = statement.where(Shift.on <= until_on)
    page = page_of(statement, CallOff.received_at, CallOff.id, limit=limit, cursor=cursor, descending=True)
    return page | {"items": _called_off(actor, page["items"])}


def _called_off(actor: Actor, found: list[CallOff]) -> list[dict[str, Any]]:
    shifts = queries.shifts_named(actor.organisation_id, {one.shift_id for one in found})
    names = people_names(actor.organisation_id, {one.person_id for one in found})
    posts = {post.id: post.name for post in posts_of(actor.organisation_id, archived=True)}
    same = [column.key for column in CallOff.__table__.columns if column.key != "organisation_id"]
    return [
        {name: getattr(one, name) for name in same}
        | {name: getattr(shifts[one.shift_id], name) for name in ("site_id", "on", "start_at", "end_at")}
        | {
            "person": views.named(one.person_id, names),
            "post_name": posts[shifts[one.shift_id].post_id],
        }
        for one in found
    ]
