"""Declare files, and keep the row of an upload in step with its bytes. Bytes themselves: receiving.py."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, exists, select, update

from evidence.uploads import rules
from evidence.uploads.models import Attachment, Upload
from guard_api.bulk import Bulk
from guard_api.clock import now
from guard_api.database import db, new_id, stamp
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.live.service import announce

ATTACH = Bulk(
    {
        "organisation_id": "uuid",
        "id": "uuid",
        "event_id": "uuid",
        "subject_kind": "text",
        "subject_id": "uuid",
        "site_id": "uuid",
        "position": "integer",
        "sha256": "text",
        "size_bytes": "bigint",
        "type": "text",
        "seconds": "double precision",
    },
    "INSERT INTO attachments (organisation_id, id, event_id, subject_kind, subject_id, site_id, position, "
    "sha256, size_bytes, type, seconds, declared_at) "
    "SELECT organisation_id, id, event_id, subject_kind, subject_id, site_id, position, "
    "sha256, size_bytes, type, seconds, CAST(:at AS timestamptz) FROM input WHERE true "
    "ON CONFLICT DO NOTHING",
)


def attach(
    actor: Actor,
    *,
    event_id: str,
    subject_kind: str,
    subject_id: str,
    site_id: str,
    files: Iterable[Any],
) -> None:
    """Write down that an event declared these files (declared.Photo, declared.Voice), in this order.

    Their bytes may be here already, or come later. Two equal photos are legal; a replay changes nothing.
    """
    event = (actor.organisation_id, event_id, subject_kind, subject_id, site_id)
    rows = [_attachment(event, position, file) for position, file in enumerate(files)]
    ATTACH.run(db.session(), rows, at=stamp(now()))


def _attachment(event: tuple[str, str, str, str, str], position: int, file: Any) -> Sequence[Any]:
    organisation_id, *about = event
    seconds = getattr(file, "seconds", None)
    return (organisation_id, new_id(), *about, position, file.sha256, file.size_bytes, file.type, seconds)


def open_upload(actor: Actor, *, sha256: str, size_bytes: int, type_: str) -> Upload:
    """Expect the bytes with this hash. Known ones go on where they stood."""
    type_ = rules.plain_type(type_)
    if type_ not in rules.TYPES:
        raise Problem("uploads.type_unknown", 415)
    if size_bytes > rules.most_bytes(type_):
        raise Problem("uploads.too_large", 413, megabytes=rules.most_bytes(type_) // 1024 // 1024)
    upload = _locked(actor.organisation_id, sha256) or _new_upload(actor, sha256, size_bytes, type_)
    if upload.state == "refused" and upload.type == type_:
        raise Problem(upload.refusal, 422)
    if upload.state in ("refused", "expired") or _is_other(upload, size_bytes, type_):
        _begin_again(upload, size_bytes=size_bytes, type_=type_)
    return upload


def _new_upload(actor: Actor, sha256: str, size_bytes: int, type_: str) -> Upload:
    upload = Upload(
        organisation_id=actor.organisation_id,
        sha256=sha256,
        size_bytes=size_bytes,
        type=type_,
        state="receiving",
        received_bytes=0,
        uploaded_by=actor.person_id,
    )
    db.session.add(upload)
    return upload


def _is_other(upload: Upload, size_bytes: int, type_: str) -> bool:
    return upload.state == "receiving" and (upload.size_bytes, upload.type) != (size_bytes, type_)


def _begin_again(upload: Upload, *, size_bytes: int, type_: str) -> None:
    upload.size_bytes, upload.type = size_bytes, type_
    upload.received_bytes, upload.parts = 0, []
    upload.state, upload.refusal, upload.created_at = "receiving", None, now()


def add_part(*, organisation_id: str, sha256: str, offset: int, key: str, size_bytes: int) -> bool:
    """Count a part that is durably kept. False when another request was faster."""
    upload = _locked(organisation_id, sha256)
    if upload is None or upload.state != "receiving" or upload.received_bytes != offset:
        return False
    upload.parts = [*upload.parts, key]
    upload.received_bytes = offset + size_bytes
    return True


def restart(*, organisation_id: str, sha256: str, parts: Sequence[str]) -> bool:
    """These parts are not what was announced: take the bytes from the start, unless that is settled."""
    upload = _locked(organisation_id, sha256)
    if upload is None or upload.state != "receiving" or upload.parts != list(parts):
        return False
    upload.received_bytes, upload.parts = 0, []
    return True


def refuse(*, organisation_id: str, sha256: str, code: str) -> None:
    """The bytes are those announced, and will never be taken."""
    upload = _locked(organisation_id, sha256)
    if upload is not None and upload.state == "receiving":
        upload.state, upload.refusal, upload.parts = "refused", code, []


def verify(*, organisation_id: str, sha256: str, type_: str, width_px: int | None, height_px: int | None):
    """The file is whole, seen through, and its copies are kept. Tell whoever shows what it belongs to."""
    upload = _locked(organisation_id, sha256)
    if upload is None or upload.state != "receiving":
        return
    upload.state, upload.verified_at, upload.parts = "verified", now(), []
    upload.type, upload.width_px, upload.height_px = type_, width_px, height_px
    subjects = db.session.execute(
        select(Attachment.subject_id, Attachment.site_id)
        .where(Attachment.organisation_id == organisation_id, Attachment.sha256 == sha256)
        .distinct()
    )
    announce(
        organisation_id=organisation_id, changes=[("photo", subject, site) for subject, site in subjects]
    )


def forget(*, organisation_id: str, sha256: str) -> bool:
    """Drop the row of an upload, if nobody has declared it by now."""
    dropped = db.session.execute(
        delete(Upload).where(
            Upload.organisation_id == organisation_id,
            Upload.sha256 == sha256,
            ~exists().where(Attachment.organisation_id == organisation_id, Attachment.sha256 == sha256),
        )
    )
    return dropped.rowcount == 1


def expire(*, organisation_id: str, sha256s: Iterable[str]) -> None:
    """What was declared stays known; its bytes have had their time."""
    db.session.execute(
        update(Upload)
        .where(Upload.organisation_id == organisation_id, Upload.sha256.in_(list(sha256s)))
        .values(state="expired", parts=[])
    )


def _locked(organisation_id: str, sha256: str) -> Upload | None:
    return db.session.scalar(
        select(Upload)
        .where(Upload.organisation_id == organisation_id, Upload.sha256 == sha256)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
