"""Terms as a table that HR brings and takes."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.tables import CellError, Column, Row, Upload
from guard_api.tenants.models import Site
from people.words import codes
from schedules.terms import rules, service, words

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
SPLIT = re.compile(r"[;；、,，]+")


def day(text: str) -> date:
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else _unreadable()
    except ValueError:
        return _unreadable()


def _unreadable() -> date:
    raise CellError("terms.import_day_unreadable")


def one_of(known: Mapping[str, tuple[str, ...]]) -> Callable[[str], str]:
    by_word = codes(known)
    offered = " / ".join(f"{texts[0]} {texts[1]}" for texts in known.values())

    def read(text: str) -> str:
        code = by_word.get(unicodedata.normalize("NFKC", text).strip().casefold())
        if code is None:
            raise CellError("terms.import_word_unknown", known=offered)
        return code

    return read


def number(most: int, *, times: int = 1) -> Callable[[str], int]:
    """A number up to `most`; `times` 60 makes minutes of hours, which may have a decimal."""

    def read(text: str) -> int:
        plain = unicodedata.normalize("NFKC", text).strip()
        if not re.fullmatch(r"\d{1,5}(\.\d{1,2})?" if times > 1 else r"\d{1,5}", plain):
            raise CellError("terms.import_number_unreadable", least=0, most=most)
        value = float(plain)
        if value > most:
            raise CellError("terms.import_number_unreadable", least=0, most=most)
        return round(value * times)

    return read


def several(text: str) -> list[str]:
    return [part.strip() for part in SPLIT.split(text) if part.strip()]


def hours(minutes: int | None) -> str:
    """As people write them: 40, 37.5."""
    return "" if minutes is None else f"{minutes / 60:g}"


def _hours_of(key: str) -> Callable[[dict[str, Any]], str]:
    return lambda row: hours(row[key])


def columns(language: str) -> tuple[Column, ...]:
    """The same table out and in; examples are those of the empty one."""

    def coded(known, key):
        return lambda row: words.word(known, row[key], language)

    read_system, read_pack = one_of(words.HOUR_SYSTEMS), one_of(words.LAW_PACKS)
    week, month = number(168, times=60), number(744, times=60)
    return (
        Column("employee_number", "Employee number", "工号", longest=50, example="A017"),
        Column("name", "Name", "姓名", required=True, longest=100, example="王芳"),
        Column("from_on", "From", "生效日期", required=True, read=day, example="2026-01-01"),
        Column(
            "hour_system",
            "Hour system",
            "工时制度",
            read=read_system,
            value=coded(words.HOUR_SYSTEMS, "hour_system"),
            example="综合计算工时",
        ),
        Column("law_pack", "Law", "适用法规", read=read_pack, value=coded(words.LAW_PACKS, "law_pack")),
        Column(
            "period",
            "Counting period",
            "计算周期",
            read=one_of(words.PERIODS),
            value=coded(words.PERIODS, "period"),
            example="月",
        ),
        Column(
            "week_minutes",
            "Hours a week",
            "每周工时",
            read=week,
            value=_hours_of("week_minutes"),
            example="40",
        ),
        Column(
            "month_min_minutes",
            "Least hours a month",
            "每月最少工时",
            read=month,
            value=_hours_of("month_min_minutes"),
        ),
        Column(
            "month_max_minutes",
            "Most hours a month",
            "每月最多工时",
            read=month,
            value=_hours_of("month_max_minutes"),
        ),
        Column("max_nights_month", "Most nights a month", "每月最多夜班", read=number(31), example="10"),
        Column(
            "sites",
            "May serve",
            "可服务项目",
            read=several,
            value=lambda row: row["site_names"],
            longest=1000,
        ),
        Column(
            "max_walking",
            "Walking",
            "步行量",
            read=one_of(words.WALKING),
            value=coded(words.WALKING, "max_walking"),
        ),
        Column("languages", "Languages", "语言", read=several, example="zh; en"),
        Column("worked_before_months", "Months with others before", "此前工作月数", read=number(720)),
        Column("note", "Note", "备注", longest=500),
    )


def check(actor: Actor, upload: Upload) -> None:
    """Look up who and where is meant, and refuse what the service would."""
    people, sites = _people(actor), _sites(actor)
    for row in upload.rows:
        _find_person(row, people)
        _find_sites(row, sites)
        _check_row(row)
    _refuse_repeated(upload)


def _people(actor: Actor) -> dict[str, str | None]:
    """Employee number or name → id; None where several have the name."""
    found: dict[str, str | None] = {}
    rows = db.session.execute(
        select(Person.id, Person.name, Person.employee_number).where(
            Person.organisation_id == actor.organisation_id
        )
    ).all()
    for id_, name, _ in rows:
        found[name] = None if name in found else id_
    return found | {number_: id_ for id_, _, number_ in rows if number_}


def _sites(actor: Actor) -> dict[str, str]:
    rows = db.session.execute(select(Site.name, Site.id).where(Site.organisation_id == actor.organisation_id))
    return dict(tuple(row) for row in rows)


def _find_person(row: Row, people: dict[str, str | None]) -> None:
    key = row.values["employee_number"] or row.values["name"]
    if key is None:
        return
    row.values["person_id"] = people.get(key)
    if row.values["person_id"] is None:
        row.refuse(
            "employee_number" if row.values["employee_number"] else "name", "terms.import_person_unknown"
        )


def _find_sites(row: Row, sites: dict[str, str]) -> None:
    named = row.values["sites"] or []
    row.values["site_ids"] = [sites[name] for name in named if name in sites]
    for name in named:
        if name not in sites:
            row.refuse("sites", "terms.import_site_unknown", name=name)


def _check_row(row: Row) -> None:
    system, pack = row.values["hour_system"] or rules.STANDARD, row.values["law_pack"]
    if pack and not rules.fits(system, pack):
        row.refuse("law_pack", "terms.pack_does_not_fit")
    least, most = row.values["month_min_minutes"], row.values["month_max_minutes"]
    if least is not None and most is not None and most < least:
        row.refuse("month_max_minutes", "terms.import_month_order")


def _refuse_repeated(upload: Upload) -> None:
    """One person has one row for each day."""
    seen: dict[tuple, int] = {}
    for row in upload.rows:
        key = row.values.get("person_id"), row.values["from_on"]
        if None in key:
            continue
        if key in seen:
            row.refuse("name", "tables.repeated", row=seen[key])
        seen.setdefault(key, row.number)


TAKEN = (
    "from_on",
    "law_pack",
    "period",
    "week_minutes",
    "month_min_minutes",
    "month_max_minutes",
    "max_nights_month",
    "site_ids",
)


def take_in(actor: Actor, upload: Upload) -> None:
    """All rows of a table in which nothing is wrong."""
    for row in upload.rows:
        values = row.values
        service.set_terms(
            actor,
            person_id=values["person_id"],
            hour_system=values["hour_system"] or rules.STANDARD,
            max_walking=values["max_walking"] or "much",
            languages=values["languages"] or [],
            waivers={},
            worked_before_months=values["worked_before_months"] or 0,
            note=values["note"] or "",
            **{name: values[name] for name in TAKEN},
        )
