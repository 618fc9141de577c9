from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by


class Notice(Owned, Base):
    """Something that one person is told. The same `dedupe` reaches the same person once.

    Words are made when it is read, from `kind` and `params`, in the reader's language.
    """

    __tablename__ = "notices"
    __table_args__ = (
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "person_id", "dedupe"),
        Index(None, "organisation_id", "person_id", "created_at"),
        Index(None, "created_at"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    link: Mapped[str | None]
    dedupe: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
