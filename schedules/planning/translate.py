"""A roster's situation as a problem for the solver, and the solver's roster as assignments."""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from schedules.law import shapes as law
from schedules.law.shapes import HARD, Pack, words
from schedules.law.violations import violations as law_violations
from schedules.planning.fairness import Shares, shares_of
from schedules.planning.limits import Frame
from schedules.planning.person_of import PersonOf
from schedules.planning.situation import Situation
from schedules.planning.weights import UNAVAILABLE as PRICE_OF_UNAVAILABLE
from schedules.planning.weights import UNCOVERED, Weights
from schedules.rosters.facts import Facts
from schedules.rosters.works import Work
from schedules.solver.problem import Demand, Duty, Lock, Pair, Problem, Request, Roster, ShiftType
from schedules.spans import ONE_DAY, midnight, minutes_between
from schedules.terms.rules import TOGETHER, UNAVAILABLE, WANTS

DAY = 24 * 60
HARD_PAIR = 2_000


def translated(situation: Situation) -> "Translation":
    return Translation(situation, Weights.of(situation.preferences))


def key_of(work: Work, zone: str) -> str:
    """Shifts of one kind, with the same times, are one to the solver."""
    starts = minutes_between(midnight(work.on, zone), work.start_at)
    return f"{work.shift_type_id}|{starts}|{minutes_between(work.start_at, work.end_at)}|{work.minutes}"


@dataclass(frozen=True)
class Translation:
    situation: Situation
    weights: Weights

    # --- the pieces that stay the same ---------------------------------------------------------

    @cached_property
    def keys(self) -> dict[str, str]:
        """Shift id -> kind."""
        zones = self.situation.facts.zones
        return {work.id: key_of(work, zones[work.site_id]) for work in self.situation.works}

    @cached_property
    def frame(self) -> Frame:
        now = self.situation
        samples = {self.keys[work.id]: work for work in reversed(now.works)}
        return Frame(
            now.from_on, now.until_on, samples, now.facts.zones, now.facts.calendar, now.facts.known[0]
        )

    @cached_property
    def places(self) -> dict[tuple[int, Duty], list[Work]]:
        """The places of each duty on each day, those that somebody holds first."""
        found: dict[tuple[int, Duty], list[Work]] = defaultdict(list)
        for work in sorted(self.situation.works, key=lambda each: each.person_id is None):
            found[self.frame.number(work.on), self.duty(work)].append(work)
        return found

    def duty(self, work: Work) -> Duty:
        return Duty(self.keys[work.id], work.post_id)

    @cached_property
    def kept_cells(self) -> dict[tuple[str, int], Work]:
        """What the solver must keep: the first shift of a person on a day."""
        found: dict[tuple[str, int], Work] = {}
        for work in self.situation.works:
            if work.id in self.situation.kept and work.person_id:
                found.setdefault((work.person_id, self.frame.number(work.on)), work)
        return found

    @cached_property
    def number(self) -> dict[str, int]:
        return {person_id: number for number, person_id in enumerate(self.situation.people)}

    # --- the problem ---------------------------------------------------------------------------

    @cached_property
    def problem(self) -> Problem:
        bars, people = [], []
        for person_id in self.situation.people:
            their_bars, person = PersonOf(self, person_id).made
            bars += their_bars
            people.append(person)
        return Problem(
            days=self.frame.days,
            shifts=tuple(self.shifts()),
            people=tuple(people),
            demands=tuple(self.demands()),
            requests=tuple(self.wishes()),
            locks=tuple(self.locks()),
            first_weekday=self.situation.from_on.weekday(),
            bars=tuple(bars),
            pairs=tuple(self.pairs()),
            places={post.id: post.site_id for post in self.situation.facts.posts.values()},
        )

    def shifts(self) -> Iterator[ShiftType]:
        for key in sorted(self.frame.samples):
            yield ShiftType(key, self.frame.samples[key].minutes, int(key.split("|")[1]))

    def demands(self) -> Iterator[Demand]:
        posts = self.situation.facts.posts
        taken = {work.id for work in self.kept_cells.values()}
        for (day, duty), works in self.places.items():
            open_ = [work for work in works if work.id not in self.situation.kept or work.id in taken]
            price = UNCOVERED[posts[duty.post].priority]
            yield Demand(day, duty.shift, len(open_), under=price, over=price // 20, post=duty.post)

    def locks(self) -> Iterator[Lock]:
        for (person_id, day), work in self.kept_cells.items():
            yield Lock(self.number[person_id], day, self.duty(work))

    def wishes(self) -> Iterator[Request]:
        facts, keys = self.situation.facts, sorted(self.frame.samples)
        for person_id, wishes in facts.wishes.items():
            for wish in wishes:
                named = [key for key in keys if key.split("|")[0] == wish.shift_type_id]
                if wish.shift_type_id is not None and not named:
                    continue
                yield from self.wish_on_days(person_id, wish, named or [None])

    def wish_on_days(self, person_id, wish, keys: Iterable[str | None]) -> Iterator[Request]:
        weight = PRICE_OF_UNAVAILABLE if wish.kind == UNAVAILABLE else self.weights.wishes
        for day, on in enumerate(self.frame.dates):
            if (
                weight
                and wish.from_on <= on
                and (wish.until_on is None or on <= wish.until_on)
                and wish.weekday in (None, on.weekday())
            ):
                wanted = wish.kind == WANTS
                for key in list(keys)[:1] if wanted else keys:
                    yield Request(self.number[person_id], day, key, wanted, weight)

    def pairs(self) -> Iterator[Pair]:
        for one in self.situation.facts.pairings:
            if one.person_a in self.number and one.person_b in self.number:
                cost = HARD_PAIR if one.hard else 4 * self.weights.wishes
                first, second = self.number[one.person_a], self.number[one.person_b]
                yield Pair(first, second, one.kind == TOGETHER, cost)

    # --- what people are told apart by ------------------------------------------------------------

    @cached_property
    def shares(self) -> Shares:
        return shares_of(self)

    @cached_property
    def post_samples(self) -> dict[str, Work]:
        return {work.post_id: work for work in reversed(self.situation.works)}

    @cached_property
    def light_facts(self) -> Facts:
        """The facts without the law, which is asked about whole rosters and not about single shifts."""
        facts = self.situation.facts
        nothing = Pack("", words("", ""), ())
        return replace(facts, packs=dict.fromkeys(self.situation.people, nothing), elsewhere={})

    @cached_property
    def usual_site(self) -> dict[str, str]:
        """Where each person mostly served of late, or the only site they may serve at."""
        facts, found = self.situation.facts, {}
        for person_id in self.situation.people:
            sites = Tally(work.site_id for work in facts.elsewhere.get(person_id, ()))
            own = facts.terms[person_id].site_ids
            if sites or len(own) == 1:
                found[person_id] = sites.most_common(1)[0][0] if sites else next(iter(own))
        return found

    def unlawful(self, pack: Pack, person_id: str) -> frozenset[str]:
        """The kinds of shift that no day and no rest would make legal for the person."""
        person = self.situation.facts.people[person_id]
        if (id(pack), person.born_on) not in self.judged:
            self.judged[id(pack), person.born_on] = frozenset(
                key for key, work in self.frame.samples.items() if self.alone_unlawful(pack, person, work)
            )
        return self.judged[id(pack), person.born_on]

    @cached_property
    def judged(self) -> dict:
        return {}

    def alone_unlawful(self, pack: Pack, person: law.Person, work: Work) -> bool:
        facts = self.situation.facts
        shift = work.for_law(facts.zones[work.site_id])
        found = law_violations(
            pack,
            {person.id: [shift]},
            people={person.id: person},
            calendar=facts.calendar,
            known=(work.on, work.on),
        )
        return any(each.level == HARD for each in found)

    def instants(self, key: str, day: int) -> tuple[datetime, datetime]:
        sample = self.frame.samples[key]
        later = (self.frame.dates[day] - sample.on).days * ONE_DAY
        return sample.start_at + later, sample.end_at + later

    @cached_property
    def known_successions(self) -> dict[int, frozenset[tuple[str, str]]]:
        return {}

    def too_close(self, rest: int) -> frozenset[tuple[str, str]]:
        if rest not in self.known_successions:
            times = {key: [int(part) for part in key.split("|")[1:3]] for key in self.frame.samples}
            self.known_successions[rest] = frozenset(
                (a, b)
                for a, (starts, lasts) in times.items()
                for b, (then, _) in times.items()
                if DAY + then - starts - lasts < rest
            )
        return self.known_successions[rest]

    # --- to and fro ----------------------------------------------------------------------------

    def roster(self, people: Mapping[str, str | None] | None = None) -> Roster:
        """The roster as it stands, or with these people in its shifts."""
        rows = [[None] * self.frame.days for _ in self.situation.people]
        for work in self.situation.works:
            person_id = work.person_id if people is None else people.get(work.id)
            if person_id in self.number:
                rows[self.number[person_id]][self.frame.number(work.on)] = self.duty(work)
        for (person_id, day), work in self.kept_cells.items():
            rows[self.number[person_id]][day] = self.duty(work)
        return tuple(map(tuple, rows))

    def assignments(self, roster: Roster) -> dict[str, str]:
        """Shift id -> person id. Whoever holds a place of the same duty keeps it."""
        asked: dict[tuple[int, Duty], list[str]] = defaultdict(list)
        for person_id, row in zip(self.situation.people, roster, strict=True):
            for day, duty in enumerate(row):
                if duty is not None:
                    asked[day, duty].append(person_id)
        found = {work.id: work.person_id for work in self.situation.works if self.stays(work)}
        for cell, people in asked.items():
            found |= self.seated(cell, people, found)
        return found

    def stays(self, work: Work) -> bool:
        return work.id in self.situation.kept and work.person_id is not None

    def seated(
        self, cell: tuple[int, Duty], people: Sequence[str], found: Mapping[str, str]
    ) -> dict[str, str]:
        open_ = [work for work in self.places.get(cell, ()) if work.id not in self.situation.kept]
        kept = {work.person_id for work in self.places.get(cell, ()) if self.stays(work)}
        left = [person_id for person_id in people if person_id not in kept]
        seats = {work.id: work.person_id for work in open_ if work.person_id in left}
        waiting = [person_id for person_id in left if person_id not in seats.values()]
        free = [work.id for work in open_ if work.id not in seats]
        return seats | dict(zip(free, waiting, strict=False))
