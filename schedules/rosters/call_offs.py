"""Somebody cannot come. The place is vacant from then on; that it was called off stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from evidence.sync.kinds import Note, Outcome, Payload, Received, Uuid
from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.notices.service import tell
from guard_api.records import note_change
from guard_api.tenants.models import Site
from schedules.posts.models import Post
from schedules.rosters import reasons, writing
from schedules.rosters.models import CallOff, Roster, Shift
from schedules.rosters.reach import DESK, own_shift, shift_for

NOT_HOLDER, BEGUN, OVER = "not_holder", "shift_begun", "shift_over"
REASONS = {
    "sick": {"zh": "生病", "en": "ill"},
    "family": {"zh": "家中有事", "en": "family"},
    "transport": {"zh": "交通受阻", "en": "transport"},
    "other": {"zh": "其他", "en": "another reason"},
}


class CallOffPayload(Payload):
    """I cannot come to this shift."""

    shift_id: Uuid
    reason: Literal["sick", "family", "transport", "other"] = "other"
    note: Note = ""


def call_off(actor: Actor, *, shift_id: str, reason: str, note: str = "") -> CallOff:
    """By the person who stands in the shift, on the network."""
    shift, roster = own_shift(actor, shift_id)
    if shift.person_id != actor.person_id:
        raise NotFound()
    if shift.end_at <= now():
        raise Problem("rosters.shift_over", 409)
    return _keep(actor, roster, shift, actor.person_id, new_id(), reason=reason, note=note, at=now())


def call_off_for(actor: Actor, *, shift_id: str, reason: str, note: str = "") -> CallOff:
    """By a supervisor whom somebody rang up."""
    shift, roster = own_shift(actor, shift_for(actor, shift_id, roles=DESK).id)
    if shift.person_id is None:
        raise Problem("rosters.shift_vacant", 409)
    if shift.end_at <= now():
        raise Problem("rosters.shift_over", 409)
    kept = _keep(actor, roster, shift, shift.person_id, new_id(), reason=reason, note=note, at=now())
    note_change(actor, "call_off", "shift", shift.id, person=kept.person_id, reason=reason)
    return kept


def record_call_offs(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """From phones. A doubtful one is kept with its doubts, and moves nobody."""
    in_turn = sorted(events, key=lambda event: (event.payload.shift_id, event.occurred_at, event.id))
    return {event.id: _record(actor, event) for event in in_turn}


def _record(actor: Actor, event: Received) -> Outcome:
    said = event.payload
    try:
        shift, roster = own_shift(actor, said.shift_id)
    except NotFound:
        return Outcome(refused=NotFound())
    if not _ever_mine(actor, shift):
        return Outcome(refused=NotFound())
    kept = _keep(
        actor,
        roster,
        shift,
        actor.person_id,
        event.id,
        reason=said.reason,
        note=said.note,
        at=event.occurred_at,
    )
    return Outcome(flags=tuple(kept.flags))


def _ever_mine(actor: Actor, shift: Shift) -> bool:
    """Somebody who was never asked to stand on that site has nothing to call off there."""
    return shift.person_id == actor.person_id or shift.site_id in actor.scope()


def flags_of_call_offs(actor: Actor, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    rows = db.session.execute(
        select(CallOff.id, CallOff.flags).where(
            CallOff.organisation_id == actor.organisation_id, CallOff.id.in_(list(ids))
        )
    )
    return {id_: tuple(flags) for id_, flags in rows}


def _keep(
    actor: Actor,
    roster: Roster,
    shift: Shift,
    person_id: str,
    id_: str,
    *,
    reason: str,
    note: str,
    at: datetime,
) -> CallOff:
    flags = _flags(shift, person_id, at)
    kept = CallOff(
        organisation_id=actor.organisation_id,
        id=id_,
        shift_id=shift.id,
        person_id=person_id,
        reason=reason,
        note=note,
        at=at,
        reported_by=actor.person_id,
        vacated=not {NOT_HOLDER, OVER} & set(flags),
        flags=flags,
    )
    db.session.add(kept)
    db.session.flush()
    if NOT_HOLDER not in flags:
        _tell_desk(shift, kept)
    if kept.vacated:
        after = {"person_id": None, "locked": False}
        writing.write(roster, [(shift, after)], by=actor.person_id, label=reasons.CALL_OFF)
    return kept


def _flags(shift: Shift, person_id: str, at: datetime) -> list[str]:
    flags = []
    if shift.person_id != person_id or shift.cancelled_at is not None:
        flags.append(NOT_HOLDER)
    if shift.end_at <= now():
        flags.append(OVER)
    elif shift.start_at <= at:
        flags.append(BEGUN)
    return flags


def _tell_desk(shift: Shift, kept: CallOff) -> None:
    """Supervisors of the site and administrators learn at once that somebody is missing."""
    person = get_owned(Person, shift.organisation_id, kept.person_id)
    tell(
        organisation_id=shift.organisation_id,
        person_ids=desk_of(shift.organisation_id, shift.site_id),
        kind="call_off" if kept.vacated else "call_off_late",
        params={"person": person.name, "reason": REASONS[kept.reason], **place_words(shift)},
        link=f"/desk/rosters/{shift.roster_id}?shift={shift.id}",
        dedupe=f"call_off:{kept.id}",
    )


def place_words(shift: Shift) -> dict[str, Any]:
    """Where and when, for a sentence."""
    post = get_owned(Post, shift.organisation_id, shift.post_id)
    zone = ZoneInfo(get_owned(Site, shift.organisation_id, shift.site_id).time_zone)
    return {
        "post": post.name,
        "on": shift.on.isoformat(),
        "time": shift.start_at.astimezone(zone).strftime("%H:%M"),
    }


def desk_of(organisation_id: str, site_id: str) -> list[str]:
    """Who is to act: supervisors of the site; where there is none, administrators."""
    rows = db.session.execute(
        select(Grant.person_id, Grant.role)
        .join(
            Person,
            (Person.organisation_id == Grant.organisation_id) & (Person.id == Grant.person_id),
        )
        .where(
            Grant.organisation_id == organisation_id,
            Person.active,
            (Grant.role == ADMINISTRATOR) | ((Grant.role == SUPERVISOR) & (Grant.site_id == site_id)),
        )
        .order_by(Grant.person_id)
    ).all()
    supervisors = [person_id for person_id, role in rows if role == SUPERVISOR]
    return supervisors or [person_id for person_id, _ in rows]
