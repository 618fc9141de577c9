from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from guard_api.database import Base, Id, UtcDateTime, owned_by


class SiteDay(Base):
    """Coverage of one site on one of its days, recomputed from raw whenever a mark lies on it.

    No row means no data: nothing was due.
    """

    __tablename__ = "site_days"
    __table_args__ = (owned_by("site_id", "sites"),)
    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(Id, primary_key=True)
    required: Mapped[int]
    on_time: Mapped[int]
    early: Mapped[int]
    late: Mapped[int]
    missed: Mapped[int]
    excused: Mapped[int]
    due: Mapped[int]
    rounds: Mapped[int]
    rounds_done: Mapped[int]
    longest_gap_s: Mapped[int | None]
    longest_gap_checkpoint_id: Mapped[str | None] = mapped_column(Id)
    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)
