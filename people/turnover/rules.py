"""Who came, stayed and left, by group, and the field's figures about it. Plain data and plain arithmetic."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from people.dates import ONE_DAY, plus_months

LEAST_PEOPLE = 5
SMALL_TEAM = 50
EARLY = timedelta(days=90)
DAYS_A_MONTH = 365.25 / 12
TENURES = (("under_90_days", 90), ("under_1_year", 365), ("under_2_years", 730), ("under_5_years", 1826))
LONGEST_TENURE = "5_years_and_more"
TOO_SHORT, TOO_SMALL, NOBODY = (
    "people.not_annualised_short",
    "people.not_annualised_small",
    "people.not_annualised_empty",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where, as what and under whom from a day on."""

    from_on: date
    site_id: str | None = None
    grade_id: str | None = None
    shift_pattern: str | None = None
    manager_id: str | None = None


NOWHERE = Place(date.min)


@dataclass(frozen=True, slots=True, eq=False)
class Spell:
    """One employment, from the first to the last day."""

    id: str
    person_id: str
    hired_on: date
    left_on: date | None = None
    exit_reason: str | None = None
    places: tuple[Place, ...] = ()

    def still_here_after(self, day: date) -> bool:
        return self.hired_on <= day and (self.left_on is None or self.left_on > day)

    def place_on(self, day: date) -> Place:
        """The one that holds; before the first there is the first."""
        at = bisect_right(self.places, day, key=lambda place: place.from_on)
        return self.places[max(at - 1, 0)] if self.places else NOWHERE


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    from_on: date
    to_on: date

    @property
    def eve(self) -> date:
        return self.from_on - ONE_DAY

    @property
    def year_before_end(self) -> date:
        return plus_months(self.to_on, -12)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.from_on <= day <= self.to_on

    def counted_on(self) -> list[date]:
        """The eve, the last day of each month inside, and the end: the days whose mean is the headcount."""
        ends = []
        first = self.from_on.replace(day=1)
        while (first := plus_months(first, 1)) - ONE_DAY < self.to_on:
            ends.append(first - ONE_DAY)
        return [self.eve, *ends, self.to_on]

    def months(self) -> float:
        """Whole calendar months where it is made of them, else by its days."""
        days = (self.to_on - self.from_on).days + 1
        whole = round(days / DAYS_A_MONTH)
        if whole and plus_months(self.from_on, whole) == self.to_on + ONE_DAY:
            return whole
        return days / DAYS_A_MONTH


Key = Callable[[Spell, date], Hashable | None]


@dataclass
class Tally:
    """The spells behind each number of a group."""

    opening: list[Spell] = field(default_factory=list)
    starters: list[Spell] = field(default_factory=list)
    moved_in: list[Spell] = field(default_factory=list)
    leavers: list[Spell] = field(default_factory=list)
    moved_out: list[Spell] = field(default_factory=list)
    closing: list[Spell] = field(default_factory=list)
    stayed: list[Spell] = field(default_factory=list)
    year_ago: list[Spell] = field(default_factory=list)
    stable: list[Spell] = field(default_factory=list)
    completed_90: list[Spell] = field(default_factory=list)
    left_within_90: list[Spell] = field(default_factory=list)
    headcounts: list[int] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many the group's figures are about."""
        return len({spell.person_id for spell in (*self.opening, *self.starters, *self.moved_in)})

    @property
    def mean_headcount(self) -> float:
        return sum(self.headcounts) / len(self.headcounts) if self.headcounts else 0.0


FIGURES = (
    "opening",
    "starters",
    "moved_in",
    "leavers",
    "moved_out",
    "closing",
    "stayed",
    "year_ago",
    "stable",
    "completed_90",
    "left_within_90",
)
RATIOS = {
    "retention": ("stayed", "opening"),
    "stability": ("stable", "year_ago"),
    "early_attrition": ("left_within_90", "completed_90"),
}


def tallies(spells: Sequence[Spell], period: Period, key: Key) -> dict[Hashable, Tally]:
    """By group. `key` says to which one somebody belongs on a day; None is outside of all."""
    found: dict[Hashable, Tally] = defaultdict(Tally)
    for spell in spells:
        for group, figure in _marks(spell, period, key):
            if group is not None:
                getattr(found[group], figure).append(spell)
    _count_heads(found, spells, period, key)
    return dict(found)


def _marks(spell: Spell, period: Period, key: Key) -> Iterator[tuple[Hashable | None, str]]:
    yield from _flow(spell, period, key)
    if spell.still_here_after(period.year_before_end):
        then = key(spell, period.year_before_end)
        yield then, "year_ago"
        if spell.still_here_after(period.to_on):
            yield then, "stable"
    if period.holds(spell.hired_on + EARLY):
        begun = key(spell, spell.hired_on)
        yield begun, "completed_90"
        if spell.left_on is not None and spell.left_on - spell.hired_on <= EARLY:
            yield begun, "left_within_90"


def _flow(spell: Spell, period: Period, key: Key) -> Iterator[tuple[Hashable | None, str]]:
    """opening + starters + moved_in − leavers − moved_out = closing, of each group."""
    was_here = spell.still_here_after(period.eve)
    if not (was_here or period.holds(spell.hired_on)):
        return
    stays, leaves = spell.still_here_after(period.to_on), period.holds(spell.left_on)
    first = key(spell, period.eve if was_here else spell.hired_on)
    last = key(spell, spell.left_on if leaves else period.to_on)
    yield first, "opening" if was_here else "starters"
    yield last, "closing" if stays else "leavers"
    if was_here and stays:
        yield first, "stayed"
    if first != last:
        yield first, "moved_out"
        yield last, "moved_in"


def _count_heads(found: dict[Hashable, Tally], spells: Iterable[Spell], period: Period, key: Key) -> None:
    days = period.counted_on()
    for number, day in enumerate(days):
        for spell in spells:
            group = key(spell, day) if spell.still_here_after(day) else None
            if group is not None:
                heads = found[group].headcounts
                heads += [0] * (len(days) - len(heads))
                heads[number] += 1
    for tally in found.values():
        tally.headcounts = tally.headcounts or [0] * len(days)


def tenure_of(spell: Spell, day: date) -> str:
    days = (day - spell.hired_on).days
    return next((name for name, below in TENURES if days < below), LONGEST_TENURE)


def share(numerator: int, denominator: float) -> float | None:
    """No data is neither 0 % nor 100 %."""
    return numerator / denominator if denominator else None


def annualised(
    rate: float | None, *, months: float, mean_headcount: float
) -> tuple[float | None, str | None]:
    """The rate of a year at this pace, or why it is not told: one month of a small team says nothing."""
    if rate is None:
        return None, NOBODY
    if months < 0.95:
        return None, TOO_SHORT
    if months < 2 and mean_headcount < SMALL_TEAM:
        return None, TOO_SMALL
    return rate * 12 / months, None


def suppressed(people: dict[Hashable, int], *, least: int = LEAST_PEOPLE) -> set[Hashable]:
    """Groups that are too small to be shown.

    When what is left out could be had by subtracting from the total, the next smallest goes too.
    """
    by_size = sorted(people, key=lambda group: (people[group], str(group)))
    hidden = {group for group in by_size if people[group] < least}
    for group in by_size:
        if not hidden or sum(people[one] for one in hidden) >= least:
            break
        hidden.add(group)
    return hidden


@dataclass(frozen=True)
class Observed:
    """How long an employment has lasted when it was last seen, and whether it had ended."""

    days: int
    left: bool


def observed(spell: Spell, until: date) -> Observed:
    left = spell.left_on is not None and spell.left_on <= until
    return Observed(((spell.left_on if left else until) - spell.hired_on).days, left)
