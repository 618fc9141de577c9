"""Sessions as a table of a spreadsheet."""

from guard_api.tables import Column


def columns(language: str) -> tuple[Column, ...]:
    word = "zh" if language == "zh-CN" else "en"
    return (
        Column("starts_at", "Starts (UTC)", "开始时间(UTC)"),
        Column("ends_at", "Ends (UTC)", "结束时间(UTC)"),
        Column("title", "Session", "培训课", value=lambda row: row["title"][word]),
        Column("module_code", "Module code", "课程代码"),
        Column("site_name", "Site", "项目"),
        Column("room", "Room", "地点"),
        Column("instructor", "Instructor", "讲师", value=instructor),
        Column("places", "Places", "名额"),
        Column("booked", "Booked", "已报名"),
        Column("waiting", "Waiting", "候补"),
        Column("attended", "Attended", "到场"),
        Column("signed_off", "Signed off", "已考核通过"),
        Column("absent", "Absent", "缺席"),
        Column("cancelled_at", "Called off (UTC)", "取消时间(UTC)"),
        Column("id", "Id", "编号"),
    )


def instructor(row) -> str:
    return row["instructor"]["name"] if row["instructor"] else row["instructor_name"]
