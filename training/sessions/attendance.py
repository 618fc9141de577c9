"""Who came: a scan of the QR at the door, at once or when the phone is on the network again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from evidence.sync.kinds import Note, Outcome, Payload, Received, Uuid
from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor
from training.sessions import rules, service
from training.sessions.models import SessionPlace, TrainingSession


class AttendedPayload(Payload):
    """I am here. The code is that of the QR at the door; a session by its id alone is taken with a doubt."""

    code: Note | None = None
    session_id: Uuid | None = None


def attend(actor: Actor, *, code: str) -> TrainingSession:
    """The same at once, from a phone on the network."""
    session = _by_code(actor, code)
    if session is None:
        raise Problem("sessions.code_unknown", 404)
    come(actor, session, at=now(), with_code=True)
    return session


def record_attendances(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Events from phones, the earliest first."""
    in_turn = sorted(events, key=lambda event: (event.occurred_at, event.id))
    return {event.id: _record(actor, event) for event in in_turn}


def _record(actor: Actor, event: Received) -> Outcome:
    session = _named(actor, event.payload)
    if session is None:
        return Outcome(refused=Problem("sessions.code_unknown", 404))
    flags = come(
        actor,
        session,
        at=event.occurred_at,
        with_code=event.payload.code is not None,
        clock_skew_s=event.clock_skew_s,
    )
    return Outcome(flags=tuple(flags))


def _named(actor: Actor, said: AttendedPayload) -> TrainingSession | None:
    if said.code is not None:
        return _by_code(actor, said.code)
    if said.session_id is None:
        return None
    try:
        return service.session_for(actor, said.session_id, lock=True)
    except NotFound:
        return None


def _by_code(actor: Actor, code: str) -> TrainingSession | None:
    """Who stands before the door may come in, wherever that person works otherwise."""
    return db.session.scalar(
        select(TrainingSession)
        .where(
            TrainingSession.organisation_id == actor.organisation_id,
            TrainingSession.door_code == rules.canonical(code),
        )
        .with_for_update()
    )


def come(
    actor: Actor,
    session: TrainingSession,
    *,
    at: datetime,
    with_code: bool,
    clock_skew_s: float = 0.0,
) -> list[str]:
    """Write down that somebody came; the flags say what is doubtful. The earliest time stays."""
    place = service.place_of(session, actor.person_id)
    flags = rules.door_flags(
        at=at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        state=place.state if place else None,
        with_code=with_code,
        cancelled=session.cancelled_at is not None,
        clock_skew_s=clock_skew_s,
    )
    place = place or service.add_place(
        session, actor.person_id, state=rules.ATTENDED, booked_by=actor.person_id
    )
    _mark(place, at, flags)
    db.session.flush()
    service.show_change(session)
    return flags


def _mark(place: SessionPlace, at: datetime, flags: list[str]) -> None:
    if place.state != rules.SIGNED_OFF:
        place.state = rules.ATTENDED
    if place.attended_at is None or at < place.attended_at:
        place.attended_at, place.attended_by, place.flags = at, "door", flags
