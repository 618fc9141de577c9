"""Shift patterns of the trade, and what working-time law says of somebody who works by them all year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from math import ceil

from schedules.law.packs import PACKS
from schedules.law.sentences import amount
from schedules.law.shapes import Break, Pack, Person, Shift, Violation, Words, words
from schedules.law.violations import violations
from schedules.posts.rules import paid_minutes
from schedules.spans import days, wall

HOUR = 60
ZONE = "Asia/Shanghai"
# From a Monday on: two whole months, or as long as a pack's reference period. No public holiday is in sight.
FIRST, TWO_MONTHS, A_WEEK = date(2024, 1, 1), timedelta(days=69), timedelta(days=7)
EVERY_DAY, MONDAY_TO_FRIDAY = tuple(range(7)), tuple(range(5))


@dataclass(frozen=True, slots=True)
class ShiftShape:
    """A kind of shift as a pattern brings it."""

    code: str
    name_zh: str
    name_en: str
    starts_at: time
    minutes: int
    breaks: tuple[Mapping, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """`cycle` is what one person works day by day, "" being a day off; then it begins again."""

    id: str
    name: Words
    note: Words
    shifts: tuple[ShiftShape, ...]
    cycle: tuple[str, ...]
    weekdays: tuple[int, ...] = EVERY_DAY
    together: int = 1

    @property
    def by_code(self) -> dict[str, ShiftShape]:
        return {shift.code: shift for shift in self.shifts}


def meal(after: int, minutes: int = 30, *, paid: bool = True) -> dict:
    return {"after_minutes": after, "minutes": minutes, "paid": paid}


EARLY = ShiftShape("E", "早班", "Early", time(7), 8 * HOUR, (meal(4 * HOUR),))
LATE = ShiftShape("L", "中班", "Late", time(15), 8 * HOUR, (meal(4 * HOUR),))
NIGHT = ShiftShape("N", "夜班", "Night", time(23), 8 * HOUR, (meal(4 * HOUR),))
LONG_DAY = ShiftShape("D12", "日班12小时", "Day, 12 h", time(7), 12 * HOUR, (meal(5 * HOUR, 60),))
LONG_NIGHT = ShiftShape("N12", "夜班12小时", "Night, 12 h", time(19), 12 * HOUR, (meal(5 * HOUR, 60),))
FIXED_DAY = ShiftShape("D", "常白班", "Day", time(8, 30), 9 * HOUR, (meal(3 * HOUR + 30, 60, paid=False),))
PAIRED_NIGHT = ShiftShape("NP", "夜间双岗", "Night, in pairs", time(22), 8 * HOUR, (meal(4 * HOUR),))

PATTERNS: Mapping[str, Pattern] = {
    pattern.id: pattern
    for pattern in (
        Pattern(
            "three_shift",
            words("三班倒", "Three shifts"),
            words(
                "早、中、夜各8小时，每周轮换，每人每周休一天，休息日由替班顶岗。",
                "Early, late and night of 8 h, changing each week; one day off a week, covered by a relief.",
            ),
            (EARLY, LATE, NIGHT),
            ("E",) * 6 + ("",) + ("L",) * 6 + ("",) + ("N",) * 6 + ("",),
        ),
        Pattern(
            "two_shift",
            words("两班倒", "Two shifts"),
            words(
                "日、夜各12小时，每周轮换，每人每周休一天，即每周72小时。",
                "Day and night of 12 h, changing each week; one day off a week, so 72 h a week.",
            ),
            (LONG_DAY, LONG_NIGHT),
            ("D12",) * 6 + ("",) + ("N12",) * 6 + ("",),
        ),
        Pattern(
            "four_team",
            words("四班三运转", "Four teams, three shifts"),
            words(
                "四个班组轮三个班次：两早、两中、两夜、休两天，平均每周42小时。",
                "Four teams over three shifts: two early, two late, two night, two off; 42 h a week.",
            ),
            (EARLY, LATE, NIGHT),
            ("E", "E", "L", "L", "N", "N", "", ""),
        ),
        Pattern(
            "fixed_day",
            words("常白班", "Fixed days"),
            words("周一至周五，每天8小时，午休1小时。", "Monday to Friday, 8 h with an hour for lunch."),
            (FIXED_DAY,),
            ("D",) * 5 + ("", ""),
            weekdays=MONDAY_TO_FRIDAY,
        ),
        Pattern(
            "night_pair",
            words("夜间双岗", "Night pair"),
            words(
                "每晚两人同岗8小时，上四休二。",
                "Two together each night for 8 h; four nights on, two off.",
            ),
            (PAIRED_NIGHT,),
            ("NP",) * 4 + ("", ""),
            together=2,
        ),
    )
}

# By kind of rule: what somebody on a pattern does, and what is allowed.
SAID: Mapping[str, tuple[str, str]] = {
    "day_minutes": ("每天工作{found}，上限{allowed}。", "Each day has {found} of work; at most {allowed}."),
    "day_overtime": (
        "每天延长工作{found}，上限{allowed}。",
        "Each day has {found} of overtime; at most {allowed}.",
    ),
    "week_minutes": (
        "一周工作可达{found}，上限{allowed}。",
        "A week has up to {found} of work; at most {allowed}.",
    ),
    "month_overtime": (
        "一月加班可达{found}，上限{allowed}。",
        "A month has up to {found} of overtime; at most {allowed}.",
    ),
    "period_minutes": (
        "一个综合计算周期工作可达{found}，标准为{allowed}。",
        "A counting period has up to {found} of work; standard hours would be {allowed}.",
    ),
    "period_overtime": (
        "一个综合计算周期超时可达{found}，上限{allowed}。",
        "A counting period has up to {found} of overtime; at most {allowed}.",
    ),
    "average_week": (
        "平均每周工作{found}，上限{allowed}。",
        "The average week has {found} of work; at most {allowed}.",
    ),
    "night_average": (
        "夜班人员平均每24小时工作{found}，上限{allowed}。",
        "Night workers average {found} in 24 hours; at most {allowed}.",
    ),
    "rest_between": (
        "两班之间最短休息{found}，至少{allowed}。",
        "The shortest rest between shifts is {found}; at least {allowed}.",
    ),
    "weekly_rest": (
        "一周最长连续休息仅{found}，至少{allowed}。",
        "The longest rest of a week can be {found}; at least {allowed}.",
    ),
    "rest_days_in_week": (
        "一周仅休{found}，至少{allowed}。",
        "A week can have {found} off; at least {allowed}.",
    ),
    "break_after": (
        "班内最长休息{found}，至少{allowed}。",
        "The longest break is {found}; at least {allowed}.",
    ),
    "meal_breaks": ("用餐休息{found}，应为{allowed}。", "For meals {found}; due: {allowed}."),
    "rest_breaks": ("工间休息{found}，应为{allowed}。", "For rest {found}; due: {allowed}."),
}
# Kinds of rules that look at a mean over so many days.
BY_DAYS = frozenset({"average_week", "night_average"})
LEAST = frozenset({"rest_between", "weekly_rest", "rest_days_in_week", "break_after", "meal_breaks"})


@lru_cache(maxsize=64)
def warnings_of(pattern_id: str, pack_id: str) -> tuple[dict, ...]:
    """What the pack finds when somebody works so for months: the worst of each rule, hard ones first."""
    pack, pattern = PACKS[pack_id], PATTERNS[pattern_id]
    worst: dict[str, Violation] = {}
    until_on = watched_until(pack)
    roster = {"": list(shifts_of(pattern, until_on))}
    people = {"": Person("", rest_days=days_off(pattern, until_on))}
    for found in violations(pack, roster, people=people, known=(FIRST, until_on)):
        if not found.forecast and _worse(found, worst.get(found.rule_id)):
            worst[found.rule_id] = found
    return tuple(_shown(pack, each) for each in worst.values())


def _worse(found: Violation, than: Violation | None) -> bool:
    if than is None:
        return True
    return found.found < than.found if found.kind in LEAST else found.found > than.found


def _shown(pack: Pack, found: Violation) -> dict:
    zh, en = SAID[found.kind]
    in_words, allowed = amount(found.found, found.unit), amount(found.allowed, found.unit)
    return {
        "pack": pack.id,
        "rule_id": found.rule_id,
        "level": found.level,
        "article": {"zh": found.article["zh-CN"], "en": found.article["en"]},
        "found": found.found,
        "allowed": found.allowed,
        "unit": found.unit,
        "sentence": {
            "zh": zh.format(found=in_words["zh-CN"], allowed=allowed["zh-CN"]),
            "en": en.format(found=in_words["en"], allowed=allowed["en"]),
        },
    }


def watched_until(pack: Pack) -> date:
    longest = max((rule.days for rule in pack.rules if rule.kind in BY_DAYS), default=0)
    return FIRST + max(TWO_MONTHS, timedelta(days=longest) + A_WEEK)


def shifts_of(pattern: Pattern, until_on: date) -> Iterator[Shift]:
    """Those of one person who follows the cycle."""
    by_code = pattern.by_code
    yield from (_shift(by_code[code], on) for on, code in _worked(pattern, until_on) if code)


def days_off(pattern: Pattern, until_on: date) -> frozenset[date]:
    return frozenset(on for on, code in _worked(pattern, until_on) if not code)


def _worked(pattern: Pattern, until_on: date) -> Iterator[tuple[date, str]]:
    for number, on in enumerate(days(FIRST, until_on)):
        yield on, pattern.cycle[number % len(pattern.cycle)]


def _shift(shape: ShiftShape, on: date) -> Shift:
    start = wall(on, shape.starts_at, ZONE)
    breaks = tuple(
        Break(
            start + timedelta(minutes=each["after_minutes"]),
            start + timedelta(minutes=each["after_minutes"] + each["minutes"]),
            each["paid"],
        )
        for each in shape.breaks
    )
    return Shift(f"{on}", start, start + timedelta(minutes=shape.minutes), ZONE, breaks)


def week_minutes_a_person(pattern: Pattern) -> int:
    """Paid minutes of an average week."""
    by_code = pattern.by_code
    worked = sum(_paid(by_code[code]) for code in pattern.cycle if code)
    return worked * 7 // len(pattern.cycle)


def week_minutes_a_place(pattern: Pattern) -> int:
    return len(pattern.weekdays) * sum(_paid(shift) for shift in pattern.shifts)


def people_for(pattern: Pattern, need: int) -> int:
    """How many people it takes to fill so many places all week."""
    return ceil(need * week_minutes_a_place(pattern) / week_minutes_a_person(pattern))


def _paid(shape: ShiftShape) -> int:
    return paid_minutes(shape.minutes, shape.breaks)
