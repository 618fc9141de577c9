"""Who has read and understood an order, as a table of a spreadsheet."""

from typing import Any

from guard_api.tables import Column
from training.duties.exports import STATE_WORDS
from training.words import in_language

WORDS = {
    "en": {"yes": "yes", "no": "no", "right": "right", "wrong": "wrong"},
    "zh-CN": {"yes": "是", "no": "否", "right": "对", "wrong": "错"},
}


def order_columns(language: str) -> tuple[Column, ...]:
    return (
        Column("title", "Order", "岗位指令", value=lambda row: in_language(row["title"], language)),
        Column("site", "Site", "项目", value=lambda row: row["site"] and row["site"]["name"]),
        Column("post", "Post", "岗位"),
        Column("version", "Version", "版本"),
        Column("published_at", "Published at (UTC)", "发布时间(UTC)"),
        Column("published_by", "By", "发布人"),
        Column("asked", "Asked", "应知人数", value=lambda row: row["counts"]["asked"]),
        Column("understood", "Understood", "已理解", value=lambda row: row["counts"]["understood"]),
        Column("overdue", "Overdue", "逾期", value=lambda row: row["counts"]["overdue"]),
        Column("failed", "Failed", "未通过", value=lambda row: row["counts"]["failed"]),
    )


def columns(language: str) -> tuple[Column, ...]:
    states = STATE_WORDS.get(language, STATE_WORDS["en"])
    words = WORDS.get(language, WORDS["en"])

    def answers(row: dict[str, Any]) -> str:
        return "; ".join(_answer(one, language, words) for one in row["answers"])

    return (
        Column("person_name", "Person", "姓名"),
        Column("state", "State", "状态", value=lambda row: states[row["state"]]),
        Column("read", "Read", "已阅读", value=lambda row: words["yes" if row["read"] else "no"]),
        Column("due_on", "Due on", "截止日期"),
        Column("understood_at", "Understood at (UTC)", "理解确认时间(UTC)"),
        Column("attempts", "Attempts", "作答次数"),
        Column("answered_at", "Last answered at (UTC)", "最近作答时间(UTC)"),
        Column("answered_version", "Version answered", "作答版本"),
        Column("answers", "Answers", "答案", value=answers),
        Column("reminded_at", "Reminded at (UTC)", "提醒时间(UTC)"),
    )


def _answer(one: dict[str, Any], language: str, words: dict[str, str]) -> str:
    chosen = " / ".join(in_language(said, language) for said in one["chosen"]) or "—"
    return f"{in_language(one['text'], language)} → {chosen} ({words['right' if one['right'] else 'wrong']})"
