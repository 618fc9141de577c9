from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by


class Requirement(Owned, Base):
    """A module that some people must know. `value` says who: a role, a grade, a site, a post, a person…"""

    __tablename__ = "requirements"
    __table_args__ = (
        owned_by("module_id", "modules"),
        Index(None, "organisation_id", "module_id"),
        CheckConstraint(
            "kind IN ('everyone','role','grade','site','post','certificate','person')",
            name="requirement_kind_known",
        ),
        CheckConstraint("(kind = 'everyone') = (value IS NULL)", name="requirement_value_where_needed"),
        CheckConstraint("due_days BETWEEN 0 AND 3650", name="due_days_possible"),
    )
    module_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    value: Mapped[str | None]
    due_days: Mapped[int] = mapped_column(default=14)
    from_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(Id)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Duty(Owned, Base):
    """What one person has to do with one module: there before anybody learns, so that nothing is missed.

    `grounds` are the requirements that ask for it (id → the day since when). It stays when nothing asks
    any more, for what was achieved. The facts of learning are those of all attempts that count.
    """

    __tablename__ = "duties"
    __table_args__ = (
        owned_by("module_id", "modules"),
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "person_id", "module_id"),
        Index(None, "organisation_id", "module_id", "required"),
        # All that the matrix reads: 40 modules of 5,000 people without touching a row.
        Index(
            "ix_duties_matrix",
            "organisation_id",
            "person_id",
            "module_id",
            "required",
            "due_on",
            "passed_at",
            "valid_until_on",
            "failed_at",
        ),
    )
    person_id: Mapped[str] = mapped_column(Id)
    module_id: Mapped[str] = mapped_column(Id)
    required: Mapped[bool] = mapped_column(default=False)
    requirement_id: Mapped[str | None] = mapped_column(Id)
    grounds: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    assigned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    assigned_by: Mapped[str | None] = mapped_column(Id)
    assigned_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    progress: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    attempts_from_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    best_percent: Mapped[int | None]
    passed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_until_on: Mapped[date | None]
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
