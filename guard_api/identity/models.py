from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Owned, UtcDateTime, new_id, of_organisation, owned_by


class Person(Owned, Base):
    """Somebody who works or worked here. The phone number (E.164) or the e-mail is the sign-in name."""

    __tablename__ = "people"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("organisation_id", "phone_number"),
        UniqueConstraint("organisation_id", "email"),
        UniqueConstraint("organisation_id", "employee_number"),
        Index(None, "phone_number"),
        Index(None, "email"),
        CheckConstraint("phone_number IS NOT NULL OR email IS NOT NULL OR NOT active", name="reachable"),
    )
    name: Mapped[str]
    phone_number: Mapped[str | None]
    email: Mapped[str | None]
    employee_number: Mapped[str | None]
    password_hash: Mapped[str | None]
    pin_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="zh-CN")
    theme: Mapped[str] = mapped_column(default="system")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Grant(Owned, Base):
    """A role held by a person, for one site or (HR, administrator) for the organisation."""

    __tablename__ = "grants"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("site_id", "sites"),
        UniqueConstraint("organisation_id", "person_id", "role", "site_id"),
        CheckConstraint("role IN ('guard','supervisor','hr','administrator','client')", name="role_known"),
        CheckConstraint("(role IN ('hr','administrator')) = (site_id IS NULL)", name="site_where_needed"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    role: Mapped[str]
    site_id: Mapped[str | None] = mapped_column(Id)


class Session(Owned, Base):
    """A sign-in. `generation` numbers its refresh tokens.

    `rotated_at` is when the newest was given, until it was seen in use.
    """

    __tablename__ = "sessions"
    __table_args__ = (owned_by("person_id", "people"), Index(None, "organisation_id", "person_id"))
    person_id: Mapped[str] = mapped_column(Id)
    phone_id: Mapped[str | None] = mapped_column(Id)
    generation: Mapped[int] = mapped_column(default=1)
    rotated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user_agent: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Phone(Owned, Base):
    """A phone that a supervisor enrolled for a site; guards of the site switch on it by PIN."""

    __tablename__ = "phones"
    __table_args__ = (owned_by("site_id", "sites"), UniqueConstraint("organisation_id", "token_digest"))
    site_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    token_digest: Mapped[str]
    enrolled_by: Mapped[str] = mapped_column(Id)
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhoneEnrolment(Owned, Base):
    """A one-time code, shown on the desk, with which a phone is enrolled."""

    __tablename__ = "phone_enrolments"
    __table_args__ = (owned_by("site_id", "sites"), UniqueConstraint("organisation_id", "code_digest"))
    site_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    code_digest: Mapped[str] = mapped_column(index=True)
    created_by: Mapped[str] = mapped_column(Id)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInFailure(Base):
    """A failed try, kept for a quarter of an hour to slow down guessing. Belongs to no organisation yet."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index(None, "subject", "failed_at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    subject: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
