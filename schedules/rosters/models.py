from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class Roster(Owned, Base):
    """Places to be filled on some sites from one day to another.

    `version` is 0 as long as it is a draft. `edit_number` counts every change, so that an editor who has not
    seen the last one is told. `weights` are what the solver is to prefer.
    """

    __tablename__ = "rosters"
    __table_args__ = (
        of_organisation(),
        Index(None, "organisation_id", "from_on", "id"),
        CheckConstraint("state IN ('draft','published')", name="state_known"),
        CheckConstraint("until_on >= from_on", name="until_after_from"),
    )
    name: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=0)
    edit_number: Mapped[int] = mapped_column(default=0)
    weights: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RosterSite(Owned, Base):
    __tablename__ = "roster_sites"
    __table_args__ = (
        owned_by("roster_id", "rosters"),
        owned_by("site_id", "sites"),
        UniqueConstraint("organisation_id", "roster_id", "site_id"),
        Index(None, "organisation_id", "site_id"),
    )
    roster_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str] = mapped_column(Id)


class Shift(Owned, Base):
    """One place to be filled. `slot` numbers those of one demand; an `extra` one nobody asked for.

    `changed_in` is the version in which this shift last changed for who stands in it; `confirmed_at` is when
    that person said to have seen it. `breaks` are [{after_minutes, minutes, paid}].
    """

    __tablename__ = "shifts"
    __table_args__ = (
        owned_by("roster_id", "rosters"),
        owned_by("site_id", "sites"),
        owned_by("post_id", "posts"),
        owned_by("shift_type_id", "shift_types"),
        owned_by("person_id", "people"),
        owned_by("relieves_shift_id", "shifts"),
        Index(None, "organisation_id", "roster_id", "on"),
        Index(None, "organisation_id", "site_id", "start_at"),
        Index(None, "organisation_id", "person_id", "start_at"),
        Index(None, "organisation_id", "start_at", "id"),
        Index(None, "organisation_id", "relieves_shift_id"),
        CheckConstraint("end_at > start_at", name="ends_after_start"),
    )
    roster_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str] = mapped_column(Id)
    post_id: Mapped[str] = mapped_column(Id)
    shift_type_id: Mapped[str] = mapped_column(Id)
    on: Mapped[date]
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    breaks: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    slot: Mapped[int] = mapped_column(default=1)
    extra: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[str | None] = mapped_column(Id)
    locked: Mapped[bool] = mapped_column(default=False)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_in: Mapped[int] = mapped_column(default=0)
    relieves_shift_id: Mapped[str | None] = mapped_column(Id)


class RosterEdit(Owned, Base):
    """One change as a whole: [{shift_id, before, after}], the fields that changed in both.

    `undone_at` may come and go; `dropped` once another change was made instead.
    """

    __tablename__ = "roster_edits"
    __table_args__ = (
        owned_by("roster_id", "rosters"),
        UniqueConstraint("organisation_id", "roster_id", "number"),
    )
    roster_id: Mapped[str] = mapped_column(Id)
    number: Mapped[int]
    by: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    label: Mapped[str]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped: Mapped[bool] = mapped_column(default=False)


class RosterVersion(Owned, Base):
    """Frozen. The first holds all shifts, each later one what it changed and the digest before it.

    `digest` is the SHA-256 of `content` in its canonical form (keys sorted, no space).
    """

    __tablename__ = "roster_versions"
    __table_args__ = (
        owned_by("roster_id", "rosters"),
        UniqueConstraint("organisation_id", "roster_id", "number"),
    )
    roster_id: Mapped[str] = mapped_column(Id)
    number: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str]


class Acknowledgement(Owned, Base):
    """Asked when a version changes something for a person; `acknowledged_at` is the phone's clock."""

    __tablename__ = "acknowledgements"
    __table_args__ = (
        owned_by("roster_id", "rosters"),
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "roster_id", "version", "person_id"),
        Index(None, "organisation_id", "person_id", "acknowledged_at"),
    )
    roster_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    person_id: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CallOff(Owned, Base):
    """Somebody said not to be able to come. The fact stays, whoever stands in the shift afterwards.

    The id is that of the phone's event.
    """

    __tablename__ = "call_offs"
    __table_args__ = (
        owned_by("shift_id", "shifts"),
        owned_by("person_id", "people"),
        Index(None, "organisation_id", "shift_id"),
        Index(None, "organisation_id", "person_id", "at"),
        CheckConstraint("reason IN ('sick','family','transport','other')", name="reason_known"),
    )
    shift_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    reported_by: Mapped[str] = mapped_column(Id)
    vacated: Mapped[bool]
    flags: Mapped[list[str]] = mapped_column(Json, default=list)


class CalendarFeed(Owned, Base):
    """The link under which a person's calendar program reads the shifts; another one makes it unknown."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "person_id"),
        Index(None, "token_digest"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    token_digest: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
