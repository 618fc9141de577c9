"""When something is about to be forgotten: the FSRS scheduler, folded over the answers in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler, State

LONGEST_DAYS = 365
SCHEDULER = Scheduler(
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)


@dataclass(frozen=True)
class Memory:
    """What is known of one person's memory of one question."""

    state: int
    stability: float
    difficulty: float
    last_at: datetime
    due_at: datetime
    answers: int
    lapses: int


def remembered(answers: Iterable[tuple[datetime, int]]) -> Memory | None:
    """The memory after all answers (when, rating), in whatever order they arrived."""
    in_order = sorted(answers)
    card = Card(card_id=0)
    for at, rating in in_order:
        card, _ = SCHEDULER.review_card(card, Rating(rating), at)
    if not in_order:
        return None
    lapses = sum(rating == Rating.Again for _, rating in in_order[1:])
    return Memory(
        card.state.value,
        card.stability,
        card.difficulty,
        card.last_review,
        card.due,
        len(in_order),
        lapses,
    )


def recall(*, stability: float | None, last_at: datetime | None, at: datetime) -> float | None:
    """The chance that it is remembered now; None before the first answer."""
    if stability is None or last_at is None:
        return None
    card = Card(
        card_id=0, state=State.Review, stability=stability, difficulty=1.0, due=at, last_review=last_at
    )
    return SCHEDULER.get_card_retrievability(card, at)
