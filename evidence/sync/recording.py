"""New events go to the slices that declared them: each kind in bulk, one by one only where bulk failed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog
from sqlalchemy.exc import OperationalError

from evidence.sync.kinds import ACCEPTED, Handler, Outcome, Received, Settle
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import Actor

log = structlog.get_logger()
T = TypeVar("T")
Outcomes = dict[str, Outcome]
FAILED = Outcome(refused=Problem("sync.not_stored", 500))


def record(
    actor: Actor, handlers: dict[str, Handler], events: Sequence[Received], *, carefully: bool
) -> Outcomes:
    """Store the events, kind after kind in the order in which the slices declared them, then settle.

    Whatever fails is raised, unless it is done `carefully`: then a kind that fails in bulk is stored
    event by event, each behind a savepoint, and what cannot be stored is refused.
    """
    by_kind: dict[str, list[Received]] = defaultdict(list)
    for event in events:
        by_kind[event.kind].append(event)
    record_kind, settle_all = (_record_kind, _settle) if carefully else (_record_bulk, _settle_bulk)
    outcomes: Outcomes = {}
    touched: dict[Settle, set[str]] = defaultdict(set)
    for kind, handler in handlers.items():
        if kind in by_kind:
            of_kind = record_kind(actor, handler, by_kind[kind])
            outcomes |= of_kind
            if handler.settle:
                touched[handler.settle].update(id_ for one in of_kind.values() for id_ in one.touches)
    for settle, ids in touched.items():
        if ids:
            settle_all(actor, settle, sorted(ids))
    return outcomes


def _record_bulk(actor: Actor, handler: Handler, events: list[Received]) -> Outcomes:
    outcomes = handler.record(actor, events)
    return {event.id: outcomes.get(event.id, ACCEPTED) for event in events}


def _settle_bulk(actor: Actor, settle: Settle, ids: list[str]) -> None:
    settle(actor, ids)


def _record_kind(actor: Actor, handler: Handler, events: list[Received]) -> Outcomes:
    try:
        return _in_savepoint(lambda: _record_bulk(actor, handler, events))
    except OperationalError:
        raise
    except Exception:
        log.exception("bulk_step_failed", kind=events[0].kind, events=len(events))
        return {event.id: _record_alone(actor, handler, event) for event in events}


def _record_alone(actor: Actor, handler: Handler, event: Received) -> Outcome:
    try:
        return _in_savepoint(lambda: handler.record(actor, [event])).get(event.id, ACCEPTED)
    except OperationalError:
        raise
    except Exception:
        log.exception("event_failed", kind=event.kind, id=event.id)
        return FAILED


def _settle(actor: Actor, settle: Settle, ids: list[str]) -> None:
    """A conclusion that cannot be drawn must not cost the facts; the deadline's job tries it again."""
    try:
        _in_savepoint(lambda: settle(actor, ids))
    except OperationalError:
        raise
    except Exception:
        log.exception("settling_failed", ids=ids)
        if len(ids) > 1:
            for id_ in ids:
                _settle(actor, settle, [id_])


def _in_savepoint(step: Callable[[], T]) -> T:
    """A full disk, a deadlock or a lost connection (OperationalError) passes: the batch is sent again."""
    with db.session.begin_nested():
        return step()
