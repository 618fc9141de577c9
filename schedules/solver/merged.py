"""Posts that nothing tells apart are one post to the search; its roster is dealt out to them afterwards.

The fewer cells there are, the fewer ways there are to say the same roster, and the sooner a bound is found.
"""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .problem import Cell, Demand, Duty, Lock, Problem, Roster


@dataclass(frozen=True)
class Merged:
    whole: Problem
    problem: Problem
    stands_for: dict[str, str]  # post -> the post that stands for it

    @staticmethod
    def of(problem: Problem) -> "Merged":
        stands_for = representatives(problem)
        cells = {lock: short(lock.cell, stands_for) for lock in problem.locks}
        small = replace(
            problem,
            demands=tuple(summed(problem.demands, stands_for)),
            locks=tuple(Lock(lock.person, lock.day, cell) for lock, cell in cells.items()),
            people=tuple(
                replace(person, posts=person.posts and frozenset(stands_for.get(p, p) for p in person.posts))
                for person in problem.people
            ),
        )
        return Merged(problem, small, stands_for)

    def shortened(self, roster: Roster) -> Roster:
        return tuple(tuple(short(cell, self.stands_for) for cell in row) for row in roster)

    def dealt(self, roster: Roster) -> Roster:
        """Everybody gets a post of those that theirs stands for: where they were last, if it is free."""
        if all(post == other for post, other in self.stands_for.items()):
            return roster
        rows = [list(row) for row in roster]
        locked = {(lock.person, lock.day): lock.cell for lock in self.whole.locks}
        needs = self.needs()
        last: dict[int, str] = {}
        for day in range(self.whole.days):
            self.deal_day(rows, day, locked, needs, last)
        return tuple(map(tuple, rows))

    def needs(self) -> dict[tuple[int, Duty], list[Duty]]:
        """Which places each duty of the small problem stands for on a day."""
        found: dict[tuple[int, Duty], list[Duty]] = defaultdict(list)
        for demand in self.whole.demands:
            found[demand.day, short(demand.duty, self.stands_for)] += [demand.duty] * demand.need
        return found

    def deal_day(self, rows, day, locked, needs, last) -> None:
        asked: dict[Duty, list[int]] = defaultdict(list)
        for person, row in enumerate(rows):
            if row[day] is not None:
                asked[row[day]].append(person)
        for duty, people in asked.items():
            free = Tally(needs.get((day, duty), ()))
            for person in sorted(people, key=lambda who: ((who, day) not in locked, last.get(who) is None)):
                chosen = choose(locked.get((person, day)), last.get(person), duty, free)
                free[chosen] -= 1
                rows[person][day], last[person] = chosen, chosen.post


def choose(locked: Cell, last: str | None, duty: Duty, free: Tally) -> Duty:
    if locked is not None:
        return locked
    if last is not None and free[Duty(duty.shift, last)] > 0:
        return Duty(duty.shift, last)
    left = [each for each, count in free.items() if count > 0]
    return min(left, key=lambda each: each.post) if left else duty


def short(cell: Cell, stands_for: dict[str, str]) -> Cell:
    return None if cell is None else Duty(cell.shift, stands_for.get(cell.post, cell.post))


def summed(demands: Iterable[Demand], stands_for: dict[str, str]) -> Iterable[Demand]:
    found: dict[tuple[int, Duty], Demand] = {}
    for demand in demands:
        key = demand.day, short(demand.duty, stands_for)
        known = found.get(key)
        found[key] = replace(demand, post=key[1].post, need=demand.need + (known.need if known else 0))
    return found.values()


def representatives(problem: Problem) -> dict[str, str]:
    """Post -> the first post that is like it in everything."""
    posts = dict.fromkeys(duty.post for duty in problem.duties())
    first: dict[tuple, str] = {}
    traits = traits_of(problem, posts)
    return {post: first.setdefault(traits[post], post) for post in posts}


def traits_of(problem: Problem, posts: Iterable[str]) -> dict[str, tuple]:
    people = [(who.posts, who.post_costs) for who in problem.people]
    prices, bars, wishes = defaultdict(set), defaultdict(set), defaultdict(set)
    for demand in problem.demands:
        prices[demand.post].add((demand.shift, demand.under, demand.over))
    for bar in problem.bars:
        bars[bar.post].add((bar.person, bar.day, bar.shift))
    for wish in problem.requests:
        wishes[wish.post].add((wish.person, wish.day, wish.shift, wish.wanted, wish.weight))
    return {
        post: (
            tuple((own is None or post in own, costs.get(post, 0)) for own, costs in people),
            frozenset(prices[post]),
            frozenset(bars[post]),
            frozenset(wishes[post]),
            problem.places.get(post) if problem.pairs else None,
        )
        for post in posts
    }
