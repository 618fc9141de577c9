"""Rosters, shifts, call-offs and coverage as tables of a spreadsheet."""

from datetime import date
from zoneinfo import ZoneInfo

import marshmallow as ma

from guard_api.tables import Column
from people.shapes import Code
from schedules.rosters.call_offs import REASONS

STATES = {
    "vacant": {"zh": "空缺", "en": "vacant"},
    "open": {"zh": "可抢", "en": "open"},
    "unconfirmed": {"zh": "未确认", "en": "unconfirmed"},
    "confirmed": {"zh": "已确认", "en": "confirmed"},
}


class RosterExportSchema(ma.Schema):
    layout = Code(("people", "shifts"), load_default="people")
    format = Code(("csv", "xlsx"), load_default="xlsx")


def word_in(language: str) -> str:
    return "zh" if language == "zh-CN" else "en"


def shift_columns(language: str) -> tuple[Column, ...]:
    word = word_in(language)
    return (
        Column("on", "Date", "日期"),
        Column("post_name", "Post", "岗位"),
        Column("shift_type", "Shift", "班次", value=lambda row: row["shift_type"][word]),
        Column("start", "Starts", "上班", value=lambda row: clock(row, "start_at")),
        Column("end", "Ends", "下班", value=lambda row: clock(row, "end_at")),
        Column("minutes", "Minutes", "分钟"),
        Column("person", "Person", "人员", value=lambda row: row["person"] and row["person"]["name"]),
        Column("state", "State", "状态", value=lambda row: STATES[row["state"]][word]),
        Column("extra", "Extra", "额外"),
        Column("id", "Id", "编号"),
    )


def clock(row, key: str) -> str:
    return row[key].astimezone(ZoneInfo(row["time_zone"])).strftime("%Y-%m-%d %H:%M")


def call_off_columns(language: str) -> tuple[Column, ...]:
    word = word_in(language)
    return (
        Column("on", "Date", "日期"),
        Column("post_name", "Post", "岗位"),
        Column("person", "Person", "人员", value=lambda row: row["person"]["name"]),
        Column("reason", "Reason", "原因", value=lambda row: REASONS[row["reason"]][word]),
        Column("note", "Note", "备注"),
        Column("at", "Said (UTC)", "报告时间(UTC)"),
        Column("received_at", "Received (UTC)", "收到时间(UTC)"),
        Column("start_at", "Shift starts (UTC)", "班次开始(UTC)"),
        Column("vacated", "Place left vacant", "岗位空出"),
        Column("flags", "Doubts", "疑点"),
        Column("id", "Id", "编号"),
    )


COVERAGE = (
    Column("on", "Date", "日期"),
    Column("site_name", "Site", "项目"),
    Column("post_name", "Post", "岗位"),
    Column("places", "Places", "岗位数"),
    Column("demanded_minutes", "Demanded (min)", "需求（分钟）"),
    Column("filled_minutes", "Filled (min)", "已排（分钟）"),
    Column("vacant_minutes", "Vacant (min)", "空缺（分钟）"),
    Column("open_minutes", "Open (min)", "可抢（分钟）"),
    Column("unconfirmed_minutes", "Unconfirmed (min)", "未确认（分钟）"),
    Column("confirmed_minutes", "Confirmed (min)", "已确认（分钟）"),
)

ACKNOWLEDGEMENTS = (
    Column("person", "Person", "人员", value=lambda row: row["person"]["name"]),
    Column("version", "Version", "版本"),
    Column("asked_at", "Asked (UTC)", "请求确认(UTC)"),
    Column("acknowledged_at", "Confirmed (UTC)", "确认时间(UTC)"),
    Column("received_at", "Received (UTC)", "收到时间(UTC)"),
)


def people_columns(days: list[date]) -> list[Column]:
    """A line for each person: the codes of the shifts of each day, then the sums."""
    dates = [
        Column(
            on.isoformat(), on.isoformat(), on.isoformat(), value=lambda row, on=on: row["days"].get(on, "")
        )
        for on in days
    ]
    return [
        Column("name", "Person", "人员"),
        *dates,
        Column("shifts", "Shifts", "班次数"),
        Column("minutes", "Minutes", "分钟"),
        Column("nights", "Nights", "夜班"),
        Column("weekend_shifts", "At weekends", "周末班"),
        Column("holiday_shifts", "On holidays", "节假日班"),
    ]
