"""Who may take a shift: nobody whom the law, the papers or the terms keep from it."""

from collections.abc import Sequence

from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.identity.actor import GUARD, SUPERVISOR, Actor
from people.dates import today_of
from schedules.law.shapes import HARD
from schedules.rosters import checks, queries
from schedules.rosters.facts import facts_of, names_in
from schedules.rosters.judging import Found, of_person
from schedules.rosters.models import Roster, Shift
from schedules.rosters.reach import own_shift
from schedules.rosters.works import Work, by_person, work_of
from schedules.rosters.writing import Patch
from schedules.terms.queries import terms_of


def refuse_unfit(roster: Roster, moves: Sequence[Patch]) -> None:
    """409 that names each rule which would be broken for anybody whom it moves."""
    checks.refuse_hard(checks.delta_of(roster, moves).new)


def sites_served(actor: Actor) -> set[str]:
    """Where the person works, and where else the terms allow."""
    terms = terms_of(actor.organisation_id, [actor.person_id], today_of(actor.organisation_id))
    return set(terms[actor.person_id].site_ids | actor.scope(GUARD, SUPERVISOR).site_ids)


def fitting(shift: Shift) -> set[str]:
    """Everybody of the site who could stand there without breaking what may not be broken."""
    return {id_ for id_, found in judged(shift).items() if not found}


def judged(shift: Shift) -> dict[str, list[Found]]:
    """For each guard of the site what newly stands in the way. A constant number of queries."""
    roster = db.session.get(Roster, (shift.organisation_id, shift.roster_id))
    people = queries.people_of(shift.organisation_id, [shift.site_id], roster.from_on, roster.until_on)
    ids = [worker.person_id for worker in people if worker.person_id != shift.person_id]
    facts = checks.facts_about(roster, ids)
    works = by_person(checks.works_of(roster))
    return {id_: _against(facts, id_, works.get(id_, []), work_of(shift)) for id_ in ids}


def colleagues(actor: Actor, shift_id: str) -> list[dict[str, str]]:
    """Who could take a shift of one's own."""
    shift, _ = own_shift(actor, shift_id)
    if shift.person_id != actor.person_id:
        raise NotFound()
    names = names_in(actor.organisation_id, fitting(shift))
    found = [{"id": id_, "name": name} for id_, name in names.items()]
    return sorted(found, key=lambda one: (one["name"], one["id"]))


def fits(organisation_id: str, person_id: str, shifts: Sequence[Shift]) -> set[str]:
    """Those of the shifts in which one person could stand, each by itself."""
    if not shifts:
        return set()
    first, last = min(shift.on for shift in shifts), max(shift.on for shift in shifts)
    facts = facts_of(organisation_id, [person_id], first, last)
    theirs: list[Work] = []
    return {shift.id for shift in shifts if not _against(facts, person_id, theirs, work_of(shift))}


def _against(facts, person_id: str, theirs: list, place) -> list[Found]:
    with_it = [*theirs, place._replace(person_id=person_id)]
    before, after = list(of_person(facts, person_id, theirs)), list(of_person(facts, person_id, with_it))
    new, _ = checks.difference(before, after)
    return [one for one in new if one.level == HARD]
