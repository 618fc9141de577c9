from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, select

from guard_api.database import db
from guard_api.errors import Forbidden, Problem
from guard_api.identity import rules
from guard_api.identity.actor import ADMINISTRATOR, HR, Actor
from guard_api.identity.models import Grant, Person, Session
from guard_api.identity.passwords import hash_generated, hash_secret
from guard_api.identity.people import queries
from guard_api.identity.service import end_sessions, refuse_weak_password, refuse_weak_pin
from guard_api.identity.tokens import forget_person
from guard_api.records import note_change
from guard_api.tenants.models import Organisation

UNIQUE = ("phone_number", "email", "employee_number")
SECRETS = ("password", "pin")


def hashed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with hashes in place of the secrets. Slow on purpose: call it before the write begins."""
    plain = {name: value for name, value in values.items() if name not in SECRETS}
    person = Person(**{name: plain.get(name) for name in ("name", "phone_number", "email")})
    if "password" in values:
        refuse_weak_password(values["password"], person)
        plain["password_hash"] = hash_secret(values["password"])
    if "pin" in values:
        refuse_weak_pin(values["pin"], person.phone_number)
        plain["pin_hash"] = hash_secret(values["pin"])
    return plain


def add_person(*, actor: Actor, values: dict[str, Any]) -> tuple[Person, str | None]:
    """The new person, and a one-time password when none was given. `values` come from `hashed`."""
    grants = values.pop("grants", [])
    refuse_grants(actor, grants)
    refuse_taken(actor.organisation_id, None, values)
    if not (values.get("phone_number") or values.get("email")):
        raise Problem("identity.unreachable", 422, paths=["/phone_number"])
    password = None
    if "password_hash" not in values:
        password = rules.one_time_password()
        values["password_hash"] = hash_generated(password)
    person = Person(organisation_id=actor.organisation_id, **_with_language(actor.organisation_id, values))
    db.session.add(person)
    db.session.flush()
    set_grants(person, grants)
    note_change(actor, "person.added", "person", person.id, name=person.name, grants=grants)
    return person, password


def _with_language(organisation_id: str, values: dict[str, Any]) -> dict[str, Any]:
    if values.get("language"):
        return values
    return {**values, "language": db.session.get(Organisation, organisation_id).language}


def change_person(*, actor: Actor, person: Person, values: dict[str, Any]) -> None:
    """`values` come from `hashed`."""
    refuse_unmanaged(actor, person)
    refuse_taken(actor.organisation_id, person.id, values)
    grants = values.pop("grants", None)
    note_change(actor, "person.changed", "person", person.id, **_told(values), grants=grants)
    if grants is not None:
        _change_grants(actor, person, grants)
    if "password_hash" in values:
        _refuse_own(actor, person)
    if values.get("active") is False:
        _refuse_own(actor, person)
        _refuse_last_administrator(person)
    for name, value in values.items():
        setattr(person, name, value)
    if not (person.phone_number or person.email):
        raise Problem("identity.unreachable", 422, paths=["/phone_number"])
    db.session.flush()
    if values.get("active") is False or "password_hash" in values:
        end_sessions_of(person)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not name.endswith("_hash")}


def _change_grants(actor: Actor, person: Person, grants: list[dict[str, Any]]) -> None:
    before = {(grant["role"], grant["site_id"]) for grant in _grants_of(person)}
    after = {(grant["role"], grant["site_id"]) for grant in grants}
    if before == after:
        return
    _refuse_own(actor, person)
    refuse_grants(actor, grants)
    if (ADMINISTRATOR, None) in before - after:
        _refuse_last_administrator(person)
    set_grants(person, grants)


def _grants_of(person: Person) -> list[dict[str, Any]]:
    return queries.grants_by_person(person.organisation_id, [person.id])[person.id]


def set_grants(person: Person, grants: Iterable[dict[str, Any]]) -> None:
    db.session.execute(
        delete(Grant).where(Grant.organisation_id == person.organisation_id, Grant.person_id == person.id)
    )
    wanted = {(grant["role"], grant["site_id"]) for grant in grants}
    db.session.add_all(
        Grant(organisation_id=person.organisation_id, person_id=person.id, role=role, site_id=site_id)
        for role, site_id in sorted(wanted, key=str)
    )
    db.session.flush()
    forget_person(person.id)


def refuse_unmanaged(actor: Actor, person: Person) -> None:
    own = {role for role, _ in actor.grants}
    if person.id != actor.person_id and not rules.may_manage(own, queries.roles_of(person)):
        raise Forbidden()


def _refuse_own(actor: Actor, person: Person) -> None:
    if person.id == actor.person_id:
        raise Problem("identity.not_oneself", 403)


def refuse_grants(actor: Actor, grants: list[dict[str, Any]]) -> None:
    """Nobody gives what they could not manage, nor a site that is not theirs to give."""
    own = {role for role, _ in actor.grants}
    if not rules.may_manage(own, [grant["role"] for grant in grants]):
        raise Forbidden()
    known = queries.site_names(actor.organisation_id)
    for index, grant in enumerate(grants):
        if not rules.fits(grant["role"], grant["site_id"]):
            raise Problem("identity.grant_site", 422, paths=[f"/grants/{index}/site_id"])
        if grant["site_id"] and grant["site_id"] not in known:
            raise Problem("identity.site_unknown", 422, paths=[f"/grants/{index}/site_id"])


def refuse_taken(organisation_id: str, person_id: str | None, values: dict[str, Any]) -> None:
    for name in UNIQUE:
        if not values.get(name):
            continue
        holder = db.session.scalar(
            select(Person.id).where(
                Person.organisation_id == organisation_id, getattr(Person, name) == values[name]
            )
        )
        if holder not in (None, person_id):
            raise Problem(f"identity.{name}_taken", 409, paths=[f"/{name}"])


def _refuse_last_administrator(person: Person) -> None:
    """Under the organisation's lock, so that two administrators cannot remove each other."""
    db.session.get(Organisation, person.organisation_id, with_for_update=True)
    others = db.session.scalar(
        select(func.count())
        .select_from(Grant)
        .join(Person, (Person.organisation_id == Grant.organisation_id) & (Person.id == Grant.person_id))
        .where(Grant.organisation_id == person.organisation_id, Grant.role == ADMINISTRATOR)
        .where(Person.active, Person.id != person.id)
    )
    if others == 0 and ADMINISTRATOR in queries.roles_of(person):
        raise Problem("identity.last_administrator", 409)


def end_sessions_of(person: Person) -> None:
    end_sessions(organisation_id=person.organisation_id, condition=Session.person_id == person.id)


def sign_out_everywhere(*, actor: Actor, person: Person) -> None:
    """Supervisors may do so for the guards of their sites: a phone gets lost at night."""
    if actor.has(HR, ADMINISTRATOR):
        refuse_unmanaged(actor, person)
    elif not rules.may_manage([HR], queries.roles_of(person)):
        raise Forbidden()
    end_sessions_of(person)
    note_change(actor, "person.signed_out", "person", person.id)
