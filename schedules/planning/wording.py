"""What an explanation says, in both languages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from schedules.rosters.judging import Found

MOST_NAMES = 6

# By kind: what holds these people back.
HOLDS = {
    "rest_between": ("班间休息不足", "in their rest between shifts"),
    "overlap": ("同一时间已有班次", "on another shift at that time"),
    "leave": ("休假", "on leave"),
    "employment": ("不在职", "not employed that day"),
    "rest_days_in_week": ("本周须有休息日", "due a day of rest that week"),
    "weekly_rest": ("本周须有连续休息", "due their weekly rest"),
    "week_minutes": ("本周工时已满", "at their hours for the week"),
    "month_minutes": ("本月工时已满", "at their hours for the month"),
    "month_overtime": ("本月加班已达上限", "at the month's limit of overtime"),
    "period_overtime": ("计算周期内加班已达上限", "at the period's limit of overtime"),
    "period_minutes": ("计算周期工时已满", "at the period's hours"),
    "average_week": ("平均周工时已达上限", "at the limit of mean weekly hours"),
    "consecutive_days": ("连续上班天数已满", "at the most days in a row"),
    "consecutive_nights": ("连续夜班已满", "at the most nights in a row"),
    "nights_in_week": ("本周夜班已满", "at the week's most nights"),
    "nights_in_month": ("本月夜班已满", "at the month's most nights"),
    "minimum_age": ("未满规定年龄", "below the age for this work"),
    "day_overtime": ("班次超过每日加班上限", "barred by the day's limit of overtime"),
    "day_minutes": ("班次超过每日工时上限", "barred by the day's limit of hours"),
    "qualification": ("没有所需证书", "without the certificate the post asks for"),
    "grade": ("职级不够", "below the grade the post asks for"),
    "site": ("用工约定不含该项目", "not to serve this site by their terms"),
    "apart": ("不得与当班人员同班", "not to stand beside somebody there"),
}
OTHERWISE = ("规则不允许", "held back by a rule")


def named(names: Sequence[str], language: str) -> str:
    some = names[:MOST_NAMES]
    if language == "zh":
        return "、".join(some) + (f"等{len(names)}人" if len(names) > len(some) else "")
    return ", ".join(some) + (f" and {len(names) - len(some)} more" if len(names) > len(some) else "")


def obstacle_words(one: Found, names: Sequence[str]) -> dict[str, str]:
    zh, en = HOLDS.get(one.kind, OTHERWISE)
    article = one.article
    if article is not None:
        zh, en = f"{zh}（{article['zh-CN']}）", f"{en} ({article['en']})"
    return {"zh": f"{named(names, 'zh')}：{zh}", "en": f"{named(names, 'en')}: {en}"}


def whole_words(
    where: Mapping[str, str], fitting: int, free: Sequence[str], obstacles: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """One sentence for a vacant shift."""
    if free:
        return {
            "zh": f"{where['zh']}：{named(free, 'zh')}可以上该班。",
            "en": f"{where['en']}: {named(free, 'en')} could take it.",
        }
    parts = [each["sentence"] for each in obstacles]
    zh, en = "；".join(each["zh"] for each in parts), "; ".join(each["en"] for each in parts)
    if not parts:
        zh, en = "没有可排的人员", "there is nobody to ask"
    if not fitting:
        return {
            "zh": f"{where['zh']}：无人符合岗位要求。{zh}。",
            "en": f"{where['en']}: nobody fits the post. {en}.",
        }
    return {
        "zh": f"{where['zh']}：符合岗位要求的{fitting}人均不能上班。{zh}。",
        "en": f"{where['en']}: all {fitting} whom the post would take are held back. {en}.",
    }
