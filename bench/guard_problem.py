"""A guard month of any size: posts of two shifts, skills, rest, weekly hours, days off, fair shares.

Stated once, so that every contestant solves the same and the same checker scores it.
"""

import random

from schedules.solver.problem import (
    Bar,
    Before,
    Counter,
    Demand,
    Person,
    Problem,
    ShiftType,
    Window,
    too_close,
)

MINUTES = 11 * 60  # of a shift of twelve hours, its break unpaid
DAY, NIGHT = ShiftType("D", MINUTES, 8 * 60), ShiftType("N", MINUTES, 20 * 60)
REST = 11 * 60
SKILLS = ("gate", "control", "patrol")
AREA = 25  # posts whose guards serve each other


def guard_month(guards: int, posts: int, days: int = 28, seed: int = 1) -> Problem:
    """Everybody serves one area of posts, and those that ask for a skill only with it."""
    chance = random.Random(seed)
    areas = max(1, posts // AREA)
    shares = 2 * posts * days / guards
    people = tuple(guard(number, areas, posts, days, shares, chance) for number in range(guards))
    demands = (
        Demand(day, shift.name, 1, under=1000, over=50, post=f"P{post}")
        for day in range(days)
        for shift in (DAY, NIGHT)
        for post in range(posts)
    )
    return Problem(
        days=days,
        shifts=(DAY, NIGHT),
        people=people,
        demands=tuple(demands),
        bars=tuple(Bar(who, day) for who in range(guards) for day in chance.sample(range(days), 2)),
        forbidden=too_close((DAY, NIGHT), REST),
    )


def guard(number: int, areas: int, posts: int, days: int, share: float, chance: random.Random) -> Person:
    held = {SKILLS[number % 3], chance.choice(SKILLS)}
    own = [post for post in range(posts) if post * areas // posts == number % areas]
    return Person(
        name=f"G{number}",
        max_run=6,
        before=Before(1, None),
        posts=frozenset(f"P{post}" for post in own if skill_of(post) in held),
        counters=tuple(counters(days, share)),
    )


def skill_of(post: int) -> str:
    return SKILLS[post % 3]


def counters(days: int, share: float):
    weeks = [(first, min(days, first + 7) - 1) for first in range(0, days, 7)]
    minutes = {"D": MINUTES, "N": MINUTES}
    windows = tuple(Window(*week, most=60 * 60, above=((44 * 60, 2),)) for week in weeks)
    yield Counter("week", minutes, windows, unit=60)
    whole = 0, days - 1
    yield fair("nights", {"N": 1}, round(share / 2), whole)
    yield fair("shifts", {"D": 1, "N": 1}, round(share), whole)
    weekend = frozenset(day for day in range(days) if day % 7 >= 5)
    yield fair("weekends", {"D": 1, "N": 1}, round(share * 2 / 7), whole, weekend)


def fair(name: str, amounts: dict[str, int], share: int, whole: tuple[int, int], on=None) -> Counter:
    above = ((share, 3), (share + 1, 3), (share + 2, 6))
    below = ((share, 3), (share - 1, 3), (share - 2, 6))
    window = Window(*whole, above=above, below=tuple(each for each in below if each[0] > 0))
    return Counter(name, amounts, (window,), on=on)
