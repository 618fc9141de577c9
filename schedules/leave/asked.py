"""Leave asked for on a phone, also where there is no network."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from msgspec import Meta

from evidence.sync.kinds import Note, Outcome, Payload, Received
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from schedules.leave import service
from schedules.leave.models import LeaveRequest
from schedules.leave.rules import KINDS

KIND = "^(" + "|".join(KINDS) + ")$"


class LeaveAskedPayload(Payload):
    """The event's id becomes that of the request."""

    kind: Annotated[str, Meta(pattern=KIND)]
    from_on: date
    until_on: date
    from_half: bool = False
    until_half: bool = False
    reason: Note = ""


def record_asked(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Events from phones, the earliest first."""
    in_turn = sorted(events, key=lambda event: (event.occurred_at, event.id))
    return {event.id: _record(actor, event) for event in in_turn}


def _record(actor: Actor, event: Received) -> Outcome:
    said = event.payload
    try:
        request = service.ask(
            actor,
            id=event.id,
            at=event.occurred_at,
            kind=said.kind,
            from_on=said.from_on,
            until_on=said.until_on,
            from_half=said.from_half,
            until_half=said.until_half,
            reason=said.reason,
        )
    except Problem as problem:
        return Outcome(refused=problem)
    return Outcome(flags=tuple(request.flags))


def flags_of_asked(actor: Actor, event_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The flags of requests that were stored before."""
    rows = db.session.execute(
        db.select(LeaveRequest.id, LeaveRequest.flags).where(
            LeaveRequest.organisation_id == actor.organisation_id, LeaveRequest.id.in_(list(event_ids))
        )
    )
    return {id_: tuple(flags) for id_, flags in rows}
