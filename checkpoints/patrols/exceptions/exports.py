"""Exceptions as a table of a spreadsheet."""

from typing import Any

from guard_api.tables import Column

KINDS_ZH = {
    "missed": "漏巡",
    "incomplete": "未完成",
    "late": "迟到",
    "skipped": "漏检",
    "too_short": "用时过短",
    "too_long": "用时过长",
}
STATES_ZH = {
    "open": "待说明",
    "answered": "已说明",
    "excused": "已免责",
    "unexcused": "不予免责",
    "withdrawn": "已撤销",
}


def columns(language: str) -> tuple[Column, ...]:
    chinese = language == "zh-CN"

    def word(words: dict[str, str], value: str) -> str:
        return words[value] if chinese else value.replace("_", " ")

    return (
        Column("on", "Day", "日期"),
        Column("site_name", "Site", "项目"),
        Column("patrol_name", "Round", "巡更"),
        Column("checkpoint", "Checkpoint", "巡更点"),
        Column("kind", "Exception", "异常", value=lambda row: word(KINDS_ZH, row["kind"])),
        Column("state", "State", "状态", value=lambda row: word(STATES_ZH, row["state"])),
        Column("person", "Guard", "保安员", value=lambda row: _inner(row, "person", "name")),
        Column("raised_at", "Raised at (UTC)", "产生时间(UTC)"),
        Column("reason", "Reason given", "说明原因", value=lambda row: _inner(row, "reply", "reason")),
        Column("text", "In their words", "说明内容", value=lambda row: _inner(row, "reply", "text")),
        Column("note", "Decision's note", "处理意见", value=lambda row: _inner(row, "decision", "note")),
        Column(
            "decided_at",
            "Decided at (UTC)",
            "处理时间(UTC)",
            value=lambda row: _inner(row, "decision", "decided_at"),
        ),
        Column("id", "Id", "编号"),
    )


def _inner(row: dict[str, Any], key: str, field: str) -> Any:
    return row[key][field] if row[key] else ""
