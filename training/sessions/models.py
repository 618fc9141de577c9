from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class TrainingSession(Owned, Base):
    """A module taught in a room. Without a site it is open to the whole organisation.

    `checklist` is the practical assessment: [{"key", "zh", "en", "required"}].
    """

    __tablename__ = "training_sessions"
    __table_args__ = (
        of_organisation(),
        owned_by("module_id", "modules"),
        owned_by("site_id", "sites"),
        owned_by("instructor_id", "people"),
        UniqueConstraint("organisation_id", "door_code"),
        Index(None, "organisation_id", "starts_at"),
        Index(None, "organisation_id", "module_id"),
        CheckConstraint("places > 0", name="places_positive"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
    module_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str | None] = mapped_column(Id)
    title_zh: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    places: Mapped[int]
    instructor_id: Mapped[str | None] = mapped_column(Id)
    instructor_name: Mapped[str] = mapped_column(default="")
    checklist: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    note: Mapped[str] = mapped_column(default="")
    door_code: Mapped[str]
    created_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(default="")


class SessionPlace(Owned, Base):
    """One person and one session. `queued_at` orders the waiting list; doubts about the door are flags."""

    __tablename__ = "session_places"
    __table_args__ = (
        owned_by("session_id", "training_sessions"),
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "session_id", "person_id"),
        Index(None, "organisation_id", "person_id", "state"),
        CheckConstraint(
            "state IN ('booked','waiting','attended','signed_off','absent','cancelled')", name="state_known"
        ),
    )
    session_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    state: Mapped[str]
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    booked_by: Mapped[str] = mapped_column(Id)
    attended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attended_by: Mapped[str | None]
    flags: Mapped[list[str]] = mapped_column(Json, default=list)
    signed_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_off_by: Mapped[str | None] = mapped_column(Id)
    note: Mapped[str] = mapped_column(default="")


class PracticalCheck(Owned, Base):
    """One line of a practical assessment as the instructor saw it; append-only, the newest holds."""

    __tablename__ = "practical_checks"
    __table_args__ = (
        owned_by("place_id", "session_places"),
        Index(None, "organisation_id", "place_id", "at"),
    )
    place_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str]
    done: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    checked_by: Mapped[str] = mapped_column(Id)
