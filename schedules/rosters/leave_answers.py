"""What leave asks of rosters: which shifts are in the way, and on which days somebody works."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time

from sqlalchemy import and_, select

from guard_api.database import db
from guard_api.tenants.models import Site
from people.queries import workforce
from schedules.leave.hooks import Clash
from schedules.leave.models import LeaveRequest
from schedules.leave.rules import RosterDays
from schedules.posts.models import Post
from schedules.rosters.models import Roster, RosterSite, Shift
from schedules.spans import days, wall

NOON = time(12)


def clashes(organisation_id: str, requests: Sequence[LeaveRequest]) -> dict[str, list[Clash]]:
    """Published shifts of the person that begin on a day of the leave. Constant number of queries."""
    rows = _shifts(
        organisation_id,
        {one.person_id for one in requests},
        min(one.from_on for one in requests),
        max(one.until_on for one in requests),
    )
    found: dict[str, list[Clash]] = defaultdict(list)
    for request in requests:
        for shift, post_name, zone in rows:
            if shift.person_id == request.person_id and _in_the_way(shift, request, zone):
                found[request.id].append(_clash(shift, post_name))
    return dict(found)


def _shifts(organisation_id: str, person_ids: Iterable[str], first: date, last: date) -> Sequence:
    return db.session.execute(
        select(Shift, Post.name, Site.time_zone)
        .join(Roster, and_(Roster.organisation_id == Shift.organisation_id, Roster.id == Shift.roster_id))
        .join(Post, and_(Post.organisation_id == Shift.organisation_id, Post.id == Shift.post_id))
        .join(Site, and_(Site.organisation_id == Shift.organisation_id, Site.id == Shift.site_id))
        .where(
            Shift.organisation_id == organisation_id,
            Shift.person_id.in_(list(person_ids)),
            Shift.on.between(first, last),
            Shift.cancelled_at.is_(None),
            Roster.version > 0,
        )
        .order_by(Shift.start_at, Shift.id)
    ).all()


def _in_the_way(shift: Shift, request: LeaveRequest, zone: str) -> bool:
    """Of a first day from noon on a shift that is over by then is not; of a last until noon a later one."""
    if not request.from_on <= shift.on <= request.until_on:
        return False
    if request.from_half and shift.on == request.from_on and shift.end_at <= wall(shift.on, NOON, zone):
        return False
    late = shift.start_at >= wall(shift.on, NOON, zone)
    return not (request.until_half and shift.on == request.until_on and late)


def _clash(shift: Shift, post_name: str) -> Clash:
    on = shift.on
    return Clash(
        "published_shift",
        on,
        {
            "zh": f"已发布{on.month}月{on.day}日“{post_name}”的班次。",
            "en": f"A shift at “{post_name}” on {on.isoformat()} is published.",
        },
        shift_id=shift.id,
        site_id=shift.site_id,
    )


def worked(
    organisation_id: str, person_ids: Iterable[str], from_on: date, until_on: date
) -> dict[str, RosterDays]:
    """The days of which published rosters speak for each person, and those with a shift."""
    ids = list(dict.fromkeys(person_ids))
    rosters = _published(organisation_id, from_on, until_on)
    if not rosters:
        return {}
    shifts = [row[0] for row in _shifts(organisation_id, ids, from_on, until_on)]
    sites = {one.person_id: one.site_ids for one in workforce(organisation_id, from_on)}
    return {
        id_: _days(
            [shift for shift in shifts if shift.person_id == id_], rosters, sites.get(id_, frozenset())
        )
        for id_ in ids
    }


def _published(organisation_id: str, from_on: date, until_on: date) -> list[tuple[str, str, date, date]]:
    """(roster, site, first day, last day) inside the range."""
    rows = db.session.execute(
        select(Roster.id, RosterSite.site_id, Roster.from_on, Roster.until_on)
        .join(
            RosterSite,
            and_(RosterSite.organisation_id == Roster.organisation_id, RosterSite.roster_id == Roster.id),
        )
        .where(
            Roster.organisation_id == organisation_id,
            Roster.version > 0,
            Roster.from_on <= until_on,
            Roster.until_on >= from_on,
        )
    )
    return [(id_, site_id, max(first, from_on), min(last, until_on)) for id_, site_id, first, last in rows]


def _days(
    shifts: Sequence[Shift], rosters: Iterable[tuple[str, str, date, date]], sites: frozenset[str]
) -> RosterDays:
    theirs = {shift.roster_id for shift in shifts}
    known = {
        on
        for roster_id, site_id, first, last in rosters
        if site_id in sites or roster_id in theirs
        for on in days(first, last)
    }
    return RosterDays(frozenset(known), frozenset(shift.on for shift in shifts))
