"""Days as people work and are counted: local to the sites, months as the calendar has them."""

import calendar
from collections import Counter
from datetime import date, timedelta

from sqlalchemy import select

from guard_api.clock import local_date, now
from guard_api.database import db
from guard_api.tenants.models import Site

TIME_ZONE = "Asia/Shanghai"
ONE_DAY = timedelta(days=1)


def zone_of(organisation_id: str) -> str:
    """The clock of most of the organisation's sites."""
    zones = Counter(
        db.session.scalars(
            select(Site.time_zone).where(Site.organisation_id == organisation_id).order_by(Site.id)
        )
    )
    return zones.most_common(1)[0][0] if zones else TIME_ZONE


def today_of(organisation_id: str) -> date:
    """The day it is where most of the organisation's sites are."""
    return local_date(now(), zone_of(organisation_id))


def plus_months(day: date, months: int) -> date:
    """The same day of another month, or its last day: 31 January and one month is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(since: date, until: date) -> int:
    """Months that have gone by, whole ones only."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months if plus_months(since, months) <= until else months - 1
