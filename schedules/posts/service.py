"""Setting up what must be staffed: posts, kinds of shift, templates, exceptions, calendar."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select, update

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.records import note_change
from guard_api.tenants.models import Site
from people.ladder.queries import grades
from schedules.posts import rules
from schedules.posts.hooks import demand_changed
from schedules.posts.models import (
    CalendarDay,
    CalendarRegion,
    Demand,
    DemandException,
    Post,
    ShiftType,
)
from schedules.posts.patterns import PATTERNS, Pattern, ShiftShape
from schedules.posts.public_days import regions
from schedules.posts.queries import post_for, shift_types_of
from schedules.spans import ONE_DAY, days
from training.certificates.kinds.queries import names as certificate_names

WRITERS = (SUPERVISOR, ADMINISTRATOR)
CONTROL_ROOM, TWO = "control_room", 2
MOST_EXCEPTION_DAYS = 100


# --- posts ------------------------------------------------------------------------------------


def add_post(actor: Actor, *, site_id: str, **facts: Any) -> Post:
    """A new post. A fire-control room is staffed by two unless something else is said."""
    get_owned(Site, actor.organisation_id, site_id)
    actor.reach(site_id, *WRITERS)
    _check(actor, site_id, None, facts)
    if facts["kind"] == CONTROL_ROOM:
        facts.setdefault("least_together", TWO)
    post = Post(organisation_id=actor.organisation_id, id=new_id(), site_id=site_id, **facts)
    db.session.add(post)
    db.session.flush()
    note_change(actor, "post.added", "post", post.id, name=post.name)
    return post


def change_post(actor: Actor, *, post_id: str, **changes: Any) -> Post:
    post = post_for(actor, post_id, *WRITERS)
    _check(actor, post.site_id, post.id, changes)
    for name, value in changes.items():
        setattr(post, name, value)
    db.session.flush()
    note_change(actor, "post.changed", "post", post.id, **changes)
    return post


def archive_post(actor: Actor, *, post_id: str, archived: bool) -> Post:
    """An archived post is needed no more from that day on; its past stays."""
    post = post_for(actor, post_id, *WRITERS)
    post.archived_at = (post.archived_at or now()) if archived else None
    db.session.flush()
    note_change(actor, "post.archived" if archived else "post.restored", "post", post.id)
    demand_changed(post.organisation_id, [post.site_id])
    return post


def _check(actor: Actor, site_id: str, post_id: str | None, facts: dict[str, Any]) -> None:
    _refuse_taken_name(actor, site_id, post_id, facts.get("name"))
    grade_id = facts.get("min_grade_id")
    if grade_id and grade_id not in {grade.id for grade in grades(actor.organisation_id)}:
        raise Problem("posts.grade_unknown", 422, paths=["/min_grade_id"])
    wanted = set(facts.get("certificate_type_ids", ()))
    if wanted - set(certificate_names(actor.organisation_id, wanted)):
        raise Problem("posts.certificate_unknown", 422, paths=["/certificate_type_ids"])


def _refuse_taken_name(actor: Actor, site_id: str, post_id: str | None, name: str | None) -> None:
    taken = db.session.scalar(
        select(Post.id).where(
            Post.organisation_id == actor.organisation_id, Post.site_id == site_id, Post.name == name
        )
    )
    if taken not in (None, post_id):
        raise Problem("posts.name_taken", 409, paths=["/name"])


# --- kinds of shift ---------------------------------------------------------------------------


def add_shift_type(actor: Actor, **facts: Any) -> ShiftType:
    _refuse_taken_code(actor, facts["code"], None)
    type_ = ShiftType(organisation_id=actor.organisation_id, id=new_id(), **facts)
    db.session.add(type_)
    db.session.flush()
    note_change(actor, "shift_type.added", "shift_type", type_.id, code=type_.code)
    return type_


def change_shift_type(
    actor: Actor, *, shift_type_id: str, archived: bool | None = None, **changes: Any
) -> ShiftType:
    """Shifts that are planned already keep their hours."""
    type_ = get_owned(ShiftType, actor.organisation_id, shift_type_id)
    _refuse_taken_code(actor, changes.get("code", type_.code), type_.id)
    for name, value in changes.items():
        setattr(type_, name, value)
    if not rules.fits_in_shift(type_.breaks, type_.minutes):
        raise Problem("posts.breaks_outside", 422, paths=["/breaks"])
    if archived is not None:
        _archive_shift_type(type_, archived)
    db.session.flush()
    note_change(actor, "shift_type.changed", "shift_type", type_.id, fields=sorted(changes))
    return type_


def _archive_shift_type(type_: ShiftType, archived: bool) -> None:
    if archived:
        _refuse_needed(type_)
    type_.archived_at = (type_.archived_at or now()) if archived else None


def _refuse_needed(type_: ShiftType) -> None:
    names = db.session.scalars(
        select(Post.name)
        .join(Demand, (Demand.organisation_id == Post.organisation_id) & (Demand.post_id == Post.id))
        .where(
            Post.organisation_id == type_.organisation_id,
            Post.archived_at.is_(None),
            Demand.shift_type_id == type_.id,
            Demand.until_on.is_(None),
            Demand.need > 0,
        )
        .distinct()
        .order_by(Post.name)
        .limit(5)
    ).all()
    if names:
        raise Problem("posts.shift_type_needed", 409, posts=", ".join(names))


def _refuse_taken_code(actor: Actor, code: str, own_id: str | None) -> None:
    taken = db.session.scalar(
        select(ShiftType.id).where(ShiftType.organisation_id == actor.organisation_id, ShiftType.code == code)
    )
    if taken not in (None, own_id):
        raise Problem("posts.code_taken", 409, paths=["/code"])


# --- demand -----------------------------------------------------------------------------------


def set_template(actor: Actor, *, post_id: str, from_on: date, lines: Iterable[dict[str, Any]]) -> Post:
    """The whole weekly template from a day on. What held before holds up to the day before."""
    post = _open_post(actor, post_id)
    lines = list(lines)
    _refuse_unknown_types(actor, {line["shift_type_id"] for line in lines})
    _end_template(post, from_on)
    db.session.add_all(
        Demand(organisation_id=post.organisation_id, id=new_id(), post_id=post.id, from_on=from_on, **line)
        for line in lines
    )
    db.session.flush()
    note_change(actor, "post.demand", "post", post.id, from_on=from_on.isoformat(), lines=len(lines))
    demand_changed(post.organisation_id, [post.site_id])
    return post


def _end_template(post: Post, from_on: date) -> None:
    own = (Demand.organisation_id == post.organisation_id, Demand.post_id == post.id)
    quietly = {"synchronize_session": False}
    db.session.execute(delete(Demand).where(*own, Demand.from_on >= from_on).execution_options(**quietly))
    db.session.execute(
        update(Demand)
        .where(*own, or_(Demand.until_on.is_(None), Demand.until_on >= from_on))
        .values(until_on=from_on - ONE_DAY)
        .execution_options(**quietly)
    )


def use_pattern(actor: Actor, *, post_id: str, pattern: str, from_on: date, need: int | None = None) -> Post:
    """Staff a post by a pattern of the trade; kinds of shift that are missing are added.

    Unless told otherwise as many at once as the pattern or the post has together.
    """
    chosen = PATTERNS.get(pattern)
    if chosen is None:
        raise NotFound()
    post = _open_post(actor, post_id)
    types = [_type_for(actor, shape) for shape in chosen.shifts]
    lines = _lines(chosen, types, need or max(chosen.together, post.least_together))
    return set_template(actor, post_id=post_id, from_on=from_on, lines=lines)


def _lines(pattern: Pattern, types: list[ShiftType], need: int) -> list[dict[str, Any]]:
    lines = [
        {"weekday": weekday, "shift_type_id": type_.id, "need": need}
        for weekday in pattern.weekdays
        for type_ in types
    ]
    if len(pattern.weekdays) < 7:  # an office pattern rests on public holidays too
        lines += [{"weekday": rules.ON_HOLIDAYS, "shift_type_id": type_.id, "need": 0} for type_ in types]
    return lines


def _type_for(actor: Actor, shape: ShiftShape) -> ShiftType:
    """One of the same hours, else a new one under a code that is free."""
    known = list(shift_types_of(actor.organisation_id).values())
    for type_ in known:
        same = type_.starts_at == shape.starts_at and type_.minutes == shape.minutes
        if same and type_.archived_at is None:
            return type_
    return add_shift_type(
        actor,
        code=_free_code(shape.code, {type_.code for type_ in known}),
        name_zh=shape.name_zh,
        name_en=shape.name_en,
        starts_at=shape.starts_at,
        minutes=shape.minutes,
        breaks=[dict(each) for each in shape.breaks],
    )


def _free_code(code: str, taken: set[str]) -> str:
    number = 2
    free = code
    while free in taken:
        free, number = f"{code}-{number}", number + 1
    return free


def except_days(
    actor: Actor,
    *,
    post_id: str,
    on: date,
    shift_type_id: str,
    need: int,
    until_on: date | None = None,
    reason: str = "",
) -> Post:
    """Another number on a date, or on each of several; an exception that stands there is replaced."""
    post = _open_post(actor, post_id)
    until_on = until_on or on
    if not on <= until_on < on + MOST_EXCEPTION_DAYS * ONE_DAY:
        raise Problem("posts.range_too_long", 422, days=MOST_EXCEPTION_DAYS, paths=["/until_on"])
    _refuse_unknown_types(actor, {shift_type_id})
    _clear_exceptions(post, on, until_on, shift_type_id)
    db.session.add_all(
        DemandException(
            organisation_id=post.organisation_id,
            id=new_id(),
            post_id=post.id,
            on=day,
            shift_type_id=shift_type_id,
            need=need,
            reason=reason,
            created_by=actor.person_id,
        )
        for day in days(on, until_on)
    )
    db.session.flush()
    note_change(actor, "post.exception", "post", post.id, on=on.isoformat(), need=need, reason=reason)
    demand_changed(post.organisation_id, [post.site_id])
    return post


def _clear_exceptions(post: Post, on: date, until_on: date, shift_type_id: str) -> None:
    db.session.execute(
        delete(DemandException)
        .where(
            DemandException.organisation_id == post.organisation_id,
            DemandException.post_id == post.id,
            DemandException.shift_type_id == shift_type_id,
            DemandException.on.between(on, until_on),
        )
        .execution_options(synchronize_session=False)
    )


def end_exception(actor: Actor, *, post_id: str, exception_id: str) -> Post:
    """The template holds again on that date."""
    post = post_for(actor, post_id, *WRITERS)
    exception = get_owned(DemandException, actor.organisation_id, exception_id)
    if exception.post_id != post.id:
        raise NotFound()
    db.session.delete(exception)
    db.session.flush()
    note_change(actor, "post.exception_ended", "post", post.id, on=exception.on.isoformat())
    demand_changed(post.organisation_id, [post.site_id])
    return post


def _open_post(actor: Actor, post_id: str) -> Post:
    post = post_for(actor, post_id, *WRITERS)
    if post.archived_at:
        raise Problem("posts.archived", 409)
    return post


def _refuse_unknown_types(actor: Actor, ids: set[str]) -> None:
    if ids - set(shift_types_of(actor.organisation_id, archived=False)):
        raise Problem("posts.shift_type_unknown", 422)


# --- the calendar -----------------------------------------------------------------------------


def choose_region(actor: Actor, *, country: str, subdivision: str | None = None) -> CalendarRegion:
    """Whose public holidays hold for the whole organisation."""
    known = regions().get(country)
    if known is None or (subdivision and subdivision not in known):
        raise Problem("posts.region_unknown", 422, paths=["/country"])
    region = db.session.get(CalendarRegion, actor.organisation_id)
    if region is None:
        region = CalendarRegion(organisation_id=actor.organisation_id)
        db.session.add(region)
    region.country, region.subdivision = country, subdivision
    db.session.flush()
    note_change(actor, "calendar.region", "organisation", actor.organisation_id, country=country)
    return region


def mark_day(actor: Actor, *, on: date, **facts: Any) -> CalendarDay:
    """The organisation's own word on a date."""
    day = _own_day(actor, on)
    if day is None:
        day = CalendarDay(organisation_id=actor.organisation_id, id=new_id(), on=on)
        db.session.add(day)
    for name, value in facts.items():
        setattr(day, name, value)
    db.session.flush()
    note_change(actor, "calendar.day", "calendar_day", day.id, on=on.isoformat(), kind=day.kind)
    demand_changed(actor.organisation_id, None)
    return day


def unmark_day(actor: Actor, *, on: date) -> None:
    """The public calendar holds again."""
    day = _own_day(actor, on)
    if day is None:
        raise NotFound()
    db.session.delete(day)
    db.session.flush()
    note_change(actor, "calendar.day_ended", "calendar_day", day.id, on=on.isoformat())
    demand_changed(actor.organisation_id, None)


def _own_day(actor: Actor, on: date) -> CalendarDay | None:
    return db.session.scalar(
        select(CalendarDay).where(CalendarDay.organisation_id == actor.organisation_id, CalendarDay.on == on)
    )
