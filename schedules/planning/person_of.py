"""One person of a roster as the solver sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from schedules.law.shapes import HARD, Pack
from schedules.planning import fairness, limits
from schedules.planning.distances import metres
from schedules.planning.limits import Bound, Frame
from schedules.planning.situation import Situation
from schedules.rosters.judging import Found, of_person
from schedules.rosters.works import Work
from schedules.solver.problem import Bar, Before, Person
from schedules.spans import ONE_DAY, minutes_between

if TYPE_CHECKING:
    from schedules.planning.translate import Translation

OF_THE_DAY = frozenset({"leave", "employment", "unavailable", "avoids"})


@dataclass(frozen=True)
class PersonOf:
    """One person as the solver sees them."""

    whole: "Translation"
    person_id: str

    @property
    def situation(self) -> Situation:
        return self.whole.situation

    @property
    def frame(self) -> Frame:
        return self.whole.frame

    @cached_property
    def pack(self) -> Pack:
        return self.situation.facts.packs[self.person_id]

    @cached_property
    def elsewhere(self) -> Sequence[Work]:
        return self.situation.facts.elsewhere.get(self.person_id, ())

    @cached_property
    def bound(self) -> Bound:
        away = self.situation.facts.away.get(self.person_id, frozenset())
        return Bound(self.frame, self.pack, self.elsewhere, self.whole.weights, away)

    @cached_property
    def rest(self) -> int:
        return limits.rest_minutes(self.pack)

    @property
    def made(self) -> tuple[list[Bar], Person]:
        bars, posts, costs = self.at_posts()
        bars += [*self.days_off(), *self.shifts_barred(), *self.near_other_shifts()]
        terms = self.situation.facts.terms[self.person_id]
        counters = [
            *limits.counters(self.bound),
            *limits.least_of_months(self.bound, terms.month_min_minutes),
            *fairness.counters(self.bound, self.whole.shares, self.person_id),
        ]
        return bars, Person(
            name=self.person_id,
            max_run=limits.longest_run(self.pack),
            posts=frozenset(posts),
            before=self.before(),
            counters=tuple(counters),
            post_costs=costs,
            forbidden=self.successions(),
        )

    # --- posts ---------------------------------------------------------------------------------

    def at_posts(self) -> tuple[list[Bar], set[str], dict[str, int]]:
        bars, posts, costs = [], set(), {}
        for post_id, sample in self.whole.post_samples.items():
            shut, price = self.at_post(sample)
            if len(shut) < self.frame.days:
                posts.add(post_id)
                costs[post_id] = price
                bars += [Bar(self.whole.number[self.person_id], day, post=post_id) for day in shut]
        return bars, posts, costs

    def at_post(self, sample: Work) -> tuple[list[int], int]:
        """The days on which the person may not stand there, and the price of each shift there."""
        terms = self.situation.facts.terms[self.person_id]
        if sample.site_id not in terms.site_ids:
            return list(range(self.frame.days)), 0
        shut, soft = [], 0
        turns = [*self.turning_days, self.frame.days]
        for first, end in pairwise(turns):
            found = self.judged(sample._replace(on=self.frame.dates[first]))
            if any(one.level == HARD for one in found):
                shut += range(first, end)
            else:
                soft = max(soft, sum(one.weight for one in found))
        return shut, soft * self.whole.weights.law + self.journey(sample.site_id)

    def judged(self, work: Work) -> list[Found]:
        placed = work._replace(person_id=self.person_id)
        found = of_person(self.whole.light_facts, self.person_id, [placed])
        return [one for one in found if one.kind not in OF_THE_DAY]

    @cached_property
    def turning_days(self) -> list[int]:
        """The days on which what the person holds may change."""
        judge = self.situation.facts.judge
        if any(one.module for one in judge.asked):
            return list(range(self.frame.days))
        turns = {self.situation.from_on}
        for periods in judge.periods.get(self.person_id, {}).values():
            for one in periods:
                turns |= {one.since, *([one.until + ONE_DAY] if one.until else [])}
        spells = [(a, b) for a, b, _ in judge.grades.get(self.person_id, ())]
        spells += [(a, b) for _, a, b in judge.exceptions.get(self.person_id, ())]
        for from_on, until_on in spells:
            turns |= {from_on, *([until_on + ONE_DAY] if until_on else [])}
        return sorted(
            self.frame.number(on) for on in turns if self.situation.from_on <= on <= self.situation.until_on
        )

    def journey(self, site_id: str) -> int:
        """Continuity and travel: a site that is not the usual one costs a little, a far one more."""
        usual = self.whole.usual_site.get(self.person_id)
        if usual is None or usual == site_id:
            return 0
        here, there = self.situation.positions.get(usual), self.situation.positions.get(site_id)
        far = metres(here, there) // 1000 if here and there else 0
        return self.whole.weights.continuity + self.whole.weights.travel * min(30, far)

    # --- days ----------------------------------------------------------------------------------

    def days_off(self) -> Iterator[Bar]:
        away = self.situation.facts.away.get(self.person_id, frozenset())
        spells = self.situation.facts.spells.get(self.person_id)
        for day, on in enumerate(self.frame.dates):
            gone = spells and not any(a <= on and (b is None or on <= b) for a, b in spells)
            if on in away or gone:
                yield Bar(self.whole.number[self.person_id], day)

    def shifts_barred(self) -> Iterator[Bar]:
        """Kinds of shift that break the law by themselves."""
        for key in self.whole.unlawful(self.pack, self.person_id):
            for day in range(self.frame.days):
                yield Bar(self.whole.number[self.person_id], day, shift=key)

    def near_other_shifts(self) -> Iterator[Bar]:
        """Overlapping a shift that stands elsewhere, or too close to one."""
        for other in self.elsewhere:
            for day in range(self.frame.number(other.on) - 2, self.frame.number(other.on) + 3):
                if 0 <= day < self.frame.days:
                    for key in self.frame.samples:
                        if self.too_near(key, day, other):
                            yield Bar(self.whole.number[self.person_id], day, shift=key)

    def too_near(self, key: str, day: int, other: Work) -> bool:
        starts, ends = self.whole.instants(key, day)
        if self.frame.dates[day] == other.on:
            return True
        gap = max(minutes_between(other.end_at, starts), minutes_between(ends, other.start_at))
        return gap < self.rest

    def before(self) -> Before | None:
        """How many days in a row were worked just before the first."""
        worked = {work.on for work in self.elsewhere}
        on, run = self.situation.from_on - ONE_DAY, 0
        while on - run * ONE_DAY in worked:
            run += 1
        return Before(run, "before") if run else Before(1, None)

    def successions(self) -> frozenset[tuple[str, str]]:
        return self.whole.too_close(self.rest)
