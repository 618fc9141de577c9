"""The last word on a result: what the rosters' own checks would not let through is left vacant."""

from collections.abc import Mapping

from schedules.law.shapes import HARD
from schedules.planning.situation import Situation
from schedules.rosters.judging import Found, judge

MOST_ROUNDS = 20


def legal_assignments(situation: Situation, wanted: Mapping[str, str]) -> tuple[dict[str, str | None], int]:
    """{shift id: person or None} for every shift, without any hard violation that the solver could avoid, and
    how many assignments were left out. Kept cells stay, whatever is said of them."""
    people = {
        work.id: work.person_id if work.id in situation.kept else wanted.get(work.id)
        for work in situation.works
    }
    people = {id_: who if who in situation.facts.people else None for id_, who in people.items()}
    kept_people = {work.id: work.person_id for work in situation.works if work.id in situation.kept}
    people |= kept_people
    left_out, touched = 0, {who for who in people.values() if who}
    for _ in range(MOST_ROUNDS):
        found = hard(situation.with_people(people), touched)
        dropped = {choice for one in found if (choice := droppable(one, situation, people))}
        if not dropped:
            break
        left_out += len(dropped)
        gone = {people[id_] for id_ in dropped}
        touched = (gone | partners(situation, gone)) & situation.facts.people.keys()
        people |= dict.fromkeys(dropped)
    return people, left_out


def partners(situation: Situation, people: set[str | None]) -> set[str]:
    pairs = [(one.person_a, one.person_b) for one in situation.facts.pairings]
    return {other for pair in pairs for other in pair if people & set(pair)}


def hard(situation: Situation, people: set[str]) -> list[Found]:
    return [one for one in judge(situation.facts, situation.works, people) if one.level == HARD]


def droppable(one: Found, situation: Situation, people: Mapping[str, str | None]) -> str | None:
    """The last shift of a violation that the solver put there."""
    own = [id_ for id_ in one.shift_ids if id_ in people and id_ not in situation.kept and people[id_]]
    return own[-1] if own else None
