"""Writing what a checked table says: people, roles, employments, placements and particulars, in bulk."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id, write_transaction
from guard_api.identity import rules as identity
from guard_api.identity.actor import Actor
from guard_api.identity.models import Grant, Person
from guard_api.identity.passwords import hash_generated
from guard_api.progress import Step, Work, every
from guard_api.records import note_change
from guard_api.tables import Row, Upload
from guard_api.tenants.models import Organisation
from people.employment import sign_in
from people.employment.fitting import fit
from people.employment.models import Employment, Placement
from people.exchange import rules
from people.exchange.intake import Plan, check, shown
from people.exchange.rules import Meant
from people.ladder.defaults import ensure_ladder
from people.records.models import Particulars
from people.records.queries import particulars_of
from people.records.service import write_particulars

UNIQUE = ("phone_number", "email", "employee_number")
PARTICULARS = (
    "identity_number",
    "gender",
    "born_on",
    "ethnicity",
    "education",
    "home_address",
    "guard_card_number",
)


@dataclass
class Arriving:
    """Somebody to be added, or who had left and comes back. Who works here has a password, shown once."""

    meant: Meant
    password: str | None = None
    password_hash: str | None = None


def import_staff(actor: Actor, upload: Upload, *, commit: bool) -> Work:
    """Checks the table and, if all of it is right and it is meant, takes it in, in its own transactions."""
    rows = len(upload.rows)
    yield Step("check", 0, rows)
    with write_transaction():
        ensure_ladder(organisation_id=actor.organisation_id)
    plan = check(actor, upload)
    yield Step("check", rows, rows)
    passwords, committed = [], commit and upload.right
    if committed:
        arriving = yield from arriving_by(plan)
        yield Step("write", 0, rows)
        with write_transaction():
            passwords = take_in(actor, plan, arriving)
        yield Step("write", rows, rows)
    preview = upload.preview(actor.language, committed=committed)
    return shown(plan, preview) | {"one_time_passwords": passwords}


def arriving_by(plan: Plan) -> Generator[Step, None, list[Arriving]]:
    """Those to add or to let sign in. Slow on purpose: go through it before the write begins."""
    coming = [meant for meant in plan.people if not meant.signs_in]
    found = []
    for done, meant in enumerate(coming, 1):
        found.append(_arriving(plan, meant))
        yield from every("prepare", done, len(coming))
    return [one for one in found if one.meant.id is None or one.password]


def _arriving(plan: Plan, meant: Meant) -> Arriving:
    if not any(rules.works(row.values, plan.today) for row in meant.rows):
        return Arriving(meant)
    password = identity.one_time_password()
    return Arriving(meant, password, hash_generated(password))


def take_in(actor: Actor, plan: Plan, arriving: list[Arriving]) -> list[dict[str, Any]]:
    """Everything the table says, and the one-time passwords of those who may sign in from now on."""
    language = db.session.get(Organisation, actor.organisation_id).language
    new = [one for one in arriving if one.meant.id is None]
    given = [_given(one, _person(actor, one, language)) for one in arriving]
    db.session.flush()
    added = {one.meant.id for one in new}
    _add_grants(actor, plan, added)
    _add_spells(actor, plan, added)
    _end_spells(actor, plan)
    _add_particulars(actor, plan)
    db.session.flush()
    sign_in.follow(actor.organisation_id, plan.today)
    counted = {action: list(plan.actions.values()).count(action) for action in (rules.ADD, rules.LEAVE)}
    note_change(actor, "staff.imported", "organisation", actor.organisation_id, **counted)
    return [one for one in given if one]


def _person(actor: Actor, arriving: Arriving, language: str) -> Person:
    if arriving.meant.id is not None:
        return _reachable_again(actor, arriving)
    rows = arriving.meant.rows
    person = Person(
        organisation_id=actor.organisation_id,
        id=new_id(),
        name=rows[-1].values["name"],
        password_hash=arriving.password_hash,
        language=language,
        active=arriving.password is not None,
        **{name: _latest(rows, name) for name in UNIQUE},
    )
    db.session.add(person)
    arriving.meant.id = person.id
    return person


def _reachable_again(actor: Actor, arriving: Arriving) -> Person:
    """Who had left kept no number, or no password."""
    person = get_owned(Person, actor.organisation_id, arriving.meant.id)
    for name in UNIQUE:
        if getattr(person, name) is None:
            setattr(person, name, _latest(arriving.meant.rows, name))
    person.password_hash = person.password_hash or arriving.password_hash
    return person


def _given(arriving: Arriving, person: Person) -> dict[str, Any] | None:
    if person.password_hash is None or person.password_hash != arriving.password_hash:
        return None
    return {
        "row": arriving.meant.rows[-1].number,
        "name": person.name,
        "login": person.phone_number or person.email,
        "password": arriving.password,
    }


def _latest(rows: list[Row], name: str) -> Any:
    return next((row.values[name] for row in reversed(rows) if row.values[name]), None)


def _add_grants(actor: Actor, plan: Plan, added: set[str]) -> None:
    """Who is new and works here has the role at the site; who is known keeps the roles held."""
    for meant in plan.people:
        if meant.id not in added:
            continue
        working = [row for row in meant.rows if rules.works(row.values, plan.today)]
        wanted = {(row.values["role"] or "guard", plan.site_ids[row.values["site"]]) for row in working}
        db.session.add_all(
            Grant(organisation_id=actor.organisation_id, person_id=meant.id, role=role, site_id=site_id)
            for role, site_id in sorted(wanted)
        )


def _add_spells(actor: Actor, plan: Plan, added: set[str]) -> None:
    ids = {row.number: meant.id for meant in plan.people for row in meant.rows}
    spells, places = [], []
    for meant in plan.people:
        for row in plan.to_do(meant, rules.ADD):
            spell = _spell(actor, meant.id, row, plan.today, settled=meant.id in added)
            spells.append(spell)
            places.append(_place(plan, spell, row, ids, settled=meant.id in added))
    db.session.add_all(spells)
    db.session.flush()
    db.session.add_all(places)
    db.session.flush()


def _spell(actor: Actor, person_id: str, row: Row, today: date, *, settled: bool) -> Employment:
    over = not rules.works(row.values, today)
    return Employment(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=person_id,
        hired_on=row.values["hired_on"],
        contract_kind=row.values["contract_kind"] or "fixed_term",
        probation_until_on=row.values["probation_until_on"],
        access_ended_at=now() if over and settled else None,
        **_exit(row),
    )


def _exit(row: Row) -> dict[str, Any]:
    exit_ = {name: row.values[name] for name in ("left_on", "exit_reason", "notice_on")}
    return exit_ | {"exit_note": row.values["exit_note"] or ""}


def _place(plan: Plan, spell: Employment, row: Row, ids: dict[int, str], *, settled: bool) -> Placement:
    site, grade, manager = (row.values[name] for name in ("site", "grade", "manager"))
    manager_id = plan.managers.get(manager) if manager else None
    if isinstance(manager_id, int):
        manager_id = ids[manager_id]
    return Placement(
        organisation_id=spell.organisation_id,
        id=new_id(),
        employment_id=spell.id,
        person_id=spell.person_id,
        from_on=spell.hired_on,
        until_on=spell.left_on,
        site_id=plan.site_ids[site] if site else None,
        grade_id=plan.grade_ids[grade.casefold()] if grade else None,
        post=row.values["post"] or "",
        shift_pattern=row.values["shift_pattern"],
        manager_id=manager_id if manager_id != spell.person_id else None,
        change="hired",
        applied_at=now() if settled else None,
    )


def _end_spells(actor: Actor, plan: Plan) -> None:
    """Exits of employments that are on file as open."""
    for meant in plan.people:
        for row in plan.to_do(meant, rules.LEAVE):
            spell = db.session.scalar(
                select(Employment).where(
                    Employment.organisation_id == actor.organisation_id,
                    Employment.person_id == meant.id,
                    Employment.hired_on == row.values["hired_on"],
                )
            )
            for name, value in _exit(row).items():
                setattr(spell, name, value)
            fit(spell)


def _add_particulars(actor: Actor, plan: Plan) -> None:
    told = {
        meant.id: values
        for meant in plan.people
        if (values := {name: value for name in PARTICULARS if (value := _latest(meant.rows, name))})
    }
    known = particulars_of(actor.organisation_id, told)
    for person_id, values in told.items():
        particulars = known.get(person_id)
        if particulars is None:
            particulars = Particulars(organisation_id=actor.organisation_id, id=new_id(), person_id=person_id)
            db.session.add(particulars)
        write_particulars(particulars, values)
