"""Findings as a table of a spreadsheet."""

from collections.abc import Callable
from typing import Any

from guard_api.tables import Column

STATUS_WORDS = {
    "en": {
        "open": "open",
        "assigned": "assigned",
        "fixed": "fixed",
        "verified": "verified",
        "reopened": "reopened",
    },
    "zh-CN": {
        "open": "待处理",
        "assigned": "已派单",
        "fixed": "已整改",
        "verified": "已销项",
        "reopened": "重新打开",
    },
}


def columns(language: str, categories: dict[str, str]) -> tuple[Column, ...]:
    """The columns; `categories` gives the name of each code."""
    words = STATUS_WORDS.get(language, STATUS_WORDS["en"])
    return (
        Column("opened_at", "Found at (UTC)", "发现时间(UTC)"),
        Column("site_name", "Site", "项目"),
        Column("checkpoint_name", "Checkpoint", "巡更点"),
        Column(
            "category", "Category", "类型", value=lambda row: categories.get(row["category"], row["category"])
        ),
        Column("severity", "Severity", "等级"),
        Column("text", "What", "内容"),
        Column("status", "Status", "状态", value=lambda row: words[row["status"]]),
        Column("opened_by", "Found by", "发现人", value=name_of("opened_by")),
        Column("assigned_to", "Given to", "责任人", value=name_of("assigned_to")),
        Column("due_at", "Due (UTC)", "整改期限(UTC)"),
        Column("overdue", "Overdue", "逾期"),
        Column("open_minutes", "Open (min)", "未销项时长(分钟)"),
        Column("fixed_by", "Fixed by", "整改人", value=name_of("fixed_by")),
        Column("fixed_at", "Fixed at (UTC)", "整改时间(UTC)"),
        Column("verified_by", "Verified by", "复查人", value=name_of("verified_by")),
        Column("verified_at", "Verified at (UTC)", "复查时间(UTC)"),
        Column("photos", "Photos", "照片数", value=lambda row: len(row["photos"])),
        Column("id", "Id", "编号"),
    )


def name_of(key: str) -> Callable[[dict[str, Any]], str]:
    return lambda row: row[key]["name"] if row[key] else ""
