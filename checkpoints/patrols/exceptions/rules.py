"""Who an exception is about, and where its answer and its decision leave it."""

from collections.abc import Iterable

REASONS = ("locked", "incident", "label_torn", "weather", "relieved", "unwell", "other")
DECISIONS = ("excused", "unexcused")
UNDECIDED = ("open", "answered")


def concerns(
    asker: str, *, person_id: str | None, walked_by: Iterable[str | None], planned_for: Iterable[str]
) -> bool:
    """Whether an exception is about the asker: who walked the round, else those it was planned for."""
    walkers = {one for one in (person_id, *walked_by) if one}
    return asker in (walkers or set(planned_for))
