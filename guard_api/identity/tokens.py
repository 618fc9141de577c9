"""Access tokens: short-lived, signed, and checked against the session at most SEEN_FOR seconds ago."""

import time
from dataclasses import dataclass
from datetime import timedelta

from flask import g
from flask_jwt_extended import create_access_token, get_jwt, verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import PyJWTError
from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.identity.models import Grant, Person, Session

ACCESS_FOR = timedelta(minutes=15)
SEEN_FOR = 20.0
MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class _Seen:
    actor: Actor
    until: float


_seen: dict[str, _Seen] = {}


def access_token(session: Session) -> str:
    claims = {"org": session.organisation_id, "sid": session.id}
    return create_access_token(session.person_id, additional_claims=claims, expires_delta=ACCESS_FOR)


def load_actor() -> Actor:
    """The actor of this request, or 401. A revoked session is refused within SEEN_FOR seconds."""
    if "actor" in g:
        return g.actor
    claims = _claims()
    seen = _seen.get(claims["sid"])
    if seen is None or seen.until < time.monotonic():
        seen = _remember(claims["org"], claims["sid"])
    g.actor = seen.actor
    return seen.actor


def _claims() -> dict[str, str]:
    try:
        verify_jwt_in_request()
    except (JWTExtendedException, PyJWTError):
        raise Problem("unauthorized", 401) from None
    return get_jwt()


def forget_session(session_id: str) -> None:
    """Make this process look at the session again."""
    _seen.pop(session_id, None)


def forget_everyone() -> None:
    _seen.clear()


def _remember(organisation_id: str, session_id: str) -> _Seen:
    if len(_seen) >= MOST_REMEMBERED:
        _seen.clear()
    seen = _Seen(_read_actor(organisation_id, session_id), time.monotonic() + SEEN_FOR)
    _seen[session_id] = seen
    return seen


def _read_actor(organisation_id: str, session_id: str) -> Actor:
    session = db.session.get(Session, (organisation_id, session_id))
    if session is None or session.revoked_at or session.expires_at < now():
        raise Problem("unauthorized", 401)
    person = db.session.get(Person, (organisation_id, session.person_id))
    if not person.active:
        raise Problem("unauthorized", 401)
    grants = db.session.execute(
        select(Grant.role, Grant.site_id).where(
            Grant.organisation_id == organisation_id, Grant.person_id == person.id
        )
    )
    return Actor(
        organisation_id=organisation_id,
        person_id=person.id,
        session_id=session_id,
        language=person.language,
        grants=frozenset((role, site) for role, site in grants),
        phone_id=session.phone_id,
    )
