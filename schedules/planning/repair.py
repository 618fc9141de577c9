"""How to go on when people are missing, moving as few shifts as can be. A proposal; nothing is changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guard_api.database import db
from guard_api.errors import Problem as Refusal
from guard_api.identity.actor import Actor
from schedules.planning import queries, shown
from schedules.planning.legality import legal_assignments
from schedules.planning.situation import Situation, situation_of
from schedules.planning.small import solved_apart
from schedules.planning.translate import Translation
from schedules.planning.weights import Weights
from schedules.solver.problem import Bar, Problem, Request, Roster

MOVED = 500  # the price of each cell that becomes another
CALM = Weights(law=1, fairness=0, wishes=1, continuity=1, travel=0, overtime=0)


def proposal(
    actor: Actor,
    roster_id: str,
    *,
    shift_ids: Sequence[str],
    away: Sequence[Mapping[str, Any]],
    seconds: int,
) -> dict[str, Any]:
    roster = queries.roster_for(actor, roster_id)
    situation = situation_of(roster)
    if set(shift_ids) - situation.by_id.keys():
        raise Refusal("planning.shift_elsewhere", 409)
    repair = Repair(situation, frozenset(shift_ids), tuple(away))
    problem = repair.problem
    db.session.rollback()  # nothing is held while the search runs
    found, proven = solved_apart(problem, seconds, repair.translation.roster(repair.standing))
    return repair.shown(found, proven)


@dataclass(frozen=True)
class Repair:
    situation: Situation
    lost: frozenset[str]  # shifts whose guard is not coming
    away: tuple[Mapping[str, Any], ...]

    def is_lost(self, work) -> bool:
        return work.id in self.lost or any(
            work.person_id == one["person_id"] and one["from_on"] <= work.on <= one["until_on"]
            for one in self.away
        )

    @property
    def vacated(self) -> dict[str, str]:
        """Shift id -> who was to be there and will not."""
        return {
            work.id: work.person_id for work in self.situation.works if work.person_id and self.is_lost(work)
        }

    @property
    def standing(self) -> dict[str, str | None]:
        vacated = self.vacated
        return {work.id: None if work.id in vacated else work.person_id for work in self.situation.works}

    @property
    def translation(self) -> Translation:
        kept = self.situation.kept - self.vacated.keys()
        return Translation(replace(self.situation.with_people(self.standing), kept=kept), CALM)

    @property
    def problem(self) -> Problem:
        whole = self.translation
        problem = whole.problem
        return replace(
            problem,
            bars=(*problem.bars, *self.bars(whole)),
            requests=(*problem.requests, *stay(problem.people, whole.roster(self.standing))),
        )

    def bars(self, whole: Translation) -> Iterable[Bar]:
        """Who called off does not come that day, to no other shift either."""
        works = self.situation.by_id
        for shift_id, person_id in self.vacated.items():
            yield Bar(whole.number[person_id], whole.frame.number(works[shift_id].on))
        for one in self.away:
            for number, on in enumerate(whole.frame.dates):
                if one["person_id"] in whole.number and one["from_on"] <= on <= one["until_on"]:
                    yield Bar(whole.number[one["person_id"]], number)

    def shown(self, roster: Roster, proven: bool) -> dict[str, Any]:
        whole, vacated = self.translation, self.vacated
        people, left_out = legal_assignments(whole.situation, whole.assignments(roster))
        changed = [work for work in self.situation.works if people[work.id] != work.person_id]
        return {
            "changes": [self.change(work, people[work.id]) for work in changed],
            "moved": sum(work.id not in vacated and work.person_id is not None for work in changed),
            "vacant_before": sum(who is None for who in self.standing.values()),
            "vacant_after": sum(who is None for who in people.values()),
            "proven": proven and not left_out,
        }

    def change(self, work, person_id: str | None) -> dict[str, Any]:
        facts = self.situation.facts
        return {
            "shift": shown.shift(facts, work),
            "shift_id": work.id,
            "before": shown.person(facts, work.person_id),
            "person_id": person_id,
            "after": shown.person(facts, person_id),
        }


def stay(people: Sequence, roster: Roster) -> Iterable[Request]:
    """Every cell that becomes another has its price."""
    for person, row in enumerate(roster):
        for day, duty in enumerate(row):
            if duty is None:
                yield Request(person, day, None, False, MOVED)
            else:
                yield Request(person, day, duty.shift, True, MOVED, post=duty.post)
