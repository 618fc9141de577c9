"""Post-hours: what was asked for, and how much of it somebody stands in."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, HR, SUPERVISOR, Actor
from guard_api.tenants.models import Site
from schedules.posts.models import Post
from schedules.posts.queries import posts_of
from schedules.rosters.models import Roster, Shift
from schedules.rosters.queries import place_state_sql
from schedules.rosters.rules import CONFIRMED, OPEN, PLACE_STATES, UNCONFIRMED, VACANT, worked_minutes

VIEWERS = (SUPERVISOR, HR, ADMINISTRATOR, CLIENT)
LONGEST_DAYS = 100


def coverage(
    actor: Actor,
    *,
    from_on: date,
    until_on: date,
    site_id: str | None = None,
    limit: int = 500,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Minutes by post and day of published rosters, unpaid breaks left out."""
    if (until_on - from_on).days >= LONGEST_DAYS or until_on < from_on:
        raise Problem("rosters.range_too_long", 422, days=LONGEST_DAYS)
    posts = _posts(actor, site_id)
    lines = _lines(_rows(actor, posts, from_on, until_on), posts)
    start = int(cursor) if cursor and cursor.isdigit() and len(cursor) < 8 else 0
    page = lines[start : start + limit]
    return {
        "items": page,
        "total": _sum(lines),
        "next": str(start + limit) if start + limit < len(lines) else None,
    }


def _posts(actor: Actor, site_id: str | None) -> dict[str, tuple[Post, str]]:
    """Of the sites that the actor reaches, with the name of each site."""
    if site_id is not None:
        actor.reach(site_id, *VIEWERS)
    names = dict(
        tuple(row)
        for row in db.session.execute(
            select(Site.id, Site.name).where(
                Site.organisation_id == actor.organisation_id, actor.scope(*VIEWERS).where(Site.id)
            )
        )
    )
    chosen = [site_id] if site_id else list(names)
    found = posts_of(actor.organisation_id, site_ids=chosen, archived=True)
    return {post.id: (post, names[post.site_id]) for post in found}


def _rows(actor: Actor, posts: Iterable[str], from_on: date, until_on: date) -> Sequence[Any]:
    return db.session.execute(
        select(
            Shift.post_id,
            Shift.on,
            Shift.start_at,
            Shift.end_at,
            Shift.breaks,
            place_state_sql().label("state"),
        )
        .join(Roster, and_(Roster.organisation_id == Shift.organisation_id, Roster.id == Shift.roster_id))
        .where(
            Shift.organisation_id == actor.organisation_id,
            Shift.post_id.in_(list(posts)),
            Shift.on.between(from_on, until_on),
            Shift.cancelled_at.is_(None),
            Roster.version > 0,
        )
    ).all()


def _lines(rows: Sequence[Any], posts: dict[str, tuple[Post, str]]) -> list[dict[str, Any]]:
    cells: dict[tuple[str, date], dict[str, int]] = {}
    for row in rows:
        cell = cells.setdefault((row.post_id, row.on), dict.fromkeys(PLACE_STATES, 0) | {"places": 0})
        cell[row.state] += worked_minutes(row.start_at, row.end_at, row.breaks)
        cell["places"] += 1
    lines = [_line(posts[post_id], on, cell) for (post_id, on), cell in cells.items()]
    return sorted(lines, key=lambda line: (line["on"], line["site_name"], line["post_name"], line["post_id"]))


def _line(found: tuple[Post, str], on: date, cell: dict[str, int]) -> dict[str, Any]:
    post, site_name = found
    return {
        "post_id": post.id,
        "post_name": post.name,
        "site_id": post.site_id,
        "site_name": site_name,
        "on": on,
        "places": cell["places"],
        **_minutes(cell),
    }


def _minutes(cell: dict[str, int]) -> dict[str, int]:
    shown = {f"{state}_minutes": cell[state] for state in PLACE_STATES}
    filled = cell[UNCONFIRMED] + cell[CONFIRMED]
    return shown | {"filled_minutes": filled, "demanded_minutes": filled + cell[VACANT] + cell[OPEN]}


def _sum(lines: Sequence[dict[str, Any]]) -> dict[str, int]:
    names = [f"{state}_minutes" for state in PLACE_STATES]
    names += ["filled_minutes", "demanded_minutes", "places"]
    return {name: sum(line[name] for line in lines) for name in names}
