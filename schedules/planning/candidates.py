"""What speaks against a person in a shift, from the cheapest question to the dearest."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from schedules.law.shapes import HARD, SOFT, Pack, words
from schedules.planning.limits import SENSIBLE_REST
from schedules.rosters.facts import Facts
from schedules.rosters.judging import Found, of_person, pairings
from schedules.rosters.sayings import SAYINGS
from schedules.rosters.works import Work
from schedules.spans import ONE_DAY, minutes_between

NEAR = 2 * ONE_DAY
TIRED = "planning.sensible_rest"
PLACE, DAY, LAW = "place", "day", "law"
OF_THE_DAY = frozenset({"leave", "employment"})
NO_LAW = Pack("", words("", ""), ())


@dataclass(frozen=True)
class Candidates:
    """`works` are the shifts of the roster as it stands; the facts know all others."""

    facts: Facts
    works: Sequence[Work]

    @cached_property
    def by_person(self) -> dict[str, list[Work]]:
        found: dict[str, list[Work]] = {}
        for work in self.works:
            if work.person_id:
                found.setdefault(work.person_id, []).append(work)
        return found

    @cached_property
    def light(self) -> Facts:
        return replace(self.facts, packs=dict.fromkeys(self.facts.packs, NO_LAW), elsewhere={})

    def against(self, person_id: str, work: Work) -> list[Found]:
        """What giving the shift to the person would break; after the first kind that forbids it, no more."""
        placed = work._replace(person_id=person_id)
        found = [self.elsewhere_is_hard(one) for one in of_person(self.light, person_id, [placed])]
        if any(one.level == HARD for one in found):
            return found
        near = self.broken(person_id, placed, near=True)
        if any(one.level == HARD for one in near):
            return found + near
        beside = [each for each in self.works if each.on == work.on and each.id != work.id]
        paired = pairings(self.facts, [*beside, placed], {person_id})
        found += [one for one in paired if work.id in one.shift_ids]
        return [*found, *self.broken(person_id, placed), *self.tired(person_id, placed)]

    def tired(self, person_id: str, placed: Work) -> Iterator[Found]:
        """Less rest than the solver leaves anybody, where the law asks for none."""
        rests = [
            max(apart(each, placed), apart(placed, each))
            for each in close_to(placed, self.others(person_id, placed))
        ]
        if rests and min(rests) < SENSIBLE_REST:
            sentence = words(
                f"{self.facts.name(person_id)}两班之间只有{min(rests) // 60}小时休息。",
                f"{self.facts.name(person_id)} would have {min(rests) // 60} h between two shifts.",
            )
            yield Found(
                "rest_between",
                SOFT,
                TIRED,
                None,
                person_id,
                placed.on,
                placed.on,
                (placed.id,),
                sentence,
                weight=9,
            )

    def others(self, person_id: str, placed: Work) -> list[Work]:
        here = [each for each in self.by_person.get(person_id, ()) if each.id != placed.id]
        return [*here, *self.facts.elsewhere.get(person_id, ())]

    def elsewhere_is_hard(self, one: Found) -> Found:
        """Nobody is sent to a site that their terms do not name without being asked."""
        return one._replace(level=HARD) if one.kind == "site" else one

    def broken(self, person_id: str, placed: Work, *, near: bool = False) -> list[Found]:
        """By the law, with the person's other shifts; `near`: only those of the days around."""
        others = self.others(person_id, placed)
        if near:
            others = close_to(placed, others)
        facts = replace(self.facts, elsewhere={person_id: others})
        return [one for one in of_person(facts, person_id, [placed]) if one.kind not in SAYINGS]


def apart(first: Work, then: Work) -> int:
    return minutes_between(first.end_at, then.start_at)


def close_to(work: Work, others: Iterable[Work]) -> list[Work]:
    return [each for each in others if abs(each.on - work.on) <= NEAR]


def stage(one: Found) -> str:
    if one.kind in OF_THE_DAY:
        return DAY
    return PLACE if one.kind in SAYINGS and one.kind not in ("apart", "together") else LAW
