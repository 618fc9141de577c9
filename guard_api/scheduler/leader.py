"""One leader among any number of processes; another takes over within seconds of its death."""

import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from guard_api.clock import now
from guard_api.database import db, new_id, write_transaction
from guard_api.scheduler.models import JobLease

log = structlog.get_logger()
LEASE_S = 6.0
LOCK_NUMBER = 0x616E78756E  # "anxun"


class LockLeader:
    """PostgreSQL: a session's advisory lock, which the server lets go when the session ends."""

    def __init__(self, engine: Engine):
        self.engine, self.connection = engine, None

    def leads(self) -> bool:
        """Whether this process leads now, after trying to."""
        try:
            if self.connection is not None:
                self.connection.execute(text("SELECT 1"))
                return True
            return self._try_to_lock(self.engine.connect().execution_options(isolation_level="AUTOCOMMIT"))
        except DBAPIError as error:
            log.warning("leader_lost_its_connection", error=str(error.orig))
            self._let_go()
            return False

    def _try_to_lock(self, connection: Connection) -> bool:
        if connection.scalar(text("SELECT pg_try_advisory_lock(:n)"), {"n": LOCK_NUMBER}):
            self.connection = connection
            return True
        connection.close()
        return False

    def resign(self) -> None:
        if self.connection is not None:
            self.connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK_NUMBER})
        self._let_go()

    def _let_go(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


class LeaseLeader:
    """SQLite: a row that must be renewed; who does not renew it in time has lost it."""

    NAME = "scheduler"

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.holder, self.clock, self.sure_until = new_id(), clock, 0.0

    def leads(self) -> bool:
        asked_at = self.clock()
        fresh = self.sure_until - asked_at > LEASE_S / 2
        if not fresh and self._may_take() and self._take_or_renew():
            self.sure_until = asked_at + LEASE_S
        return self.clock() < self.sure_until

    def _may_take(self) -> bool:
        """A look without the write lock, so that those who wait cost nothing."""
        lease = db.session.get(JobLease, self.NAME, populate_existing=True)
        return lease is None or lease.holder == self.holder or lease.until <= now()

    def _take_or_renew(self) -> bool:
        with write_transaction() as session:
            lease, at = session.get(JobLease, self.NAME), now()
            if lease is None:
                lease = JobLease(name=self.NAME, holder=self.holder, until=at)
                session.add(lease)
            if lease.holder != self.holder and lease.until > at:
                return False
            lease.holder, lease.until = self.holder, at + timedelta(seconds=LEASE_S)
            return True

    def resign(self) -> None:
        self.sure_until = 0.0
        with write_transaction() as session:
            lease = session.get(JobLease, self.NAME)
            if lease is not None and lease.holder == self.holder:
                session.delete(lease)


def leader() -> LockLeader | LeaseLeader:
    """For the database of the current application."""
    return LockLeader(db.engine) if db.engine.dialect.name == "postgresql" else LeaseLeader()


def ready() -> bool:
    """Whether the tables are there: a server may be started before it was migrated."""
    return inspect(db.engine).has_table(JobLease.__tablename__)
