"""The table of staff and leavers that HR brings, and how its cells are read."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from guard_api.identity import rules as identity
from guard_api.tables import CellError, Column
from people import words
from people.records import rules as records
from people.shapes import EARLIEST, LATEST

ROLES = {"guard": ("Guard", "保安员", "保安"), "supervisor": ("Supervisor", "主管", "管理人员")}
DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ]00:00(?::00)?)?")
OFFERED = 12


def day(text: str) -> date:
    """2026-03-01, 2026/3/1, 2026年3月1日, 20260301."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        read = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        read = None
    if read is None or not EARLIEST <= read <= LATEST:
        raise CellError("people.import_day_unreadable")
    return read


def one_of(known: dict[str, tuple[str, ...]]) -> Callable[[str], str]:
    """A reader of a code in any of its words."""
    codes = words.codes(known)
    offered = " / ".join(f"{texts[0]} {texts[1]}" for texts in list(known.values())[:OFFERED])

    def read(text: str) -> str:
        code = codes.get(unicodedata.normalize("NFKC", text).strip().casefold())
        if code is None:
            code = codes.get(text.strip().casefold())
        if code is None:
            raise CellError("people.import_word_unknown", known=offered)
        return code

    return read


def phone_number(text: str) -> str:
    number = identity.phone_number(text)
    if number is None:
        raise CellError("identity.phone_number_unreadable")
    return number


def email(text: str) -> str:
    address = identity.email(text)
    if address is None:
        raise CellError("identity.email_unreadable")
    return address


def identity_number(text: str) -> str:
    number = records.identity_number(unicodedata.normalize("NFKC", text))
    if number is None:
        raise CellError("people.import_identity_unreadable")
    return number


COLUMNS = (
    Column("name", "Name", "姓名", required=True, longest=100, example="王芳"),
    Column("employee_number", "Employee number", "工号", longest=50, example="A017"),
    Column("phone_number", "Phone number", "手机号", read=phone_number, example="13800138000"),
    Column("email", "E-mail", "邮箱", read=email),
    Column("identity_number", "Identity number", "身份证号", read=identity_number, longest=40),
    Column("gender", "Gender", "性别", read=one_of(words.GENDERS), example="女"),
    Column("born_on", "Born on", "出生日期", read=day),
    Column("ethnicity", "Ethnicity", "民族", longest=40),
    Column("education", "Education", "文化程度", read=one_of(words.EDUCATIONS), example="高中"),
    Column("home_address", "Home address", "户籍地址", longest=300),
    Column("guard_card_number", "Guard card number", "保安员证号", longest=60),
    Column("role", "Role", "角色", read=one_of(ROLES), example="保安员"),
    Column("site", "Site", "项目", longest=100, example="翠湖花园"),
    Column("grade", "Grade", "职级", longest=40, example="保安员"),
    Column("post", "Post", "岗位", longest=100, example="东大门"),
    Column("shift_pattern", "Shift pattern", "班制", read=one_of(words.SHIFT_PATTERNS), example="三班倒"),
    Column("manager", "Manager", "直属上级", longest=100),
    Column("hired_on", "Hired on", "入职日期", required=True, read=day, example="2024-03-01"),
    Column("contract_kind", "Contract", "合同类型", read=one_of(words.CONTRACT_KINDS), example="固定期限"),
    Column("probation_until_on", "Probation until", "试用期至", read=day),
    Column("left_on", "Left on", "离职日期", read=day),
    Column("exit_reason", "Exit reason", "离职原因", read=one_of(words.EXIT_REASONS)),
    Column("exit_note", "Exit note", "离职说明", longest=500),
    Column("notice_on", "Notice on", "提出离职日期", read=day),
)
