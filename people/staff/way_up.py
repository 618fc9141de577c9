"""What is missing to the next step, of many people in a constant number of queries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from guard_api.identity.actor import Actor
from people.dates import today_of, whole_months
from people.documents.queries import documents_of
from people.employment import queries as employment
from people.employment.models import Placement
from people.employment.reach import people_names
from people.ladder import asks, rules
from people.ladder import queries as ladder
from people.ladder.models import GradeStep
from people.records import queries as records

NOWHERE = {
    "grade": None,
    "since_on": None,
    "next": None,
    "needs": [],
    "met": 0,
    "total": 0,
    "ready": False,
    "note_zh": "",
    "note_en": "",
}


def mine(actor: Actor) -> dict[str, Any]:
    """One's own way up, with what is on file of oneself. Also part of what a phone keeps for offline."""
    organisation_id, person_id = actor.organisation_id, actor.person_id
    today = today_of(organisation_id)
    return ways_up(organisation_id, [person_id], today)[person_id] | {
        "person_id": person_id,
        "name": people_names(organisation_id, [person_id])[person_id],
        "assessments": records.assessments_of(organisation_id, person_id),
        "commendations": records.commendations_of(organisation_id, person_id),
        "documents": documents_of(organisation_id, person_id, today=today),
    }


def ways_up(organisation_id: str, person_ids: Iterable[str], today: date) -> dict[str, dict[str, Any]]:
    """Of each person, as WayUpSchema shows it."""
    person_ids = list(person_ids)
    rungs = ladder.grades(organisation_id)
    named = {one.id: {"id": one.id, "name_zh": one.name_zh, "name_en": one.name_en} for one in rungs}
    shown = [named[one.id] for one in rungs if one.archived_at is None]
    stands = _stands(organisation_id, person_ids, today)
    steps = ladder.steps(organisation_id)
    taken = {person_id: steps[at[0]] for person_id, at in stands.items() if at[0] in steps}
    facts = _Facts(organisation_id, taken, today)
    return {
        person_id: _way(stands.get(person_id), taken.get(person_id), named, facts, person_id)
        | {"ladder": shown}
        for person_id in person_ids
    }


def _stands(organisation_id: str, person_ids: list[str], today: date) -> dict[str, tuple[str, date]]:
    """On which grade, and since when without a break, people stand today."""
    spells = [
        one
        for one in employment.employments_of(organisation_id, person_ids)
        if one.hired_on <= today and (one.left_on is None or one.left_on >= today)
    ]
    placements: dict[str, list[Placement]] = {}
    for one in employment.placements_of(organisation_id, [spell.id for spell in spells]):
        if one.from_on <= today:
            placements.setdefault(one.person_id, []).append(one)
    return {id_: stand for id_, of_one in placements.items() if (stand := _stand(of_one))}


def _stand(placements: list[Placement]) -> tuple[str, date] | None:
    grade_id = placements[-1].grade_id
    if grade_id is None:
        return None
    since = placements[-1].from_on
    for one in reversed(placements):
        if one.grade_id != grade_id:
            break
        since = one.from_on
    return grade_id, since


class _Facts:
    """What people have of what their steps ask."""

    def __init__(self, organisation_id: str, steps: dict[str, GradeStep], today: date):
        self.today = today
        self.scores = records.newest_scores(organisation_id, steps)
        self.names, self.held = {}, {}
        for kind, ids_of in ladder.OF_STEP.items():
            ids = {id_ for step in steps.values() for id_ in ids_of(step)}
            self.names[kind] = asks.names(kind, organisation_id, ids)
            self.held[kind] = asks.held(kind, organisation_id, steps, ids, today)

    def have(self, person_id: str, since: date) -> rules.Have:
        return rules.Have(
            months=whole_months(since, self.today),
            assessment=self.scores.get(person_id),
            certificates=self._held(asks.CERTIFICATE, person_id),
            modules=self._held(asks.MODULE, person_id),
        )

    def _held(self, kind: str, person_id: str) -> frozenset[str]:
        return frozenset(id_ for holder, id_ in self.held[kind] if holder == person_id)

    def shown(self, need: rules.Need) -> dict[str, Any]:
        zh, en = self.names.get(need.kind, {}).get(need.id, (None, None))
        return {
            "kind": need.kind,
            "met": need.met,
            "id": need.id,
            "need": need.need,
            "have": need.have,
            "name_zh": zh,
            "name_en": en,
        }


def _way(
    stand: tuple[str, date] | None,
    step: GradeStep | None,
    named: dict[str, dict[str, Any]],
    facts: _Facts,
    person_id: str,
) -> dict[str, Any]:
    if stand is None:
        return NOWHERE
    grade_id, since = stand
    here = NOWHERE | {"grade": named[grade_id], "since_on": since}
    if step is None:
        return here
    asked = rules.Asked(step.months, step.assessment_min, step.certificate_type_ids, step.module_ids)
    needs = rules.needs(asked, facts.have(person_id, since))
    met = sum(need.met for need in needs)
    return here | {
        "next": named[step.to_grade_id],
        "needs": [facts.shown(need) for need in needs],
        "met": met,
        "total": len(needs),
        "ready": met == len(needs),
        "note_zh": step.note_zh,
        "note_en": step.note_en,
    }
