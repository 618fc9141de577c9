"""What judging a roster asks for, fetched at once: as many queries for one person as for a thousand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.identity.models import Person
from guard_api.tenants.models import Site
from people.employment.queries import employments_of
from people.ladder.queries import grades
from schedules.law import shapes as law
from schedules.law.days import period_of
from schedules.leave.queries import away_between
from schedules.posts.calendar import calendar_of
from schedules.posts.models import Post, ShiftType
from schedules.posts.queries import posts_of, shift_types_of
from schedules.rosters.models import Roster, Shift
from schedules.rosters.works import COLUMNS, Work, by_person, work_of
from schedules.spans import ONE_DAY
from schedules.terms.models import Pairing, Wish
from schedules.terms.queries import Terms, law_people, packs_of, pairings_of, terms_of, wishes_between
from training.certificates.qualification.rules import Answer
from training.queries import Judge, names_of

# Weekly and monthly rules need the weeks and the months that the days touch.
AROUND = timedelta(days=7)
MOST_BACK = timedelta(days=366)

Range = tuple[date, date]
Spell = tuple[date, date | None]


@dataclass(frozen=True)
class Facts:
    """`elsewhere` are the shifts of these people outside what is judged; `known` the days they cover."""

    within: Range
    known: Range
    calendar: law.Calendar
    people: Mapping[str, law.Person]
    packs: Mapping[str, law.Pack]
    terms: Mapping[str, Terms]
    away: Mapping[str, frozenset[date]]
    wishes: Mapping[str, Sequence[Wish]]
    pairings: Sequence[Pairing]
    spells: Mapping[str, Sequence[Spell]]
    posts: Mapping[str, Post]
    types: Mapping[str, ShiftType]
    zones: Mapping[str, str]
    site_names: Mapping[str, str]
    grade_places: Mapping[str, int]
    grade_names: Mapping[str, tuple[str, str]]
    asked_names: Mapping[str, Mapping[str, str]]
    judge: Judge
    elsewhere: Mapping[str, Sequence[Work]]
    nights: dict[Any, bool] = field(default_factory=dict)

    def name(self, person_id: str) -> str:
        person = self.people.get(person_id)
        return person.name if person else ""

    def asked_name(self, id_: str) -> Mapping[str, str]:
        return self.asked_names.get(id_, {"zh": "", "en": ""})

    def answer(self, work: Work) -> Answer:
        post = self.posts[work.post_id]
        return self.judge.answer(work.person_id or "", work.on, work.site_id, post.name)


def facts_of(
    organisation_id: str,
    person_ids: Iterable[str],
    from_on: date,
    until_on: date,
    *,
    without_roster_ids: Iterable[str] = (),
) -> Facts:
    """About these people; their shifts in other rosters than those named are looked up."""
    ids = sorted(set(person_ids))
    packs = packs_of(organisation_id, ids, from_on)
    back, ahead = _reach(packs.values(), from_on, until_on)
    away = away_between(organisation_id, back, ahead, ids)
    posts = {post.id: post for post in posts_of(organisation_id, archived=True)}
    sites = _sites(organisation_id)
    rungs = grades(organisation_id)
    types = {id_ for post in posts.values() for id_ in post.certificate_type_ids}
    judge = Judge(organisation_id, ids, from_on, until_on, type_ids=types)
    elsewhere = _elsewhere(organisation_id, ids, back, ahead, set(without_roster_ids))
    return Facts(
        within=(from_on, until_on),
        known=(_first_known(organisation_id, back, from_on), until_on),
        calendar=calendar_of(organisation_id, back, ahead),
        people=law_people(organisation_id, ids, from_on, away=away),
        packs=packs,
        terms=terms_of(organisation_id, ids, from_on),
        away=away,
        wishes=_wishes(organisation_id, from_on, until_on, ids),
        pairings=pairings_of(organisation_id),
        spells=_spells(organisation_id, ids),
        posts=posts,
        types=shift_types_of(organisation_id),
        zones={site.id: site.time_zone for site in sites},
        site_names={site.id: site.name for site in sites},
        grade_places={grade.id: grade.position for grade in rungs},
        grade_names={grade.id: (grade.name_zh, grade.name_en) for grade in rungs},
        asked_names=names_of(organisation_id, {*types, *(one.asked for one in judge.asked)}),
        judge=judge,
        elsewhere=by_person(elsewhere),
    )


def names_in(organisation_id: str, person_ids: Iterable[str]) -> dict[str, str]:
    ids = list(person_ids)
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.organisation_id == organisation_id, Person.id.in_(ids))
    )
    return dict(tuple(row) for row in rows)


def _reach(packs: Iterable[law.Pack], from_on: date, until_on: date) -> Range:
    """As far back as the longest period over which any of the packs counts."""
    back, ahead = from_on.replace(day=1) - AROUND, until_on + AROUND
    for pack in {id(pack): pack for pack in packs}.values():
        if pack.pay.period:
            back = min(back, period_of(from_on, pack.pay.period, pack.week_starts)[0] - AROUND)
        longest = max((rule.days for rule in pack.rules if rule.level != law.OFF), default=0)
        back = min(back, from_on - longest * ONE_DAY - AROUND)
    return max(back, from_on - MOST_BACK), ahead


def _sites(organisation_id: str) -> list[Site]:
    return list(db.session.scalars(select(Site).where(Site.organisation_id == organisation_id)))


def _wishes(organisation_id: str, from_on: date, until_on: date, ids: list[str]) -> dict[str, list[Wish]]:
    found: dict[str, list[Wish]] = {}
    for wish in wishes_between(organisation_id, from_on, until_on, ids):
        found.setdefault(wish.person_id, []).append(wish)
    return found


def _spells(organisation_id: str, ids: list[str]) -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = {}
    for spell in employments_of(organisation_id, ids):
        found.setdefault(spell.person_id, []).append((spell.hired_on, spell.left_on))
    return found


def _elsewhere(
    organisation_id: str, ids: list[str], back: date, ahead: date, without: set[str]
) -> list[Work]:
    """What they do in other rosters, drafts too: nobody is to be planned twice."""
    statement = select(*COLUMNS).where(
        Shift.organisation_id == organisation_id,
        Shift.person_id.in_(ids),
        Shift.cancelled_at.is_(None),
        Shift.on >= back,
        Shift.on <= ahead,
    )
    if without:
        statement = statement.where(Shift.roster_id.not_in(list(without)))
    return [work_of(row) for row in db.session.execute(statement)]


def _first_known(organisation_id: str, back: date, from_on: date) -> date:
    """From which day on the organisation's rosters speak: what lies before is not known to be free."""
    first = db.session.scalar(
        select(Roster.from_on)
        .where(Roster.organisation_id == organisation_id, Roster.version > 0, Roster.until_on >= back)
        .order_by(Roster.from_on)
        .limit(1)
    )
    return min(from_on, max(back, first)) if first else from_on
