from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Owned, UtcDateTime


class Change(Owned, Base):
    """Something that a screen may be showing has changed.

    `tx` orders the feed. On PostgreSQL it is the transaction's number, and readers stop below the
    oldest one still running, so that a slow commit is never skipped. On SQLite, where one writer
    commits at a time, it is the organisation's next number.
    """

    __tablename__ = "changes"
    __table_args__ = (Index(None, "organisation_id", "tx", "id"), Index(None, "at"))
    tx: Mapped[int] = mapped_column(BigInteger)
    site_id: Mapped[str | None] = mapped_column(Id)
    kind: Mapped[str]
    subject_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
