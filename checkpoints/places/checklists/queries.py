from sqlalchemy import select

from checkpoints.places.models import Checklist, Checkpoint
from guard_api.database import db, get_owned
from guard_api.identity.actor import Actor


def checklists(actor: Actor, *, archived: bool) -> list[Checklist]:
    """The organisation's checklists, the shipped ones first."""
    rows = db.session.scalars(
        select(Checklist).where(
            Checklist.organisation_id == actor.organisation_id,
            Checklist.archived_at.is_not(None) if archived else Checklist.archived_at.is_(None),
        )
    )
    return sorted(rows, key=lambda row: (row.template is None, row.name_zh, row.name_en, row.id))


def checklist(actor: Actor, checklist_id: str) -> Checklist:
    return get_owned(Checklist, actor.organisation_id, checklist_id)


def names_with(checklist: Checklist) -> list[str]:
    """Names of the active checkpoints that ask for the checklist."""
    return list(
        db.session.scalars(
            select(Checkpoint.name)
            .where(
                Checkpoint.organisation_id == checklist.organisation_id,
                Checkpoint.checklist_id == checklist.id,
                Checkpoint.archived_at.is_(None),
            )
            .order_by(Checkpoint.name)
        )
    )
