from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class FindingCategory(Owned, Base):
    """A type of finding. The field's own are given to each organisation, which may add more."""

    __tablename__ = "finding_categories"
    __table_args__ = (of_organisation(), UniqueConstraint("organisation_id", "code"))
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    icon: Mapped[str] = mapped_column(default="alert")
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Finding(Owned, Base):
    """Something found, of severity 1 (note) to 4 (critical, SOS).

    open → assigned → fixed → verified, or reopened. Doubts about how it arrived are flags.
    """

    __tablename__ = "findings"
    __table_args__ = (
        owned_by("site_id", "sites"),
        owned_by("checkpoint_id", "checkpoints"),
        Index(None, "organisation_id", "site_id", "opened_at"),
        Index(None, "organisation_id", "status", "opened_at"),
        Index(None, "organisation_id", "checkpoint_id", "status"),
        Index(None, "organisation_id", "patrol_id"),
        CheckConstraint("severity BETWEEN 1 AND 4", name="severity_known"),
        CheckConstraint("status IN ('open','assigned','fixed','verified','reopened')", name="status_known"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    checkpoint_id: Mapped[str | None] = mapped_column(Id)
    patrol_id: Mapped[str | None] = mapped_column(Id)
    category: Mapped[str]
    severity: Mapped[int]
    sos: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    floor_plan_id: Mapped[str | None] = mapped_column(Id)
    plan_x: Mapped[float | None]
    plan_y: Mapped[float | None]
    flags: Mapped[list[str]] = mapped_column(Json, default=list)
    status: Mapped[str] = mapped_column(default="open")
    opened_by: Mapped[str] = mapped_column(Id)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    assigned_to: Mapped[str | None] = mapped_column(Id)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fixed_by: Mapped[str | None] = mapped_column(Id)
    fixed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[str | None] = mapped_column(Id)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FindingStep(Owned, Base):
    """One step in a finding's life, append-only: opened, assigned, fixed, checked, verified, reopened."""

    __tablename__ = "finding_steps"
    __table_args__ = (
        owned_by("finding_id", "findings"),
        Index(None, "organisation_id", "finding_id", "at"),
    )
    finding_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    person_id: Mapped[str] = mapped_column(Id)
    action: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    fixed: Mapped[bool | None]
    assigned_to: Mapped[str | None] = mapped_column(Id)
