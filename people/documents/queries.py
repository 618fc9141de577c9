from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.identity.models import Person
from people.documents import service
from people.documents.models import Document

SHOWN = (
    "id",
    "person_id",
    "kind",
    "issued_on",
    "expires_on",
    "name",
    "type",
    "size_bytes",
    "sha256",
    "added_at",
)


def documents_of(organisation_id: str, person_id: str, *, today: date) -> list[dict[str, Any]]:
    """What is on file, without the bytes; the newest first."""
    rows = db.session.execute(
        select(Document, Person.name)
        .outerjoin(
            Person, (Person.organisation_id == Document.organisation_id) & (Person.id == Document.added_by)
        )
        .where(Document.organisation_id == organisation_id, Document.person_id == person_id)
        .order_by(Document.added_at.desc(), Document.id.desc())
    )
    return [_shown(document, name or "", today) for document, name in rows]


def _shown(document: Document, added_by: str, today: date) -> dict[str, Any]:
    return {name: getattr(document, name) for name in SHOWN} | {
        "number": service.number_of(document),
        "expired": document.expires_on is not None and document.expires_on < today,
        "added_by": {"id": document.added_by, "name": added_by},
        "url": f"/api/v1/documents/{document.id}/file",
    }
