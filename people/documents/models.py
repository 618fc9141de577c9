from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Owned, UtcDateTime, owned_by


class Document(Owned, Base):
    """A paper on file. Its bytes lie encrypted in the store; their own key is kept sealed."""

    __tablename__ = "documents"
    __table_args__ = (
        owned_by("person_id", "people"),
        Index(None, "organisation_id", "person_id"),
        Index(None, "organisation_id", "expires_on"),
        CheckConstraint(
            "kind IN ('contract','guard_card','medical','insurance','identity','other')", name="kind_known"
        ),
    )
    person_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    number_sealed: Mapped[str | None]
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    name: Mapped[str]
    type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    key_sealed: Mapped[str]
    added_by: Mapped[str] = mapped_column(Id)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
