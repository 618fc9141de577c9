"""Posts, kinds of shift and what is needed on each date."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from guard_api.clock import local_date
from guard_api.database import db, get_owned
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.tenants.models import Site
from people.dates import today_of
from schedules.posts import rules
from schedules.posts.calendar import marked_days, weekdays_of
from schedules.posts.models import Demand, DemandException, Post, ShiftType
from schedules.posts.rules import Line, Need

DESK = (SUPERVISOR, HR, ADMINISTRATOR)
__all__ = ["Need", "demand", "posts_of", "shift_types_of"]


# --- for the floors above ---------------------------------------------------------------------


def posts_of(
    organisation_id: str, *, site_ids: Iterable[str] | None = None, archived: bool = False
) -> list[Post]:
    """By site, priority and name."""
    statement = select(Post).where(Post.organisation_id == organisation_id)
    if site_ids is not None:
        statement = statement.where(Post.site_id.in_(list(site_ids)))
    if not archived:
        statement = statement.where(Post.archived_at.is_(None))
    return list(db.session.scalars(statement.order_by(Post.site_id, Post.priority, Post.name, Post.id)))


def shift_types_of(organisation_id: str, *, archived: bool = True) -> dict[str, ShiftType]:
    """By id, in the order of their start."""
    statement = select(ShiftType).where(ShiftType.organisation_id == organisation_id)
    if not archived:
        statement = statement.where(ShiftType.archived_at.is_(None))
    found = db.session.scalars(statement.order_by(ShiftType.starts_at, ShiftType.minutes, ShiftType.code))
    return {one.id: one for one in found}


def demand(
    organisation_id: str, *, from_on: date, until_on: date, site_ids: Iterable[str] | None = None
) -> list[Need]:
    """How many each post needs in each shift of each date: the template, holidays, then exceptions.

    An archived post is needed until the day before it was archived. Constant number of queries.
    """
    posts = posts_of(organisation_id, site_ids=site_ids, archived=True)
    lines, exceptions = _templates(organisation_id, posts), _exceptions(posts, from_on, until_on)
    weekdays = weekdays_of(marked_days(organisation_id, from_on, until_on))
    ends = _archived_on(organisation_id, posts)
    found = []
    for post in posts:
        needs = rules.needs_of(lines[post.id], exceptions[post.id], weekdays, from_on, until_on)
        over = ends.get(post.id, date.max)
        found += [Need(post.id, post.site_id, *need) for need in needs if need[0] < over]
    return sorted(found, key=lambda need: (need.on, need.site_id, need.post_id, need.shift_type_id))


def _templates(organisation_id: str, posts: Sequence[Post]) -> dict[str, list[Line]]:
    rows = db.session.scalars(
        select(Demand)
        .where(Demand.organisation_id == organisation_id, Demand.post_id.in_([post.id for post in posts]))
        .order_by(Demand.from_on)
    )
    found: dict[str, list[Line]] = defaultdict(list)
    for row in rows:
        found[row.post_id].append(Line(row.weekday, row.shift_type_id, row.need, row.from_on, row.until_on))
    return found


def _exceptions(posts: Sequence[Post], from_on: date, until_on: date) -> dict[str, dict]:
    found: dict[str, dict] = defaultdict(dict)
    if not posts:
        return found
    rows = db.session.scalars(
        select(DemandException).where(
            DemandException.organisation_id == posts[0].organisation_id,
            DemandException.on.between(from_on, until_on),
            DemandException.post_id.in_([post.id for post in posts]),
        )
    )
    for row in rows:
        found[row.post_id][row.on, row.shift_type_id] = row.need
    return found


def _archived_on(organisation_id: str, posts: Sequence[Post]) -> dict[str, date]:
    archived = [post for post in posts if post.archived_at]
    if not archived:
        return {}
    zones = dict(
        db.session.execute(
            select(Site.id, Site.time_zone).where(Site.organisation_id == organisation_id)
        ).all()
    )
    return {post.id: local_date(post.archived_at, zones[post.site_id]) for post in archived}


# --- the desk ---------------------------------------------------------------------------------


def post_for(actor: Actor, post_id: str, *roles: str) -> Post:
    """The post if the actor reaches its site with one of the roles."""
    post = get_owned(Post, actor.organisation_id, post_id)
    actor.reach(post.site_id, *(roles or DESK))
    return post


def posts_page(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    page = page_of(_chosen(actor, **filters), Post.name, Post.id, limit=limit, cursor=cursor)
    return page | {"items": shown(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor, *, site_id: str | None = None, kind: str | None = None, archived: bool = False
) -> Select:
    conditions = [Post.organisation_id == actor.organisation_id, actor.scope(*DESK).where(Post.site_id)]
    if site_id is not None:
        get_owned(Site, actor.organisation_id, site_id)
        actor.reach(site_id, *DESK)
        conditions.append(Post.site_id == site_id)
    if kind is not None:
        conditions.append(Post.kind == kind)
    conditions.append(Post.archived_at.is_not(None) if archived else Post.archived_at.is_(None))
    return select(Post).where(*conditions)


SAME = (
    "id",
    "site_id",
    "name",
    "kind",
    "priority",
    "min_grade_id",
    "certificate_type_ids",
    "languages",
    "walking",
    "least_together",
    "break_relief",
    "note",
    "archived_at",
)


def shown(organisation_id: str, posts: Sequence[Post]) -> list[dict[str, Any]]:
    """Posts with the name of their site and what a week asks of each today."""
    sites = names_of_sites(organisation_id, {post.site_id for post in posts})
    weeks = _weeks(organisation_id, posts)
    return [
        {name: getattr(post, name) for name in SAME}
        | {"site_name": sites[post.site_id], **weeks.get(post.id, NO_WEEK)}
        for post in posts
    ]


NO_WEEK = {"week_shifts": 0, "week_minutes": 0}


def _weeks(organisation_id: str, posts: Sequence[Post]) -> dict[str, dict[str, int]]:
    """Shifts and minutes to fill in an ordinary week, as the template is today."""
    today = today_of(organisation_id)
    types = shift_types_of(organisation_id)
    found: dict[str, dict[str, int]] = {}
    for post_id, lines in _templates(organisation_id, posts).items():
        week = [line for line in lines if line.holds_on(today) and line.weekday != rules.ON_HOLIDAYS]
        found[post_id] = {
            "week_shifts": sum(line.need for line in week),
            "week_minutes": sum(line.need * types[line.shift_type_id].minutes for line in week),
        }
    return found


def names_of_sites(organisation_id: str, ids: Iterable[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Site.id, Site.name).where(Site.organisation_id == organisation_id, Site.id.in_(list(ids)))
    )
    return dict(tuple(row) for row in rows)


def template_of(actor: Actor, post_id: str, *, on: date | None = None) -> dict[str, Any]:
    """A post's weekly template on a date, what follows it, and the exceptions from then on."""
    post = post_for(actor, post_id)
    on = on or today_of(actor.organisation_id)
    rows = db.session.scalars(
        select(Demand)
        .where(
            Demand.organisation_id == post.organisation_id,
            Demand.post_id == post.id,
            or_(Demand.until_on.is_(None), Demand.until_on >= on),
        )
        .order_by(Demand.from_on, Demand.weekday, Demand.shift_type_id)
    ).all()
    exceptions = db.session.scalars(
        select(DemandException)
        .where(
            DemandException.organisation_id == post.organisation_id,
            DemandException.post_id == post.id,
            DemandException.on >= on,
        )
        .order_by(DemandException.on, DemandException.shift_type_id)
    ).all()
    return {
        "post_id": post.id,
        "on": on,
        "lines": [row for row in rows if row.from_on <= on],
        "later": [row for row in rows if row.from_on > on],
        "exceptions": exceptions,
    }


def demand_table(
    actor: Actor, *, from_on: date, until_on: date, site_id: str | None = None
) -> list[dict[str, Any]]:
    """What is needed, by date, site, post and shift, as far as the actor's sites reach."""
    posts = {post.id: post for post in posts_of(actor.organisation_id, archived=True)}
    sites = names_of_sites(actor.organisation_id, {post.site_id for post in posts.values()})
    types = shift_types_of(actor.organisation_id)
    wanted = _sites_wanted(actor, site_id, sites)
    needs = demand(actor.organisation_id, from_on=from_on, until_on=until_on, site_ids=wanted)
    return [_need_shown(need, posts[need.post_id], sites, types[need.shift_type_id]) for need in needs]


def _sites_wanted(actor: Actor, site_id: str | None, sites: Iterable[str]) -> list[str]:
    if site_id is None:
        scope = actor.scope(*DESK)
        return [id_ for id_ in sites if id_ in scope]
    get_owned(Site, actor.organisation_id, site_id)
    actor.reach(site_id, *DESK)
    return [site_id]


def _need_shown(need: Need, post: Post, sites: dict[str, str], type_: ShiftType) -> dict[str, Any]:
    return need._asdict() | {
        "post_name": post.name,
        "site_name": sites[need.site_id],
        "priority": post.priority,
        "shift_code": type_.code,
        "starts_at": type_.starts_at,
        "minutes": type_.minutes,
    }


def shift_types_page(
    actor: Actor, *, limit: int, cursor: str | None = None, archived: bool = False
) -> dict[str, Any]:
    state = ShiftType.archived_at.is_not(None) if archived else ShiftType.archived_at.is_(None)
    statement = select(ShiftType).where(ShiftType.organisation_id == actor.organisation_id, state)
    return page_of(statement, ShiftType.code, ShiftType.id, limit=limit, cursor=cursor)
