from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by


class ScormPackage(Owned, Base):
    """An imported package; the newest of a module is the one that is played.

    `files` maps each path of the package to [number of the stored file, size, media type];
    `units` are its launchable parts (SCOs) in order.
    """

    __tablename__ = "scorm_packages"
    __table_args__ = (
        owned_by("module_id", "modules"),
        Index(None, "organisation_id", "module_id", "added_at"),
        CheckConstraint("version IN ('1.2','2004')", name="scorm_version_known"),
    )
    module_id: Mapped[str] = mapped_column(Id)
    version: Mapped[str]
    title: Mapped[str]
    units: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    files: Mapped[dict[str, list[Any]]] = mapped_column(Json)
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    added_by: Mapped[str] = mapped_column(Id)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ScormRun(Owned, Base):
    """One person's way through a package: the data that each part left behind, and what it says of the whole.

    `ended_at` is when it was done, and counted. Who starts over has another run.
    """

    __tablename__ = "scorm_runs"
    __table_args__ = (
        owned_by("package_id", "scorm_packages"),
        owned_by("module_id", "modules"),
        owned_by("person_id", "people"),
        UniqueConstraint("organisation_id", "package_id", "person_id", "number"),
        Index(None, "organisation_id", "person_id", "module_id"),
        CheckConstraint(
            "status IN ('not_begun','incomplete','completed','passed','failed')", name="run_status_known"
        ),
    )
    package_id: Mapped[str] = mapped_column(Id)
    module_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    number: Mapped[int] = mapped_column(default=1)
    cmi: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    status: Mapped[str] = mapped_column(default="not_begun")
    percent: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempt_id: Mapped[str | None] = mapped_column(Id)
