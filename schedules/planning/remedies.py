"""What would fill the shifts that stay vacant: one more person, or one rule relaxed. Each is solved anew."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from schedules.planning.explain import rules_in_the_way, vacancies
from schedules.planning.situation import Situation
from schedules.planning.small import solved_apart
from schedules.planning.translate import Translation, translated
from schedules.rosters.judging import Found
from schedules.solver.problem import Before, Demand, Person, Problem

SECONDS = 5.0
LOOKED_AT, TRIED = 10, 2  # vacant shifts whose rules are looked at; rules that are tried


def told(translation: Translation, people: Mapping[str, str | None]) -> dict[str, Any]:
    """As a run keeps it: the remedies, and for which vacant shifts they were reckoned."""
    situation = translation.situation.with_people(people)
    vacant = vacancies(situation)
    found = [one_more(translation, situation)] if vacant else []
    for one in list(rules_in_the_way(situation, vacant[:LOOKED_AT]).values())[:TRIED]:
        if any(one.rule_id == rule.id for pack in situation.facts.packs.values() for rule in pack.rules):
            found.append(without_rule(situation, one, len(vacant)))
    return {
        "vacant": sorted(work.id for work in vacant),
        "remedies": sorted((each for each in found if each["gain"]), key=lambda each: -each["gain"]),
    }


def one_more(translation: Translation, situation: Situation) -> dict[str, Any]:
    problem = translation.problem
    works = vacancies(situation)
    demands: dict[tuple, Demand] = {}
    for work in works:
        day, duty = translation.frame.number(work.on), translation.duty(work)
        demands[day, duty] = Demand(day, duty.shift, 1, under=1000, over=50, post=duty.post)
    alone = Problem(problem.days, problem.shifts, (newcomer(problem.people[0]),), tuple(demands.values()))
    row = solved_apart(alone, SECONDS)[0][0]
    gain = sum((day, duty) in demands for day, duty in enumerate(row) if duty)
    zh, en = (
        f"再有一名合格人员，可填补{gain}个空缺班次。",
        f"One more qualified person would fill {gain} of them.",
    )
    return {"kind": "person", "rule_id": None, "gain": gain, "sentence": {"zh": zh, "en": en}}


def newcomer(like: Person) -> Person:
    """Under the same law, qualified for everything, without a past."""
    law = (each for each in like.counters if not each.name.startswith("fair."))
    counters = tuple(
        replace(each, windows=tuple(replace(window, before=0, below=()) for window in each.windows))
        for each in law
    )
    return replace(like, posts=None, post_costs={}, counters=counters, before=Before(1, None))


def without_rule(situation: Situation, one: Found, missing: int) -> dict[str, Any]:
    assigned = frozenset(work.id for work in situation.works if work.person_id)
    packs = {
        id(pack): replace(pack, rules=tuple(rule for rule in pack.rules if rule.id != one.rule_id))
        for pack in situation.facts.packs.values()
    }
    facts = replace(
        situation.facts, packs={who: packs[id(pack)] for who, pack in situation.facts.packs.items()}
    )
    relaxed = translated(replace(situation, facts=facts, kept=situation.kept | assigned))
    roster, _ = solved_apart(relaxed.problem, SECONDS, relaxed.roster())
    gain = max(0, missing - (len(situation.works) - len(relaxed.assignments(roster))))
    article = one.article or {"zh-CN": one.rule_id, "en": one.rule_id}
    zh = f"放宽规则（{article['zh-CN']}），可填补{gain}个空缺班次。"
    en = f"Relaxing the rule ({article['en']}) would fill {gain} of them."
    return {"kind": "rule", "rule_id": one.rule_id, "gain": gain, "sentence": {"zh": zh, "en": en}}
