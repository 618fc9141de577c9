"""The right of reply, and the decision."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from checkpoints.patrols.exceptions.rules import UNDECIDED, concerns
from checkpoints.patrols.models import NO_VISIT, Patrol, PatrolException
from checkpoints.patrols.rounds.service import judge_rounds
from checkpoints.patrols.service import mark_days
from evidence.sync.kinds import Outcome, Received
from evidence.uploads.service import attach
from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.live.service import announce
from guard_api.records import note_change

DECIDERS = (SUPERVISOR, ADMINISTRATOR)


def record_replies(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Guards answer exceptions about themselves. Of several answers the last counts."""
    found = _with_rounds(actor.organisation_id, [event.payload.exception_id for event in events])
    outcomes: dict[str, Outcome] = {}
    for event in sorted(events, key=lambda event: (event.occurred_at, event.id)):
        exception, patrol = found.get(event.payload.exception_id, (None, None))
        if exception is None:
            outcomes[event.id] = Outcome(refused=Problem("patrols.exception_unknown", 404))
        elif not about(actor, exception, patrol):
            outcomes[event.id] = Outcome(refused=Problem("patrols.exception_not_yours", 403))
        else:
            _reply(actor, exception, event)
    return outcomes


def _with_rounds(organisation_id: str, ids: Iterable[str]) -> dict[str, tuple[PatrolException, Patrol]]:
    rows = db.session.execute(
        select(PatrolException, Patrol)
        .join(
            Patrol,
            (Patrol.organisation_id == PatrolException.organisation_id)
            & (Patrol.id == PatrolException.patrol_id),
        )
        .where(PatrolException.organisation_id == organisation_id, PatrolException.id.in_(sorted(set(ids))))
        .with_for_update(of=PatrolException)
    )
    return {exception.id: (exception, patrol) for exception, patrol in rows}


def about(actor: Actor, exception: PatrolException, patrol: Patrol) -> bool:
    return concerns(
        actor.person_id,
        person_id=exception.person_id,
        walked_by=(patrol.person_id, *patrol.also_person_ids),
        planned_for=patrol.person_ids,
    )


def _reply(actor: Actor, exception: PatrolException, event: Received) -> None:
    if exception.replied_at is None or exception.replied_at <= event.occurred_at:
        exception.reply_reason = event.payload.reason
        exception.reply_text = event.payload.text
        exception.replied_by, exception.replied_at = actor.person_id, event.occurred_at
    if exception.state == "open":
        exception.state = "answered"
    attach(
        actor,
        event_id=event.id,
        subject_kind="exception",
        subject_id=exception.id,
        site_id=exception.site_id,
        files=event.payload.photos,
    )
    _announce(exception)


def decide(*, actor: Actor, exception_id: str, excused: bool, note: str) -> PatrolException:
    """Excuse an exception or not; of an incomplete round with its skipped checkpoints not yet decided."""
    exception = _to_decide(actor, exception_id)
    if exception.state == "withdrawn":
        raise Problem("patrols.exception_withdrawn", 409)
    if not excused and not note.strip():
        raise Problem("patrols.note_needed", 422, paths=["/note"])
    decision = "excused" if excused else "unexcused"
    made = (actor.person_id, now(), note.strip())
    for one in [exception, *_skipped_with(exception)]:
        one.decision = one.state = decision
        one.decided_by, one.decided_at, one.decision_note = made
    note_change(actor, f"exception.{decision}", "exception", exception.id, note=note.strip())
    _settle(exception)
    return exception


def undo_decision(*, actor: Actor, exception_id: str) -> PatrolException:
    """Take a decision back, together with those that came with it."""
    exception = _to_decide(actor, exception_id)
    if exception.decision is None:
        raise Problem("patrols.not_decided", 409)
    for one in [exception, *_decided_with(exception)]:
        one.decision = one.decided_by = one.decided_at = one.decision_note = None
        if one.state != "withdrawn":
            one.state = "answered" if one.replied_at else "open"
    note_change(actor, "exception.undecided", "exception", exception.id)
    _settle(exception)
    return exception


def _to_decide(actor: Actor, exception_id: str) -> PatrolException:
    """The exception, if the actor decides at its site and it is not about the actor (four eyes)."""
    found = _with_rounds(actor.organisation_id, [exception_id])
    if not found:
        raise NotFound()
    exception, patrol = found[exception_id]
    actor.reach(exception.site_id, *DECIDERS)
    if about(actor, exception, patrol):
        raise Problem("patrols.four_eyes", 403)
    return exception


def _skipped_with(exception: PatrolException) -> list[PatrolException]:
    if exception.kind != "incomplete":
        return []
    return _skipped(exception, PatrolException.state.in_(UNDECIDED))


def _decided_with(exception: PatrolException) -> list[PatrolException]:
    """The skipped ones that were decided in the same breath."""
    if exception.kind != "incomplete":
        return []
    return _skipped(exception, PatrolException.decided_at == exception.decided_at)


def _skipped(exception: PatrolException, condition: Any) -> list[PatrolException]:
    return list(
        db.session.scalars(
            select(PatrolException).where(
                PatrolException.organisation_id == exception.organisation_id,
                PatrolException.patrol_id == exception.patrol_id,
                PatrolException.kind == "skipped",
                PatrolException.visit_id != NO_VISIT,
                condition,
            )
        )
    )


def _settle(exception: PatrolException) -> None:
    db.session.flush()
    judge_rounds(exception.organisation_id, [exception.patrol_id])
    mark_days(organisation_id=exception.organisation_id, days=[(exception.site_id, exception.on)])
    _announce(exception)
    db.session.expire(exception)


def _announce(exception: PatrolException) -> None:
    announce(
        organisation_id=exception.organisation_id,
        changes=[("exception", exception.id, exception.site_id)],
    )
