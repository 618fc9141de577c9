"""One's own shifts with post, mates and state, and what became of those that are over."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from guard_api.clock import now
from guard_api.database import db
from guard_api.identity.actor import Actor
from guard_api.identity.people.queries import site_names
from schedules.clocking.models import Attendance
from schedules.clocking.names import names_of
from schedules.clocking.plan import Planned, planned_for
from schedules.clocking.relief import relieved, relieving
from schedules.posts.models import Post
from schedules.rosters.models import CallOff, RosterVersion, Shift
from schedules.rosters.queries import acknowledgements_due, shifts_between
from schedules.rosters.rules import place_state

SHIFT = (
    "id",
    "roster_id",
    "on",
    "start_at",
    "end_at",
    "site_id",
    "post_id",
    "shift_type_id",
    "breaks",
    "slot",
)
ATTENDED = (
    "shift_id",
    "site_id",
    "on",
    "start_at",
    "end_at",
    "state",
    "first_in_at",
    "last_out_at",
    "worked_minutes",
    "late_minutes",
    "unconfirmed_minutes",
    "flags",
)
BEGUN = ("missing", "working", "worked", "absent", "leave", "called_off", "clashing")


class Mine(NamedTuple):
    """A shift that is one's own, or was until it was called off."""

    row: Shift
    called_off: bool
    notice: str | None


def between(actor: Actor, from_at: datetime, until_at: datetime) -> list[Mine]:
    """Planned for the actor, and those that the actor called off and somebody else stands in by now."""
    planned: list[Planned] = planned_for(actor.organisation_id, [actor.person_id], from_at, until_at)
    mine = {each.row.id: Mine(each.row, False, each.plan.notice) for each in planned}
    for row in _called_off(actor, from_at, until_at):
        mine.setdefault(row.id, Mine(row, True, "called_off"))
    return sorted(mine.values(), key=lambda each: (each.row.start_at, each.row.id))


def _called_off(actor: Actor, from_at: datetime, until_at: datetime) -> list[Shift]:
    return list(
        db.session.scalars(
            select(Shift)
            .join(
                CallOff,
                (CallOff.organisation_id == Shift.organisation_id) & (CallOff.shift_id == Shift.id),
            )
            .where(
                CallOff.organisation_id == actor.organisation_id,
                CallOff.person_id == actor.person_id,
                Shift.start_at.between(from_at, until_at),
            )
            .distinct()
        )
    )


def shown(actor: Actor, mine: Sequence[Mine], held: Mapping[str, Attendance]) -> list[dict[str, Any]]:
    posts = posts_by_id(actor.organisation_id, {each.row.post_id for each in mine})
    mates, relief = _mates(actor, mine), reliefs(actor, mine)
    due = {each["roster_id"] for each in acknowledgements_due(actor.organisation_id, actor.person_id)}
    return [
        {name: getattr(each.row, name) for name in SHIFT}
        | {
            "post": posts[each.row.post_id].name,
            "note": posts[each.row.post_id].note,
            "mates": mates[each.row.id],
            "state": state_of(each, held.get(each.row.id)),
            "mark": _mark(each.row, due),
            "relieves_shift_id": relief.relieved_ids.get(each.row.id),
            "relieves": relief.relieved.get(each.row.id),
            "relieved_by": relief.relieving.get(each.row.id),
        }
        for each in mine
    ]


def posts_by_id(organisation_id: str, post_ids: Iterable[str]) -> dict[str, Post]:
    rows = db.session.scalars(
        select(Post).where(Post.organisation_id == organisation_id, Post.id.in_(set(post_ids)))
    )
    return {row.id: row for row in rows}


def state_of(each: Mine, held: Attendance | None) -> str:
    """What attendance says of it once it has begun; before, what the plan does."""
    if each.notice:
        return each.notice
    if held is not None and held.state in BEGUN:
        return held.state
    confirmed = each.row.confirmed_at is not None
    return place_state(person_id=each.row.person_id, confirmed=confirmed, offered=False)


def _mark(row: Shift, due: set[str]) -> str | None:
    """New or changed since the person last said to have seen it."""
    if row.roster_id not in due or row.confirmed_at is not None:
        return None
    return "changed" if row.changed_in > 1 else "new"


def _mates(actor: Actor, mine: Sequence[Mine]) -> dict[str, list[dict[str, str]]]:
    """Who is there at the same time: of one's own site, and never oneself."""
    found: dict[str, list[dict[str, str]]] = {each.row.id: [] for each in mine}
    ahead = [each.row for each in mine if each.row.end_at >= now()]
    if not ahead:
        return found
    others = _others(actor, ahead)
    names = names_of(actor.organisation_id, {row.person_id for row in others})
    posts = posts_by_id(actor.organisation_id, {row.post_id for row in others})
    for row in ahead:
        together = [other for other in others if _together(row, other)]
        found[row.id] = [{"name": names[one.person_id], "post": posts[one.post_id].name} for one in together]
    return found


def _others(actor: Actor, rows: Sequence[Shift]) -> list[Shift]:
    shifts = shifts_between(
        actor.organisation_id,
        min(row.start_at for row in rows),
        max(row.end_at for row in rows),
        site_ids={row.site_id for row in rows},
    )
    return [row for row in shifts if row.person_id not in (None, actor.person_id)]


def _together(row: Shift, other: Shift) -> bool:
    return row.site_id == other.site_id and row.start_at < other.end_at and other.start_at < row.end_at


class Reliefs(NamedTuple):
    """By one's own shift: the name of who is relieved in it and of who relieves it; with those shifts."""

    relieved: dict[str, str]
    relieving: dict[str, str]
    relieved_ids: dict[str, str]
    before: dict[str, Shift]
    after: dict[str, Shift]


def reliefs(actor: Actor, mine: Sequence[Mine]) -> Reliefs:
    rows = [each.row for each in mine]
    before, after = relieved(actor.organisation_id, rows), relieving(actor.organisation_id, rows)
    names = names_of(actor.organisation_id, {one.person_id for one in (*before.values(), *after.values())})
    return Reliefs(
        {id_: names[one.person_id] for id_, one in before.items() if one.person_id},
        {id_: names[one.person_id] for id_, one in after.items() if one.person_id},
        {id_: one.id for id_, one in before.items()},
        before,
        after,
    )


def attendances(actor: Actor, since: datetime) -> list[Attendance]:
    """One's own, the newest first."""
    return list(
        db.session.scalars(
            select(Attendance)
            .where(
                Attendance.organisation_id == actor.organisation_id,
                Attendance.person_id == actor.person_id,
                Attendance.on >= since.date(),
            )
            .order_by(Attendance.on.desc(), Attendance.start_at.desc(), Attendance.shift_id)
        )
    )


def attendance_shown(actor: Actor, held: Iterable[Attendance]) -> list[dict[str, Any]]:
    rows = [row for row in held if row.state in BEGUN]
    sites = site_names(actor.organisation_id) if rows else {}
    posts = posts_by_id(actor.organisation_id, {row.post_id for row in rows})
    return [
        {name: getattr(row, name) for name in ATTENDED}
        | {"site": sites[row.site_id], "post": posts[row.post_id].name}
        for row in rows
    ]


def acknowledgements(actor: Actor) -> list[dict[str, Any]]:
    """What one is asked to confirm, why, and how many shifts it is about."""
    due = acknowledgements_due(actor.organisation_id, actor.person_id)
    counts, reasons = _unconfirmed(actor, due), _reasons(actor, due)
    return [
        each
        | {
            "shifts": counts.get(each["roster_id"], 0),
            "reason": reasons.get((each["roster_id"], each["version"]), ""),
        }
        for each in due
    ]


def _unconfirmed(actor: Actor, due: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    rows = db.session.execute(
        select(Shift.roster_id, func.count())
        .where(
            Shift.organisation_id == actor.organisation_id,
            Shift.person_id == actor.person_id,
            Shift.roster_id.in_([each["roster_id"] for each in due]),
            Shift.cancelled_at.is_(None),
            Shift.confirmed_at.is_(None),
        )
        .group_by(Shift.roster_id)
    )
    return dict(tuple(row) for row in rows)


def _reasons(actor: Actor, due: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    rows = db.session.execute(
        select(RosterVersion.roster_id, RosterVersion.number, RosterVersion.reason).where(
            RosterVersion.organisation_id == actor.organisation_id,
            RosterVersion.roster_id.in_([each["roster_id"] for each in due]),
        )
    )
    return {(roster_id, number): reason for roster_id, number, reason in rows}


# --- what the floor of offers says through app.py ------------------------------------------------

Ask = Callable[[Actor], list[dict[str, Any]]]
_offers: list[Ask] = []


def offers_from(call: Ask) -> None:
    """Called once by app.py."""
    _offers[:] = [call]


def offers(actor: Actor) -> list[dict[str, Any]]:
    return _offers[0](actor) if _offers else []
