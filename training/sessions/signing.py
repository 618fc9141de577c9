"""The instructor's word after a session: what was seen, who may go, who never came."""

from typing import Any

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from training.attempts import service as attempts
from training.sessions import queries, rules, service
from training.sessions.models import PracticalCheck, SessionPlace, TrainingSession


def sign_off(
    actor: Actor,
    *,
    session_id: str,
    person_ids: list[str],
    absent_ids: list[str],
    practical: list[dict[str, Any]],
    note: str = "",
) -> TrainingSession:
    """Note the practical assessments, then let go whom the instructor names: their duty is fulfilled."""
    session = _to_sign(actor, session_id)
    places = _named_places(session, {*person_ids, *absent_ids, *(one["person_id"] for one in practical)})
    if actor.person_id in person_ids:
        raise Problem("sessions.not_oneself", 409)
    for one in practical:
        _note_checks(actor, session, places[one["person_id"]], one["checks"])
    db.session.flush()
    _refuse_unready(session, [places[id_] for id_ in person_ids])
    for id_ in person_ids:
        _let_go(actor, session, places[id_], note)
    for id_ in absent_ids:
        _mark_absent(places[id_])
    note_change(actor, "sign_off", "training_session", session.id, people=person_ids, absent=absent_ids)
    service.show_change(session)
    return session


def _to_sign(actor: Actor, session_id: str) -> TrainingSession:
    """By its instructor, or by the desk of its site."""
    session = service.session_for(actor, session_id, lock=True)
    service.may_lead(actor, session)
    if session.cancelled_at:
        raise Problem("sessions.called_off", 409)
    if session.starts_at > now():
        raise Problem("sessions.not_begun", 409)
    return session


def _named_places(session: TrainingSession, person_ids: set[str]) -> dict[str, SessionPlace]:
    places = {place.person_id: place for place in service.places_of(session)}
    here = {id_ for id_, place in places.items() if place.state not in (rules.CANCELLED, rules.WAITING)}
    if person_ids - here:
        raise Problem("sessions.no_place", 422)
    return places


def _note_checks(
    actor: Actor, session: TrainingSession, place: SessionPlace, checks: dict[str, bool]
) -> None:
    if set(checks) - {item["key"] for item in session.checklist}:
        raise Problem("sessions.check_unknown", 422)
    db.session.add_all(
        PracticalCheck(
            organisation_id=session.organisation_id,
            id=new_id(),
            place_id=place.id,
            key=key,
            done=done,
            checked_by=actor.person_id,
        )
        for key, done in checks.items()
    )


def _refuse_unready(session: TrainingSession, places: list[SessionPlace]) -> None:
    checks = queries.checks_of(session.organisation_id, [place.id for place in places])
    if not all(rules.practical_passed(session.checklist, checks.get(place.id, {})) for place in places):
        raise Problem("sessions.practical_missing", 409)


def _let_go(actor: Actor, session: TrainingSession, place: SessionPlace, note: str) -> None:
    if place.state == rules.SIGNED_OFF:
        return
    if place.attended_at is None:
        place.attended_at, place.attended_by = session.starts_at, "desk"
    place.state, place.note = rules.SIGNED_OFF, note
    place.signed_off_at, place.signed_off_by = now(), actor.person_id
    db.session.flush()
    attempts.fulfil(
        organisation_id=session.organisation_id,
        person_id=place.person_id,
        module_id=session.module_id,
        source="session",
        at=session.ends_at if session.ends_at < now() else now(),
    )


def _mark_absent(place: SessionPlace) -> None:
    if place.state in rules.PRESENT:
        raise Problem("sessions.attended_already", 409)
    place.state = rules.ABSENT
