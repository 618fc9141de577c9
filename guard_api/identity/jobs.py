from datetime import timedelta

from sqlalchemy import delete

from guard_api.clock import now
from guard_api.database import write_transaction
from guard_api.identity.attempts import forget_old_failures
from guard_api.identity.models import Session
from guard_api.identity.phones.service import forget_old_offers
from guard_api.jobs import Job

ENDED_SESSIONS_KEPT = timedelta(days=30)


def forget_old_sessions() -> None:
    with write_transaction() as session:
        session.execute(delete(Session).where(Session.expires_at < now() - ENDED_SESSIONS_KEPT))


JOBS = [
    Job("identity.forget_old_failures", forget_old_failures, every_s=600),
    Job("identity.forget_old_offers", forget_old_offers, daily_at="02:50"),
    Job("identity.forget_old_sessions", forget_old_sessions, daily_at="02:55"),
]
