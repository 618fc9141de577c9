from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by

STATES = "'planned','missing','working','worked','absent','leave','called_off','vacant','clashing'"


class Punch(Owned, Base):
    """A raw fact, never rewritten; its id is that of the phone's event. Corrections are rows of their own.

    `distance_m` is from the checkpoint or the site, where both are known. `named_shift_id` is what the phone
    took it for; what it is for is derived. A position is emptied when its time is over.
    """

    __tablename__ = "punches"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("site_id", "sites"),
        Index(None, "organisation_id", "person_id", "occurred_at"),
        Index(None, "organisation_id", "site_id", "occurred_at"),
        Index(
            "ix_punches_with_position",
            "organisation_id",
            "occurred_at",
            postgresql_where=text("lat IS NOT NULL"),
        ),
        CheckConstraint("kind IN ('in','out')", name="punch_kind_known"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    method: Mapped[str]
    checkpoint_id: Mapped[str | None] = mapped_column(Id)
    named_shift_id: Mapped[str | None] = mapped_column(Id)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    distance_m: Mapped[float | None]
    photo: Mapped[str | None]
    phone_id: Mapped[str | None] = mapped_column(Id)
    recorded_by: Mapped[str | None] = mapped_column(Id)
    note: Mapped[str] = mapped_column(default="")
    flags: Mapped[list[str]] = mapped_column(Json, default=list)


class Attendance(Base):
    """What became of one shift. Derived: whatever was counted, it can be derived anew.

    `present` and `work` are spans as [[from, until], …]. `judge_at` is when time alone may change it,
    `alarm_at` when nobody having come becomes an alarm.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        owned_by("shift_id", "shifts", ondelete="CASCADE"),
        owned_by("site_id", "sites"),
        Index(None, "organisation_id", "on", "shift_id"),
        Index(None, "organisation_id", "site_id", "on"),
        Index(None, "organisation_id", "person_id", "on"),
        Index(None, "organisation_id", "site_id", "end_at"),
        Index(None, "judge_at"),
        Index(None, "alarm_at"),
        CheckConstraint(f"state IN ({STATES})", name="attendance_state_known"),
    )
    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    shift_id: Mapped[str] = mapped_column(Id, primary_key=True)
    site_id: Mapped[str] = mapped_column(Id)
    post_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str | None] = mapped_column(Id)
    on: Mapped[date]
    zone: Mapped[str]
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str]
    planned_minutes: Mapped[int]
    first_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    early_minutes: Mapped[int] = mapped_column(default=0)
    inside_minutes: Mapped[int] = mapped_column(default=0)
    break_minutes: Mapped[int] = mapped_column(default=0)
    over_minutes: Mapped[int] = mapped_column(default=0)
    worked_minutes: Mapped[int] = mapped_column(default=0)
    unconfirmed_minutes: Mapped[int] = mapped_column(default=0)
    claimed_minutes: Mapped[int] = mapped_column(default=0)
    late_minutes: Mapped[int] = mapped_column(default=0)
    left_early_minutes: Mapped[int] = mapped_column(default=0)
    waited_for_relief_minutes: Mapped[int] = mapped_column(default=0)
    flags: Mapped[list[str]] = mapped_column(Json, default=list)
    punch_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    present: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    work: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    judge_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    alarm_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judged_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class UnplannedWork(Owned, Base):
    """Presence that no plan asked for: work all the same. Derived, like attendance."""

    __tablename__ = "unplanned_work"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("site_id", "sites"),
        Index(None, "organisation_id", "person_id", "on"),
        Index(None, "organisation_id", "site_id", "on"),
        Index(None, "judge_at"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str] = mapped_column(Id)
    on: Mapped[date]
    zone: Mapped[str]
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    open: Mapped[bool] = mapped_column(default=False)
    confirmed: Mapped[bool] = mapped_column(default=True)
    claimed_minutes: Mapped[int] = mapped_column(default=0)
    punch_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    judge_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PunchQuestion(Owned, Base):
    """A punch is missing, and only the guard knows when it would have been. Until then `presumed_at` holds.

    Withdrawn when the punch arrives after all. The answer becomes a correction that waits for a decision.
    """

    __tablename__ = "punch_questions"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("site_id", "sites"),
        UniqueConstraint("organisation_id", "person_id", "kind", "punch_id"),
        Index(None, "organisation_id", "person_id", "asked_at"),
        CheckConstraint("kind IN ('when_in','when_out')", name="question_kind_known"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    shift_id: Mapped[str | None] = mapped_column(Id)
    punch_id: Mapped[str] = mapped_column(Id)
    presumed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[dict[str, Any] | None] = mapped_column(Json)
    correction_id: Mapped[str | None] = mapped_column(Id)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PunchCorrection(Owned, Base):
    """Facts about facts. `adds` are [{id, kind, at}], `voids` ids of punches; both within from_at … until_at.

    Nothing holds before somebody else than who asked, and than whose hours they are, has accepted it.
    """

    __tablename__ = "punch_corrections"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("site_id", "sites"),
        Index(None, "organisation_id", "person_id", "from_at"),
        Index(None, "organisation_id", "site_id", "decision", "asked_at"),
        Index(None, "organisation_id", "asked_at", "id"),
        CheckConstraint("decision IN ('waiting','accepted','refused','withdrawn')", name="decision_known"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str] = mapped_column(Id)
    adds: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    voids: Mapped[list[str]] = mapped_column(Json, default=list)
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str]
    asked_by: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    question_id: Mapped[str | None] = mapped_column(Id)
    decision: Mapped[str] = mapped_column(default="waiting")
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(default="")


class AttendanceSettings(Owned, Base):
    """What a punch is asked for at a site or, without one, wherever the site says nothing itself.

    `tolerances` are the minutes that differ from the usual ones; `methods` the ways to clock in.
    """

    __tablename__ = "attendance_settings"
    __table_args__ = (
        of_organisation(),
        owned_by("site_id", "sites"),
        UniqueConstraint("organisation_id", "site_id"),
        CheckConstraint("geofence IN ('off','flag','block')", name="geofence_known"),
    )
    site_id: Mapped[str | None] = mapped_column(Id)
    geofence: Mapped[str]
    radius_m: Mapped[int]
    photo: Mapped[bool]
    methods: Mapped[list[str]] = mapped_column(Json, default=list)
    tolerances: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    changed_by: Mapped[str] = mapped_column(Id)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class NoShowAlarm(Owned, Base):
    """Nobody has clocked in for a shift. Never an accusation: the guard may say what is so.

    `step` 1 told the site's supervisors, 2 the administrators. It is withdrawn when the punch arrives.
    """

    __tablename__ = "no_show_alarms"
    __table_args__ = (
        owned_by("shift_id", "shifts", ondelete="CASCADE"),
        owned_by("person_id", "people"),
        owned_by("site_id", "sites"),
        UniqueConstraint("organisation_id", "shift_id", "person_id"),
        Index(None, "organisation_id", "raised_at", "id"),
        Index(None, "escalate_at"),
    )
    shift_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    site_id: Mapped[str] = mapped_column(Id)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    step: Mapped[int] = mapped_column(default=1)
    escalate_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply: Mapped[str | None]
    reply_text: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str | None] = mapped_column(Id)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
