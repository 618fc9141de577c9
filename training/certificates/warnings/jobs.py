from zoneinfo import ZoneInfo

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.jobs import Job
from guard_api.tenants.models import Organisation
from training.certificates.warnings.service import warn
from training.days import zone_of

FROM_HOUR = 8


def warn_of_ends() -> None:
    """Each organisation in its own morning and day; what was said once is not said again."""
    for organisation_id in db.session.scalars(select(Organisation.id)).all():
        if now().astimezone(ZoneInfo(zone_of(organisation_id))).hour >= FROM_HOUR:
            with write_transaction():
                warn(organisation_id)


JOBS = [Job("certificates.warn_of_ends", warn_of_ends, every_s=3600)]
