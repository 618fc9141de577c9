from datetime import timedelta

from sqlalchemy import delete

from guard_api.clock import now
from guard_api.database import get_owned, write_transaction
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.notices.deliveries.models import Delivery
from guard_api.records import note_change

KEPT = timedelta(days=90)
AGAIN = ("failed", "given_up", "waiting")


def retry(actor: Actor, delivery_id: str) -> Delivery:
    """Now, by hand, with all its tries before it."""
    delivery = get_owned(Delivery, actor.organisation_id, delivery_id)
    if delivery.state not in AGAIN or delivery.channel_id is None:
        raise Problem("notices.not_to_be_retried", 409)
    if delivery.claim is not None and delivery.next_at > now():
        raise Problem("notices.being_sent", 409)
    delivery.state, delivery.attempts, delivery.next_at, delivery.claim = "waiting", 0, now(), None
    note_change(actor, "notice_delivery.retried", "notice_delivery", delivery.id)
    return delivery


def forget_old_deliveries() -> None:
    with write_transaction() as session:
        session.execute(
            delete(Delivery)
            .where(Delivery.created_at < now() - KEPT)
            .execution_options(synchronize_session=False)
        )
