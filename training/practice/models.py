from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guard_api.clock import now
from guard_api.database import Base, Id, Json, Owned, UtcDateTime, owned_by


class PracticeCard(Owned, Base):
    """A question that one person practises. What is remembered of it follows from the answers alone.

    A new revision of a question is another card; the memory goes by `key`, so it is carried over.
    `options` are the keys of the options in the order in which the phone shows them.
    """

    __tablename__ = "practice_cards"
    __table_args__ = (
        owned_by("person_id", "people"),
        owned_by("module_id", "modules"),
        owned_by("question_id", "questions"),
        UniqueConstraint("organisation_id", "person_id", "question_id"),
        Index(None, "organisation_id", "person_id", "due_at"),
    )
    person_id: Mapped[str] = mapped_column(Id)
    module_id: Mapped[str] = mapped_column(Id)
    question_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str]
    options: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[int] = mapped_column(default=1)
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    last_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answers: Mapped[int] = mapped_column(default=0)
    lapses: Mapped[int] = mapped_column(default=0)
    dealt_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class PracticeAnswer(Owned, Base):
    """An answer as it came, never changed; its id is the event's. `rating` is that of the scheduler."""

    __tablename__ = "practice_answers"
    __table_args__ = (
        owned_by("card_id", "practice_cards"),
        owned_by("person_id", "people"),
        Index(None, "organisation_id", "person_id", "answered_at"),
        Index(None, "organisation_id", "person_id", "module_id", "key"),
        CheckConstraint("rating BETWEEN 1 AND 4", name="rating_known"),
    )
    card_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    module_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str]
    chosen: Mapped[list[str]] = mapped_column(Json)
    right: Mapped[bool]
    rating: Mapped[int]
    seconds: Mapped[float | None]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
