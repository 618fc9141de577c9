from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from guard_api.database import db
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from people.dates import today_of
from people.documents import rules, service
from people.documents.models import Document
from people.employment.reach import at_sites, people_names

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


def ending(
    actor: Actor,
    *,
    limit: int,
    cursor: str | None = None,
    kind: str | None = None,
    site_id: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> dict[str, Any]:
    """One page of papers that end, the first to end first: of who works here, unless renewed."""
    today = today_of(actor.organisation_id)
    wanted = (
        (Document.kind.__eq__, kind),
        (Document.expires_on.__ge__, from_on),
        (Document.expires_on.__le__, to_on),
        (lambda id_: at_sites([id_], today), site_id),
    )
    statement = (
        select(Document.expires_on, Document.id, Document, Person.name)
        .join(
            Person, (Person.organisation_id == Document.organisation_id) & (Person.id == Document.person_id)
        )
        .where(
            Document.organisation_id == actor.organisation_id,
            Document.expires_on.is_not(None),
            Person.active,
            ~_renewed(),
            *(condition(value) for condition, value in wanted if value is not None),
        )
    )
    page = page_of(statement, Document.expires_on, Document.id, limit=limit, cursor=cursor)
    names = people_names(actor.organisation_id, {row.Document.added_by for row in page["items"]})
    return page | {"items": [_ending(row, names, today) for row in page["items"]]}


def _renewed() -> ColumnElement[bool]:
    """A paper of the same kind that ends later, or not at all, is on file; of others nothing follows."""
    newer = aliased(Document)
    return (
        exists()
        .where(
            newer.organisation_id == Document.organisation_id,
            newer.person_id == Document.person_id,
            newer.kind == Document.kind,
            newer.kind != rules.OTHER,
            newer.added_at > Document.added_at,
            newer.expires_on.is_(None) | (newer.expires_on > Document.expires_on),
        )
        .correlate(Document)
    )


def _ending(row: Any, names: dict[str, str], today: date) -> dict[str, Any]:
    document = row.Document
    return _shown(document, names.get(document.added_by, ""), today) | {
        "person": {"id": document.person_id, "name": row.name},
        "days_left": (document.expires_on - today).days,
    }


def _shown(document: Document, added_by: str, today: date) -> dict[str, Any]:
    return {name: getattr(document, name) for name in SHOWN} | {
        "number": service.number_of(document),
        "expired": document.expires_on is not None and document.expires_on < today,
        "added_by": {"id": document.added_by, "name": added_by},
        "url": f"/api/v1/documents/{document.id}/file",
    }
