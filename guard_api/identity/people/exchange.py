"""Lists of people: out as a table, and in again. Who is known already is changed, others are added."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from guard_api.database import db, write_transaction
from guard_api.errors import LANGUAGES
from guard_api.identity import rules
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, HR, SITE_ROLES, SUPERVISOR, Actor
from guard_api.identity.models import Person
from guard_api.identity.people import queries, service
from guard_api.identity.people.service import UNIQUE
from guard_api.progress import Step, Work, every
from guard_api.tables import CellError, Column, Row, Upload

ROLE_WORDS = {
    GUARD: ("guard", "保安员", "保安", "队员", "秩序维护员"),
    SUPERVISOR: ("supervisor", "主管", "队长", "班长"),
    HR: ("hr", "人事"),
    ADMINISTRATOR: ("administrator", "admin", "管理员"),
    CLIENT: ("client", "客户", "甲方"),
}
ROLES_BY_WORD = {word: role for role, words in ROLE_WORDS.items() for word in words}
LANGUAGES_BY_WORD = {
    "zh-cn": "zh-CN",
    "zh": "zh-CN",
    "中文": "zh-CN",
    "en": "en",
    "english": "en",
    "英文": "en",
}


def _read_phone_number(text: str) -> str:
    number = rules.phone_number(text)
    if number is None:
        raise CellError("identity.phone_number_unreadable")
    return number


def _read_email(text: str) -> str:
    email = rules.email(text)
    if email is None:
        raise CellError("identity.email_unreadable")
    return email


def _read_roles(text: str) -> list[str]:
    roles = [ROLES_BY_WORD.get(word.casefold()) for word in _listed(text)]
    if None in roles:
        raise CellError("identity.role_unknown")
    return roles


def _read_language(text: str) -> str:
    language = LANGUAGES_BY_WORD.get(text.casefold())
    if language is None:
        raise CellError("identity.language_unknown", known=", ".join(LANGUAGES))
    return language


def _listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;；、|\n]", text) if part.strip()]


NAME = Column("name", "Name", "姓名", required=True, longest=100, example="王芳")
COLUMNS = (
    NAME,
    Column("phone_number", "Phone number", "手机号", read=_read_phone_number, example="13800138000"),
    Column("email", "E-mail", "邮箱", read=_read_email),
    Column("employee_number", "Employee number", "工号", longest=50, example="A017"),
    Column("roles", "Roles", "角色", required=True, read=_read_roles, example="保安员"),
    Column("sites", "Sites", "项目", read=_listed, longest=2000),
    Column("language", "Language", "语言", read=_read_language, example="zh-CN"),
    Column("password", "Password", "初始密码", longest=256),
    Column("pin", "PIN", "PIN码", longest=20),
)
SECRET_COLUMNS = ("password", "pin")


def exported(organisation_id: str, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each person and kind of role, as an import would read it."""
    names = queries.site_names(organisation_id)
    return [row for person in people for row in _rows(person, names)]


def _rows(person: dict[str, Any], names: dict[str, str]) -> list[dict[str, Any]]:
    roles = sorted({grant["role"] for grant in person["grants"]})
    sites = {
        role: tuple(
            names[grant["site_id"]]
            for grant in person["grants"]
            if grant["role"] == role and grant["site_id"]
        )
        for role in roles
    }
    alike = sorted({sites[role] for role in roles})
    groups = [("; ".join(role for role in roles if sites[role] == group), group) for group in alike]
    return [{**person, "roles": words, "sites": "; ".join(group)} for words, group in groups or [("", ())]]


@dataclass
class Entry:
    """One person of the list, from one row or several (a row for each group of sites)."""

    row: Row
    values: dict[str, Any]
    grants: list[dict[str, Any]] = field(default_factory=list)
    known: Person | None = None


def check(actor: Actor, upload: Upload) -> list[Entry]:
    """What the rows mean; what is wrong is written to them. Reads only."""
    sites = queries.sites_to_work_at(actor.organisation_id)
    known = _known_people(actor.organisation_id, upload)
    entries: dict[tuple, Entry] = {}
    for row in upload.rows:
        _check_row(row)
        entry = entries.setdefault(_identity(row), Entry(row, _values(row)))
        entry.grants += _grants(row, sites)
        if entry.row is row:
            entry.known = _match(row, known)
    for entry in entries.values():
        _check_right(actor, entry)
    _refuse_shared(list(entries.values()))
    return list(entries.values())


def _check_row(row: Row) -> None:
    values = row.values
    unread = {column for column, _, _ in row.errors}
    if not values["phone_number"] and not values["email"] and not unread & {"phone_number", "email"}:
        row.refuse("phone_number", "identity.unreachable")
    known = (values["name"], values["email"], values["phone_number"])
    weak = rules.password_weakness(values["password"], known) if values["password"] else None
    if weak:
        row.refuse("password", weak)
    weak = rules.pin_weakness(values["pin"], values["phone_number"]) if values["pin"] else None
    if weak:
        row.refuse("pin", weak)


def _identity(row: Row) -> tuple:
    return tuple(row.values[name] for name in ("name", *UNIQUE))


def _values(row: Row) -> dict[str, Any]:
    names = ("name", *UNIQUE, "language", *SECRET_COLUMNS)
    return {name: row.values[name] for name in names if row.values[name] is not None}


def _grants(row: Row, sites: dict[str, str]) -> list[dict[str, Any]]:
    roles, names = row.values["roles"] or [], row.values["sites"] or []
    for name in names:
        if name not in sites:
            row.refuse("sites", "identity.site_called_unknown", name=name[:60])
    if set(roles) & SITE_ROLES and not names:
        row.refuse("sites", "identity.grant_site")
    at = [sites.get(name) for name in names if name in sites]
    return [
        {"role": role, "site_id": site_id}
        for role in roles
        for site_id in (at if role in SITE_ROLES else [None])
    ]


def _known_people(organisation_id: str, upload: Upload) -> dict[tuple[str, str], Person]:
    wanted = {name: {row.values[name] for row in upload.rows if row.values[name]} for name in UNIQUE}
    people = db.session.scalars(
        select(Person).where(
            Person.organisation_id == organisation_id,
            or_(*(getattr(Person, name).in_(wanted[name]) for name in UNIQUE)),
        )
    )
    return {
        (name, getattr(person, name)): person for person in people for name in UNIQUE if getattr(person, name)
    }


def _match(row: Row, known: dict[tuple[str, str], Person]) -> Person | None:
    matches = {name: known[(name, row.values[name])] for name in UNIQUE if (name, row.values[name]) in known}
    if len({person.id for person in matches.values()}) > 1:
        row.refuse(next(iter(matches)), "identity.row_matches_two")
        return None
    return next(iter(matches.values()), None)


def _check_right(actor: Actor, entry: Entry) -> None:
    own = {role for role, _ in actor.grants}
    theirs = queries.roles_of(entry.known) if entry.known else set()
    if not rules.may_manage(own, theirs | {grant["role"] for grant in entry.grants}):
        entry.row.refuse("roles", "forbidden")
    if entry.known and entry.known.id == actor.person_id:
        entry.row.refuse("name", "identity.not_oneself")


def _refuse_shared(entries: list[Entry]) -> None:
    """Two people of one list with the same number or address."""
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        for name in UNIQUE:
            value = entry.values.get(name)
            first = seen.setdefault((name, value), entry.row.number) if value else entry.row.number
            if first != entry.row.number:
                entry.row.refuse(name, "tables.repeated", row=first)


def import_people(actor: Actor, upload: Upload, *, commit: bool) -> Work:
    """Checks the table and, if all of it is right and it is meant, takes it in, in its own transaction."""
    rows = len(upload.rows)
    yield Step("check", 0, rows)
    entries = check(actor, upload)
    hide_secrets(upload)
    yield Step("check", rows, rows)
    passwords, committed = [], commit and upload.right
    if committed:
        yield from hashed(entries)
        with write_transaction():
            passwords = yield from take_in(actor=actor, entries=entries)
    return {**upload.preview(actor.language, committed=committed), "one_time_passwords": passwords}


def hashed(entries: list[Entry]) -> Iterator[Step]:
    """Secrets become hashes. Slow on purpose: go through it before the write begins."""
    for done, entry in enumerate(entries, 1):
        entry.values = service.hashed(entry.values)
        yield from every("prepare", done, len(entries))


def take_in(*, actor: Actor, entries: list[Entry]) -> Generator[Step, None, list[dict[str, Any]]]:
    """Add and change the people; one-time passwords of those who were added without one."""
    passwords = []
    for done, entry in enumerate(entries, 1):
        passwords.append(_take_in_one(actor, entry))
        yield from every("write", done, len(entries))
    return [given for given in passwords if given]


def _take_in_one(actor: Actor, entry: Entry) -> dict[str, Any] | None:
    values = {**entry.values, "grants": _without_repeats(entry.grants)}
    if entry.known is not None:
        person = db.session.get(Person, (actor.organisation_id, entry.known.id))
        service.change_person(actor=actor, person=person, values=values)
        return None
    person, password = service.add_person(actor=actor, values=values)
    return password and {
        "row": entry.row.number,
        "name": person.name,
        "login": person.phone_number or person.email,
        "password": password,
    }


def _without_repeats(grants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [grant for index, grant in enumerate(grants) if grant not in grants[:index]]


def hide_secrets(upload: Upload) -> None:
    """A preview does not repeat passwords."""
    for row in upload.rows:
        row.texts |= {key: "••••••" for key in SECRET_COLUMNS if row.texts.get(key)}
