from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by

NOT_REVOKED = text("revoked_at IS NULL")


class CertificateType(Owned, Base):
    """A kind of certificate. Without `validity_months` it never ends, as the Chinese 保安员证.

    Passing all of `module_ids` issues it; an `external` one is given by others and entered from paper.
    It may be renewed from `renew_from_days` before its end; `keeps_remaining` adds the time that was left.
    """

    __tablename__ = "certificate_types"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("organisation_id", "code"),
        CheckConstraint("origin IN ('ready','own')", name="certificate_type_origin_known"),
        CheckConstraint("validity_months BETWEEN 1 AND 600", name="validity_possible"),
        CheckConstraint("renew_from_days BETWEEN 0 AND 730", name="renewal_window_possible"),
    )
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    about_zh: Mapped[str] = mapped_column(default="")
    about_en: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="own")
    external: Mapped[bool] = mapped_column(default=False)
    validity_months: Mapped[int | None]
    renew_from_days: Mapped[int] = mapped_column(default=90)
    keeps_remaining: Mapped[bool] = mapped_column(default=False)
    module_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    warn_days: Mapped[list[int]] = mapped_column(Json, default=list)
    numbered: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Certificate(Owned, Base):
    """One certificate of one person; renewing makes another one that names it in `replaces_id`.

    `expires_on` is the last day on which it holds. `issuer` is written for those that others gave.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        owned_by("type_id", "certificate_types"),
        owned_by("person_id", "people"),
        owned_by("replaces_id", "certificates"),
        Index(
            "uq_certificates_replaced_once",
            "organisation_id",
            "replaces_id",
            unique=True,
            sqlite_where=NOT_REVOKED,
            postgresql_where=NOT_REVOKED,
        ),
        Index(
            "uq_certificates_number_in_use",
            "organisation_id",
            "type_id",
            "number",
            unique=True,
            sqlite_where=NOT_REVOKED,
            postgresql_where=NOT_REVOKED,
        ),
        Index(None, "organisation_id", "person_id", "type_id"),
        Index(None, "organisation_id", "expires_on"),
        Index(None, "organisation_id", "issued_on"),
        UniqueConstraint("organisation_id", "verify_code"),
        Index(None, "verify_code"),
        CheckConstraint("source IN ('passed','paper','session')", name="certificate_source_known"),
        CheckConstraint("expires_on >= issued_on", name="ends_after_it_begins"),
    )
    type_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    number: Mapped[str]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    entered_by: Mapped[str | None] = mapped_column(Id)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    replaces_id: Mapped[str | None] = mapped_column(Id)
    verify_code: Mapped[str]
    scan_sha256: Mapped[str | None]
    scan_type: Mapped[str | None]
    scan_key: Mapped[str | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[str | None] = mapped_column(Id)
    revoke_reason: Mapped[str] = mapped_column(default="")


class CertificateWarning(Owned, Base):
    """Sent once when so many `days` were left; 0 says that it has ended. Unanswered, it goes to others."""

    __tablename__ = "certificate_warnings"
    __table_args__ = (
        owned_by("certificate_id", "certificates"),
        UniqueConstraint("organisation_id", "certificate_id", "days"),
        Index(None, "organisation_id", "answered_at", "sent_at"),
        CheckConstraint("answer IN ('renewing','leaving','not_needed')", name="warning_answer_known"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_with_an_answer"),
    )
    certificate_id: Mapped[str] = mapped_column(Id)
    days: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(Id)
    answer: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QualificationRule(Owned, Base):
    """What some posts ask for: a certificate type or a module, of everyone or of a site, post or grade.

    `effect` when it is missing: block; warn; or allow, but only with an approved exception.
    """

    __tablename__ = "qualification_rules"
    __table_args__ = (
        of_organisation(),
        owned_by("certificate_type_id", "certificate_types"),
        owned_by("module_id", "modules"),
        CheckConstraint("scope IN ('everyone','site','post','grade')", name="rule_scope_known"),
        CheckConstraint("(scope = 'everyone') = (value IS NULL)", name="rule_value_where_needed"),
        CheckConstraint("(certificate_type_id IS NULL) <> (module_id IS NULL)", name="rule_asks_one_thing"),
        CheckConstraint("effect IN ('block','warn','allow')", name="rule_effect_known"),
    )
    scope: Mapped[str]
    value: Mapped[str | None]
    certificate_type_id: Mapped[str | None] = mapped_column(Id)
    module_id: Mapped[str | None] = mapped_column(Id)
    effect: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QualificationException(Owned, Base):
    """Somebody is let off one rule from a day to a day, both included, with who approved it and why."""

    __tablename__ = "qualification_exceptions"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("rule_id", "qualification_rules"),
        Index(None, "organisation_id", "person_id", "until_on"),
        CheckConstraint("until_on >= from_on", name="exception_in_order"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    rule_id: Mapped[str] = mapped_column(Id)
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str]
    approved_by: Mapped[str] = mapped_column(Id)
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(Id)


class SigningKey(Owned, Base):
    """The Ed25519 key with which an organisation signs badges. Retired ones still verify old badges."""

    __tablename__ = "signing_keys"
    __table_args__ = (of_organisation(),)
    public_key: Mapped[str]
    private_key_sealed: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
