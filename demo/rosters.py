"""Rosters of the demonstration: one is published around today, with what happens in it; a draft follows."""

import random
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from demo.build import TIME_ZONE, acting
from demo.estate import ESTATES
from guard_api.clock import local_date, moved_to
from guard_api.database import db
from guard_api.identity.actor import ADMINISTRATOR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Site
from schedules.law.shapes import HARD
from schedules.offers import service as offers
from schedules.offers.candidates import fitting
from schedules.rosters import acknowledging, call_offs, checks, judging, queries, service
from schedules.rosters.facts import Facts
from schedules.rosters.models import Roster, Shift
from schedules.rosters.works import Work

AFTERNOON = time(15)
BACK, AHEAD = timedelta(days=14), timedelta(days=7)
REST = timedelta(hours=12)
MOST_DAYS_A_WEEK = 5
ONE_DAY = timedelta(days=1)
# Of a hundred guards so many have confirmed.
CONFIRMED = 85


def add(organisation_id: str, first_on: date, at: datetime) -> None:
    """As the administrator would do it: draft, fill, publish. Only once."""
    if db.session.scalar(select(Roster.id).where(Roster.organisation_id == organisation_id).limit(1)):
        return
    actor, sites = _administrator(organisation_id), _sites(organisation_id)
    today = local_date(at, TIME_ZONE)
    from_on = max(first_on, _monday(today - BACK))
    until_on = _month_end(today + AHEAD)
    with moved_to(min(at, _afternoon(from_on - 3 * ONE_DAY))):
        roster = _draft(actor, "本期排班", from_on, until_on, sites)
        _assign(actor, roster, range((until_on - from_on).days + 1))
        service.publish(actor, roster_id=roster.id, reason="", accept=True)
    _confirm(organisation_id, roster, at)
    _happen(organisation_id, roster, actor, today, at)
    with moved_to(at):
        later = _draft(actor, "下月排班", until_on + ONE_DAY, _month_end(until_on + ONE_DAY), sites)
        _assign(actor, later, range(7))
        _lock_some(actor, later)


def _administrator(organisation_id: str) -> Actor:
    statement = (
        select(Person)
        .join(Grant, (Grant.organisation_id == Person.organisation_id) & (Grant.person_id == Person.id))
        .where(Grant.organisation_id == organisation_id, Grant.role == ADMINISTRATOR)
        .order_by(Person.employee_number, Person.id)
    )
    return acting(db.session.scalars(statement).first())


def _sites(organisation_id: str) -> list[str]:
    rows = db.session.execute(select(Site.name, Site.id).where(Site.organisation_id == organisation_id))
    by_name = dict(tuple(row) for row in rows)
    return [by_name[estate.name] for estate in ESTATES]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _afternoon(day: date) -> datetime:
    return datetime.combine(day, AFTERNOON, ZoneInfo(TIME_ZONE))


def _draft(actor: Actor, name: str, from_on: date, until_on: date, sites: list[str]) -> Roster:
    label = f"{name} {from_on:%m.%d}–{until_on:%m.%d}"
    return service.add_roster(actor, name=label, from_on=from_on, until_on=until_on, site_ids=sites)


# --- who stands where -------------------------------------------------------------------------


@dataclass
class Load:
    """What somebody does already."""

    works: list[Work] = field(default_factory=list)

    def free(self, work: Work) -> bool:
        near = [one for one in self.works if abs(one.on - work.on) <= ONE_DAY]
        apart = all(one.end_at + REST <= work.start_at or work.end_at + REST <= one.start_at for one in near)
        return apart and self.days_in_week(work) < MOST_DAYS_A_WEEK

    def days_in_week(self, work: Work) -> int:
        return sum(_monday(one.on) == _monday(work.on) for one in self.works)

    def wanted(self, work: Work) -> tuple[int, int, int]:
        """Who was here last time at this hour, and who has worked least, comes first."""
        habit = any(one.shift_type_id == work.shift_type_id for one in self.works[-2:])
        return self.days_in_week(work) // 3, not habit, len(self.works)


def _assign(actor: Actor, roster: Roster, numbers: Iterable[int]) -> None:
    """Day by day, the rarest qualification first; then take away what a rule forbids."""
    wanted = {roster.from_on + number * ONE_DAY for number in numbers}
    works = [work for work in checks.works_of(roster) if work.on in wanted]
    sites = queries.site_ids_of(actor.organisation_id, roster.id)
    people = queries.people_of(actor.organisation_id, sites, roster.from_on, roster.until_on)
    facts = checks.facts_about(roster, [one.person_id for one in people])
    homes = {one.person_id: one.site_id for one in people}
    filled = _lawful(facts, works, _filled(facts, works, homes))
    service.assign(actor, roster_id=roster.id, assignments=filled, label="edit")


def _filled(facts: Facts, works: Sequence[Work], homes: Mapping[str, str | None]) -> dict[str, str]:
    loads = {id_: Load() for id_ in homes}
    may = _Able(facts, homes)
    found: dict[str, str] = {}
    able = {work.id: [id_ for id_ in homes if may.stand(id_, work)] for work in works}
    for work in sorted(works, key=lambda one: (one.on, len(able[one.id]), one.start_at, one.id)):
        free = [id_ for id_ in able[work.id] if loads[id_].free(work)]
        if free:
            chosen = min(free, key=lambda id_: (*loads[id_].wanted(work), id_))
            loads[chosen].works.append(work)
            found[work.id] = chosen
    return found


@dataclass(frozen=True)
class _Able:
    """Whether a person works on the site, and nothing that may not be stands in the way."""

    facts: Facts
    homes: Mapping[str, str | None]

    def stand(self, person_id: str, work: Work) -> bool:
        if self.homes[person_id] != work.site_id:
            return False
        said = judging.of_place_and_day(self.facts, work._replace(person_id=person_id))
        return not any(one.level == HARD or one.kind == "unavailable" for one in said)


def _lawful(facts: Facts, works: Sequence[Work], filled: dict[str, str]) -> dict[str, str]:
    """Take away the last shift of each hard violation until there is none."""
    while True:
        placed = [work._replace(person_id=filled.get(work.id)) for work in works]
        hard = [one for one in judging.judge(facts, placed, facts.people) if one.level == HARD]
        if not hard:
            return filled
        for one in hard:
            ours = [id_ for id_ in one.shift_ids if id_ in filled]
            if ours:
                filled.pop(ours[-1])


def _lock_some(actor: Actor, roster: Roster) -> None:
    mine = [shift for shift in queries.shifts_of(roster) if shift.person_id][:3]
    service.edit(
        actor, roster_id=roster.id, changes=[{"shift_id": shift.id, "locked": True} for shift in mine]
    )


# --- what happens in it -----------------------------------------------------------------------


def _confirm(organisation_id: str, roster: Roster, at: datetime) -> None:
    ids = sorted({shift.person_id for shift in queries.shifts_of(roster) if shift.person_id})
    chance = random.Random(roster.from_on.isoformat())
    for id_ in ids:
        when = roster.published_at + timedelta(minutes=chance.randrange(20, 1500))
        if chance.randrange(100) < CONFIRMED and when < at:
            with moved_to(when):
                acknowledging.acknowledge(_guard(organisation_id, id_), roster_id=roster.id)


def _happen(organisation_id: str, roster: Roster, actor: Actor, today: date, at: datetime) -> None:
    """Somebody is ill the day after tomorrow, an open shift is offered, a swap waits for its approval."""
    with moved_to(at):
        ill = _of(roster, today + 2 * ONE_DAY)
        if ill:
            guard = _guard(organisation_id, ill[0].person_id)
            call_offs.call_off(guard, shift_id=ill[0].id, reason="sick", note="发烧，已就医。")
        vacant = _vacant(roster, today + 2 * ONE_DAY)
        if vacant:
            offers.offer_open(actor, shift_id=vacant[0].id, mode="manager", note="")
        _give_away(organisation_id, _of(roster, today + 4 * ONE_DAY))


def _give_away(organisation_id: str, shifts: Sequence[Shift]) -> None:
    """The first shift that a colleague could take."""
    for shift in shifts[:6]:
        able = sorted(fitting(shift))
        if able:
            guard = _guard(organisation_id, shift.person_id)
            offer = offers.give_away(guard, shift_id=shift.id, to_person_id=able[0], reason="家里有事。")
            offers.claim(_guard(organisation_id, able[0]), offer_id=offer.id)
            return


def _of(roster: Roster, on: date) -> list[Shift]:
    return [shift for shift in queries.shifts_of(roster) if shift.on == on and shift.person_id]


def _vacant(roster: Roster, on: date) -> list[Shift]:
    return [shift for shift in queries.shifts_of(roster) if shift.on == on and shift.person_id is None]


def _guard(organisation_id: str, person_id: str) -> Actor:
    return acting(db.session.get(Person, (organisation_id, person_id)))
