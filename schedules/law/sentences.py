"""A violation in words, in both languages."""

from collections.abc import Mapping
from datetime import date

from schedules.law.shapes import Words, words

# By kind: what was found and what is allowed. {found} and {allowed} carry their units.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "overlap": (
        "{person}在{range}有两个班次重叠{found}，同一时间只能在一处。",
        "{person} has two shifts that overlap by {found} {range}. Nobody is in two places at once.",
    ),
    "minimum_age": (
        "{person}{range}未满{allowed}（当时{found}）。",
        "{person} is {found} old {range}; this work asks {allowed}.",
    ),
    "day_minutes": (
        "{person}{range}工作{found}，上限为{allowed}。",
        "{person} works {found} {range}; at most {allowed} are allowed.",
    ),
    "day_overtime": (
        "{person}{range}延长工作时间{found}，每日上限为{allowed}。",
        "{person} works {found} of overtime {range}; at most {allowed} a day are allowed.",
    ),
    "week_minutes": (
        "{person}在{range}这一周工作{found}，上限为{allowed}。",
        "{person} works {found} in the week {range}; at most {allowed} are allowed.",
    ),
    "month_minutes": (
        "{person}在{range}这一月工作{found}，上限为{allowed}。",
        "{person} works {found} in the month {range}; at most {allowed} are allowed.",
    ),
    "month_overtime": (
        "{person}在{range}这一月加班{found}，上限为{allowed}。",
        "{person} works {found} of overtime in the month {range}; at most {allowed} are allowed.",
    ),
    "period_minutes": (
        "{person}在综合计算周期{range}内工作{found}，按标准工时应为{allowed}。",
        "{person} works {found} in the counting period {range}; standard hours would be {allowed}.",
    ),
    "period_overtime": (
        "{person}在综合计算周期{range}内超时{found}，上限为{allowed}。",
        "{person} works {found} of overtime in the counting period {range}; at most {allowed} are allowed.",
    ),
    "average_week": (
        "{person}在{range}平均每周工作{found}，上限为{allowed}。",
        "{person} averages {found} a week {range}; at most {allowed} are allowed.",
    ),
    "night_average": (
        "{person}作为夜班人员在{range}平均每24小时工作{found}，上限为{allowed}。",
        "{person}, a night worker, averages {found} in 24 hours {range}; at most {allowed} are allowed.",
    ),
    "night_shift_minutes": (
        "{person}{range}的夜班工作{found}，上限为{allowed}。",
        "{person} works {found} in the night shift {range}; at most {allowed} are allowed.",
    ),
    "rest_between": (
        "{person}在{range}两班之间休息{found}，至少应为{allowed}。",
        "{person} rests {found} between two shifts {range}; at least {allowed} are due.",
    ),
    "weekly_rest": (
        "{person}在{range}这一周最长连续休息{found}，至少应为{allowed}。",
        "{person} has {found} as the longest rest in the week {range}; at least {allowed} are due.",
    ),
    "rest_days_in_week": (
        "{person}在{range}这一周休息{found}，至少应为{allowed}。",
        "{person} has {found} off in the week {range}; at least {allowed} due.",
    ),
    "consecutive_days": (
        "{person}在{range}连续工作{found}，上限为{allowed}。",
        "{person} works {found} in a row {range}; at most {allowed} allowed.",
    ),
    "consecutive_nights": (
        "{person}在{range}连续上{found}夜班，上限为{allowed}。",
        "{person} works {found} in a row {range}; at most {allowed} allowed.",
    ),
    "nights_in_week": (
        "{person}在{range}这一周上{found}夜班，上限为{allowed}。",
        "{person} works {found} in the week {range}; at most {allowed} allowed.",
    ),
    "nights_in_month": (
        "{person}在{range}这一月上{found}夜班，上限为{allowed}。",
        "{person} works {found} in the month {range}; at most {allowed} allowed.",
    ),
    "break_after": (
        "{person}{range}的班次最长休息{found}，至少应为{allowed}。",
        "{person} has {found} as the longest break in the shift {range}; at least {allowed} are due.",
    ),
    "meal_breaks": (
        "{person}{range}的班次按时安排了{found}用餐休息，应为{allowed}。",
        "{person} has {found} for meals in time {range}; {allowed} due.",
    ),
    "rest_breaks": (
        "{person}{range}的班次安排了{found}带薪小休，应为{allowed}。",
        "{person} has {found} of paid rest {range}; {allowed} due.",
    ),
}

FORECAST = ("目前已知部分：", "As far as is known: ")

COUNTS: Mapping[str, tuple[str, str, str]] = {
    "days": ("{}天", "{} day", "{} days"),
    "nights": ("{}个", "{} night", "{} nights"),
    "breaks": ("{}次", "{} break", "{} breaks"),
    "years": ("{}岁", "{} year", "{} years"),
}

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def sentence(
    kind: str,
    *,
    person: str,
    from_on: date,
    until_on: date,
    found: int,
    allowed: int,
    unit: str,
    article: Words,
    forecast: bool,
) -> Words:
    """What is wrong, with whom, when, by how much, and where it is written."""
    zh, en = SENTENCES[kind]
    found_in, allowed_in = amount(found, unit), amount(allowed, unit)
    range_in = dates(from_on, until_on)
    said = [
        template.format(person=person, range=range_in[tag], found=found_in[tag], allowed=allowed_in[tag])
        for template, tag in ((zh, "zh-CN"), (en, "en"))
    ]
    if forecast:
        said = [before + text for before, text in zip(FORECAST, said, strict=True)]
    return words(f"{said[0]}（{article['zh-CN']}）", f"{said[1]} ({article['en']})")


def amount(number: int, unit: str) -> Words:
    if unit == "minutes":
        return duration(number)
    zh, one, many = COUNTS[unit]
    return words(zh.format(number), (one if number == 1 else many).format(number))


def duration(minutes: int) -> Words:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return words(f"{rest}分钟", f"{rest} min")
    if not rest:
        return words(f"{hours}小时", f"{hours} h")
    return words(f"{hours}小时{rest}分钟", f"{hours} h {rest} min")


def dates(from_on: date, until_on: date) -> Words:
    if from_on == until_on:
        return words(_zh(from_on), f"on {_en(from_on)}")
    return words(f"{_zh(from_on)}至{_zh(until_on)}", f"from {_en(from_on)} to {_en(until_on)}")


def _zh(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _en(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
