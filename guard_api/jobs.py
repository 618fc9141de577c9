"""Work that is due by the clock. Each slice lists its own; one process at a time runs them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """Either every so many seconds, or once a day at `daily_at` ("HH:MM" UTC, late if slept through).

    `function` takes nothing, runs in the application's context and opens its own `write_transaction()`.
    """

    name: str
    function: Callable[[], object]
    every_s: int | None = None
    daily_at: str | None = None

    def __post_init__(self) -> None:
        if (self.every_s is None) == (self.daily_at is None):
            raise ValueError(f"{self.name} needs one of every_s and daily_at")
