"""The register of guards that the police ask for (保安从业人员名册), as a table."""

from collections.abc import Callable
from datetime import date
from typing import Any

from guard_api.identity.actor import Actor
from guard_api.tables import Column, every_page
from people import words
from people.records.queries import particulars_of
from people.records.service import identity_number_of
from people.records.views import NOTHING, PLAIN
from people.staff.queries import staff_page


def register(
    actor: Actor, *, site_id: str | None = None, leavers_since_on: date | None = None
) -> list[dict[str, Any]]:
    """Everybody who is employed, and those who have left since a day if one is named. Numbers are whole."""
    people = [
        row
        for row in every_page(staff_page, actor, site_id=site_id)
        if row["state"] != "left" or (leavers_since_on and row["left_on"] >= leavers_since_on)
    ]
    known = particulars_of(actor.organisation_id, [row["person_id"] for row in people])
    return [_line(number, row, known.get(row["person_id"])) for number, row in enumerate(people, 1)]


def _line(number: int, row: dict[str, Any], particulars: Any) -> dict[str, Any]:
    told = NOTHING if particulars is None else {name: getattr(particulars, name) for name in PLAIN}
    return row | told | {"number": number, "identity_number": identity_number_of(particulars)}


def columns(language: str) -> tuple[Column, ...]:
    """In the order of the usual form."""
    grade = "name_zh" if language == "zh-CN" else "name_en"
    return (
        Column("number", "No.", "序号"),
        Column("name", "Name", "姓名"),
        _worded("gender", "Gender", "性别", words.GENDERS, language),
        Column("ethnicity", "Ethnicity", "民族"),
        Column("born_on", "Born on", "出生日期"),
        Column("identity_number", "Identity number", "公民身份号码"),
        _worded("education", "Education", "文化程度", words.EDUCATIONS, language),
        Column("home_address", "Registered address", "户籍地址"),
        Column("residence", "Residence", "现住址"),
        Column("phone_number", "Phone number", "联系电话"),
        Column("guard_card_number", "Guard card number", "保安员证编号"),
        Column("site", "Site served", "服务单位（项目）", value=_named("site", "name")),
        Column("post", "Post", "岗位"),
        Column("grade", "Grade", "职级", value=_named("grade", grade)),
        Column("hired_on", "Hired on", "入职日期"),
        _worded("contract_kind", "Contract", "劳动合同类型", words.CONTRACT_KINDS, language),
        _worded("state", "State", "在职状态", words.STATES, language),
        Column("left_on", "Left on", "离职日期"),
        _worded("exit_reason", "Exit reason", "离职原因", words.EXIT_REASONS, language),
        Column("emergency_contact", "Emergency contact", "紧急联系人"),
    )


def _worded(key: str, en: str, zh: str, known: dict[str, tuple[str, ...]], language: str) -> Column:
    return Column(key, en, zh, value=lambda row: words.word(known, row[key], language))


def _named(key: str, name: str) -> Callable[[dict[str, Any]], str]:
    return lambda row: row[key][name] if row[key] else ""
