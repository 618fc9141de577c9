"""Staff as a table of a spreadsheet."""

from collections.abc import Callable
from typing import Any

from guard_api.tables import Column
from people import words


def columns(language: str) -> tuple[Column, ...]:
    grade = "name_zh" if language == "zh-CN" else "name_en"
    return (
        Column("name", "Name", "姓名"),
        Column("employee_number", "Employee number", "工号"),
        Column("phone_number", "Phone number", "手机号"),
        _worded("state", "State", "状态", words.STATES, language),
        Column("site", "Site", "项目", value=_named("site", "name")),
        Column("grade", "Grade", "职级", value=_named("grade", grade)),
        Column("post", "Post", "岗位"),
        _worded("shift_pattern", "Shift pattern", "班制", words.SHIFT_PATTERNS, language),
        Column("manager", "Manager", "直属上级", value=_named("manager", "name")),
        Column("hired_on", "Hired on", "入职日期"),
        _worded("contract_kind", "Contract", "合同类型", words.CONTRACT_KINDS, language),
        Column("probation_until_on", "Probation until", "试用期至"),
        Column("left_on", "Left on", "离职日期"),
        _worded("exit_reason", "Exit reason", "离职原因", words.EXIT_REASONS, language),
        Column("notice_on", "Notice on", "提出离职日期"),
    )


def _worded(key: str, en: str, zh: str, known: dict[str, tuple[str, ...]], language: str) -> Column:
    return Column(key, en, zh, value=lambda row: words.word(known, row[key], language))


def _named(key: str, name: str) -> Callable[[dict[str, Any]], str]:
    return lambda row: row[key][name] if row[key] else ""
