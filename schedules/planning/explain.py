"""Why shifts stay vacant: for each the least set of rules that holds back everybody who could stand there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from guard_api.identity.actor import Actor
from schedules.law.shapes import HARD
from schedules.planning import queries, shown
from schedules.planning.candidates import PLACE, TIRED, Candidates, stage
from schedules.planning.situation import Situation, situation_of
from schedules.planning.wording import obstacle_words, whole_words
from schedules.rosters.judging import Found
from schedules.rosters.works import Work

MOST = 30  # vacant shifts explained one by one


def explanation(actor: Actor, roster_id: str) -> dict[str, Any]:
    roster = queries.roster_for(actor, roster_id)
    situation = situation_of(roster)
    vacant = vacancies(situation)
    run = queries.newest(actor.organisation_id, roster_id)
    told = (run.explanation or {}) if run is not None else {}
    same = told.get("vacant") == sorted(work.id for work in vacant)
    return {
        "missing": len(vacant),
        "shown": min(MOST, len(vacant)),
        "uncovered": [uncovered(situation, work) for work in vacant[:MOST]],
        "remedies": told.get("remedies", []) if same else [],
    }


def vacancies(situation: Situation) -> list[Work]:
    """The most important first."""
    posts = situation.facts.posts
    vacant = [work for work in situation.works if work.person_id is None]
    return sorted(vacant, key=lambda work: (posts[work.post_id].priority, work.start_at, work.id))


def uncovered(situation: Situation, work: Work) -> dict[str, Any]:
    return Uncovered(situation, work).shown()


@dataclass(frozen=True)
class Uncovered:
    situation: Situation
    work: Work

    @cached_property
    def against(self) -> dict[str, list[Found]]:
        candidates = Candidates(self.situation.facts, self.situation.works)
        return {
            id_: [
                one for one in candidates.against(id_, self.work) if one.level == HARD or one.rule_id == TIRED
            ]
            for id_ in self.situation.people
        }

    @cached_property
    def fitting(self) -> dict[str, list[Found]]:
        """Those whom the post would take; with what holds each of them back that day."""
        return {
            id_: found for id_, found in self.against.items() if not any(stage(one) == PLACE for one in found)
        }

    @property
    def free(self) -> list[str]:
        return [id_ for id_, found in self.fitting.items() if not found]

    @cached_property
    def obstacles(self) -> dict[str, list[str]]:
        """Rule -> the people it holds back, by as few rules as will do."""
        held = self.fitting if self.fitting else self.against
        return least_rules({id_: [one.rule_id for one in found] for id_, found in held.items() if found})

    def shown(self) -> dict[str, Any]:
        facts = self.situation.facts
        found = {one.rule_id: one for each in self.against.values() for one in each}
        obstacles = [
            {
                "kind": found[rule_id].kind,
                "rule_id": rule_id,
                "people": [shown.person(facts, id_) for id_ in people],
                "sentence": obstacle_words(found[rule_id], [facts.name(id_) for id_ in people]),
            }
            for rule_id, people in self.obstacles.items()
        ]
        where = shown.place(self.situation, self.work)
        return {
            "shift": shown.shift(facts, self.work),
            "obstacles": obstacles,
            "sentence": whole_words(
                where, len(self.fitting), [facts.name(id_) for id_ in self.free], obstacles
            ),
        }


def least_rules(held: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """As few rules as can be found: each time the one that holds back most of those not yet spoken of."""
    left, found = dict(held), {}
    while left:
        count: dict[str, int] = {}
        for rules in left.values():
            for rule in set(rules):
                count[rule] = count.get(rule, 0) + 1
        rule = max(sorted(count), key=lambda one: count[one])
        found[rule] = [person for person, rules in left.items() if rule in rules]
        left = {person: rules for person, rules in left.items() if rule not in rules}
    return found


def rules_in_the_way(situation: Situation, works: Iterable[Work]) -> dict[str, Found]:
    """The rules that hold somebody back from some vacant shift, those that hold back the most first."""
    count: dict[str, int] = {}
    found: dict[str, Found] = {}
    for work in works:
        for each in Uncovered(situation, work).fitting.values():
            for one in each:
                found[one.rule_id] = one
                count[one.rule_id] = count.get(one.rule_id, 0) + 1
    return {rule: found[rule] for rule in sorted(found, key=lambda one: -count[one])}
