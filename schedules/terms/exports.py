"""Wishes as a table of a spreadsheet."""

from guard_api.tables import Column
from schedules.terms.words import WISHES, word

DAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "zh-CN": tuple("一二三四五六日")}


def wish_columns(language: str) -> tuple[Column, ...]:
    def weekday(row) -> str:
        if row["weekday"] is None:
            return ""
        name = DAYS[language if language in DAYS else "en"][row["weekday"]]
        return f"周{name}" if language == "zh-CN" else name

    return (
        Column("name", "Name", "姓名"),
        Column("kind", "Wish", "意愿", value=lambda row: word(WISHES, row["kind"], language)),
        Column("from_on", "From", "开始日期"),
        Column("until_on", "Until", "结束日期"),
        Column("weekday", "Weekday", "星期", value=weekday),
        Column("shift_code", "Shift", "班次"),
        Column("note", "Note", "备注"),
        Column("created_at", "Said at (UTC)", "提出时间(UTC)"),
    )
