"""How people stand with their modules, as a table of a spreadsheet."""

from guard_api.tables import Column
from training.words import in_language

STATE_WORDS = {
    "en": {
        "current": "current",
        "due": "due",
        "overdue": "overdue",
        "failed": "failed",
        "expired": "expired",
        "not_required": "not required",
    },
    "zh-CN": {
        "current": "有效",
        "due": "待完成",
        "overdue": "逾期",
        "failed": "未通过",
        "expired": "已过期",
        "not_required": "不要求",
    },
}


def columns(language: str) -> tuple[Column, ...]:
    words = STATE_WORDS.get(language, STATE_WORDS["en"])
    return (
        Column("person_name", "Person", "姓名"),
        Column("module_code", "Module code", "课程代码"),
        Column("title", "Module", "课程", value=lambda row: in_language(row["title"], language)),
        Column("state", "State", "状态", value=lambda row: words[row["state"]]),
        Column("due_on", "Due on", "截止日期"),
        Column("passed_at", "Passed at (UTC)", "通过时间(UTC)"),
        Column("valid_until_on", "Valid until", "有效期至"),
        Column("failed_at", "Last failed at (UTC)", "最近未通过时间(UTC)"),
        Column("attempts", "Attempts", "考试次数"),
        Column("best_percent", "Best result (%)", "最好成绩(%)"),
        Column("lessons_read", "Lessons read", "已学课时"),
        Column("lessons", "Lessons", "课时数"),
        Column("reminded_at", "Reminded at (UTC)", "提醒时间(UTC)"),
    )
