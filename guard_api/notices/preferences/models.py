from datetime import datetime, time

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by


class NoticePreference(Owned, Base):
    """When and how one person wants to hear beyond the app. Quiet hours are by their own clock."""

    __tablename__ = "notice_preferences"
    __table_args__ = (
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "person_id"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_hours_whole"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    time_zone: Mapped[str | None]
    channels: Mapped[list[str]] = mapped_column(Json)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class PushSubscription(Owned, Base):
    """A browser that may show one person's notices, for as long as they are signed in on it.

    The address at the push service and the keys are kept sealed: who holds them may write to the device.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "endpoint_digest"),
        Index(None, "organisation_id", "person_id"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    session_id: Mapped[str] = mapped_column(Id)
    endpoint_digest: Mapped[str]
    sealed: Mapped[str]
    device: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
