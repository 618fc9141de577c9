from datetime import datetime, timedelta

from sqlalchemy import select, update

from evidence.sync import ledger
from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.jobs import Job
from guard_api.tenants.models import Organisation
from guard_api.tenants.rules import effective
from schedules.clocking import plan
from schedules.clocking.derivation import HORIZON, derive_people, derive_shifts, stretches_of
from schedules.clocking.models import Attendance, Punch, UnplannedWork
from schedules.clocking.no_shows import service as no_shows

AT_ONCE = 200
# Places published while no job ran, or into the past, are found for so long; hooks find the others at once.
LOOK_BACK = timedelta(days=7)


def expect_shifts() -> None:
    """Write down the shifts whose start comes near, so that nobody having come can be known."""
    for organisation_id in db.session.scalars(select(Organisation.id)).all():
        while _expect_some(organisation_id):
            """The next ones: phones may write in between."""


def _expect_some(organisation_id: str) -> bool:
    start, end = now() - LOOK_BACK, now() + HORIZON
    known = select(Attendance.shift_id).where(
        Attendance.organisation_id == organisation_id,
        Attendance.on.between((start - HORIZON).date(), (end + HORIZON).date()),
    )
    with write_transaction():
        ids = plan.unseen(organisation_id, start, end, known, AT_ONCE)
        derive_shifts(organisation_id, ids)
    return len(ids) == AT_ONCE


def judge_due() -> None:
    """Derive anew what time alone has changed, a bounded number in each transaction."""
    for step in (_judge_attendances, _judge_unplanned):
        while True:
            with write_transaction():
                if not step(now()):
                    break


def _judge_attendances(at: datetime) -> bool:
    rows = _claimed(Attendance, at)
    for organisation_id in sorted({row.organisation_id for row in rows}):
        derive_shifts(
            organisation_id, [row.shift_id for row in rows if row.organisation_id == organisation_id]
        )
    return len(rows) == AT_ONCE


def _judge_unplanned(at: datetime) -> bool:
    rows = _claimed(UnplannedWork, at)
    people = [(row.organisation_id, row.person_id, row.start_at) for row in rows]
    for organisation_id in sorted({organisation for organisation, *_ in people}):
        theirs = [(who, when, when) for organisation, who, when in people if organisation == organisation_id]
        derive_people(organisation_id, stretches_of(theirs))
    return len(rows) == AT_ONCE


def _claimed(model, at: datetime) -> list:
    """Rows whose time has come; claimed by taking it away, so that what fails is not tried for ever."""
    rows = db.session.scalars(
        select(model)
        .where(model.judge_at <= at)
        .order_by(model.judge_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.judge_at = None
    db.session.flush()
    return list(rows)


def watch_no_shows() -> None:
    """Tell of shifts that nobody has clocked in for; tell higher where nobody has answered."""
    for step in (no_shows.raise_due, no_shows.escalate_due):
        while True:
            with write_transaction():
                if not step(now()):
                    break


def forget_positions() -> None:
    """Empty positions of punches after the organisation's retention time; the punch stays."""
    for organisation_id, settings in db.session.execute(select(Organisation.id, Organisation.settings)).all():
        before = now() - timedelta(days=effective(settings)["keep_positions_days"])
        while _forget_some(organisation_id, before):
            """The next ones: phones may write in between."""


def _forget_some(organisation_id: str, before: datetime) -> bool:
    oldest = (
        select(Punch.id)
        .where(Punch.organisation_id == organisation_id, Punch.occurred_at < before, Punch.lat.is_not(None))
        .order_by(Punch.occurred_at)
        .limit(AT_ONCE)
    )
    with write_transaction() as session:
        ids = session.scalars(oldest).all()
        session.execute(
            update(Punch)
            .where(Punch.organisation_id == organisation_id, Punch.id.in_(ids))
            .values(lat=None, lon=None, accuracy_m=None)
            .execution_options(synchronize_session=False)
        )
        ledger.forget_texts(organisation_id, ids)
    return bool(ids)


JOBS = [
    Job("expect shifts", expect_shifts, every_s=60),
    Job("judge attendance", judge_due, every_s=15),
    Job("watch for no-shows", watch_no_shows, every_s=20),
    Job("forget positions of punches", forget_positions, daily_at="18:40"),
]
