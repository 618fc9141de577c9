from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from evidence.uploads.models import Attachment, Upload
from guard_api.database import db
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, SUPERVISOR, Actor

READERS = (GUARD, SUPERVISOR, ADMINISTRATOR, CLIENT)
STATES = ("receiving", "verified", "refused", "expired")
LOOK_BACK = timedelta(days=30)
SAME_UPLOAD = (Upload.organisation_id == Attachment.organisation_id) & (Upload.sha256 == Attachment.sha256)


@dataclass(frozen=True)
class File:
    """A declared photo or voice note; `state` is `missing` until its first byte is here."""

    subject_id: str
    event_id: str
    sha256: str
    type: str
    size_bytes: int
    seconds: float | None
    state: str
    width_px: int | None
    height_px: int | None


def files_of(organisation_id: str, subject_ids: Iterable[str]) -> dict[str, list[File]]:
    """For each subject (a finding, an exception, a check) what its events declared, in order."""
    rows = db.session.execute(
        select(
            Attachment.subject_id,
            Attachment.event_id,
            Attachment.sha256,
            Attachment.type,
            Attachment.size_bytes,
            Attachment.seconds,
            func.coalesce(Upload.state, "missing").label("state"),
            Upload.width_px,
            Upload.height_px,
        )
        .outerjoin(Upload, SAME_UPLOAD)
        .where(Attachment.organisation_id == organisation_id, Attachment.subject_id.in_(list(subject_ids)))
        .order_by(Attachment.event_id, Attachment.position)
    )
    files: dict[str, list[File]] = {}
    for row in rows:
        files.setdefault(row.subject_id, []).append(File(**row._mapping))
    return files


def completeness(organisation_id: str, event_ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """For each event that declared files: how many, and how many of them are verified."""
    rows = db.session.execute(
        select(Attachment.event_id, func.count(), func.count(Upload.verified_at))
        .outerjoin(Upload, SAME_UPLOAD)
        .where(Attachment.organisation_id == organisation_id, Attachment.event_id.in_(list(event_ids)))
        .group_by(Attachment.event_id)
    )
    return {event_id: (declared, verified) for event_id, declared, verified in rows}


def upload_of(organisation_id: str, sha256: str) -> Upload | None:
    return db.session.get(Upload, (organisation_id, sha256)) if is_sha256(sha256) else None


def visible_upload(actor: Actor, sha256: str) -> Upload | None:
    """A verified upload that the actor sent, or that belongs to a site the actor reaches."""
    upload = upload_of(actor.organisation_id, sha256)
    if upload is None or upload.state != "verified":
        return None
    return upload if upload.uploaded_by == actor.person_id or _reaches(actor, sha256) else None


def _reaches(actor: Actor, sha256: str) -> bool:
    return db.session.scalar(
        select(
            exists().where(
                Attachment.organisation_id == actor.organisation_id,
                Attachment.sha256 == sha256,
                actor.scope(*READERS).where(Attachment.site_id),
            )
        )
    )


def is_sha256(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def whole_but_unverified(limit: int) -> list[tuple[str, str]]:
    """Uploads whose server died between the last byte and the look at it."""
    rows = db.session.execute(
        select(Upload.organisation_id, Upload.sha256)
        .where(Upload.state == "receiving", Upload.received_bytes == Upload.size_bytes)
        .limit(limit)
    )
    return [tuple(row) for row in rows]


def undeclared_before(instant: datetime, limit: int) -> list[tuple[str, str]]:
    """Of the month before the instant: looking further back each hour would cost more each year."""
    rows = db.session.execute(
        select(Upload.organisation_id, Upload.sha256)
        .where(Upload.state.in_(STATES), Upload.created_at.between(instant - LOOK_BACK, instant))
        .where(~exists().where(SAME_UPLOAD))
        .limit(limit)
    )
    return [tuple(row) for row in rows]


def verified_before(organisation_id: str, instant: datetime) -> dict[str, set[str]]:
    """Photos and voice notes last declared before the instant, with the subjects they belong to."""
    younger = exists().where(SAME_UPLOAD, Attachment.declared_at >= instant)
    rows = db.session.execute(
        select(Upload.sha256, Attachment.subject_id)
        .join(Attachment, SAME_UPLOAD)
        .where(
            Upload.organisation_id == organisation_id,
            Upload.state == "verified",
            Upload.verified_at < instant,
            ~younger.correlate(Upload),
        )
    )
    subjects: dict[str, set[str]] = {}
    for sha256, subject_id in rows:
        subjects.setdefault(sha256, set()).add(subject_id)
    return subjects
