from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, select

from checkpoints.patrols import retention
from checkpoints.patrols.models import Position, RemovedRound
from checkpoints.patrols.plans import planning
from checkpoints.patrols.plans import queries as plans
from checkpoints.patrols.rounds import service as rounds
from evidence.sync import ledger
from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.jobs import Job
from guard_api.tenants.models import Organisation, Site
from guard_api.tenants.rules import effective

# A phone carries its rounds for eight days; a month leaves it ample time to bring them back.
REMOVED_ROUND_DAYS = 30
POSITIONS_AT_ONCE = 2000
log = structlog.get_logger()


def judge_due_rounds() -> None:
    """Judge the rounds whose deadline has passed, a bounded number in each transaction."""
    while True:
        with write_transaction():
            if not rounds.judge_due(now()):
                return


def plan_ahead() -> None:
    """Keep two weeks of rounds standing; make those of a changed route anew."""
    behind = plans.to_be_planned(now())
    for organisation_id, plan_id in behind:
        try:
            with write_transaction():
                planning.catch_up(plans.basis_of(organisation_id, plan_id), now())
        except Exception:  # one plan that cannot be made must not cost the other sites their rounds
            log.exception("plan_not_made", plan_id=plan_id)


def forget_positions() -> None:
    """Delete positions after the organisation's retention time, and ids that no phone carries any more."""
    for organisation_id, settings in db.session.execute(select(Organisation.id, Organisation.settings)).all():
        before = now() - timedelta(days=effective(settings)["keep_positions_days"])
        while _forget_some(organisation_id, before):
            """The next ones: phones may write in between."""
    with write_transaction() as session:
        old = now() - timedelta(days=REMOVED_ROUND_DAYS)
        session.execute(delete(RemovedRound).where(RemovedRound.removed_at < old))


def _forget_some(organisation_id: str, before: datetime) -> bool:
    """With each position goes the text of the event that told of it."""
    oldest = (
        select(Position.id)
        .where(Position.organisation_id == organisation_id, Position.occurred_at < before)
        .order_by(Position.occurred_at)
        .limit(POSITIONS_AT_ONCE)
    )
    with write_transaction() as session:
        ids = session.scalars(oldest).all()
        session.execute(
            delete(Position)
            .where(Position.organisation_id == organisation_id, Position.id.in_(ids))
            .execution_options(synchronize_session=False)
        )
        ledger.forget_texts(organisation_id, ids)
    return bool(ids)


def forget_rounds() -> None:
    """Delete rounds and scans after the organisation's retention time, a few days of a site at a time."""
    kept = db.session.execute(
        select(Organisation.id, Organisation.settings, Site.id).join(
            Site, Site.organisation_id == Organisation.id
        )
    ).all()
    for organisation_id, settings, site_id in kept:
        before = now() - timedelta(days=effective(settings)["keep_scans_days"])
        for forget in (retention.forget_days, retention.forget_loose_scans):
            while _in_one_write(forget, organisation_id, site_id, before):
                """The next ones: phones may write in between."""


def _in_one_write(forget: Callable[..., int], *about: Any) -> int:
    with write_transaction():
        return forget(*about)


JOBS = [
    Job("judge due rounds", judge_due_rounds, every_s=15),
    Job("plan rounds ahead", plan_ahead, every_s=300),
    Job("forget old positions", forget_positions, daily_at="18:30"),
    Job("forget old rounds", forget_rounds, daily_at="18:50"),
]
