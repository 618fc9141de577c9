from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class FloorPlan(Owned, Base):
    """A picture of a floor. `metres_per_px` makes walking distances of it, where it is known."""

    __tablename__ = "floor_plans"
    __table_args__ = (owned_by("site_id", "sites"), Index(None, "organisation_id", "site_id"))
    site_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    image_sha256: Mapped[str]
    width_px: Mapped[int]
    height_px: Mapped[int]
    metres_per_px: Mapped[float | None]
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Zone(Owned, Base):
    """A named part of a site: a building, a garage, a garden."""

    __tablename__ = "zones"
    __table_args__ = (owned_by("site_id", "sites"), UniqueConstraint("organisation_id", "site_id", "name"))
    site_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Checklist(Owned, Base):
    """What to look at. `items` is a list of {id, text_zh, text_en}; `template` names the shipped one it is.

    `source` names the law or standard that asks for the items.
    """

    __tablename__ = "checklists"
    __table_args__ = (of_organisation(), UniqueConstraint("organisation_id", "template"))
    name_zh: Mapped[str]
    name_en: Mapped[str]
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    template: Mapped[str | None]
    source: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Checkpoint(Owned, Base):
    """A place that must be visited: on the map (WGS 84) or on a plan (0..1 of its width and height)."""

    __tablename__ = "checkpoints"
    __table_args__ = (
        owned_by("site_id", "sites"),
        owned_by("zone_id", "zones"),
        owned_by("floor_plan_id", "floor_plans"),
        owned_by("checklist_id", "checklists"),
        UniqueConstraint("organisation_id", "site_id", "name"),
        CheckConstraint("kind IN ('qr','nfc','gps')", name="kind_known"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    zone_id: Mapped[str | None] = mapped_column(Id)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="qr")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    radius_m: Mapped[int] = mapped_column(default=50)
    floor_plan_id: Mapped[str | None] = mapped_column(Id)
    plan_x: Mapped[float | None]
    plan_y: Mapped[float | None]
    instructions: Mapped[str] = mapped_column(default="")
    checklist_id: Mapped[str | None] = mapped_column(Id)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Tag(Owned, Base):
    """A printed label or NFC sticker. A torn one is replaced by a new row; its scans keep pointing at it."""

    __tablename__ = "tags"
    __table_args__ = (
        owned_by("checkpoint_id", "checkpoints"),
        UniqueConstraint("organisation_id", "code"),
        Index(None, "code"),
        Index(None, "organisation_id", "checkpoint_id"),
    )
    checkpoint_id: Mapped[str] = mapped_column(Id)
    code: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaced_because: Mapped[str | None]


class Route(Owned, Base):
    """The checkpoints of a round, in an order that is asked for (`ordered`) or only suggested."""

    __tablename__ = "routes"
    __table_args__ = (owned_by("site_id", "sites"), Index(None, "organisation_id", "site_id"))
    site_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    ordered: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RouteStop(Owned, Base):
    """A checkpoint on a route. `minutes` is the expected walk from the stop before."""

    __tablename__ = "route_stops"
    __table_args__ = (
        owned_by("route_id", "routes"),
        owned_by("checkpoint_id", "checkpoints"),
        UniqueConstraint("organisation_id", "route_id", "checkpoint_id"),
        Index(None, "organisation_id", "route_id", "position"),
    )
    route_id: Mapped[str] = mapped_column(Id)
    checkpoint_id: Mapped[str] = mapped_column(Id)
    position: Mapped[int]
    minutes: Mapped[float] = mapped_column(default=2)
