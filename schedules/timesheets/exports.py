"""The file for payroll. Its columns stand in docs/api.md and keep their order; minutes, never hours."""

from datetime import date

from guard_api.tables import Column
from schedules.timesheets.rules import COUNTED

HEADINGS = {
    "normal": ("Normal minutes", "正常工时(分钟)"),
    "150": ("Overtime 150 % minutes", "平日加班150%(分钟)"),
    "200": ("Overtime 200 % minutes", "休息日加班200%(分钟)"),
    "300": ("Overtime 300 % minutes", "法定假日加班300%(分钟)"),
    "night": ("Night minutes", "夜班(分钟)"),
    "leave": ("Leave minutes", "请假(分钟)"),
}


def columns(from_on: date, until_on: date) -> tuple[Column, ...]:
    return (
        Column("employee_number", "Employee number", "工号"),
        Column("name", "Name", "姓名"),
        Column("site_name", "Site", "项目"),
        Column("from_on", "From", "开始日期", value=lambda row: from_on),
        Column("until_on", "Until", "结束日期", value=lambda row: until_on),
        Column("law_pack", "Law pack", "工时规则"),
        Column("hour_system", "Hour system", "工时制"),
        Column("shifts", "Shifts worked", "出勤班次"),
        Column("worked_minutes", "Worked minutes", "出勤(分钟)"),
        *(_minutes("minutes", class_, "", "") for class_ in COUNTED),
        Column("unconfirmed_minutes", "Unconfirmed minutes", "待确认(分钟)"),
        *(_minutes("adjustments", class_, "Adjustment: ", "调整：") for class_ in COUNTED),
        Column("locked", "Locked", "已锁定", value=lambda row: row["lock_id"] is not None),
        Column("person_id", "Person id", "人员编号"),
    )


def _minutes(part: str, class_: str, en: str, zh: str) -> Column:
    heading_en, heading_zh = HEADINGS[class_]
    key = f"{class_}_minutes" if part == "minutes" else f"{class_}_adjustment"
    return Column(key, en + heading_en, zh + heading_zh, value=lambda row: row[part][class_])
