from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class TermsOfWork(Owned, Base):
    """A person's terms from a day on, until the next row. `site_ids` empty: the sites of the person's roles.

    `waivers` are {name: {"from_on", "until_on"}}: rules from which the person agreed in writing to be free.
    `worked_before_months` is service with other employers, which counts towards annual leave.
    """

    __tablename__ = "terms"
    __table_args__ = (
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "person_id", "from_on"),
        CheckConstraint("hour_system IN ('standard','comprehensive','part_time')", name="hour_system_known"),
        CheckConstraint("period IN ('week','month','quarter','year')", name="terms_period_known"),
        CheckConstraint("max_walking IN ('none','some','much')", name="terms_walking_known"),
        CheckConstraint("month_max_minutes >= month_min_minutes", name="terms_month_in_order"),
        CheckConstraint("worked_before_months >= 0", name="terms_service_known"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    from_on: Mapped[date]
    hour_system: Mapped[str] = mapped_column(default="standard")
    law_pack: Mapped[str]
    period: Mapped[str | None]
    week_minutes: Mapped[int | None]
    month_min_minutes: Mapped[int | None]
    month_max_minutes: Mapped[int | None]
    max_nights_month: Mapped[int | None]
    site_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    max_walking: Mapped[str] = mapped_column(default="much")
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    waivers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    worked_before_months: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    set_by: Mapped[str] = mapped_column(Id)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Pairing(Owned, Base):
    """Two people who like to work together, or must not. `person_a` is the smaller id."""

    __tablename__ = "pairings"
    __table_args__ = (
        owned_by("person_a", "people"),
        owned_by("person_b", "people"),
        UniqueConstraint("organisation_id", "person_a", "person_b"),
        CheckConstraint("person_a < person_b", name="pairing_in_order"),
        CheckConstraint("kind IN ('together','apart')", name="pairing_kind_known"),
    )
    person_a: Mapped[str] = mapped_column(Id)
    person_b: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    hard: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    created_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Wish(Owned, Base):
    """What a person wants, avoids or cannot do: days, a weekday of them, a kind of shift."""

    __tablename__ = "wishes"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("shift_type_id", "shift_types"),
        Index(None, "organisation_id", "person_id", "from_on"),
        CheckConstraint("kind IN ('wants','avoids','unavailable')", name="wish_kind_known"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="wish_weekday_known"),
        CheckConstraint("until_on >= from_on", name="wish_in_order"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    weekday: Mapped[int | None]
    shift_type_id: Mapped[str | None] = mapped_column(Id)
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LawSettings(Base):
    """What the organisation chose of the law packs, {rule id: {"level", "weight", "limit", "days"}}, and its
    own rules, [{"kind", "limit", "level", "weight", "name_zh", "name_en"}]."""

    __tablename__ = "law_settings"
    __table_args__ = (of_organisation(),)
    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    default_pack: Mapped[str]
    rules: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    own_rules: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
