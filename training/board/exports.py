"""The matrix and the figures as tables of a spreadsheet."""

from collections.abc import Callable, Sequence
from typing import Any

from guard_api.tables import Column
from training.words import in_language

WORDS = {
    "en": {"c": "current", "d": "due", "o": "overdue", "f": "failed", "x": "expired", "-": ""},
    "zh-CN": {"c": "有效", "d": "待完成", "o": "逾期", "f": "未通过", "x": "已过期", "-": ""},
}


def matrix_columns(modules: Sequence[dict[str, Any]], language: str) -> tuple[Column, ...]:
    """One column for each module, headed by its title."""
    return (
        Column("name", "Name", "姓名"),
        Column("site", "Site", "项目"),
        Column("grade", "Grade", "职级"),
        *(
            Column(one["code"], one["title"]["en"], one["title"]["zh"], value=_cell(place, language))
            for place, one in enumerate(modules)
        ),
    )


def _cell(place: int, language: str) -> Callable[[dict[str, Any]], str]:
    return lambda row: WORDS[language][row["cells"][place]]


def figures_columns(language: str) -> tuple[Column, ...]:
    return (
        Column("code", "Module code", "课程代码"),
        Column("title", "Module", "课程", value=lambda row: in_language(row["title"], language)),
        *_share("coverage", "Current", "有效人数", "Required", "应学人数", "Coverage", "培训覆盖率"),
        *_share(
            "first_pass",
            "Passed at first",
            "首考通过",
            "First attempts",
            "首考人次",
            "First-attempt pass rate",
            "首考通过率",
        ),
        *_share("pass_rate", "Passed", "通过", "Attempts", "考试人次", "Pass rate", "通过率"),
        Column("due", "Due", "待完成"),
        Column("overdue", "Overdue", "逾期"),
        Column("failed", "Failed", "未通过"),
        Column("expired", "Expired", "已过期"),
    )


def _share(key: str, *headings: str) -> list[Column]:
    parts = zip(("num", "den", "value"), headings[::2], headings[1::2], strict=True)
    return [Column(f"{key}_{part}", en, zh, value=_part(key, part)) for part, en, zh in parts]


def _part(key: str, part: str) -> Callable[[dict[str, Any]], Any]:
    return lambda row: row[key][part]
