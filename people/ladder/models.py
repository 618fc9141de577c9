from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class Grade(Owned, Base):
    """A rung of an organisation's career ladder; the lowest stands at position 0."""

    __tablename__ = "grades"
    __table_args__ = (of_organisation(),)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GradeStep(Owned, Base):
    """What the step from a grade to the next one asks. Certificates and modules belong to floors above."""

    __tablename__ = "grade_steps"
    __table_args__ = (
        owned_by("from_grade_id", "grades"),
        owned_by("to_grade_id", "grades"),
        UniqueConstraint("organisation_id", "from_grade_id"),
        CheckConstraint("from_grade_id <> to_grade_id", name="leads_elsewhere"),
        CheckConstraint("months >= 0", name="months_known"),
        CheckConstraint("assessment_min BETWEEN 0 AND 100", name="assessment_known"),
    )
    from_grade_id: Mapped[str] = mapped_column(Id)
    to_grade_id: Mapped[str] = mapped_column(Id)
    months: Mapped[int] = mapped_column(default=0)
    assessment_min: Mapped[int | None]
    certificate_type_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    module_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    note_zh: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
