from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, new_id, of_organisation


class Upload(Base):
    """The bytes of a photo or voice note, named by their SHA-256. receiving → verified → expired, or refused.

    `parts` are the keys of what has arrived so far, in order.
    """

    __tablename__ = "uploads"
    __table_args__ = (
        of_organisation(),
        CheckConstraint("state IN ('receiving','verified','refused','expired')", name="state_known"),
        Index(None, "state", "created_at"),
    )
    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    received_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    parts: Mapped[list[str]] = mapped_column(Json, default=list)
    state: Mapped[str] = mapped_column(default="receiving")
    refusal: Mapped[str | None]
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    uploaded_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attachment(Owned, Base):
    """That an event declared a photo or voice note, whether or not its bytes are here yet.

    Two equal photos under one event are legal, hence the position in the key.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("organisation_id", "event_id", "position"),
        Index(None, "organisation_id", "subject_id"),
        Index(None, "organisation_id", "sha256"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    event_id: Mapped[str] = mapped_column(Id)
    subject_kind: Mapped[str]
    subject_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str] = mapped_column(Id)
    position: Mapped[int]
    sha256: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    type: Mapped[str]
    seconds: Mapped[float | None]
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
