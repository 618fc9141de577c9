"""Turnover as tables of a spreadsheet."""

from collections.abc import Callable
from typing import Any

from guard_api.tables import Column
from people import words


def group_columns() -> tuple[Column, ...]:
    return (
        Column("name", "Group", "分组"),
        *(
            Column(key, en, zh, value=_of(key))
            for key, en, zh in (
                ("opening", "At the beginning", "期初人数"),
                ("starters", "Started", "入职"),
                ("moved_in", "Moved in", "调入"),
                ("leavers", "Left", "离职"),
                ("moved_out", "Moved out", "调出"),
                ("closing", "At the end", "期末人数"),
                ("mean_headcount", "Mean headcount", "平均人数"),
                ("rate", "Turnover rate", "离职率"),
                ("annualised", "Annualised", "年化离职率"),
                ("share_of_leavers", "Share of leavers", "占离职人数比例"),
            )
        ),
        Column("retention", "Retention", "留存率", value=_ratio("retention")),
        Column("stability", "Stability index", "稳定指数", value=_ratio("stability")),
        Column("early_attrition", "Left within 90 days", "90天内离职率", value=_ratio("early_attrition")),
        Column("suppressed", "Fewer than 5 people", "不足5人"),
    )


def row_columns(language: str) -> tuple[Column, ...]:
    return (
        Column("name", "Name", "姓名"),
        Column("site", "Site", "项目"),
        Column("grade", "Grade", "职级"),
        Column("hired_on", "Hired on", "入职日期"),
        Column("left_on", "Left on", "离职日期"),
        Column(
            "exit_reason",
            "Exit reason",
            "离职原因",
            value=lambda row: words.word(words.EXIT_REASONS, row["exit_reason"], language),
        ),
        Column("days", "Days employed", "在职天数"),
    )


def _of(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda row: row.get(key)


def _ratio(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda row: (row.get(key) or {}).get("value")
