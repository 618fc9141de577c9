"""Signing in, staying signed in, and leaving."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem
from guard_api.identity import queries, refreshing, rules, tokens
from guard_api.identity.actor import ADMINISTRATOR, Actor
from guard_api.identity.models import Grant, Person, Session
from guard_api.identity.passwords import hash_secret, secret_matches
from guard_api.tenants.models import Organisation

STAYS_SIGNED_IN = timedelta(days=30)


def person_with_password(*, login: str, password: str, organisation_id: str | None) -> Person:
    """Whose name and password these are. Slow on purpose; reads only."""
    name = rules.login(login)
    people = db.session.scalars(select(Person).where((Person.phone_number == name) | (Person.email == name)))
    known = [p for p in people if p.active and organisation_id in (None, p.organisation_id)]
    matching = [p for p in known if secret_matches(password, p.password_hash)]
    if not known:
        secret_matches(password, None)
    if not matching:
        raise Problem("identity.wrong_credentials", 401)
    if len(matching) > 1:
        raise Problem("identity.choose_organisation", 409, more={"choices": _choices(matching)})
    return matching[0]


def _choices(people: list[Person]) -> list[dict[str, str]]:
    names = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_([person.organisation_id for person in people]))
        .order_by(Organisation.name)
    )
    return [{"organisation_id": id_, "name": name} for id_, name in names]


def open_session(*, person: Person, phone_id: str | None, user_agent: str) -> dict[str, Any]:
    """Tokens for somebody who has shown who they are."""
    session = Session(
        organisation_id=person.organisation_id,
        person_id=person.id,
        phone_id=phone_id,
        user_agent=user_agent[:200],
        expires_at=now() + STAYS_SIGNED_IN,
    )
    db.session.add(session)
    db.session.flush()
    return tokens_of(person, session)


def tokens_of(person: Person, session: Session) -> dict[str, Any]:
    actor = Actor(
        organisation_id=person.organisation_id,
        person_id=person.id,
        session_id=session.id,
        language=person.language,
        grants=frozenset(queries.grants_of(person.organisation_id, person.id)),
        phone_id=session.phone_id,
    )
    return {
        "access_token": tokens.access_token(session),
        "refresh_token": refreshing.write(session.organisation_id, session.id, session.generation),
        "expires_in_s": int(tokens.ACCESS_FOR.total_seconds()),
        "me": queries.me(actor),
    }


def refresh(*, refresh_token: str) -> dict[str, Any] | None:
    """The next tokens. None when the token was used before: the session is over, whoever holds it."""
    token = refreshing.read(refresh_token)
    session = token and db.session.get(
        Session, (token.organisation_id, token.session_id), with_for_update=True
    )
    at = now()
    if session is None or session.revoked_at or session.expires_at < at:
        raise Problem("identity.session_over", 401)
    person = get_owned(Person, session.organisation_id, session.person_id)
    if not person.active:
        raise Problem("identity.session_over", 401)
    verdict = refreshing.verdict(token.generation, session.generation, session.rotated_at)
    if verdict == "reused":
        end(session)
        return None
    if verdict == "next":
        session.generation += 1
        session.rotated_at = at
    session.expires_at = at + STAYS_SIGNED_IN
    return tokens_of(person, session)


def sign_out(*, actor: Actor) -> None:
    end(get_owned(Session, actor.organisation_id, actor.session_id))


def end(session: Session) -> None:
    session.revoked_at = session.revoked_at or now()
    tokens.forget_session(session.id)


def end_sessions(*, organisation_id: str, condition: Any, keep: str | None = None) -> int:
    """End those that meet the condition; every process notices within `tokens.SEEN_FOR`."""
    ended = db.session.scalars(
        update(Session)
        .where(Session.organisation_id == organisation_id, Session.revoked_at.is_(None), condition)
        .where(Session.id != (keep or new_id()))
        .values(revoked_at=now())
        .returning(Session.id)
    ).all()
    for session_id in ended:
        tokens.forget_session(session_id)
    return len(ended)


def change_me(*, actor: Actor, language: str | None = None, theme: str | None = None) -> None:
    person = get_owned(Person, actor.organisation_id, actor.person_id)
    person.language, person.theme = language or person.language, theme or person.theme
    db.session.flush()
    tokens.forget_session(actor.session_id)


def check_password(*, actor: Actor, old: str, new: str) -> None:
    """That the old one is right and the new one is good. Slow on purpose; reads only."""
    person = get_owned(Person, actor.organisation_id, actor.person_id)
    if not secret_matches(old, person.password_hash):
        raise Problem("identity.wrong_password", 422, paths=["/old"])
    refuse_weak_password(new, person, "/new")


def change_password(*, actor: Actor, password_hash: str) -> None:
    """The other sessions of this person end."""
    get_owned(Person, actor.organisation_id, actor.person_id).password_hash = password_hash
    mine = Session.person_id == actor.person_id
    end_sessions(organisation_id=actor.organisation_id, condition=mine, keep=actor.session_id)


def change_pin(*, actor: Actor, pin: str) -> None:
    person = get_owned(Person, actor.organisation_id, actor.person_id)
    refuse_weak_pin(pin, person.phone_number, "/pin")
    person.pin_hash = hash_secret(pin)


def refuse_weak_password(password: str, person: Person, path: str = "/password") -> None:
    code = rules.password_weakness(password, (person.name, person.email, person.phone_number))
    _refuse(code, path)


def refuse_weak_pin(pin: str, number: str | None, path: str = "/pin") -> None:
    _refuse(rules.pin_weakness(pin, number), path)


def _refuse(code: str | None, path: str) -> None:
    if code:
        raise Problem(code, 422, paths=[path])


def create_administrator(
    *, organisation_id: str, name: str, login: str, password: str, language: str
) -> Person:
    """From the command line: the first one of an organisation, or one more."""
    number, email = rules.phone_number(login), rules.email(login)
    if not (number or email):
        raise Problem("identity.login_unreadable", 422)
    person = Person(
        organisation_id=organisation_id, name=name, phone_number=number, email=email, language=language
    )
    refuse_weak_password(password, person)
    person.password_hash = hash_secret(password)
    db.session.add(person)
    db.session.flush()
    db.session.add(Grant(organisation_id=organisation_id, person_id=person.id, role=ADMINISTRATOR))
    return person
