"""Access tokens: short-lived, signed, and checked against the session at most SEEN_FOR seconds ago."""

import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import g, request
from flask_jwt_extended import create_access_token, get_jwt, verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import PyJWTError
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from guard_api.clock import now
from guard_api.database import db, read_apart, write_transaction
from guard_api.errors import Problem
from guard_api.identity import refreshing
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
_verified: dict[str, tuple[dict[str, Any], float]] = {}


def access_token(session: Session) -> str:
    claims = {"org": session.organisation_id, "sid": session.id, "gen": session.generation}
    return create_access_token(session.person_id, additional_claims=claims, expires_delta=ACCESS_FOR)


def load_actor() -> Actor:
    """The actor of this request, or 401. A revoked session is refused within SEEN_FOR seconds."""
    if "actor" in g:
        return g.actor
    claims = _claims()
    seen = _seen.get(claims["sid"])
    if seen is None or seen.until < time.monotonic():
        with read_apart():
            seen = _remember(claims["org"], claims["sid"])
        _note_arrival(claims)
    g.actor = seen.actor
    return seen.actor


def _claims() -> dict[str, Any]:
    """What the token says; its signature is checked once in SEEN_FOR seconds."""
    header = request.headers.get("Authorization", "")
    claims, until = _verified.get(header, ({}, 0.0))
    if until < time.time():
        claims = _verify()
        if len(_verified) >= MOST_REMEMBERED:
            _verified.clear()
        _verified[header] = claims, min(time.time() + SEEN_FOR, claims["exp"])
    return claims


def _verify() -> dict[str, Any]:
    try:
        verify_jwt_in_request()
    except (JWTExtendedException, PyJWTError):
        raise Problem("unauthorized", 401) from None
    return get_jwt()


def forget_session(session_id: str) -> None:
    """Make this process look at the session again."""
    _seen.pop(session_id, None)


def forget_person(person_id: str) -> None:
    """Make this process look at this person's roles again."""
    for session_id, seen in list(_seen.items()):
        if seen.actor.person_id == person_id:
            _seen.pop(session_id, None)


def forget_everyone() -> None:
    _seen.clear()
    _verified.clear()


def _remember(organisation_id: str, session_id: str) -> _Seen:
    if len(_seen) >= MOST_REMEMBERED:
        _seen.clear()
    seen = _Seen(_read_actor(organisation_id, session_id), time.monotonic() + SEEN_FOR)
    _seen[session_id] = seen
    return seen


def _note_arrival(claims: dict[str, Any]) -> None:
    """Whoever uses the newest access token has its answer: the refresh token before it is no longer good."""
    with suppress(OperationalError, TimeoutError):
        with read_apart():
            session = db.session.get(Session, (claims["org"], claims["sid"]))
            awaited = session is not None and refreshing.is_awaited(session.rotated_at, now())
        if awaited:
            _stop_waiting(claims)


def _stop_waiting(claims: dict[str, Any]) -> None:
    with write_transaction() as session:
        session.execute(
            update(Session)
            .where(Session.organisation_id == claims["org"], Session.id == claims["sid"])
            .where(Session.generation == claims.get("gen"))
            .values(rotated_at=None)
        )


def _read_actor(organisation_id: str, session_id: str) -> Actor:
    actor = actors_of(organisation_id, [session_id]).get(session_id)
    if actor is None:
        raise Problem("unauthorized", 401)
    return actor


def actors_of(organisation_id: str, session_ids: list[str]) -> dict[str, Actor]:
    """Who is behind each session that still holds."""
    rows = db.session.execute(
        select(Session.id, Session.person_id, Session.phone_id, Person.language)
        .join(Person, (Person.organisation_id == Session.organisation_id) & (Person.id == Session.person_id))
        .where(Session.organisation_id == organisation_id, Session.id.in_(session_ids), Person.active)
        .where(Session.revoked_at.is_(None), Session.expires_at > now())
    ).all()
    grants = _grants(organisation_id, {row.person_id for row in rows})
    return {
        row.id: Actor(
            organisation_id=organisation_id,
            person_id=row.person_id,
            session_id=row.id,
            language=row.language,
            grants=frozenset(grants[row.person_id]),
            phone_id=row.phone_id,
        )
        for row in rows
    }


def _grants(organisation_id: str, person_ids: set[str]) -> dict[str, set[tuple[str, str | None]]]:
    rows = db.session.execute(
        select(Grant.person_id, Grant.role, Grant.site_id).where(
            Grant.organisation_id == organisation_id, Grant.person_id.in_(person_ids)
        )
    )
    grants: dict[str, set] = defaultdict(set)
    for person_id, role, site_id in rows:
        grants[person_id].add((role, site_id))
    return grants
