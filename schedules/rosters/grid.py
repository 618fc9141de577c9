"""The roster as a table: people × days, or posts × days. As many queries for 40 people as for 1,000."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from schedules.law.days import is_night
from schedules.law.shapes import Pack
from schedules.posts.calendar import marked_days
from schedules.posts.models import Post
from schedules.posts.queries import demand, posts_of
from schedules.rosters import checks, queries, views
from schedules.rosters.facts import Facts, names_in
from schedules.rosters.judging import Found, judge
from schedules.rosters.models import Roster, Shift
from schedules.rosters.reach import READERS, roster_for, sites_of
from schedules.rosters.rules import PLACE_STATES
from schedules.rosters.works import Work, work_of

PEOPLE, POSTS = "people", "posts"
Said = dict[str, set[str]]


def grid(
    actor: Actor,
    roster_id: str,
    *,
    by: str = PEOPLE,
    limit: int,
    cursor: str | None = None,
    site_id: str | None = None,
    violations: bool = True,
) -> dict[str, Any]:
    """One page of lines with their cells. Only the sites that the actor reaches are shown."""
    roster = roster_for(actor, roster_id)
    sites = [
        one
        for one in sites_of(actor.organisation_id, [roster.id])[roster.id]
        if one in actor.scope(*READERS) and site_id in (None, one)
    ]
    lines = _people if by == PEOPLE else _posts
    return {
        "roster_id": roster.id,
        "version": roster.version,
        "edit_number": roster.edit_number,
        "from_on": roster.from_on,
        "until_on": roster.until_on,
        "days": _days(roster),
        "people": [],
        "posts": [],
        "violations": [],
        **lines(roster, sites, limit, _after(cursor), violations),
    }


def _days(roster: Roster) -> list[dict[str, Any]]:
    """Dates that are not what their weekday says."""
    marked = marked_days(roster.organisation_id, roster.from_on, roster.until_on)
    return [
        {"on": day.on, "kind": day.kind, "name": {"zh": day.name_zh, "en": day.name_en}} for day in marked
    ]


def _after(cursor: str | None) -> int:
    """The grid's order is that of names: a place in it is a number."""
    if cursor is None:
        return 0
    if not cursor.isdigit() or len(cursor) > 6:
        raise Problem("cursor_unreadable", 422)
    return int(cursor)


def _page(lines: Sequence[Any], start: int, limit: int) -> tuple[Sequence[Any], str | None]:
    until = start + limit
    return lines[start:until], str(until) if until < len(lines) else None


# --- people × days ------------------------------------------------------------------------------


def _people(roster: Roster, sites: list[str], limit: int, start: int, wanted: bool) -> dict[str, Any]:
    page, next_ = _page(line_up(roster, sites), start, limit)
    ids = [line["person_id"] for line in page]
    rows = queries.shift_rows(
        roster.organisation_id,
        Shift.roster_id == roster.id,
        Shift.site_id.in_(sites),
        Shift.person_id.in_(ids),
    )
    facts = checks.facts_about(roster, ids)
    found = judge(facts, [work_of(row) for row in rows], ids) if wanted else []
    said = _by_shift(found)
    cells = _by_person(rows)
    return {
        "people": [
            line | _line(facts, line["person_id"], cells.get(line["person_id"], []), said) for line in page
        ],
        "shifts": [views.cell(row) for row in rows],
        "violations": [checks.shown(one) for one in found],
        "next": next_,
    }


def line_up(roster: Roster, site_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Who works at these sites, and who else stands in the roster, by name."""
    workers = {
        worker.person_id: worker
        for worker in queries.people_of(roster.organisation_id, site_ids, roster.from_on, roster.until_on)
    }
    others = _standing(roster, site_ids) - workers.keys()
    names = names_in(roster.organisation_id, others) if others else {}
    lines = [
        {"person_id": id_, "name": one.name, "site_id": one.site_id, "grade_id": one.grade_id}
        for id_, one in workers.items()
    ]
    lines += [
        {"person_id": id_, "name": names.get(id_, ""), "site_id": None, "grade_id": None} for id_ in others
    ]
    return sorted(lines, key=lambda line: (line["name"], line["person_id"]))


def _standing(roster: Roster, site_ids: Sequence[str]) -> set[str]:
    return set(
        db.session.scalars(
            db.select(Shift.person_id)
            .where(
                Shift.organisation_id == roster.organisation_id,
                Shift.roster_id == roster.id,
                Shift.site_id.in_(site_ids),
                Shift.cancelled_at.is_(None),
                Shift.person_id.is_not(None),
            )
            .distinct()
        )
    )


def _by_person(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _line(facts: Facts, person_id: str, rows: Sequence[Row], said: Said) -> dict[str, Any]:
    return totals_of(facts, person_id, [work_of(row) for row in rows]) | {
        "away": sorted(on for on in facts.away.get(person_id, ()) if _inside(facts, on)),
        "wishes": [
            {
                "from_on": wish.from_on,
                "until_on": wish.until_on,
                "weekday": wish.weekday,
                "shift_type_id": wish.shift_type_id,
                "kind": wish.kind,
            }
            for wish in facts.wishes.get(person_id, ())
        ],
        "cells": _cells(rows, said),
    }


def _inside(facts: Facts, on: date) -> bool:
    return facts.within[0] <= on <= facts.within[1]


def _by_shift(found: Iterable[Found]) -> Said:
    levels: Said = {}
    for one in found:
        for shift_id in one.shift_ids:
            levels.setdefault(shift_id, set()).add(one.level)
    return levels


def _cells(rows: Sequence[Row], said: Said) -> list[dict[str, Any]]:
    """Each day on which somebody works, with what is said of its shifts."""
    cells: dict[date, dict[str, Any]] = {}
    for row in rows:
        cell = cells.setdefault(row.on, {"on": row.on, "shift_ids": [], "flags": set()})
        cell["shift_ids"].append(row.id)
        cell["flags"] |= said.get(row.id, set()) | ({"locked"} if row.locked else set()) | {row.state}
    return [cell | {"flags": sorted(cell["flags"])} for cell in cells.values()]


def totals_of(facts: Facts, person_id: str, works: Sequence[Work]) -> dict[str, int]:
    pack = facts.packs[person_id]
    return {
        "shifts": len(works),
        "minutes": sum(work.minutes for work in works),
        "nights": sum(at_night(facts, pack, work) for work in works),
        "weekend_shifts": sum(work.on.weekday() >= 5 for work in works),
        "holiday_shifts": sum(work.on in facts.calendar.holidays for work in works),
    }


def at_night(facts: Facts, pack: Pack, work: Work) -> bool:
    """The law's own word, asked once for each kind of shift and length: nights are many and alike."""
    zone = facts.zones[work.site_id]
    key = pack.night, zone, work.shift_type_id, work.end_at - work.start_at, work.start_at.time()
    if key not in facts.nights:
        facts.nights[key] = is_night(pack, work.for_law(zone))
    return facts.nights[key]


# --- posts × days -------------------------------------------------------------------------------


def _posts(roster: Roster, sites: list[str], limit: int, start: int, wanted: bool) -> dict[str, Any]:
    needs = _needs(roster, sites)
    posts = [
        post
        for post in posts_of(roster.organisation_id, site_ids=sites, archived=True)
        if post.archived_at is None or post.id in needs
    ]
    page, next_ = _page(posts, start, limit)
    rows = queries.shift_rows(
        roster.organisation_id,
        Shift.roster_id == roster.id,
        Shift.post_id.in_([post.id for post in page]),
    )
    by_post: dict[str, list[Row]] = {}
    for row in rows:
        by_post.setdefault(row.post_id, []).append(row)
    return {
        "posts": [_post(post, needs.get(post.id, {}), by_post.get(post.id, [])) for post in page],
        "shifts": [views.cell(row) for row in rows],
        "next": next_,
    }


def _needs(roster: Roster, sites: list[str]) -> dict[str, dict[tuple[date, str], int]]:
    found: dict[str, dict[tuple[date, str], int]] = {}
    for need in demand(
        roster.organisation_id, from_on=roster.from_on, until_on=roster.until_on, site_ids=sites
    ):
        found.setdefault(need.post_id, {})[(need.on, need.shift_type_id)] = need.need
    return found


def _post(post: Post, needs: Mapping[tuple[date, str], int], rows: Sequence[Row]) -> dict[str, Any]:
    mine: dict[tuple[date, str], list[Row]] = {key: [] for key in needs}
    for row in rows:
        mine.setdefault((row.on, row.shift_type_id), []).append(row)
    return {
        "post_id": post.id,
        "name": post.name,
        "site_id": post.site_id,
        "kind": post.kind,
        "priority": post.priority,
        "cells": [_place(key, needs.get(key, 0), mine[key]) for key in sorted(mine)],
    }


def _place(key: tuple[date, str], need: int, rows: Sequence[Row]) -> dict[str, Any]:
    states = Counter(row.state for row in rows)
    return {
        "on": key[0],
        "shift_type_id": key[1],
        "need": need,
        "shift_ids": [row.id for row in rows],
        **{state: states[state] for state in PLACE_STATES},
    }
