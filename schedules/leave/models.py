from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by


class LeaveEntitlement(Owned, Base):
    """What somebody is due in a year beside or instead of the law. `half_days` null: after the law."""

    __tablename__ = "leave_entitlements"
    __table_args__ = (
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "person_id", "kind", "year"),
        CheckConstraint("kind IN ('annual','time_off')", name="entitlement_kind_known"),
        CheckConstraint("half_days >= 0", name="entitlement_known"),
        CheckConstraint("carried_half_days >= 0", name="carried_known"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    year: Mapped[int]
    half_days: Mapped[int | None]
    carried_half_days: Mapped[int] = mapped_column(default=0)
    adjusted_half_days: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[str] = mapped_column(Id)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class LeaveRequest(Owned, Base):
    """Days asked for. `from_half`: the first only from noon; `until_half`: the last only until noon.

    `half_days` is what it takes from the balance and `by_year` the same by year, fixed when it is approved.
    Doubts about what a phone sent are `flags`.
    """

    __tablename__ = "leave_requests"
    __table_args__ = (
        owned_by("person_id", "people"),
        Index(None, "organisation_id", "person_id", "from_on"),
        Index(None, "organisation_id", "state", "from_on"),
        CheckConstraint("until_on >= from_on", name="leave_in_order"),
        CheckConstraint(
            "kind IN ('annual','sick','personal','marriage','bereavement','maternity','paternity','injury',"
            "'time_off','other')",
            name="leave_kind_known",
        ),
        CheckConstraint(
            "state IN ('asked','approved','refused','withdrawn','cancelled')", name="leave_state_known"
        ),
    )
    person_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date]
    from_half: Mapped[bool] = mapped_column(default=False)
    until_half: Mapped[bool] = mapped_column(default=False)
    half_days: Mapped[int]
    by_year: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    flags: Mapped[list[str]] = mapped_column(Json, default=list)
    reason: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    state: Mapped[str] = mapped_column(default="asked")
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(default="")
