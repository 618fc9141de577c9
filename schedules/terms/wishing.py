"""What a person wants: said on the phone or the desk, taken back at any time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import Meta
from sqlalchemy import func, or_, select

from evidence.sync.kinds import ACCEPTED, Note, Outcome, Payload, Received, Uuid
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor
from people.dates import today_of
from schedules.posts.queries import shift_types_of
from schedules.terms.models import Wish
from schedules.terms.rules import WISHES

MOST_OPEN = 100
Weekday = Annotated[int, Meta(ge=0, le=6)]
KIND = "^(" + "|".join(WISHES) + ")$"


class WishPayload(Payload):
    """A wish under the event's id; or `withdraws`, the id of one that no longer holds."""

    withdraws: Uuid | None = None
    from_on: date | None = None
    until_on: date | None = None
    weekday: Weekday | None = None
    shift_type_id: Uuid | None = None
    kind: Annotated[str, Meta(pattern=KIND)] | None = None
    note: Note = ""


def wish(actor: Actor, *, id: str | None = None, at: datetime | None = None, **facts: Any) -> Wish:
    """The actor's own. The same id again changes nothing."""
    known = id and db.session.get(Wish, (actor.organisation_id, id))
    if known:
        return _own(actor, known)
    _check(actor, facts)
    row = Wish(
        organisation_id=actor.organisation_id,
        id=id or new_id(),
        person_id=actor.person_id,
        created_at=at or now(),
        **facts,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _own(actor: Actor, row: Wish) -> Wish:
    if row.person_id != actor.person_id:
        raise NotFound()
    return row


def _check(actor: Actor, facts: dict[str, Any]) -> None:
    today = today_of(actor.organisation_id)
    if facts["until_on"] and facts["until_on"] < today:
        raise Problem("terms.wish_over", 422, paths=["/until_on"])
    if facts["shift_type_id"] and facts["shift_type_id"] not in shift_types_of(actor.organisation_id):
        raise Problem("terms.shift_type_unknown", 422, paths=["/shift_type_id"])
    if _open(actor, today) >= MOST_OPEN:
        raise Problem("terms.too_many_wishes", 409, most=MOST_OPEN)


def _open(actor: Actor, today: date) -> int:
    return db.session.scalar(
        select(func.count())
        .select_from(Wish)
        .where(
            Wish.organisation_id == actor.organisation_id,
            Wish.person_id == actor.person_id,
            Wish.withdrawn_at.is_(None),
            or_(Wish.until_on.is_(None), Wish.until_on >= today),
        )
    )


def withdraw(actor: Actor, *, wish_id: str, at: datetime | None = None) -> None:
    """It holds no more; that it was there stays known."""
    row = db.session.get(Wish, (actor.organisation_id, wish_id))
    if row is None or row.person_id != actor.person_id:
        raise NotFound()
    row.withdrawn_at = row.withdrawn_at or at or now()
    db.session.flush()


def record_wishes(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Events from phones, the earliest first."""
    in_turn = sorted(events, key=lambda event: (event.occurred_at, event.id))
    return {event.id: _record(actor, event) for event in in_turn}


def _record(actor: Actor, event: Received) -> Outcome:
    said = event.payload
    try:
        if said.withdraws:
            withdraw(actor, wish_id=said.withdraws, at=event.occurred_at)
        else:
            _wish_of_phone(actor, event)
    except Problem as problem:
        return Outcome(refused=problem)
    return ACCEPTED


def _wish_of_phone(actor: Actor, event: Received) -> None:
    said = event.payload
    if said.from_on is None or said.kind is None or (said.until_on and said.until_on < said.from_on):
        raise Problem("invalid", 422)
    wish(
        actor,
        id=event.id,
        at=event.occurred_at,
        from_on=said.from_on,
        until_on=said.until_on,
        weekday=said.weekday,
        shift_type_id=said.shift_type_id,
        kind=said.kind,
        note=said.note,
    )
