"""The places of a roster, made from the demand and kept in step with it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.tenants.models import Site
from schedules.posts import queries as posts
from schedules.posts.models import ShiftType
from schedules.rosters import rules
from schedules.rosters.models import Roster, Shift
from schedules.rosters.reach import sites_of
from schedules.rosters.rules import Key, Place, Steps
from schedules.spans import wall


class Maker:
    """Makes shifts by the clock on the wall of their site."""

    def __init__(self, organisation_id: str, site_ids: Sequence[str]):
        self.organisation_id = organisation_id
        self.types = posts.shift_types_of(organisation_id)
        self.posts = {
            post.id: post for post in posts.posts_of(organisation_id, site_ids=site_ids, archived=True)
        }
        self.zones = zones_of(organisation_id, site_ids)

    def shift(self, roster: Roster, key: Key, slot: int, *, extra: bool = False, **more: Any) -> Shift:
        post_id, on, shift_type_id = key
        site_id, kind = self.posts[post_id].site_id, self.types[shift_type_id]
        start_at, end_at = times(kind, on, self.zones[site_id])
        return Shift(
            organisation_id=self.organisation_id,
            id=new_id(),
            roster_id=roster.id,
            site_id=site_id,
            post_id=post_id,
            shift_type_id=shift_type_id,
            on=on,
            breaks=list(kind.breaks),
            slot=slot,
            extra=extra,
            **{"start_at": start_at, "end_at": end_at, **more},
        )


def times(kind: ShiftType, on: date, zone: str):
    """A night in which the clocks change is an hour longer or shorter: it is the wall that counts."""
    ends = rules.clock_end(on, kind.starts_at, kind.minutes)
    return wall(on, kind.starts_at, zone), wall(*ends, zone)


def zones_of(organisation_id: str, site_ids: Iterable[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Site.id, Site.time_zone).where(
            Site.organisation_id == organisation_id, Site.id.in_(list(site_ids))
        )
    )
    return dict(tuple(row) for row in rows)


def fill(roster: Roster, site_ids: Sequence[str]) -> None:
    """All places that the demand asks for, in a roster that has none yet."""
    steps = rules.in_step(_needs(roster, site_ids), {})
    db.session.bulk_save_objects(_made(roster, steps, site_ids))


def steps_to_take(roster: Roster, site_ids: Sequence[str]) -> Steps:
    """What would bring the roster in step with the demand as it is now."""
    return rules.in_step(_needs(roster, site_ids), _places(roster))


def take(roster: Roster, steps: Steps, site_ids: Sequence[str]) -> list[Shift]:
    """Bring it in step; no assignment is lost. The rows that were added or changed."""
    rows = _rows(roster, {*steps.cancel, *steps.restore, *steps.to_extra, *steps.from_extra})
    for id_ in steps.cancel:
        rows[id_].cancelled_at = now()
    for id_ in steps.restore:
        rows[id_].cancelled_at, rows[id_].person_id, rows[id_].locked = None, None, False
    for id_ in (*steps.to_extra, *steps.from_extra):
        rows[id_].extra = id_ in steps.to_extra
    added = _made(roster, steps, site_ids)
    db.session.add_all(added)
    return [*rows.values(), *added]


def _made(roster: Roster, steps: Steps, site_ids: Sequence[str]) -> list[Shift]:
    if not steps.add:
        return []
    make = Maker(roster.organisation_id, site_ids)
    return [make.shift(roster, key, slot) for key, slot in steps.add]


def _needs(roster: Roster, site_ids: Sequence[str]) -> dict[Key, int]:
    needs = posts.demand(
        roster.organisation_id, from_on=roster.from_on, until_on=roster.until_on, site_ids=site_ids
    )
    return {(need.post_id, need.on, need.shift_type_id): need.need for need in needs}


def _places(roster: Roster) -> dict[Key, list[Place]]:
    rows = db.session.execute(
        select(
            Shift.post_id,
            Shift.on,
            Shift.shift_type_id,
            Shift.id,
            Shift.slot,
            Shift.person_id,
            Shift.cancelled_at,
            Shift.extra,
        )
        .where(Shift.organisation_id == roster.organisation_id, Shift.roster_id == roster.id)
        .order_by(Shift.slot, Shift.id)
    )
    found: dict[Key, list[Place]] = defaultdict(list)
    for post_id, on, shift_type_id, id_, slot, person_id, cancelled_at, extra in rows:
        place = Place(id_, slot, person_id is not None, cancelled_at is not None, extra)
        found[(post_id, on, shift_type_id)].append(place)
    return found


def _rows(roster: Roster, ids: set[str]) -> dict[str, Shift]:
    return {shift.id: shift for shift in shifts_by_id(roster.organisation_id, ids)}


def shifts_by_id(organisation_id: str, ids: Iterable[str]) -> list[Shift]:
    ids = list(ids)
    found: list[Shift] = []
    for start in range(0, len(ids), 10_000):
        part = ids[start : start + 10_000]
        found += db.session.scalars(
            select(Shift).where(Shift.organisation_id == organisation_id, Shift.id.in_(part))
        )
    return found


def rosters_over(
    organisation_id: str, from_on: date, until_on: date, site_ids: Iterable[str]
) -> list[tuple[Roster, list[str]]]:
    """Rosters that touch these days and sites, with their sites."""
    rosters = list(
        db.session.scalars(
            select(Roster)
            .where(
                Roster.organisation_id == organisation_id,
                Roster.from_on <= until_on,
                Roster.until_on >= from_on,
            )
            .order_by(Roster.from_on, Roster.id)
        )
    )
    sites, chosen = sites_of(organisation_id, [one.id for one in rosters]), set(site_ids)
    return [(one, sites[one.id]) for one in rosters if chosen & set(sites.get(one.id, ()))]
