"""Small roster problems of every kind."""

from hypothesis import strategies as st

from schedules.solver.problem import (
    Before,
    Demand,
    Duty,
    Lock,
    Person,
    Problem,
    Request,
    ShiftType,
    too_close,
)

SHIFTS = (ShiftType("D", 480, 7 * 60), ShiftType("E", 480, 15 * 60), ShiftType("N", 600, 21 * 60))
NAMES = [shift.name for shift in SHIFTS]
POSTS = ["", "Gate"]


@st.composite
def people(draw):
    return Person(
        name="P",
        min_minutes=draw(st.sampled_from([0, 480, 960])),
        max_minutes=draw(st.sampled_from([None, 3000, 4200])),
        max_run=draw(st.sampled_from([None, 3, 5])),
        min_run=draw(st.integers(1, 2)),
        min_days_off=draw(st.integers(1, 2)),
        max_weekends=draw(st.sampled_from([None, 0, 1])),
        max_shifts=draw(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=2)),
        posts=draw(st.sampled_from([None, None, frozenset({""}), frozenset({"Gate"})])),
        before=draw(st.sampled_from([None, None, Before(1, "N"), Before(3, None), Before(1, None)])),
    )


@st.composite
def problems(draw):
    days = draw(st.integers(7, 10))
    staff = draw(st.lists(people(), min_size=1, max_size=5))
    cells = [(day, shift, post) for day in range(days) for shift in NAMES for post in POSTS]
    demands = [
        Demand(
            *cell[:2],
            need=draw(st.integers(0, 2)),
            under=draw(st.sampled_from([10, 30])),
            over=1,
            post=cell[2],
        )
        for cell in draw(st.lists(st.sampled_from(cells), unique=True, min_size=1, max_size=20))
    ]
    person, day = st.integers(0, len(staff) - 1), st.integers(0, days - 1)
    shift = st.sampled_from([*NAMES, None])
    wishes = st.builds(Request, person, day, shift, st.booleans(), st.integers(1, 4))
    locks = st.builds(Lock, person, day, st.sampled_from([None, None, Duty("D"), Duty("E", "Gate")]))
    return Problem(
        days=days,
        shifts=SHIFTS,
        people=tuple(staff),
        demands=tuple(demands),
        requests=tuple(draw(st.lists(wishes, max_size=10))),
        locks=tuple(draw(st.lists(locks, max_size=3, unique_by=lambda lock: (lock.person, lock.day)))),
        forbidden=too_close(SHIFTS, rest=11 * 60),
        first_weekday=draw(st.integers(0, 6)),
    )


@st.composite
def tiny(draw):
    """So small that every roster can be tried."""
    whole = draw(problems())
    days = 4
    return Problem(
        days=days,
        shifts=SHIFTS[:2],
        people=tuple(loose(person) for person in whole.people[:2]),
        demands=tuple(d for d in whole.demands if d.day < days and d.shift != "N" and not d.post),
        requests=tuple(w for w in whole.requests if w.day < days and w.person < 2 and w.shift != "N"),
        forbidden=frozenset({("E", "D")}),
        first_weekday=draw(st.integers(3, 6)),
    )


def loose(person: Person) -> Person:
    return Person(
        name=person.name,
        max_minutes=draw_down(person.max_minutes),
        max_run=person.max_run,
        min_run=person.min_run,
        min_days_off=person.min_days_off,
        max_weekends=person.max_weekends,
        max_shifts=person.max_shifts,
        before=person.before,
    )


def draw_down(minutes: int | None) -> int | None:
    return None if minutes is None else minutes // 3
