from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from guard_api.database import Base, UtcDateTime


class JobRun(Base):
    """That a daily job was taken up for a day, and finished. The key lets it be taken up once."""

    __tablename__ = "job_runs"
    job: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JobLease(Base):
    """Who leads, until when: on SQLite, where there is no lock that dies with its holder."""

    __tablename__ = "job_leases"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime] = mapped_column(UtcDateTime)
