from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by

UNSETTLED = text("counted AND NOT settled")
OPEN = text("attempt_id IS NULL AND withdrawn_at IS NULL")


class Paper(Owned, Base):
    """Questions drawn for one person's next attempt, before it begins, so that it works without a network.

    `items` are question ids with their options in the order shown. The phone knows an option only by its
    place, which tells nothing about the answer.
    """

    __tablename__ = "papers"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("module_id", "modules"),
        owned_by("version_id", "module_versions"),
        Index(
            "uq_papers_one_open",
            "organisation_id",
            "person_id",
            "module_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
    person_id: Mapped[str] = mapped_column(Id)
    module_id: Mapped[str] = mapped_column(Id)
    version_id: Mapped[str] = mapped_column(Id)
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempt_id: Mapped[str | None] = mapped_column(Id)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attempt(Owned, Base):
    """An attempt as it came, never changed. Its id is the event's. If it is not `counted`, flags say why.

    `source` is paper, or what else showed the knowledge: scorm, session. It is `settled` once the duty tells
    of it.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("module_id", "modules"),
        owned_by("paper_id", "papers"),
        Index(None, "organisation_id", "person_id", "module_id", "ended_at"),
        Index(None, "organisation_id", "module_id", "ended_at"),
        Index(None, "organisation_id", "paper_id"),
        Index("ix_attempts_unsettled", "organisation_id", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
        CheckConstraint("source IN ('paper','scorm','session')", name="attempt_source_known"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    module_id: Mapped[str] = mapped_column(Id)
    version_id: Mapped[str | None] = mapped_column(Id)
    paper_id: Mapped[str | None] = mapped_column(Id)
    source: Mapped[str] = mapped_column(default="paper")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answers: Mapped[dict[str, list[str]]] = mapped_column(Json, default=dict)
    right: Mapped[int | None]
    asked: Mapped[int | None]
    percent: Mapped[int | None]
    passed: Mapped[bool] = mapped_column(default=False)
    counted: Mapped[bool] = mapped_column(default=True)
    first: Mapped[bool] = mapped_column(default=False)
    settled: Mapped[bool] = mapped_column(default=False)
    offline: Mapped[bool] = mapped_column(default=False)
    flags: Mapped[list[str]] = mapped_column(Json, default=list)


class AnsweredQuestion(Owned, Base):
    """How one question of a counted attempt went, for the figures. `key` names it through its revisions."""

    __tablename__ = "answered_questions"
    __table_args__ = (
        owned_by("attempt_id", "attempts"),
        owned_by("question_id", "questions"),
        Index(None, "organisation_id", "attempt_id"),
        Index(None, "organisation_id", "module_id", "answered_at"),
    )
    attempt_id: Mapped[str] = mapped_column(Id)
    module_id: Mapped[str] = mapped_column(Id)
    question_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str]
    person_id: Mapped[str] = mapped_column(Id)
    right: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
