from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class TimesheetLock(Owned, Base):
    """A period that went to payroll, of a site's people or of everybody."""

    __tablename__ = "timesheet_locks"
    __table_args__ = (
        of_organisation(),
        owned_by("site_id", "sites"),
        Index(None, "organisation_id", "until_on"),
    )
    site_id: Mapped[str | None] = mapped_column(Id)
    from_on: Mapped[date]
    until_on: Mapped[date]
    locked_by: Mapped[str] = mapped_column(Id)
    locked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    unlocked_by: Mapped[str | None] = mapped_column(Id)
    unlocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(default="")


class TimesheetLine(Owned, Base):
    """One person's minutes as they were locked: {class: minutes}. Frozen.

    `settled` is what has been told to payroll by now, adjustments of later periods among it; `adjusts` what
    this line itself brought of earlier ones, as {line_id: {class: minutes}}. `changed_at` marks a line whose
    facts have moved since it was settled.
    """

    __tablename__ = "timesheet_lines"
    __table_args__ = (
        owned_by("lock_id", "timesheet_locks"),
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "lock_id", "person_id"),
        Index(None, "organisation_id", "person_id", "until_on"),
    )
    lock_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str | None] = mapped_column(Id)
    from_on: Mapped[date]
    until_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    settled: Mapped[dict[str, int]] = mapped_column(Json)
    adjusts: Mapped[dict[str, dict[str, int]]] = mapped_column(Json, default=dict)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
