"""Posts and their demand as tables of a spreadsheet."""

from guard_api.tables import Column
from schedules.posts.words import KINDS, WALKING, word


def post_columns(language: str) -> tuple[Column, ...]:
    return (
        Column("site_name", "Site", "项目"),
        Column("name", "Post", "岗位"),
        Column("kind", "Kind", "类型", value=lambda row: word(KINDS, row["kind"], language)),
        Column("priority", "Priority", "优先级"),
        Column("least_together", "At least together", "最少同岗人数"),
        Column("walking", "Walking", "步行量", value=lambda row: word(WALKING, row["walking"], language)),
        Column("languages", "Languages", "语言"),
        Column("break_relief", "Break relief", "休息替岗"),
        Column("week_shifts", "Shifts a week", "每周班次"),
        Column("week_minutes", "Minutes a week", "每周分钟"),
        Column("note", "Note", "备注"),
        Column("id", "Id", "编号"),
    )


DEMAND = (
    Column("on", "Date", "日期"),
    Column("site_name", "Site", "项目"),
    Column("post_name", "Post", "岗位"),
    Column("priority", "Priority", "优先级"),
    Column("shift_code", "Shift", "班次"),
    Column("starts_at", "Starts", "开始", value=lambda row: f"{row['starts_at']:%H:%M}"),
    Column("minutes", "Minutes", "分钟"),
    Column("need", "People", "人数"),
)
