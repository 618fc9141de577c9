from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, of_organisation, owned_by


class Module(Owned, Base):
    """Something to learn. What learners see is its newest published version; `draft` is what comes next.

    `title` is that of the newest version, or of the draft while there is none. `library_digest` tells which
    state of the ready library it holds; what an organisation `changed` is not overwritten any more. Who
    passed before `renewed_at` has to pass again.
    """

    __tablename__ = "modules"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("organisation_id", "code"),
        CheckConstraint("origin IN ('library','own','scorm','order')", name="origin_known"),
    )
    code: Mapped[str]
    origin: Mapped[str] = mapped_column(default="own")
    title: Mapped[dict[str, str]] = mapped_column(Json)
    draft: Mapped[dict[str, Any] | None] = mapped_column(Json)
    draft_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    draft_by: Mapped[str | None] = mapped_column(Id)
    version_id: Mapped[str | None] = mapped_column(Id)
    renewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    library_digest: Mapped[str | None]
    changed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ModuleVersion(Owned, Base):
    """What was published once, and is never changed. `published_by` is null for the ready library."""

    __tablename__ = "module_versions"
    __table_args__ = (
        owned_by("module_id", "modules"),
        UniqueConstraint("organisation_id", "module_id", "number"),
    )
    module_id: Mapped[str] = mapped_column(Id)
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    note: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_by: Mapped[str | None] = mapped_column(Id)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Question(Owned, Base):
    """One revision of a question. `key` names it through all revisions; only the `current` one is drawn.

    A retired question is not drawn, and no longer counts in papers that hold it.
    """

    __tablename__ = "questions"
    __table_args__ = (
        owned_by("module_id", "modules"),
        UniqueConstraint("organisation_id", "module_id", "key", "revision"),
        Index(None, "organisation_id", "module_id", "current"),
        CheckConstraint("kind IN ('single','multiple','true_false','order')", name="question_kind_known"),
    )
    module_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str]
    lesson: Mapped[str | None]
    level: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(Id)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Media(Owned, Base):
    """A picture, sound or film. A draft shows the newest of a name; a version keeps its own."""

    __tablename__ = "media"
    __table_args__ = (
        owned_by("module_id", "modules"),
        Index(None, "organisation_id", "module_id", "name"),
    )
    module_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    added_by: Mapped[str | None] = mapped_column(Id)
