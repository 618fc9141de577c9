from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Owned, UtcDateTime, owned_by


class Offer(Owned, Base):
    """A shift that may change hands.

    open: a vacant one, to whoever is qualified. give_away: one's own, to all or to one colleague. swap: one's
    own against `return_shift_id`. `taken_by` is the colleague who said yes and waits for the approval.
    """

    __tablename__ = "offers"
    __table_args__ = (
        owned_by("shift_id", "shifts"),
        owned_by("return_shift_id", "shifts"),
        owned_by("offered_by", "people"),
        owned_by("to_person_id", "people"),
        owned_by("taken_by", "people"),
        Index(None, "organisation_id", "shift_id"),
        Index(None, "organisation_id", "state", "closes_at"),
        Index(None, "organisation_id", "created_at", "id"),
        CheckConstraint("kind IN ('open','give_away','swap')", name="kind_known"),
        CheckConstraint("mode IN ('first_come','manager')", name="mode_known"),
        CheckConstraint(
            "state IN ('open','taken','awaiting','approved','refused','withdrawn','expired')",
            name="state_known",
        ),
    )
    shift_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    offered_by: Mapped[str] = mapped_column(Id)
    return_shift_id: Mapped[str | None] = mapped_column(Id)
    to_person_id: Mapped[str | None] = mapped_column(Id)
    taken_by: Mapped[str | None] = mapped_column(Id)
    mode: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(default="")


class Claim(Owned, Base):
    """Somebody would take the offered shift. One for each person and offer."""

    __tablename__ = "claims"
    __table_args__ = (
        owned_by("offer_id", "offers"),
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "offer_id", "person_id"),
        Index(None, "organisation_id", "person_id", "at"),
        CheckConstraint("state IN ('waiting','won','lost','withdrawn','declined')", name="state_known"),
    )
    offer_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    state: Mapped[str] = mapped_column(default="waiting")
