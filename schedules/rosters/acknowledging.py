"""What a person says to have seen: at once, or when the phone is on the network again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from evidence.sync.kinds import Outcome, Payload, Received, Uuid
from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.identity.actor import Actor
from schedules.rosters.models import Acknowledgement, Roster, Shift
from schedules.rosters.reach import locked
from schedules.rosters.writing import screens


class AcknowledgedPayload(Payload):
    """I have seen my shifts as this version of the roster has them."""

    roster_id: Uuid
    version: int


def acknowledge(actor: Actor, *, roster_id: str, version: int | None = None) -> Roster:
    """The newest version, or the one that was on the screen."""
    roster = _published(actor, roster_id)
    if roster is None or not _was_asked(actor, roster):
        raise NotFound()
    confirm(actor, roster, min(version or roster.version, roster.version), at=now())
    return roster


def record_acknowledgements(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Events from phones. One that speaks of a version which is gone confirms what is still as it was."""
    in_turn = sorted(events, key=lambda event: (event.payload.roster_id, event.occurred_at, event.id))
    return {event.id: _record(actor, event) for event in in_turn}


def _record(actor: Actor, event: Received) -> Outcome:
    roster = _published(actor, event.payload.roster_id)
    version = event.payload.version
    if roster is None or not 1 <= version <= roster.version or not _was_asked(actor, roster):
        return Outcome(refused=NotFound())
    confirm(actor, roster, version, at=event.occurred_at)
    return Outcome(flags=() if version == roster.version else ("older_version",))


def _published(actor: Actor, roster_id: str) -> Roster | None:
    if db.session.get(Roster, (actor.organisation_id, roster_id)) is None:
        return None
    roster = locked(actor.organisation_id, roster_id)
    return roster if roster.version else None


def _was_asked(actor: Actor, roster: Roster) -> bool:
    return db.session.scalar(select(Acknowledgement.id).where(*_mine(actor, roster)).limit(1)) is not None


def _mine(actor: Actor, roster: Roster) -> tuple:
    return (
        Acknowledgement.organisation_id == actor.organisation_id,
        Acknowledgement.roster_id == roster.id,
        Acknowledgement.person_id == actor.person_id,
    )


def confirm(actor: Actor, roster: Roster, version: int, *, at: datetime) -> None:
    """Everything up to that version; a shift that changed later stays unconfirmed."""
    db.session.execute(
        update(Acknowledgement)
        .where(
            *_mine(actor, roster),
            Acknowledgement.version <= version,
            Acknowledgement.acknowledged_at.is_(None),
        )
        .values(acknowledged_at=at, received_at=now())
        .execution_options(synchronize_session=False)
    )
    sites = db.session.scalars(
        update(Shift)
        .where(
            Shift.organisation_id == actor.organisation_id,
            Shift.roster_id == roster.id,
            Shift.person_id == actor.person_id,
            Shift.changed_in <= version,
            Shift.confirmed_at.is_(None),
            Shift.cancelled_at.is_(None),
        )
        .values(confirmed_at=at)
        .returning(Shift.site_id)
        .execution_options(synchronize_session=False)
    )
    screens(roster, set(sites))
