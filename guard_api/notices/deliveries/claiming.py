"""Who works on which delivery: taken by UPDATE for the time of a lease, so that a dead worker's come back."""

import random
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, tuple_, update

from guard_api.clock import now
from guard_api.database import db, new_id, write_transaction
from guard_api.notices.carriers.letter import Outcome
from guard_api.notices.deliveries import rules
from guard_api.notices.deliveries.models import UNDER_WAY, Delivery

LEASE = timedelta(seconds=120)
MOST_AT_ONCE = 50
MINUTE = timedelta(minutes=1)
UNSEEN = {"synchronize_session": False}


@dataclass(frozen=True)
class Due:
    """A channel for which something waits."""

    organisation_id: str
    channel_id: str
    kind: str


def due_channels() -> list[Due]:
    rows = db.session.execute(
        select(Delivery.organisation_id, Delivery.channel_id, Delivery.channel_kind)
        .where(UNDER_WAY, Delivery.next_at <= now(), Delivery.channel_id.is_not(None))
        .distinct()
    )
    return [Due(*row) for row in rows]


def claim(due: Due) -> list[Delivery]:
    """The most urgent that are due, taken by this worker alone, apart from any session; maybe none."""
    token = new_id()
    with write_transaction() as session:
        most = rules.room(due.kind, _sent_last_minute(due), MOST_AT_ONCE)
        if most == 0:
            return []
        chosen = (
            select(Delivery.organisation_id, Delivery.id)
            .where(
                Delivery.organisation_id == due.organisation_id,
                Delivery.channel_id == due.channel_id,
                UNDER_WAY,
                Delivery.next_at <= now(),
            )
            .order_by(Delivery.urgent.desc(), Delivery.next_at, Delivery.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        keys = [tuple(row) for row in session.execute(chosen)]
        taken = session.scalars(
            update(Delivery)
            .where(tuple_(Delivery.organisation_id, Delivery.id).in_(keys), UNDER_WAY)
            .values(claim=token, next_at=now() + LEASE, attempts=Delivery.attempts + 1)
            .returning(Delivery),
            execution_options=UNSEEN,
        ).all()
        session.flush()
        session.expunge_all()
    return sorted(taken, key=lambda one: (not one.urgent, one.id))


def _sent_last_minute(due: Due) -> int:
    return db.session.scalar(
        select(func.count()).where(
            Delivery.organisation_id == due.organisation_id,
            Delivery.channel_id == due.channel_id,
            Delivery.sent_at > now() - MINUTE,
        )
    )


def settle(delivery: Delivery, outcome: Outcome) -> None:
    """Write down what came of it, unless the lease ran out and somebody else has it now."""
    if outcome.sent:
        _write(delivery, state="sent", sent_at=now(), last_error=None, last_answer=None)
        return
    over = rules.is_over(delivery.attempts, final=outcome.final)
    again = now() + rules.wait(delivery.attempts, random.random(), outcome.after_s)
    _write(
        delivery,
        state="given_up" if over else "failed",
        next_at=delivery.next_at if over else again,
        last_error=outcome.error,
        last_answer=outcome.answer,
    )


def drop(delivery: Delivery, reason: str) -> None:
    """It need not go any more."""
    _write(delivery, state="dropped", last_error=reason, last_answer=None)


def hold(delivery: Delivery, until, reason: str) -> None:
    """Not now; the try does not count."""
    _write(delivery, next_at=until, last_error=reason, attempts=delivery.attempts - 1)


def put_back(delivery: Delivery) -> None:
    """Taken up, but not come to; the next worker may have it at once."""
    _write(delivery, next_at=now(), attempts=delivery.attempts - 1)


def _write(delivery: Delivery, **values) -> None:
    with write_transaction() as session:
        session.execute(
            update(Delivery)
            .where(
                Delivery.organisation_id == delivery.organisation_id,
                Delivery.id == delivery.id,
                Delivery.claim == delivery.claim,
            )
            .values(claim=None, **values),
            execution_options=UNSEEN,
        )
