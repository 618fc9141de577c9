from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation


class Channel(Owned, Base):
    """One way by which notices leave. Its settings (addresses, passwords, keys) are kept sealed.

    `kinds` and `site_ids` narrow what goes by it; null is the default of its kind, or every site.
    """

    __tablename__ = "channels"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint(
            "kind IN ('mail','push','wecom','dingtalk','feishu','webhook')", name="channel_kind_known"
        ),
    )
    kind: Mapped[str]
    name: Mapped[str]
    settings_sealed: Mapped[str]
    enabled: Mapped[bool] = mapped_column(default=True)
    kinds: Mapped[list[str] | None] = mapped_column(Json)
    site_ids: Mapped[list[str] | None] = mapped_column(Json)
    language: Mapped[str]
    created_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
