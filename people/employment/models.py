from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.database import Base, Id, Owned, UtcDateTime, owned_by

STILL_OPEN = text("left_on IS NULL")


class Employment(Owned, Base):
    """A spell of employment, from the first to the last day worked. Who comes back begins another one.

    `access_ended_at` is when the exit was followed by the end of sign-in.
    """

    __tablename__ = "employments"
    __table_args__ = (
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "person_id", "hired_on"),
        Index(
            "uq_employments_one_open",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
        Index(None, "organisation_id", "left_on"),
        CheckConstraint("left_on >= hired_on", name="in_order"),
        CheckConstraint("(left_on IS NULL) = (exit_reason IS NULL)", name="exit_has_reason"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    hired_on: Mapped[date]
    contract_kind: Mapped[str] = mapped_column(default="fixed_term")
    probation_until_on: Mapped[date | None]
    left_on: Mapped[date | None]
    exit_reason: Mapped[str | None]
    exit_note: Mapped[str] = mapped_column(default="")
    notice_on: Mapped[date | None]
    access_ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Placement(Owned, Base):
    """Where, as what and under whom somebody works from a day on; `until_on` is its last day.

    `applied_at` is when sign-in followed the move to another site.
    """

    __tablename__ = "placements"
    __table_args__ = (
        owned_by("employment_id", "employments"),
        owned_by("person_id", "people"),
        owned_by("site_id", "sites"),
        owned_by("grade_id", "grades"),
        UniqueConstraint("organisation_id", "employment_id", "from_on"),
        Index(None, "organisation_id", "person_id", "from_on"),
        Index(None, "organisation_id", "site_id", "from_on"),
        Index(None, "organisation_id", "applied_at", "from_on"),
        CheckConstraint("until_on >= from_on", name="in_order"),
        CheckConstraint("change IN ('hired','transferred','promoted','changed')", name="change_known"),
    )
    employment_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    site_id: Mapped[str | None] = mapped_column(Id)
    grade_id: Mapped[str | None] = mapped_column(Id)
    post: Mapped[str] = mapped_column(default="")
    shift_pattern: Mapped[str | None]
    manager_id: Mapped[str | None] = mapped_column(Id)
    change: Mapped[str] = mapped_column(default="hired")
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LeaveOfAbsence(Owned, Base):
    """Weeks or months away without leaving; `until_on` is the last day away, open until it is known."""

    __tablename__ = "leaves_of_absence"
    __table_args__ = (
        owned_by("employment_id", "employments"),
        owned_by("person_id", "people"),
        Index(None, "organisation_id", "person_id", "from_on"),
        CheckConstraint("until_on >= from_on", name="in_order"),
    )
    employment_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
