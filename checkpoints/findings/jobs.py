from datetime import timedelta

from sqlalchemy import select

from checkpoints.findings import queries
from evidence.uploads import queries as uploads
from evidence.uploads import receiving, service
from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.jobs import Job
from guard_api.tenants.models import Organisation
from guard_api.tenants.rules import effective


def expire_photos() -> None:
    """Delete the bytes of old photos and voice notes, unless a severe or unsettled finding needs them."""
    organisations = db.session.execute(select(Organisation.id, Organisation.settings)).all()
    for organisation_id, settings in organisations:
        days = effective(settings)["keep_photos_days"]
        for sha256 in expired_photos(organisation_id, days):
            with write_transaction():
                service.expire(organisation_id=organisation_id, sha256s=[sha256])
                # Before the commit: after a kill the row is still there, and the job comes again.
                receiving.drop_bytes(organisation_id, sha256)


def expired_photos(organisation_id: str, days: int) -> list[str]:
    old = uploads.verified_before(organisation_id, now() - timedelta(days=days))
    subjects = {subject for of_one in old.values() for subject in of_one}
    stay = queries.whose_photos_stay(organisation_id, subjects)
    return [sha256 for sha256, of_one in old.items() if not of_one & stay]


JOBS = [Job("expire_photos", expire_photos, daily_at="03:20")]
