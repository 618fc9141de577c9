from contextlib import suppress
from datetime import timedelta

import structlog

from evidence.uploads import queries, receiving, service
from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.errors import Problem
from guard_api.files import store
from guard_api.jobs import Job

log = structlog.get_logger()
AT_ONCE = 200
UNDECLARED_FOR = timedelta(days=7)
HALF_WRITTEN_FOR = timedelta(days=1)


def look_at_whole_uploads() -> None:
    """Verify what arrived whole just before its server was stopped."""
    waiting = queries.whole_but_unverified(AT_ONCE)
    db.session.rollback()
    for organisation_id, sha256 in waiting:
        with suppress(Problem):
            receiving.finish(receiving.expect(organisation_id, sha256))


def delete_undeclared() -> None:
    """Remove files that no event has named for a week, and what killed writers left."""
    abandoned = queries.undeclared_before(now() - UNDECLARED_FOR, AT_ONCE)
    db.session.rollback()
    for organisation_id, sha256 in abandoned:
        with write_transaction():
            dropped = service.forget(organisation_id=organisation_id, sha256=sha256)
            if dropped:  # before the commit: after a kill the row is still there, and the job comes again
                receiving.drop_bytes(organisation_id, sha256)
        if dropped:
            log.info("undeclared_upload_deleted", organisation_id=organisation_id, sha256=sha256)
    store().discard_incoming(HALF_WRITTEN_FOR)


JOBS = [
    Job("look_at_whole_uploads", look_at_whole_uploads, every_s=60),
    Job("delete_undeclared_uploads", delete_undeclared, every_s=3600),
]
