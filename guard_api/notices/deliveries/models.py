from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by

UNDER_WAY = text("state IN ('waiting','failed')")


class Delivery(Owned, Base):
    """One message that leaves by one channel: the outbox, and the record of what became of it.

    To one person (`notice_id`, `person_id`), or to a group about several (`people`). `failed` will be tried
    again at `next_at`; `given_up` will not. Who works on it writes `claim` and moves `next_at` to the end of
    the lease: when that worker dies, another takes it up then.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        owned_by("channel_id", "channels"),
        owned_by("person_id", "people"),
        CheckConstraint(
            "state IN ('waiting','sent','failed','given_up','dropped')", name="delivery_state_known"
        ),
        Index("ix_deliveries_due", "next_at", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
        Index(None, "organisation_id", "created_at"),
        Index(None, "organisation_id", "channel_id", "sent_at"),
        Index(None, "created_at"),
    )
    channel_id: Mapped[str | None] = mapped_column(Id)
    channel_kind: Mapped[str]
    notice_id: Mapped[str | None] = mapped_column(Id)
    person_id: Mapped[str | None] = mapped_column(Id)
    subscription_id: Mapped[str | None] = mapped_column(Id)
    target: Mapped[str]
    people: Mapped[list[str]] = mapped_column(Json, default=list)
    kind: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    link: Mapped[str | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    claim: Mapped[str | None] = mapped_column(Id)
    last_error: Mapped[str | None]
    last_answer: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
