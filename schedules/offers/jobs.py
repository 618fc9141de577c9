"""Offers whose time has passed."""

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import write_transaction
from guard_api.jobs import Job
from schedules.offers import rules, service
from schedules.offers.models import Offer

MOST = 500


def expire_offers() -> None:
    with write_transaction() as session:
        due = session.scalars(
            select(Offer)
            .where(Offer.state.in_(rules.LIVE), Offer.closes_at <= now())
            .order_by(Offer.organisation_id, Offer.id)
            .limit(MOST)
            .with_for_update()
        )
        for offer in due.all():
            service.expire(offer)


JOBS = [Job("expire_offers", expire_offers, every_s=60)]
