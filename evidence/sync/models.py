from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.database import Base, Id, Owned, UtcDateTime, of_organisation


class FieldEvent(Owned, Base):
    """A fact from the field, as the phone wrote it. Its id is the phone's own (UUIDv7).

    Never rewritten; a text that tells of a position is emptied when the position's time is over.
    """

    __tablename__ = "field_events"
    __table_args__ = (of_organisation(), Index(None, "organisation_id", "person_id", "received_at"))
    kind: Mapped[str]
    person_id: Mapped[str] = mapped_column(Id)
    phone_id: Mapped[str | None] = mapped_column(Id)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sha256: Mapped[str]
    body: Mapped[str] = mapped_column(Text)


class ConflictingEvent(Owned, Base):
    """Other bytes that arrived under an id already taken: kept for a look, believed by nobody."""

    __tablename__ = "conflicting_events"
    __table_args__ = (of_organisation(), Index(None, "organisation_id", "event_id"))
    event_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sha256: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
