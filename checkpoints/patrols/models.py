from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by

NO_VISIT = "00000000-0000-0000-0000-000000000000"


class PatrolPlan(Owned, Base):
    """When a route is to be walked: an RFC 5545 rule in the site's local time, from `first_on` on.

    A round may start from `tolerance_minutes` before its planned start to as long after it. With
    `window_minutes` > 0 and `randomised`, start (and, for unordered routes, order) are drawn anew
    for each round inside the window. Rounds stand as rows until `planned_until`; `planned_from` is the
    digest of what they were made from, so that a changed route is noticed.
    """

    __tablename__ = "patrol_plans"
    __table_args__ = (
        owned_by("site_id", "sites"),
        owned_by("route_id", "routes"),
        Index(None, "organisation_id", "site_id"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    route_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    rule: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    starts_at: Mapped[time]
    window_minutes: Mapped[int] = mapped_column(default=0)
    tolerance_minutes: Mapped[int] = mapped_column(default=5)
    randomised: Mapped[bool] = mapped_column(default=False)
    post: Mapped[str] = mapped_column(default="")
    person_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    planned_until: Mapped[date | None]
    planned_from: Mapped[str] = mapped_column(default="")


class Patrol(Owned, Base):
    """One round. It exists before anyone walks; unplanned rounds exist from their start (plan_id NULL).

    `person_id` is who started it first; `also_person_ids` are others who walked the same one.
    """

    __tablename__ = "patrols"
    __table_args__ = (
        owned_by("site_id", "sites"),
        owned_by("route_id", "routes"),
        owned_by("plan_id", "patrol_plans"),
        UniqueConstraint("organisation_id", "plan_id", "nominal_at"),
        Index(None, "organisation_id", "site_id", "on"),
        Index(None, "organisation_id", "on", "state"),
        Index(None, "organisation_id", "person_id", "on"),
        Index(None, "judge_at"),
        CheckConstraint("state IN ('planned','running','done','incomplete','missed')", name="state_known"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    route_id: Mapped[str] = mapped_column(Id)
    plan_id: Mapped[str | None] = mapped_column(Id)
    name: Mapped[str]
    ordered: Mapped[bool]
    on: Mapped[date]
    nominal_at: Mapped[datetime] = mapped_column(UtcDateTime)
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    start_from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    start_until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expected_minutes: Mapped[float]
    tolerance_minutes: Mapped[int]
    post: Mapped[str] = mapped_column(default="")
    person_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    state: Mapped[str] = mapped_column(default="planned")
    person_id: Mapped[str | None] = mapped_column(Id)
    also_person_ids: Mapped[list[str]] = mapped_column(Json, default=list)
    phone_id: Mapped[str | None] = mapped_column(Id)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_note: Mapped[str] = mapped_column(default="")
    paused_s: Mapped[int] = mapped_column(default=0)
    judge_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Visit(Owned, Base):
    """A checkpoint visit that is due in a round, whether or not anyone came."""

    __tablename__ = "visits"
    __table_args__ = (
        owned_by("patrol_id", "patrols"),
        owned_by("checkpoint_id", "checkpoints"),
        UniqueConstraint("organisation_id", "patrol_id", "checkpoint_id"),
        Index(None, "organisation_id", "on", "due_from_at"),
        Index(None, "organisation_id", "site_id", "on", "due_from_at"),
        Index(None, "organisation_id", "checkpoint_id", "on"),
        CheckConstraint("state IN ('due','on_time','late','early','missed','excused')", name="state_known"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    patrol_id: Mapped[str] = mapped_column(Id)
    checkpoint_id: Mapped[str] = mapped_column(Id)
    on: Mapped[date]
    position: Mapped[int]
    due_from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(default="due")
    scan_id: Mapped[str | None] = mapped_column(Id)
    scanned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Scan(Owned, Base):
    """A checkpoint scanned, as it happened. Append-only; `flags` are its doubts, by name."""

    __tablename__ = "scans"
    __table_args__ = (
        owned_by("site_id", "sites"),
        owned_by("checkpoint_id", "checkpoints"),
        Index(None, "organisation_id", "site_id", "occurred_at"),
        Index(None, "organisation_id", "checkpoint_id", "occurred_at"),
        Index(None, "organisation_id", "person_id", "occurred_at"),
        Index(None, "organisation_id", "patrol_id"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    checkpoint_id: Mapped[str] = mapped_column(Id)
    tag_id: Mapped[str | None] = mapped_column(Id)
    patrol_id: Mapped[str | None] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    phone_id: Mapped[str | None] = mapped_column(Id)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    method: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    distance_m: Mapped[float | None]
    flags: Mapped[list[str]] = mapped_column(Json, default=list)
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)


class Position(Owned, Base):
    """Where a guard was during an open round. Deleted after the organisation's retention time."""

    __tablename__ = "positions"
    __table_args__ = (
        owned_by("patrol_id", "patrols"),
        Index(None, "organisation_id", "patrol_id", "occurred_at"),
        Index(None, "organisation_id", "occurred_at"),
    )
    patrol_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lat: Mapped[float]
    lon: Mapped[float]
    accuracy_m: Mapped[float | None]


class PatrolException(Owned, Base):
    """Something off plan about a round or one visit of it (`visit_id` is NO_VISIT for the round as a whole).

    open → answered by the guard → excused or unexcused by a supervisor; `withdrawn` when later
    facts (a phone that was offline) show that it does not hold. Deleted with its round alone; `decision`
    outlives a withdrawal, so that an exception that comes to hold again is as it was decided.
    """

    __tablename__ = "patrol_exceptions"
    __table_args__ = (
        owned_by("patrol_id", "patrols"),
        UniqueConstraint("organisation_id", "patrol_id", "kind", "visit_id"),
        Index(None, "organisation_id", "state", "raised_at"),
        Index(None, "organisation_id", "site_id", "on"),
        Index(None, "organisation_id", "person_id", "raised_at"),
        CheckConstraint(
            "kind IN ('missed','incomplete','late','skipped','too_short','too_long')", name="kind_known"
        ),
        CheckConstraint("state IN ('open','answered','excused','unexcused','withdrawn')", name="state_known"),
    )
    site_id: Mapped[str] = mapped_column(Id)
    patrol_id: Mapped[str] = mapped_column(Id)
    visit_id: Mapped[str] = mapped_column(Id, default=NO_VISIT)
    checkpoint_id: Mapped[str | None] = mapped_column(Id)
    on: Mapped[date]
    person_id: Mapped[str | None] = mapped_column(Id)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    reply_reason: Mapped[str | None]
    reply_text: Mapped[str | None]
    replied_by: Mapped[str | None] = mapped_column(Id)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str | None]
    decision_note: Mapped[str | None]


class RemovedRound(Owned, Base):
    """A planned round taken out again before its start. A phone that was offline may still walk it;
    its facts then make an unplanned round of the same id and route."""

    __tablename__ = "removed_rounds"
    __table_args__ = (owned_by("route_id", "routes"), Index(None, "removed_at"))
    route_id: Mapped[str] = mapped_column(Id)
    removed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SiteDayMark(Base):
    """That a cell of `site_days` is out of date. `version` rises with each mark, so that a job clears
    only what it has seen."""

    __tablename__ = "site_day_marks"
    __table_args__ = (of_organisation(), Index(None, "marked_at"))
    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CheckpointDay(Base):
    """Scans of one checkpoint on one day of its site: additive, kept in the scan's own transaction."""

    __tablename__ = "checkpoint_days"
    __table_args__ = (owned_by("checkpoint_id", "checkpoints"),)
    organisation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    site_id: Mapped[str] = mapped_column(Id, primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    checkpoint_id: Mapped[str] = mapped_column(Id, primary_key=True)
    scans: Mapped[int]
    flagged: Mapped[int]
