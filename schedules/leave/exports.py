"""Leave and balances as tables of a spreadsheet. Days have halves there, as people write them."""

from guard_api.tables import Column
from schedules.leave.words import KINDS, STATES, word


def days(half_days: int | None) -> str:
    return "" if half_days is None else f"{half_days / 2:g}"


def leave_columns(language: str) -> tuple[Column, ...]:
    return (
        Column("name", "Name", "姓名"),
        Column("kind", "Kind", "假别", value=lambda row: word(KINDS, row["kind"], language)),
        Column("from_on", "From", "开始日期"),
        Column("from_half", "First day from noon", "首日仅下午"),
        Column("until_on", "Until", "结束日期"),
        Column("until_half", "Last day until noon", "末日仅上午"),
        Column("half_days", "Days", "天数", value=lambda row: days(row["half_days"])),
        Column("state", "State", "状态", value=lambda row: word(STATES, row["state"], language)),
        Column("reason", "Reason", "事由"),
        Column("asked_at", "Asked at (UTC)", "申请时间(UTC)"),
        Column("decided_by", "Decided by", "审批人", value=_decided_by),
        Column("decided_at", "Decided at (UTC)", "审批时间(UTC)"),
        Column("note", "Note", "审批意见"),
        Column("id", "Id", "编号"),
    )


def _decided_by(row) -> str:
    return row["decided_by"]["name"] if row["decided_by"] else ""


def _of(kind: str, name: str):
    return lambda row: days(row[kind][name])


def balance_columns(language: str) -> tuple[Column, ...]:
    return (
        Column("employee_number", "Employee number", "工号"),
        Column("name", "Name", "姓名"),
        Column("year", "Year", "年度"),
        Column("by_law", "Annual leave by law", "法定年休假", value=_of("annual", "by_law_half_days")),
        Column("set", "Annual leave as set", "核定年休假", value=_of("annual", "set_half_days")),
        Column("carried", "Carried over", "上年结转", value=_of("annual", "carried_half_days")),
        Column("adjusted", "Adjusted", "调整", value=_of("annual", "adjusted_half_days")),
        Column("taken", "Taken", "已休", value=_of("annual", "taken_half_days")),
        Column("asked", "Asked", "待审批", value=_of("annual", "asked_half_days")),
        Column("remaining", "Remaining", "剩余", value=_of("annual", "remaining_half_days")),
        Column("time_off", "Time off remaining", "剩余调休", value=_of("time_off", "remaining_half_days")),
    )
