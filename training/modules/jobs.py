from sqlalchemy import select

from guard_api.database import db, write_transaction
from guard_api.jobs import Job
from guard_api.tenants.models import Organisation
from training.modules.library import ensure_library


def update_libraries() -> None:
    """After an update of the product every organisation has the newest ready modules."""
    for organisation_id in db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        with write_transaction():
            ensure_library(organisation_id)


JOBS = [Job("update_libraries", update_libraries, daily_at="03:40")]
