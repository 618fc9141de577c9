"""The days of an organisation: its people's `_on` dates go by the clock of most of its sites."""

from datetime import date, datetime

from guard_api.clock import local_date
from people.dates import today_of, zone_of


def today(organisation_id: str) -> date:
    return today_of(organisation_id)


def day_of(instant: datetime, organisation_id: str) -> date:
    return local_date(instant, zone_of(organisation_id))
