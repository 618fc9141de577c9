import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity import queries
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person, Session
from guard_api.identity.passwords import secret_matches
from guard_api.identity.tokens import ACCESS_FOR, access_token

STAYS_SIGNED_IN = timedelta(days=30)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in(*, login: str, password: str, user_agent: str) -> dict[str, Any]:
    """Tokens for the person with this phone number or e-mail."""
    name = login.replace(" ", "").lower()
    people = db.session.scalars(select(Person).where((Person.phone_number == name) | (Person.email == name)))
    matching = [
        person for person in people if person.active and secret_matches(password, person.password_hash)
    ]
    if not matching:
        raise Problem("identity.wrong_credentials", 401)
    return open_session(person=matching[0], phone_id=None, user_agent=user_agent)


def open_session(*, person: Person, phone_id: str | None, user_agent: str) -> dict[str, Any]:
    refresh = secrets.token_urlsafe(32)
    session = Session(
        organisation_id=person.organisation_id,
        person_id=person.id,
        phone_id=phone_id,
        refresh_digest=digest(refresh),
        user_agent=user_agent[:200],
        expires_at=now() + STAYS_SIGNED_IN,
    )
    db.session.add(session)
    db.session.flush()
    return tokens(person=person, session=session, refresh=refresh)


def tokens(*, person: Person, session: Session, refresh: str) -> dict[str, Any]:
    actor = Actor(
        organisation_id=person.organisation_id,
        person_id=person.id,
        session_id=session.id,
        language=person.language,
        grants=frozenset(queries.grants_of(person.organisation_id, person.id)),
        phone_id=session.phone_id,
    )
    return {
        "access_token": access_token(session),
        "refresh_token": f"{person.organisation_id}.{session.id}.{refresh}",
        "expires_in_s": int(ACCESS_FOR.total_seconds()),
        "me": queries.me(actor),
    }
