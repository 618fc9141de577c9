"""Three years of a workforce: who came, moved up, went and why. Drawn once, the same each time for a day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from demo.estate import ESTATES, PEOPLE
from demo.staff_words import (
    COMMENDED,
    EARLY_REASONS,
    GIVEN_NAMES,
    LATER_REASONS,
    POSTS,
    PRAISE,
    SURNAMES,
)
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Site
from people.employment.models import Employment, LeaveOfAbsence, Placement
from people.ladder.queries import grades
from people.records.models import Assessment, Commendation, Particulars
from people.records.queries import criteria
from people.records.rules import total

YEARS = 3.4
SLOTS = (15, 9, 12)
# How much sooner people leave than under three shifts.
WEAR = {"two_shift": 1.6, "night": 1.4, "three_shift": 1.0, "four_team": 0.65, "fixed_day": 0.55}
PATTERNS = (
    ("three_shift", "three_shift", "three_shift", "fixed_day"),
    ("four_team", "four_team", "fixed_day"),
    ("two_shift", "night", "two_shift"),
)
SOON_GONE, DAYS_IN_ALL = 0.28, 560
OFFICE_GRADES = {ADMINISTRATOR: None, HR: None, SUPERVISOR: 4}
EDUCATIONS = ("junior_middle", "senior_middle", "senior_middle", "vocational", "college")


@dataclass
class Estate:
    """What the rows refer to."""

    organisation_id: str
    today: date
    sites: list[str]
    grades: list[str]
    people: dict[str, Person]
    criteria: list[Any]
    chance: random.Random
    rows: dict[type, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, model: type, **values: Any) -> str:
        id_ = new_id()
        self.rows.setdefault(model, []).append({"organisation_id": self.organisation_id, "id": id_, **values})
        return id_

    def named(self, name: str) -> Person:
        return self.people[name]


@dataclass(frozen=True)
class Slot:
    """A post that is always filled, by one after the other."""

    site: int
    number: int
    manager_id: str
    holder: Person | None = None

    @property
    def pattern(self) -> str:
        return PATTERNS[self.site][self.number % len(PATTERNS[self.site])]

    @property
    def post(self) -> str:
        return POSTS[self.site][self.number % len(POSTS[self.site])]


def employ(organisation_id: str, today: date) -> None:
    """The history of everybody of the estate, up to that day."""
    estate = _estate(organisation_id, today)
    managers = _office(estate)
    for site in range(len(ESTATES)):
        captain = _captain(estate, site, managers[site])
        for slot in _slots(estate, site, captain):
            _fill(estate, slot)
    for model in (
        Person,
        Grant,
        Particulars,
        Employment,
        Placement,
        LeaveOfAbsence,
        Assessment,
        Commendation,
    ):
        db.session.execute(insert(model), estate.rows[model])


def _estate(organisation_id: str, today: date) -> Estate:
    named = db.session.scalars(select(Person).where(Person.organisation_id == organisation_id))
    sites = dict(
        db.session.execute(select(Site.name, Site.id).where(Site.organisation_id == organisation_id)).all()
    )
    return Estate(
        organisation_id=organisation_id,
        today=today,
        sites=[sites[estate.name] for estate in ESTATES],
        grades=[one.id for one in grades(organisation_id, archived=False)],
        people={person.name: person for person in named},
        criteria=criteria(organisation_id),
        chance=random.Random("staff"),
    )


def _office(estate: Estate) -> dict[int, str]:
    """Those who were there from the beginning; who manages each site."""
    managers: dict[int, str] = {}
    for number, someone in enumerate(one for one in PEOPLE if one.role in OFFICE_GRADES):
        person, place = estate.named(someone.name), OFFICE_GRADES[someone.role]
        managers |= dict.fromkeys(someone.at, person.id)
        hired_on = estate.today - timedelta(days=2400 - 170 * number)
        spell = _spell(estate, person.id, hired_on, None, "open_ended")
        _place(
            estate,
            spell,
            hired_on,
            None,
            site_id=estate.sites[someone.at[0] if someone.at else 0],
            grade_id=estate.grades[place] if place else None,
            manager_id=estate.named(PEOPLE[0].name).id if number else None,
            post="管理处",
            shift_pattern="fixed_day",
        )
    return managers


def _captain(estate: Estate, site: int, manager_id: str) -> Person:
    """The guard who has been there longest leads the others."""
    person = _guards(estate, site)[0]
    hired_on = estate.today - timedelta(days=1900 + 90 * site)
    spell = _spell(estate, person.id, hired_on, None, "open_ended")
    common = {"site_id": estate.sites[site], "post": "监控中心", "manager_id": manager_id}
    days = (hired_on, *(hired_on + timedelta(days=days) for days in (300, 800, 1400)))
    ends = (*(day - timedelta(days=1) for day in days[1:]), None)
    for place, (from_on, until_on) in enumerate(zip(days, ends, strict=True)):
        _place(
            estate,
            spell,
            from_on,
            until_on,
            grade_id=estate.grades[place],
            shift_pattern="fixed_day",
            **common,
        )
    _assess(estate, person.id, hired_on, None, manager_id)
    _particulars(estate, person.id)
    return person


def _guards(estate: Estate, site: int) -> list[Person]:
    """Who is told of by name and works there first of all."""
    return [estate.named(one.name) for one in PEOPLE if one.role == GUARD and one.at[0] == site]


def _slots(estate: Estate, site: int, captain: Person) -> Iterator[Slot]:
    holders = [*_guards(estate, site)[1:]]
    for number in range(SLOTS[site] - 1):
        holder = holders[number] if number < len(holders) else None
        yield Slot(site, number, captain.id, holder)


def _fill(estate: Estate, slot: Slot) -> None:
    """One after the other until today; the last one is still there."""
    chance = estate.chance
    hired_on = estate.today - timedelta(days=round(365 * YEARS) + chance.randrange(200))
    while True:
        lasts = _lasts(chance, slot)
        left_on = hired_on + timedelta(days=lasts)
        stays = left_on >= estate.today - timedelta(days=2)
        person_id = _person(estate, slot, present=stays)
        _employment(estate, slot, person_id, hired_on, None if stays else left_on)
        if stays:
            return
        hired_on = min(left_on + timedelta(days=chance.randint(3, 25)), estate.today - timedelta(days=1))


def _lasts(chance: random.Random, slot: Slot) -> int:
    if chance.random() < SOON_GONE * WEAR[slot.pattern]:
        return chance.randint(0, 85)
    return 90 + round(chance.expovariate(WEAR[slot.pattern] / DAYS_IN_ALL))


def _person(estate: Estate, slot: Slot, *, present: bool) -> str:
    """The one whom the estate tells of by name, or somebody new. Who has left keeps no number."""
    if present and slot.holder:
        _particulars(estate, slot.holder.id)
        return slot.holder.id
    number = len(estate.rows.get(Person, ())) + 101
    example = estate.named(PEOPLE[6].name)
    id_ = estate.add(
        Person,
        name=estate.chance.choice(SURNAMES) + estate.chance.choice(GIVEN_NAMES),
        employee_number=f"JL-{number}",
        phone_number=f"+8613900000{number}" if present else None,
        email=None,
        password_hash=example.password_hash if present else None,
        pin_hash=example.pin_hash if present else None,
        active=present,
        created_at=now(),
    )
    if present:
        estate.add(Grant, person_id=id_, role=GUARD, site_id=estate.sites[slot.site])
    _particulars(estate, id_)
    return id_


def _particulars(estate: Estate, person_id: str) -> None:
    chance = estate.chance
    estate.add(
        Particulars,
        person_id=person_id,
        gender="female" if chance.random() < 0.22 else "male",
        born_on=date(chance.randint(1964, 2003), chance.randint(1, 12), chance.randint(1, 28)),
        ethnicity="汉",
        education=chance.choice(EDUCATIONS),
        guard_card_number=f"演示-{len(estate.rows[Particulars]) + 1:05d}"
        if Particulars in estate.rows
        else "",
    )


def _employment(estate: Estate, slot: Slot, person_id: str, hired_on: date, left_on: date | None) -> None:
    spell = _spell(estate, person_id, hired_on, left_on, "fixed_term")
    for from_on, until_on, place in _rises(estate, hired_on, left_on):
        _place(
            estate,
            spell,
            from_on,
            until_on,
            site_id=estate.sites[slot.site],
            grade_id=estate.grades[place],
            post=slot.post,
            shift_pattern=slot.pattern,
            manager_id=slot.manager_id,
        )
    end = left_on or estate.today
    if (end - hired_on).days > 400 and estate.chance.random() < 0.12:
        _absent(estate, spell, person_id, hired_on)
    _assess(estate, person_id, hired_on, left_on, slot.manager_id)


def _rises(estate: Estate, hired_on: date, left_on: date | None) -> Iterator[tuple[date, date | None, int]]:
    """Guard, then senior guard after a year or so, then team leader for some."""
    chance, end = estate.chance, left_on or estate.today
    begins, place = hired_on, 0
    for after, likely in ((chance.randint(300, 480), 0.7), (chance.randint(850, 1100), 0.4)):
        risen_on = hired_on + timedelta(days=after)
        if risen_on >= end or chance.random() > likely:
            break
        yield begins, risen_on - timedelta(days=1), place
        begins, place = risen_on, place + 1
    yield begins, left_on, place


def _spell(
    estate: Estate, person_id: str, hired_on: date, left_on: date | None, contract_kind: str
) -> dict[str, Any]:
    early = left_on is not None and (left_on - hired_on).days <= 90
    reasons = EARLY_REASONS if early else LATER_REASONS
    reason = estate.chance.choice(reasons) if left_on else None
    noticed = reason and reason.startswith("resigned") and not early
    probation = hired_on + timedelta(days=60)
    spell = {
        "person_id": person_id,
        "hired_on": hired_on,
        "contract_kind": contract_kind,
        "probation_until_on": probation,
        "left_on": left_on,
        "exit_reason": reason,
        "notice_on": left_on - timedelta(days=30) if noticed else None,
        "access_ended_at": now() if left_on else None,
    }
    return spell | {"id": estate.add(Employment, **spell)}


def _place(estate: Estate, spell: dict[str, Any], from_on: date, until_on: date | None, **place: Any) -> None:
    first = from_on == spell["hired_on"]
    values = {"manager_id": None} | place
    estate.add(
        Placement,
        employment_id=spell["id"],
        person_id=spell["person_id"],
        from_on=from_on,
        until_on=until_on,
        change="hired" if first else "promoted",
        applied_at=now(),
        **values,
    )


def _absent(estate: Estate, spell: dict[str, Any], person_id: str, hired_on: date) -> None:
    from_on = hired_on + timedelta(days=estate.chance.randint(120, 300))
    estate.add(
        LeaveOfAbsence,
        employment_id=spell["id"],
        person_id=person_id,
        from_on=from_on,
        until_on=from_on + timedelta(days=estate.chance.randint(20, 90)),
        reason=estate.chance.choice(("sick", "injury", "family", "maternity")),
    )


def _assess(estate: Estate, person_id: str, hired_on: date, left_on: date | None, by: str) -> None:
    """Twice a year, the last two years; and a good word now and then."""
    chance, end = estate.chance, left_on or estate.today
    good = chance.gauss(78, 7)
    for days in range(90, 720, 182):
        on = estate.today - timedelta(days=days)
        if not hired_on + timedelta(days=60) <= on <= end:
            continue
        scores = [(max(40, min(100, round(chance.gauss(good, 6)))), one.weight) for one in estate.criteria]
        estate.add(
            Assessment,
            person_id=person_id,
            on=on,
            by=by,
            criteria=[
                {
                    "criterion_id": one.id,
                    "name_zh": one.name_zh,
                    "name_en": one.name_en,
                    "weight": one.weight,
                    "score": score,
                }
                for one, (score, _) in zip(estate.criteria, scores, strict=True)
            ],
            score=total(scores),
            period=f"{on.year} H{1 if on.month < 7 else 2}",
        )
    if left_on is None and chance.random() < PRAISE:
        kind, text = chance.choice(COMMENDED)
        on = max(hired_on, estate.today - timedelta(days=chance.randint(5, 300)))
        estate.add(Commendation, person_id=person_id, on=on, by=by, kind=kind, text=text)
