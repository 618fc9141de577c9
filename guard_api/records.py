"""Two append-only records: what was changed by whom, and who read what is private."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, db, of_organisation
from guard_api.identity.actor import Actor
from guard_api.live.service import announce


class AuditEntry(Owned, Base):
    """Something that a person changed from the desk; `person_id` is null for what a job did by itself."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        of_organisation(),
        Index(None, "organisation_id", "subject_kind", "subject_id"),
        Index(None, "organisation_id", "at"),
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    person_id: Mapped[str | None] = mapped_column(Id)
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str] = mapped_column(Id)
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class ReadEntry(Owned, Base):
    """A photo, a position or an export that a person looked at."""

    __tablename__ = "read_entries"
    __table_args__ = (
        of_organisation(),
        Index(None, "organisation_id", "subject_kind", "subject"),
        Index(None, "organisation_id", "at"),
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    person_id: Mapped[str] = mapped_column(Id)
    subject_kind: Mapped[str]
    subject: Mapped[str]


# Whose changes are put on the live feed as they are noted, and under which name screens follow them.
FOLLOWED = {"person": "staff"}


def note_change(actor: Actor, action: str, subject_kind: str, subject_id: str, **detail: Any) -> None:
    """Write the audit row of a change, in the same transaction."""
    db.session.add(
        AuditEntry(
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            action=action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            detail=detail,
        )
    )
    if subject_kind in FOLLOWED:
        announce(organisation_id=actor.organisation_id, changes=[(FOLLOWED[subject_kind], subject_id, None)])


def note_by_itself(organisation_id: str, action: str, **detail: Any) -> None:
    """The audit row of what a job did to an organisation's records, in the same transaction."""
    db.session.add(
        AuditEntry(
            organisation_id=organisation_id,
            person_id=None,
            action=action,
            subject_kind="organisation",
            subject_id=organisation_id,
            detail=detail,
        )
    )


def note_read(actor: Actor, subject_kind: str, subject: str) -> None:
    """Write down that the actor looked. The view must be marked `permit(..., writes=True)`."""
    db.session.add(
        ReadEntry(
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            subject_kind=subject_kind,
            subject=subject,
        )
    )
