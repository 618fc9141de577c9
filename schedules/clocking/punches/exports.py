"""Punches as a table of a spreadsheet; never a position."""

from guard_api.tables import Column


def columns(language: str) -> tuple[Column, ...]:
    return (
        Column("occurred_at", "At (UTC)", "打卡时间(UTC)"),
        Column("kind", "Kind", "类型"),
        Column("person_name", "Person", "人员"),
        Column("site_name", "Site", "项目"),
        Column("method", "Method", "方式"),
        Column("flags", "Flags", "标记"),
        Column("received_at", "Received (UTC)", "接收时间(UTC)"),
        Column("recorded_by_name", "Recorded by", "代记人"),
        Column("note", "Note", "备注"),
        Column("id", "Id", "编号"),
    )
