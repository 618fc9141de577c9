from sqlalchemy import select

from guard_api.database import db, write_transaction
from guard_api.jobs import Job
from guard_api.tenants.models import Organisation
from people.dates import today_of
from people.employment import sign_in


def follow_employment() -> None:
    """Moves that begin today and exits that were yesterday, by each organisation's own day."""
    for organisation_id in db.session.scalars(select(Organisation.id)).all():
        with write_transaction():
            sign_in.follow(organisation_id, today_of(organisation_id))


JOBS = [Job("follow_employment", follow_employment, every_s=1800)]
