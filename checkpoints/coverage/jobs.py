"""Count marked cells anew, a bounded batch at a time."""

from checkpoints.coverage import queries, service
from checkpoints.coverage.raw import count_cell
from guard_api.clock import now
from guard_api.database import write_transaction
from guard_api.jobs import Job

BATCH = 50
MOST_BATCHES = 200


def settle_cells() -> int:
    """Bring the cells under marks up to date; cells that grew stale by themselves are marked first."""
    with write_transaction():
        service.mark_stale(now=now(), most=BATCH * MOST_BATCHES)
    settled = 0
    for _ in range(MOST_BATCHES):
        settled += (batch := _settle_batch())
        if batch < BATCH:
            break
    return settled


def _settle_batch() -> int:
    """Count outside the write transaction, so that phones do not wait; the marks' versions make it safe."""
    marks = queries.oldest_marks(BATCH)
    at = now()
    cells = [count_cell(mark.key, at) for mark in marks]
    if marks:
        with write_transaction():
            service.store_counted(marks=marks, cells=cells)
    return len(marks)


JOBS = [Job("count marked coverage cells", settle_cells, every_s=5)]
