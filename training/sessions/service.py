"""Plan a session, give its places away, call it off."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Forbidden, NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Actor
from guard_api.identity.models import Person
from guard_api.identity.people.queries import person_for
from guard_api.live.service import announce
from guard_api.notices.service import tell
from guard_api.records import note_change
from guard_api.tenants.models import Site
from training.modules.models import Module
from training.sessions import rules
from training.sessions.models import SessionPlace, TrainingSession

DESK = (SUPERVISOR, HR, ADMINISTRATOR)
LEARNERS = (GUARD, *DESK)


def plan_session(actor: Actor, *, site_id: str | None, **facts: Any) -> TrainingSession:
    """A new session. One without a site is HR's or an administrator's."""
    _may_hold(actor, site_id)
    module = get_owned(Module, actor.organisation_id, facts["module_id"])
    if module.archived_at:
        raise Problem("sessions.module_archived", 409)
    _known_instructor(actor, facts.get("instructor_id"))
    session = TrainingSession(
        organisation_id=actor.organisation_id,
        id=new_id(),
        site_id=site_id,
        door_code=rules.new_door_code(),
        created_by=actor.person_id,
        **facts,
    )
    db.session.add(session)
    db.session.flush()
    note_change(actor, "plan", "training_session", session.id)
    show_change(session)
    return session


def show_change(session: TrainingSession) -> None:
    """To screens that show it."""
    announce(organisation_id=session.organisation_id, changes=[("session", session.id, session.site_id)])


def _may_hold(actor: Actor, site_id: str | None) -> None:
    if site_id is None:
        if not actor.scope(*DESK).every:
            raise Forbidden()
        return
    get_owned(Site, actor.organisation_id, site_id)
    actor.reach(site_id, *DESK)


def _known_instructor(actor: Actor, person_id: str | None) -> None:
    if person_id and db.session.get(Person, (actor.organisation_id, person_id)) is None:
        raise Problem("sessions.instructor_unknown", 422)


def change_session(
    actor: Actor, *, session_id: str, cancelled: bool | None = None, cancel_reason: str = "", **changes: Any
) -> TrainingSession:
    """Move, enlarge or call it off. Who waits moves up when there is more room."""
    session = _changeable(actor, session_id)
    _known_instructor(actor, changes.get("instructor_id"))
    if "places" in changes and changes["places"] < holding(session):
        raise Problem("sessions.places_taken", 409, taken=holding(session))
    moved = "starts_at" in changes and changes["starts_at"] != session.starts_at
    for name, value in changes.items():
        setattr(session, name, value)
    if session.ends_at <= session.starts_at:
        raise Problem("sessions.ends_before_start", 422)
    db.session.flush()
    note_change(actor, "change", "training_session", session.id, fields=sorted(changes))
    if cancelled:
        _call_off(actor, session, cancel_reason)
    else:
        move_up(session)
        _tell_of_move(session, moved)
    show_change(session)
    return session


def _changeable(actor: Actor, session_id: str) -> TrainingSession:
    session = session_for(actor, session_id, lock=True)
    _may_hold(actor, session.site_id)
    if session.cancelled_at:
        raise Problem("sessions.called_off", 409)
    return session


def session_for(actor: Actor, session_id: str, *, lock: bool = False) -> TrainingSession:
    """The session if it is open to the actor: of a site that is reached, or of the whole organisation."""
    session = db.session.get(TrainingSession, (actor.organisation_id, session_id), with_for_update=lock)
    if session is None or not (session.site_id is None or session.site_id in actor.scope(*LEARNERS)):
        raise NotFound()
    return session


def _call_off(actor: Actor, session: TrainingSession, reason: str) -> None:
    session.cancelled_at, session.cancel_reason = now(), reason
    note_change(actor, "cancel", "training_session", session.id, reason=reason)
    _tell(session, [place.person_id for place in _expected(session)], "session_called_off")


def _tell_of_move(session: TrainingSession, moved: bool) -> None:
    if moved:
        people = [place.person_id for place in _expected(session)]
        _tell(session, people, "session_moved", once=session.starts_at.isoformat())


def may_lead(actor: Actor, session: TrainingSession) -> None:
    """Only its instructor, and the desk of its site."""
    desk = actor.scope(*DESK)
    if not (session.instructor_id == actor.person_id or desk.every or session.site_id in desk):
        raise Forbidden()


def renew_door(actor: Actor, *, session_id: str) -> TrainingSession:
    """A new code for the door; the old one opens nothing any more."""
    session = session_for(actor, session_id, lock=True)
    may_lead(actor, session)
    if session.cancelled_at:
        raise Problem("sessions.called_off", 409)
    session.door_code = rules.new_door_code()
    note_change(actor, "renew_door", "training_session", session.id)
    return session


# --- places -----------------------------------------------------------------------------------


def book(actor: Actor, *, session_id: str, person_id: str | None = None) -> SessionPlace:
    """A place, or one on the waiting list. Guards book for themselves, the desk for its people."""
    session = _open(actor, session_id)
    person_id = _for_whom(actor, person_id)
    place = place_of(session, person_id)
    if place is not None and place.state != rules.CANCELLED:
        return place
    state = rules.state_of_new(holding=holding(session), places=session.places)
    if place is None:
        place = add_place(session, person_id, state=state, booked_by=actor.person_id)
    else:
        place.state, place.queued_at, place.booked_by = state, now(), actor.person_id
    db.session.flush()
    show_change(session)
    return place


def _open(actor: Actor, session_id: str) -> TrainingSession:
    session = session_for(actor, session_id, lock=True)
    if session.cancelled_at:
        raise Problem("sessions.called_off", 409)
    if session.ends_at <= now():
        raise Problem("sessions.over", 409)
    return session


def _for_whom(actor: Actor, person_id: str | None) -> str:
    """Oneself, or somebody whom the actor's desk sees."""
    if person_id in (None, actor.person_id):
        return actor.person_id
    if not actor.has(*DESK):
        raise Forbidden()
    return person_for(actor, person_id).id


def add_place(session: TrainingSession, person_id: str, *, state: str, booked_by: str) -> SessionPlace:
    place = SessionPlace(
        organisation_id=session.organisation_id,
        id=new_id(),
        session_id=session.id,
        person_id=person_id,
        state=state,
        booked_by=booked_by,
        flags=[],
    )
    db.session.add(place)
    return place


def cancel_place(actor: Actor, *, session_id: str, person_id: str | None = None) -> TrainingSession:
    """Give a place back; the first of the waiting list has it."""
    session = _open(actor, session_id)
    place = place_of(session, _for_whom(actor, person_id))
    if place is None:
        raise NotFound()
    if place.state in rules.PRESENT:
        raise Problem("sessions.attended_already", 409)
    place.state = rules.CANCELLED
    db.session.flush()
    move_up(session)
    show_change(session)
    return session


def move_up(session: TrainingSession) -> None:
    """Give the free places to those who wait longest, and tell them."""
    waiting = [place for place in places_of(session) if place.state == rules.WAITING]
    ids = rules.moving_up(
        [place.person_id for place in waiting], holding=holding(session), places=session.places
    )
    for place in waiting[: len(ids)]:
        place.state = rules.BOOKED
    db.session.flush()
    _tell(session, ids, "session_place_free")


def place_of(session: TrainingSession, person_id: str) -> SessionPlace | None:
    return db.session.scalar(_places(session).where(SessionPlace.person_id == person_id))


def places_of(session: TrainingSession) -> Sequence[SessionPlace]:
    """All places in the order in which they were asked for."""
    return db.session.scalars(_places(session).order_by(SessionPlace.queued_at, SessionPlace.id)).all()


def _places(session: TrainingSession):
    return select(SessionPlace).where(
        SessionPlace.organisation_id == session.organisation_id, SessionPlace.session_id == session.id
    )


def holding(session: TrainingSession) -> int:
    return sum(place.state in rules.HOLDING for place in places_of(session))


def _expected(session: TrainingSession) -> list[SessionPlace]:
    return [place for place in places_of(session) if place.state in (rules.BOOKED, rules.WAITING)]


def _tell(session: TrainingSession, person_ids: list[str], kind: str, *, once: str = "") -> None:
    module = db.session.get(Module, (session.organisation_id, session.module_id))
    tell(
        organisation_id=session.organisation_id,
        person_ids=person_ids,
        kind=kind,
        params={"session": title_of(session, module)},
        link="/learn/sessions",
        dedupe=f"{kind}:{session.id}:{once}" if once else None,
    )


def title_of(session: TrainingSession, module: Module) -> dict[str, str]:
    """Its own title, or that of its module."""
    own = {"zh": session.title_zh or session.title_en, "en": session.title_en or session.title_zh}
    return own if own["en"] else {"zh": module.title["zh"], "en": module.title["en"]}
