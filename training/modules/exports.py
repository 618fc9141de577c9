"""Modules as a table of a spreadsheet."""

from guard_api.tables import Column


def columns(_language: str) -> tuple[Column, ...]:
    return (
        Column("code", "Code", "代码"),
        Column("title_zh", "Title in Chinese", "中文标题", value=lambda row: row["title"]["zh"]),
        Column("title_en", "Title in English", "英文标题", value=lambda row: row["title"]["en"]),
        Column("version", "Version", "版本"),
        Column("published_at", "Published at (UTC)", "发布时间(UTC)"),
        Column("minutes", "Minutes", "时长(分钟)"),
        Column("pass_percent", "Pass mark (%)", "及格线(%)"),
        Column("valid_months", "Valid (months)", "有效期(月)"),
        Column("lessons", "Lessons", "课时数"),
        Column("questions", "Questions", "题目数"),
        Column("origin", "Origin", "来源"),
    )
