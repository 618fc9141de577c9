"""Which questions come first, and what an answer says about memory. Plain data in, plain data out."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

A_DAY = 3
SOON = timedelta(hours=12)  # a shift: what falls due within it is asked now
SLOW_S = 60

AGAIN, HARD, GOOD = 1, 2, 3

OFTEN = 2
OFTEN_SHARE = 0.2


@dataclass(frozen=True)
class Candidate:
    """A card as it competes for its turn. `recall` is the chance that it is remembered; None: never asked."""

    id: str
    module_id: str
    due_at: datetime
    recall: float | None


def rating_of(*, right: bool, seconds: float | None) -> int:
    """Wrong is forgotten; right after long thought was hard."""
    if not right:
        return AGAIN
    return HARD if seconds is not None and seconds > SLOW_S else GOOD


def in_turn(cards: Iterable[Candidate], *, at: datetime, troubled: Collection[str]) -> list[str]:
    """The next cards: those of modules in which something goes wrong, then what is due and least remembered,
    then what was never asked, then what falls due in the next hours."""
    near = [card for card in cards if card.due_at <= at + SOON]
    return [card.id for card in sorted(near, key=lambda card: _turn(card, at, troubled))]


def _turn(card: Candidate, at: datetime, troubled: Collection[str]):
    is_due = card.due_at <= at
    never_asked = card.recall is None
    return (
        not is_due,
        card.module_id not in troubled,
        never_asked,
        card.recall if is_due and not never_asked else 0.0,
        card.due_at,
        card.id,
    )


def to_deal(
    new: Mapping[str, Sequence[str]], waiting: Sequence[str], person_id: str, troubled: Collection[str]
) -> list[str]:
    """Which new questions (ids by module) are dealt, so that a day's worth lies ready: of all modules, and
    of the troubled ones by themselves. `waiting` are the modules of cards that were never asked."""
    urgent = {module: ids for module, ids in new.items() if module in troubled}
    others = {module: ids for module, ids in new.items() if module not in troubled}
    first = spread(urgent, person_id)[: max(0, A_DAY - sum(module in troubled for module in waiting))]
    return first + spread(others, person_id)[: max(0, A_DAY - len(waiting) - len(first))]


def spread(questions: Mapping[str, Sequence[str]], person_id: str) -> list[str]:
    """Ids by module, one module after the other in turn. The order differs from person to person."""
    turns = [
        (place, mixed(person_id, module), id_)
        for module, ids in questions.items()
        for place, id_ in enumerate(sorted(ids, key=lambda one: mixed(person_id, one)))
    ]
    return [turn[-1] for turn in sorted(turns)]


def mixed(*parts: str) -> str:
    """An order that looks like none and is always the same."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def streak(days: Iterable[date], today: date) -> int:
    """Days in a row with an answer, up to today or yesterday."""
    answered = set(days)
    day = today if today in answered else today - timedelta(days=1)
    length = 0
    while day in answered:
        length, day = length + 1, day - timedelta(days=1)
    return length


def goes_wrong_often(*, number: int, of: int) -> bool:
    """Twice at least, and a fifth of all."""
    return number >= OFTEN and number >= OFTEN_SHARE * of
