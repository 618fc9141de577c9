"""Rounds as a table of a spreadsheet."""

from typing import Any

from guard_api.tables import Column

STATES_ZH = {
    "planned": "待巡",
    "running": "巡更中",
    "done": "已完成",
    "incomplete": "未完成",
    "missed": "漏巡",
}


def columns(language: str) -> tuple[Column, ...]:
    def state(row: dict[str, Any]) -> str:
        return STATES_ZH[row["state"]] if language == "zh-CN" else row["state"]

    def count(name: str):
        return lambda row: row["counts"][name]

    return (
        Column("on", "Day", "日期"),
        Column("site_name", "Site", "项目"),
        Column("name", "Round", "巡更"),
        Column("planned", "Planned", "计划内"),
        Column("state", "State", "状态", value=state),
        Column("person", "Guard", "保安员", value=lambda row: row["person"]["name"] if row["person"] else ""),
        Column("also", "Also walked by", "同行", value=lambda row: [one["name"] for one in row["also"]]),
        Column("start_at", "Due to start (UTC)", "应开始(UTC)"),
        Column("started_at", "Started (UTC)", "开始(UTC)"),
        Column("ended_at", "Ended (UTC)", "结束(UTC)"),
        Column("total", "Visits", "应巡点位", value=count("total")),
        Column("on_time", "On time", "准点", value=count("on_time")),
        Column("early", "Early", "早到", value=count("early")),
        Column("late", "Late", "迟到", value=count("late")),
        Column("missed", "Missed", "漏检", value=count("missed")),
        Column("excused", "Excused", "已免责", value=count("excused")),
        Column("end_note", "Note", "备注"),
        Column("id", "Id", "编号"),
    )
