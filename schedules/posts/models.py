from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class Post(Owned, Base):
    """Somewhere that must be staffed, and what it asks of whoever stands there.

    `priority` 1 is filled first. `least_together` people must be there at once, two in a fire-control room.
    """

    __tablename__ = "posts"
    __table_args__ = (
        owned_by("site_id", "sites"),
        owned_by("min_grade_id", "grades"),
        UniqueConstraint("organisation_id", "site_id", "name"),
        CheckConstraint("kind IN ('fixed','gate','control_room','patrol','relief')", name="post_kind_known"),
        CheckConstraint("priority BETWEEN 1 AND 5", name="post_priority_known"),
        CheckConstraint("walking IN ('none','some','much')", name="post_walking_known"),
        CheckConstraint("least_together BETWEEN 1 AND 20", name="post_together_known"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    kind: Mapped[str]
    priority: Mapped[int] = mapped_column(default=3)
    min_grade_id: Mapped[str | None] = mapped_column(Id)
    certificate_type_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    walking: Mapped[str] = mapped_column(default="some")
    least_together: Mapped[int] = mapped_column(default=1)
    break_relief: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ShiftType(Owned, Base):
    """A shift by the clock on the wall. `breaks` are [{"after_minutes", "minutes", "paid"}]."""

    __tablename__ = "shift_types"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("organisation_id", "code"),
        CheckConstraint("minutes BETWEEN 30 AND 1440", name="shift_type_minutes_known"),
    )
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    starts_at: Mapped[time]
    minutes: Mapped[int]
    breaks: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Demand(Owned, Base):
    """A line of a post's weekly template. `weekday` 0 is Monday, 7 any public holiday or day off in lieu.

    Where a post has lines for holidays they hold alone on those days; `need` 0 there says: closed.
    """

    __tablename__ = "demands"
    __table_args__ = (
        owned_by("post_id", "posts"),
        owned_by("shift_type_id", "shift_types"),
        UniqueConstraint("organisation_id", "post_id", "weekday", "shift_type_id", "from_on"),
        CheckConstraint("weekday BETWEEN 0 AND 7", name="demand_weekday_known"),
        CheckConstraint("need BETWEEN 0 AND 50", name="demand_need_known"),
        CheckConstraint("until_on >= from_on", name="demand_in_order"),
    )
    post_id: Mapped[str] = mapped_column(Id)
    weekday: Mapped[int]
    shift_type_id: Mapped[str] = mapped_column(Id)
    need: Mapped[int]
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class DemandException(Owned, Base):
    """On one date another number than the template has for that shift."""

    __tablename__ = "demand_exceptions"
    __table_args__ = (
        owned_by("post_id", "posts"),
        owned_by("shift_type_id", "shift_types"),
        UniqueConstraint("organisation_id", "post_id", "on", "shift_type_id"),
        Index(None, "organisation_id", "on"),
        CheckConstraint("need BETWEEN 0 AND 50", name="exception_need_known"),
    )
    post_id: Mapped[str] = mapped_column(Id)
    on: Mapped[date]
    shift_type_id: Mapped[str] = mapped_column(Id)
    need: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    created_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CalendarRegion(Base):
    """Whose public calendar the organisation follows; without a row that of most of its sites."""

    __tablename__ = "calendar_regions"
    __table_args__ = (of_organisation(),)
    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    country: Mapped[str]
    subdivision: Mapped[str | None]


class CalendarDay(Owned, Base):
    """The organisation's own word on a date, over the public calendar."""

    __tablename__ = "calendar_days"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("organisation_id", "on"),
        CheckConstraint("kind IN ('holiday','working_day','rest_day')", name="day_kind_known"),
    )
    on: Mapped[date]
    kind: Mapped[str]
    name_zh: Mapped[str] = mapped_column(default="")
    name_en: Mapped[str] = mapped_column(default="")
