from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from checkpoints.places.checklists import queries
from checkpoints.places.checklists.templates import TEMPLATES
from checkpoints.places.models import Checklist
from checkpoints.places.rules import listed
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change


def ensure_templates(*, organisation_id: str) -> None:
    """Give the organisation the shipped checklists that it lacks."""
    present = set(
        db.session.scalars(
            select(Checklist.template).where(
                Checklist.organisation_id == organisation_id, Checklist.template.is_not(None)
            )
        )
    )
    for template in TEMPLATES:
        if template["template"] not in present:
            _give(organisation_id, template)


def _give(organisation_id: str, template: dict[str, Any]) -> None:
    """Two who ask for the first time at once must both succeed."""
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(Checklist(organisation_id=organisation_id, id=new_id(), **template))


def add_checklist(*, actor: Actor, name_zh: str, name_en: str, items: list[dict[str, Any]]) -> Checklist:
    checklist = Checklist(
        organisation_id=actor.organisation_id,
        id=new_id(),
        name_zh=name_zh or name_en,
        name_en=name_en or name_zh,
        items=_numbered(items),
    )
    db.session.add(checklist)
    note_change(actor, "add", "checklist", checklist.id)
    return checklist


def change_checklist(*, actor: Actor, checklist_id: str, changes: dict[str, Any]) -> Checklist:
    checklist = queries.checklist(actor, checklist_id)
    archived = changes.pop("archived", None)
    if "items" in changes:
        changes["items"] = _numbered(changes["items"])
    for field, value in changes.items():
        setattr(checklist, field, value)
    if archived is not None:
        _archive(checklist, archived)
    note_change(actor, "change", "checklist", checklist.id, archived=archived)
    return checklist


def _numbered(items: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Items with an id each, and with a text in each language."""
    numbered = [
        {
            "id": item.get("id") or new_id(),
            "text_zh": item["text_zh"] or item["text_en"],
            "text_en": item["text_en"] or item["text_zh"],
        }
        for item in items
    ]
    if len({item["id"] for item in numbered}) < len(numbered):
        raise Problem("places.checklist_item_twice", 422)
    return numbered


def _archive(checklist: Checklist, archived: bool) -> None:
    if archived and (names := queries.names_with(checklist)):
        raise Problem("places.checklist_in_use", 409, names=listed(names))
    checklist.archived_at = (checklist.archived_at or now()) if archived else None
