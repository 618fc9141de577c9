from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.database import Base, Id, UtcDateTime, owned_by

AGEING = text("stale_at IS NOT NULL")


class SiteDay(Base):
    """Coverage of one site on one of its days, recomputed from raw whenever a mark lies on it.

    No row means no data: nothing was due. `stale_at` is when time alone will have changed the cell.
    """

    __tablename__ = "site_days"
    __table_args__ = (
        owned_by("site_id", "sites"),
        Index("ix_site_days_stale_at", "stale_at", sqlite_where=AGEING, postgresql_where=AGEING),
    )
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
    rounds_incomplete: Mapped[int]
    rounds_missed: Mapped[int]
    longest_gap_s: Mapped[int | None]
    longest_gap_checkpoint_id: Mapped[str | None] = mapped_column(Id)
    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stale_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CheckpointVisitDay(Base):
    """The same for one checkpoint, written together with its site's cell."""

    __tablename__ = "checkpoint_visit_days"
    __table_args__ = (owned_by("checkpoint_id", "checkpoints"),)
    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    site_id: Mapped[str] = mapped_column(Id, primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    checkpoint_id: Mapped[str] = mapped_column(Id, primary_key=True)
    required: Mapped[int]
    on_time: Mapped[int]
    early: Mapped[int]
    late: Mapped[int]
    missed: Mapped[int]
    excused: Mapped[int]
    due: Mapped[int]
    longest_gap_s: Mapped[int | None]
