"""Attendance and its figures as tables of a spreadsheet."""

from typing import Any

from guard_api.tables import Column
from schedules.attendance.words import FLAGS, STATES
from schedules.clocking.board.rules import FIGURES

HEADINGS = {
    "attendance_rate": ("Attendance rate", "出勤率"),
    "attendance_hours": ("Attendance, minutes", "出勤工时"),
    "punctuality": ("Punctuality", "准时率"),
    "no_show_rate": ("No-shows", "未到岗率"),
    "fill_rate": ("Fill rate", "满编率"),
    "post_hours": ("Post-minutes covered", "岗位覆盖工时"),
    "overtime_ratio": ("Overtime ratio", "加班占比"),
}


def columns(language: str) -> tuple[Column, ...]:
    return (
        Column("on", "Date", "日期"),
        Column("site_name", "Site", "项目"),
        Column("post_name", "Post", "岗位"),
        Column("person_name", "Person", "人员"),
        Column("start_at", "Planned start (UTC)", "计划上班(UTC)"),
        Column("end_at", "Planned end (UTC)", "计划下班(UTC)"),
        Column("state", "State", "状态", value=lambda row: STATES[row["state"]][language]),
        Column("first_in_at", "Came (UTC)", "到岗(UTC)"),
        Column("last_out_at", "Left (UTC)", "离岗(UTC)"),
        Column("planned_minutes", "Planned minutes", "计划分钟"),
        Column("worked_minutes", "Worked minutes", "出勤分钟"),
        Column("late_minutes", "Late minutes", "迟到分钟"),
        Column("left_early_minutes", "Left early minutes", "早退分钟"),
        Column("over_minutes", "Minutes after the end", "延时分钟"),
        Column("unconfirmed_minutes", "Unconfirmed minutes", "待确认分钟"),
        Column("flags", "Flags", "标记", value=lambda row: [_flag(each, language) for each in row["flags"]]),
        Column("shift_id", "Shift", "班次编号"),
    )


def _flag(flag: str, language: str) -> str:
    return FLAGS[flag][language] if flag in FLAGS else flag


def board_columns(by: str) -> tuple[Column, ...]:
    first = Column("name", "Site", "项目") if by == "site" else Column("name", "Person", "人员")
    return (first, *(column for figure in FIGURES for column in _pair(figure)), Column("id", "Id", "编号"))


def _pair(figure: str) -> tuple[Column, Column]:
    en, zh = HEADINGS[figure]
    return (
        Column(f"{figure}_above", f"{en}: numerator", f"{zh}：分子", value=_of(figure, "numerator")),
        Column(f"{figure}_below", f"{en}: denominator", f"{zh}：分母", value=_of(figure, "denominator")),
    )


def _of(figure: str, part: str):
    def value(row: dict[str, Any]) -> int:
        return row["figures"][figure][part]

    return value
