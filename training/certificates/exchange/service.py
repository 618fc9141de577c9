"""Rows become certificates: each names somebody who works here, a type, and what stands on the paper."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, tuple_

from guard_api.database import db, write_transaction
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.identity.rules import login
from guard_api.progress import Step, Work, every
from guard_api.tables import Row, Upload
from training.certificates.kinds import queries as kinds
from training.certificates.kinds.service import ensure_types
from training.certificates.models import Certificate, CertificateType
from training.certificates.service import dates_of, enter

MOST_ROWS = 2000
Entry = dict[str, Any]


def check(actor: Actor, upload: Upload) -> list[Entry]:
    """What each right row means; what is wrong is written on its row."""
    if len(upload.rows) > MOST_ROWS:
        raise Problem("tables.too_many_rows", 422, most=MOST_ROWS)
    people, types = _people(actor.organisation_id), _types(actor.organisation_id)
    entries = [_entry(actor, row, people, types) for row in upload.rows]
    _refuse_taken(actor.organisation_id, upload.rows, entries)
    return [entry for entry, row in zip(entries, upload.rows, strict=True) if not row.errors]


def import_papers(actor: Actor, upload: Upload, *, commit: bool) -> Work:
    """Checks the table and, if all of it is right and it is meant, takes it in, in its own transactions."""
    rows = len(upload.rows)
    yield Step("check", 0, rows)
    with write_transaction():
        ensure_types(actor.organisation_id)
    entries = check(actor, upload)
    yield Step("check", rows, rows)
    committed = commit and upload.right
    if committed:
        with write_transaction():
            yield from take_in(actor, entries)
    return upload.preview(actor.language, committed=committed)


def take_in(actor: Actor, entries: list[Entry]) -> Iterator[Step]:
    """The oldest papers first, so that newer ones replace them. Nobody is told what they have long known."""
    for done, entry in enumerate(sorted(entries, key=lambda entry: entry["issued_on"]), 1):
        facts = {name: value for name, value in entry.items() if name != "type"}
        enter(actor, type_id=entry["type"].id, quiet=True, **facts)
        yield from every("write", done, len(entries))


def _people(organisation_id: str) -> dict[str, str]:
    """Everybody who works here by what names them alone."""
    rows = db.session.execute(
        select(Person.id, Person.employee_number, Person.phone_number, Person.email, Person.name).where(
            Person.organisation_id == organisation_id, Person.active
        )
    ).all()
    names = Counter(row.name.casefold() for row in rows)
    found = {row.name.casefold(): row.id for row in rows if names[row.name.casefold()] == 1}
    for row in rows:
        keys = (row.employee_number, row.phone_number, row.email)
        found |= {key.casefold(): row.id for key in keys if key}
    return found


def _types(organisation_id: str) -> dict[str, CertificateType]:
    types = kinds.types_of(organisation_id, archived=False)
    return {name.casefold(): one for one in types for name in (one.code, one.name_zh, one.name_en) if name}


def _entry(actor: Actor, row: Row, people: dict[str, str], types: dict[str, CertificateType]) -> Entry:
    values = row.values
    who, what = values["person"] or "", values["type"] or ""
    person_id = people.get(who.casefold()) or people.get(login(who).casefold())
    type_ = types.get(what.casefold())
    if who and person_id is None:
        row.refuse("person", "certificates.import_person_unknown")
    if what and type_ is None:
        row.refuse("type", "certificates.import_type_unknown")
    entry = {
        "person_id": person_id,
        "type": type_,
        "number": values["number"] or "",
        "issued_on": values["issued_on"],
        "expires_on": values["expires_on"],
        "issuer": values["issuer"] or "",
    }
    if not row.errors:
        _check_dates(actor, row, entry)
    return entry


def _check_dates(actor: Actor, row: Row, entry: Entry) -> None:
    try:
        dates_of(actor, entry["type"], entry["number"], entry["issued_on"], entry["expires_on"])
    except Problem as problem:
        row.refuse(problem.paths[0].strip("/"), problem.code, **problem.values)


def _refuse_taken(organisation_id: str, rows: list[Row], entries: list[Entry]) -> None:
    """A number stands once, in the table as among what is here."""
    numbered = [
        ((entry["type"].id, entry["number"]), row)
        for entry, row in zip(entries, rows, strict=True)
        if entry["type"] is not None and entry["number"]
    ]
    taken = _numbers(organisation_id, {key for key, _ in numbered})
    seen: dict[tuple[str, str], int] = {}
    for key, row in numbered:
        if key in taken:
            row.refuse("number", "certificates.number_taken", number=key[1])
        elif key in seen:
            row.refuse("number", "tables.repeated", row=seen[key])
        seen.setdefault(key, row.number)


def _numbers(organisation_id: str, keys: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those that unrevoked certificates already have."""
    rows = db.session.execute(
        select(Certificate.type_id, Certificate.number).where(
            Certificate.organisation_id == organisation_id,
            tuple_(Certificate.type_id, Certificate.number).in_(list(keys)),
            Certificate.revoked_at.is_(None),
        )
    )
    return {tuple(row) for row in rows}
