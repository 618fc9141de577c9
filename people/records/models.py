from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class AssessmentCriterion(Owned, Base):
    """Something by which an organisation assesses its people, with its weight."""

    __tablename__ = "assessment_criteria"
    __table_args__ = (of_organisation(), CheckConstraint("weight > 0", name="weight_known"))
    name_zh: Mapped[str]
    name_en: Mapped[str]
    weight: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Assessment(Owned, Base):
    """How somebody did: a score for each criterion as it was then, and the whole. Never changed: what was
    wrong in one is put right by another that replaces it and says why."""

    __tablename__ = "assessments"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("replaces_id", "assessments"),
        UniqueConstraint("organisation_id", "replaces_id"),
        Index(None, "organisation_id", "person_id", "on"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_known"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    on: Mapped[date]
    by: Mapped[str] = mapped_column(Id)
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    score: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    period: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Commendation(Owned, Base):
    """Something done well that should not be forgotten."""

    __tablename__ = "commendations"
    __table_args__ = (owned_by("person_id", "people"), Index(None, "organisation_id", "person_id", "on"))
    person_id: Mapped[str] = mapped_column(Id)
    on: Mapped[date]
    by: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Particulars(Owned, Base):
    """What the register for the police asks of a person. The identity number is sealed; a digest finds it."""

    __tablename__ = "particulars"
    __table_args__ = (
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "person_id"),
        Index(None, "organisation_id", "identity_digest"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    gender: Mapped[str | None]
    born_on: Mapped[date | None]
    ethnicity: Mapped[str] = mapped_column(default="")
    education: Mapped[str | None]
    home_address: Mapped[str] = mapped_column(default="")
    residence: Mapped[str] = mapped_column(default="")
    emergency_contact: Mapped[str] = mapped_column(default="")
    identity_sealed: Mapped[str | None]
    identity_digest: Mapped[str | None]
    guard_card_number: Mapped[str] = mapped_column(default="")
