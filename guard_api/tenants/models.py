from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, new_id, of_organisation


class Organisation(Base):
    """A tenant. `settings` holds what the organisation chose; defaults live in tenants/rules.py."""

    __tablename__ = "organisations"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="zh-CN")
    public_address: Mapped[str | None]
    tile_url: Mapped[str | None]
    tile_attribution: Mapped[str | None]
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Site(Owned, Base):
    """An estate, a building, a park. `time_zone` is an IANA name; the position is WGS 84 in degrees."""

    __tablename__ = "sites"
    __table_args__ = (of_organisation(), UniqueConstraint("organisation_id", "name"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
