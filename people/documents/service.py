import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from guard_api import vault
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Forbidden, NotFound, Problem
from guard_api.files import NoSuchFile, store
from guard_api.identity.actor import Actor
from guard_api.records import note_change, note_read
from people.documents import rules
from people.documents.models import Document
from people.employment.reach import person_in_reach
from people.roles import LEADS, OFFICE

KEY, NUMBER = "people.document_key", "people.document_number"


@dataclass(frozen=True)
class Paper:
    """A file as it came."""

    name: str
    content: bytes


def add(
    actor: Actor,
    *,
    person_id: str,
    paper: Paper,
    kind: str,
    number: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> Document:
    """Keep a paper, encrypted under a key of its own. Its bytes are durable before its row is."""
    person_in_reach(actor, person_id)
    if issued_on and expires_on and expires_on < issued_on:
        raise Problem("people.days_in_order", 422, paths=["/expires_on"])
    document = Document(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=person_id,
        kind=kind,
        number_sealed=sealed_number(actor.organisation_id, number),
        issued_on=issued_on,
        expires_on=expires_on,
        added_by=actor.person_id,
        **_kept(actor.organisation_id, paper),
    )
    key = vault.new_key()
    document.key_sealed = vault.seal(key, organisation_id=actor.organisation_id, use=KEY)
    store().put(_place(document), vault.encrypt(key, paper.content, about=document.id))
    db.session.add(document)
    db.session.flush()
    note_change(actor, "document.added", "person", person_id, document_id=document.id, kind=kind)
    return document


def _kept(organisation_id: str, paper: Paper) -> dict[str, Any]:
    if len(paper.content) > rules.MOST_BYTES:
        megabytes = rules.MOST_BYTES // 1024 // 1024
        raise Problem("people.document_too_large", 413, megabytes=megabytes)
    type_ = rules.type_of(paper.content)
    if type_ is None:
        raise Problem("people.document_type", 422, paths=["/file"])
    return {
        "name": paper.name[-120:] or "document",
        "type": type_,
        "size_bytes": len(paper.content),
        "sha256": hashlib.sha256(paper.content).hexdigest(),
    }


def _place(document: Document) -> str:
    return f"{document.organisation_id}/documents/{document.id}"


def sealed_number(organisation_id: str, number: str) -> str | None:
    return vault.seal(number.encode(), organisation_id=organisation_id, use=NUMBER) if number else None


def number_of(document: Document) -> str:
    if document.number_sealed is None:
        return ""
    return vault.unseal(document.number_sealed, organisation_id=document.organisation_id, use=NUMBER).decode()


def readable(actor: Actor, document_id: str) -> Document:
    """For HR and administrators, and for whose paper it is."""
    document = get_owned(Document, actor.organisation_id, document_id)
    if document.person_id == actor.person_id or actor.has(*OFFICE):
        return document
    if not actor.has(*LEADS):
        raise NotFound()
    person_in_reach(actor, document.person_id)
    raise Forbidden()


def content_of(document: Document) -> bytes:
    try:
        sealed = store().get(_place(document))
    except NoSuchFile:
        raise NotFound() from None
    key = vault.unseal(document.key_sealed, organisation_id=document.organisation_id, use=KEY)
    return vault.decrypt(key, sealed, about=document.id)


def note_reading(actor: Actor, document_id: str) -> None:
    note_read(actor, "document", document_id)


def remove(actor: Actor, *, document_id: str) -> Document:
    """Its key goes with the row, so what may be left of its bytes can never be read again."""
    document = get_owned(Document, actor.organisation_id, document_id)
    person_in_reach(actor, document.person_id)
    db.session.delete(document)
    note_change(
        actor,
        "document.removed",
        "person",
        document.person_id,
        document_id=document_id,
        kind=document.kind,
        sha256=document.sha256,
    )
    return document


def drop_bytes(organisation_id: str, document_id: str) -> None:
    store().delete(f"{organisation_id}/documents/{document_id}")
