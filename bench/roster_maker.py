"""Makes instances of any size in the text format of the Shift Scheduling Benchmark Data Sets.

python -m bench.roster_maker --people 60 --weeks 8 --shifts 6 --seed 1 > FILE
"""

import argparse
import random
from collections.abc import Iterator


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("people", "weeks", "shifts", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    wanted = parser.parse_args()
    print("\n".join(lines(wanted.people, wanted.weeks, wanted.shifts, random.Random(wanted.seed))))


def lines(people: int, weeks: int, shifts: int, chance: random.Random) -> Iterator[str]:
    days = 7 * weeks
    yield from ("SECTION_HORIZON", str(days), "SECTION_SHIFTS")
    for number in range(shifts):
        earlier = "|".join(f"S{other}" for other in range(number - number % 2))
        yield f"S{number},{600 if number == shifts - 1 else 480},{earlier}"
    yield "SECTION_STAFF"
    yield from (staff(person, weeks, shifts, chance) for person in range(people))
    yield "SECTION_DAYS_OFF"
    for person in range(people):
        free = sorted(chance.sample(range(days), max(1, weeks // 3)))
        yield ",".join(str(part) for part in (f"P{person}", *free))
    yield from wishes(people, days, shifts, chance)
    yield "SECTION_COVER"
    for day in range(days):
        for number in range(shifts):
            need = round(people / shifts * chance.uniform(0.35, 0.7))
            yield f"{day},S{number},{need},100,1"


def staff(person: int, weeks: int, shifts: int, chance: random.Random) -> str:
    maxima = [chance.choice([0, 7 * weeks, 7 * weeks, 2 * weeks]) for _ in range(shifts)]
    if sum(maxima) < 7 * weeks:
        maxima[0] = 7 * weeks
    allowed = "|".join(f"S{number}={most}" for number, most in enumerate(maxima))
    return f"P{person},{allowed},{2160 * weeks},{1890 * weeks},5,2,2,{max(1, weeks // 2)}"


def wishes(people: int, days: int, shifts: int, chance: random.Random) -> Iterator[str]:
    for section in ("SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS"):
        yield section
        for person in range(people):
            for day in chance.sample(range(days), days // 7):
                yield f"P{person},{day},S{chance.randrange(shifts)},{chance.randint(1, 3)}"


if __name__ == "__main__":
    main()
