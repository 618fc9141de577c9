from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by
from schedules.planning.rules import KEEPS, STATES


class SolveRun(Owned, Base):
    """One search for a better roster. `best` is {shift id: person id} for every place it fills.

    Who runs it renews `heartbeat_at`; once that is old, another process takes it up from `best`.
    """

    __tablename__ = "solve_runs"
    __table_args__ = (
        of_organisation(),
        owned_by("roster_id", "rosters"),
        owned_by("asked_by", "people"),
        Index(None, "organisation_id", "roster_id", "asked_at"),
        Index(None, "state", "heartbeat_at"),
        CheckConstraint(f"state IN ({', '.join(repr(one) for one in STATES)})", name="solve_state_known"),
        CheckConstraint(f"keep IN ({', '.join(repr(one) for one in KEEPS)})", name="solve_keep_known"),
    )
    roster_id: Mapped[str] = mapped_column(Id)
    state: Mapped[str]
    keep: Mapped[str]
    seconds: Mapped[int]
    seed: Mapped[int]
    asked_by: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    holder: Mapped[str | None] = mapped_column(Id)
    stop_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str | None]
    progress: Mapped[dict[str, Any] | None] = mapped_column(Json)
    best: Mapped[dict[str, Any] | None] = mapped_column(Json)
    explanation: Mapped[dict[str, Any] | None] = mapped_column(Json)
