from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by


class Equipment(Owned, Base):
    """Keys, radios, torches: what belongs to a site and is counted at each change of shift."""

    __tablename__ = "equipment"
    __table_args__ = (
        owned_by("site_id", "sites"),
        owned_by("post_id", "posts"),
        Index(None, "organisation_id", "site_id"),
        CheckConstraint("count >= 0", name="equipment_count_known"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    post_id: Mapped[str | None] = mapped_column(Id)
    name_zh: Mapped[str] = mapped_column(default="")
    name_en: Mapped[str] = mapped_column(default="")
    count: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Handover(Owned, Base):
    """A post passing from one shift to the next. Both phones know its id beforehand, so either may be first.

    `items` are [{equipment_id, name_zh, name_en, expected, given, taken, note}], `matters` what is open:
    [{kind, id, text}]. What came after the other side's word stays, with a flag.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        owned_by("site_id", "sites"),
        owned_by("post_id", "posts"),
        owned_by("given_by", "people"),
        owned_by("accepted_by", "people"),
        Index(None, "organisation_id", "site_id", "at"),
        Index(None, "organisation_id", "at", "id"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    post_id: Mapped[str | None] = mapped_column(Id)
    from_shift_id: Mapped[str | None] = mapped_column(Id)
    to_shift_id: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by: Mapped[str | None] = mapped_column(Id)
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    matters: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    note: Mapped[str] = mapped_column(default="")
    accepted_by: Mapped[str | None] = mapped_column(Id)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    difference_note: Mapped[str] = mapped_column(default="")
    flags: Mapped[list[str]] = mapped_column(Json, default=list)
