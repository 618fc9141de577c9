"""A roster as it stands, with everything that planning asks of it, fetched at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.identity.actor import GUARD
from guard_api.tenants.models import Site
from people.queries import workforce
from schedules.planning.rules import ASSIGNED, LOCKED
from schedules.rosters.checks import facts_about
from schedules.rosters.facts import Facts
from schedules.rosters.models import Roster, Shift
from schedules.rosters.reach import sites_of
from schedules.rosters.works import Work, work_of
from schedules.terms.queries import terms_of


@dataclass(frozen=True)
class Situation:
    """`kept` are the shifts whose person, or whose being vacant, the solver may not change."""

    roster_id: str
    organisation_id: str
    from_on: date
    until_on: date
    works: tuple[Work, ...]
    kept: frozenset[str]
    people: tuple[str, ...]
    facts: Facts
    preferences: Mapping[str, Any] = field(default_factory=dict)
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # of sites

    def work(self, shift_id: str) -> Work:
        return self.by_id[shift_id]

    @property
    def by_id(self) -> dict[str, Work]:
        return {work.id: work for work in self.works}

    @property
    def site_ids(self) -> frozenset[str]:
        return frozenset(work.site_id for work in self.works)

    def with_people(self, people: Mapping[str, str | None]) -> "Situation":
        """The same with other people in some places."""
        works = tuple(work._replace(person_id=people.get(work.id, work.person_id)) for work in self.works)
        return replace(self, works=works)


def situation_of(roster: Roster, keep: str = LOCKED, *, also: Iterable[str] = ()) -> Situation:
    rows = rows_of(roster)
    works = tuple(work_of(row) for row in rows)
    site_ids = sites_of(roster.organisation_id, [roster.id]).get(roster.id, [])
    people = people_of(roster, site_ids, {work.person_id for work in works if work.person_id} | set(also))
    return Situation(
        roster_id=roster.id,
        organisation_id=roster.organisation_id,
        from_on=roster.from_on,
        until_on=roster.until_on,
        works=works,
        kept=frozenset(row.id for row in rows if is_kept(row, keep, now())),
        people=tuple(people),
        facts=facts_about(roster, people),
        preferences=roster.weights,
        positions=positions_of(roster.organisation_id),
    )


def is_kept(shift: Shift, keep: str, at: datetime) -> bool:
    """What is locked, what has begun and, where only gaps are to be filled, whatever is assigned."""
    return shift.locked or shift.start_at <= at or (keep == ASSIGNED and shift.person_id is not None)


def rows_of(roster: Roster) -> list[Shift]:
    return list(
        db.session.scalars(
            select(Shift)
            .where(
                Shift.organisation_id == roster.organisation_id,
                Shift.roster_id == roster.id,
                Shift.cancelled_at.is_(None),
            )
            .order_by(Shift.on, Shift.start_at, Shift.post_id, Shift.slot, Shift.id)
        )
    )


def people_of(roster: Roster, site_ids: Iterable[str], assigned: set[str]) -> list[str]:
    """Guards who may serve at one of the sites on any of the days, and whoever stands in the roster."""
    sites = set(site_ids)
    ids = {
        worker.person_id
        for on in (roster.from_on, roster.until_on)
        for worker in workforce(roster.organisation_id, on)
        if GUARD in worker.roles
    }
    terms = terms_of(roster.organisation_id, ids, roster.from_on)
    serving = {id_ for id_, one in terms.items() if sites & one.site_ids}
    return sorted(serving | assigned)


def positions_of(organisation_id: str) -> dict[str, tuple[float, float]]:
    rows = db.session.execute(
        select(Site.id, Site.lat, Site.lon).where(
            Site.organisation_id == organisation_id, Site.lat.is_not(None), Site.lon.is_not(None)
        )
    )
    return {id_: (lat, lon) for id_, lat, lon in rows}
