"""Who could take one shift: the legal ones ranked, the others with what forbids it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from guard_api.database import get_owned
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from schedules.law.days import month_of, period_of, week_of
from schedules.law.pay import pay_classes
from schedules.law.shapes import AT_150, AT_200, AT_300, CLASSES, HARD, NORMAL
from schedules.planning import shown
from schedules.planning.candidates import Candidates
from schedules.planning.distances import metres
from schedules.planning.fairness import sums_of
from schedules.planning.situation import Situation, situation_of
from schedules.rosters.judging import Found, called_off
from schedules.rosters.models import Roster
from schedules.rosters.queries import call_offs_of
from schedules.rosters.reach import DESK, shift_for
from schedules.rosters.works import Work, work_of
from schedules.spans import minutes_between

DEARER = {NORMAL: 0, AT_150: 3, AT_200: 4, AT_300: 6}  # halves of the wage
FAR_M = 3_000
Range = tuple[date, date]


def replacements(actor: Actor, shift_id: str) -> dict[str, Any]:
    shift = shift_for(actor, shift_id, roles=DESK)
    if shift.cancelled_at is not None:
        raise Problem("planning.shift_taken", 409)
    roster = get_owned(Roster, actor.organisation_id, shift.roster_id)
    calls = call_offs_of(actor.organisation_id, [shift.id]).get(shift.id, [])
    return Search(situation_of(roster), work_of(shift), frozenset(one.person_id for one in calls)).answer()


@dataclass(frozen=True)
class Search:
    situation: Situation
    work: Work
    called_off: frozenset[str] = frozenset()

    @cached_property
    def candidates(self) -> Candidates:
        return Candidates(self.situation.facts, self.situation.works)

    def answer(self) -> dict[str, Any]:
        others = [id_ for id_ in self.situation.people if id_ != self.work.person_id]
        against = {id_: self.against(id_) for id_ in others}
        refused = {id_ for id_, found in against.items() if any(one.level == HARD for one in found)}
        ranked = [Replacement(self, id_, against[id_]) for id_ in others if id_ not in refused]
        ranked.sort(key=lambda one: one.order)
        return {
            "shift": shown.shift(self.situation.facts, self.work),
            "ranked": [one.shown(rank) for rank, one in enumerate(ranked, 1)],
            "excluded": [self.excluded(id_, against[id_]) for id_ in others if id_ in refused],
        }

    def against(self, person_id: str) -> list[Found]:
        if person_id in self.called_off:
            return [called_off(self.situation.facts, self.work._replace(person_id=person_id))]
        return self.candidates.against(person_id, self.work)

    def excluded(self, person_id: str, found: Iterable[Found]) -> dict[str, Any]:
        reasons = [shown.warning(one) for one in found if one.level == HARD]
        return {"person": shown.person(self.situation.facts, person_id), "reasons": reasons}


@dataclass(frozen=True)
class Replacement:
    search: Search
    person_id: str
    warnings: Sequence[Found]

    @property
    def situation(self) -> Situation:
        return self.search.situation

    @property
    def work(self) -> Work:
        return self.search.work

    @cached_property
    def theirs(self) -> list[Work]:
        elsewhere = self.situation.facts.elsewhere.get(self.person_id, ())
        return sorted(
            [*self.search.candidates.by_person.get(self.person_id, ()), *elsewhere], key=lambda w: w.start_at
        )

    @cached_property
    def in_period(self) -> list[Work]:
        return [each for each in self.theirs if self.situation.from_on <= each.on <= self.situation.until_on]

    @cached_property
    def sums(self):
        return sums_of(self.situation, self.in_period)

    @cached_property
    def overtime(self) -> dict[str, int]:
        """The classes into which this shift's minutes fall: what the person's pay has with it and without."""
        facts, (first, last) = self.situation.facts, self.pay_range
        pack, person = facts.packs[self.person_id], facts.people[self.person_id]
        before = [each for each in self.theirs if first <= each.on <= last]
        paid = [
            pay_classes(
                pack,
                [each.for_law(facts.zones[each.site_id]) for each in works],
                person=person,
                calendar=facts.calendar,
            ).minutes
            for works in (before, [*before, self.work])
        ]
        return {class_: max(0, paid[1][class_] - paid[0][class_]) for class_ in CLASSES}

    @property
    def pay_range(self) -> Range:
        pack, on = self.situation.facts.packs[self.person_id], self.work.on
        if pack.pay.period:
            return period_of(on, pack.pay.period, pack.week_starts)
        week, month = week_of(on, pack.week_starts), month_of(on)
        return min(week[0], month[0]), max(week[1], month[1])

    @property
    def rest_before(self) -> int | None:
        ends = [each.end_at for each in self.theirs if each.end_at <= self.work.start_at]
        return minutes_between(max(ends), self.work.start_at) if ends else None

    @property
    def rest_after(self) -> int | None:
        starts = [each.start_at for each in self.theirs if each.start_at >= self.work.end_at]
        return minutes_between(self.work.end_at, min(starts)) if starts else None

    @cached_property
    def distance(self) -> int | None:
        """From where the person is nearest in time, to the site of the shift."""
        nearest = min(self.theirs, key=lambda each: abs(each.start_at - self.work.start_at), default=None)
        if nearest is None:
            return None
        here, there = (self.situation.positions.get(each.site_id) for each in (nearest, self.work))
        if nearest.site_id == self.work.site_id:
            return 0
        return metres(here, there) if here and there else None

    @cached_property
    def knows_post(self) -> bool:
        return any(each.post_id == self.work.post_id for each in self.theirs)

    @property
    def dearness(self) -> int:
        return sum(DEARER[class_] * minutes for class_, minutes in self.overtime.items())

    @property
    def order(self) -> tuple:
        weight = sum(one.weight for one in self.warnings if not one.forecast)
        far = (self.distance or 0) // FAR_M
        night = self.sums.nights if self.is_night else 0
        return weight, self.dearness, far, not self.knows_post, night, self.sums.minutes, self.person_id

    @property
    def is_night(self) -> bool:
        return sums_of(self.situation, [self.work]).nights > 0

    def shown(self, rank: int) -> dict[str, Any]:
        overtime = self.overtime
        return {
            "person": shown.person(self.situation.facts, self.person_id),
            "rank": rank,
            "minutes": self.sums.minutes,
            "overtime_cost": {
                "normal": overtime[NORMAL],
                "at_150": overtime[AT_150],
                "at_200": overtime[AT_200],
                "at_300": overtime[AT_300],
            },
            "rest_before": self.rest_before,
            "rest_after": self.rest_after,
            "distance_m": self.distance,
            "nights": self.sums.nights,
            "weekends": self.sums.weekends,
            "knows_post": self.knows_post,
            "warnings": [shown.warning(one) for one in self.warnings],
            "why": self.why(),
        }

    def why(self) -> dict[str, str]:
        """What decides the rank, in a line."""
        over = sum(minutes for class_, minutes in self.overtime.items() if class_ != NORMAL)
        zh = [f"本期已排{shown.hours(self.sums.minutes)}小时"]
        en = [f"{shown.hours(self.sums.minutes)} h planned"]
        zh.append(f"其中加班{shown.hours(over)}小时" if over else "不产生加班")
        en.append(f"{shown.hours(over)} h of overtime" if over else "no overtime")
        if self.rest_before is not None:
            zh.append(f"班前休息{shown.hours(self.rest_before)}小时")
            en.append(f"{shown.hours(self.rest_before)} h of rest before")
        if self.distance is not None:
            zh.append("在本项目" if self.distance == 0 else f"相距{self.distance / 1000:.1f}公里")
            en.append("at this site" if self.distance == 0 else f"{self.distance / 1000:.1f} km away")
        if self.knows_post:
            zh.append("熟悉该岗位")
            en.append("knows the post")
        return {"zh": "，".join(zh) + "。", "en": ", ".join(en) + "."}
