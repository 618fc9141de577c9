"""How far a search is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    seconds: float
    cost: float
    bound: float
    coverage: float | None
    missing: int
    needed: int
    rounds: int  # of pricing
    neighbourhoods: int

    @property
    def gap(self) -> float:
        """By which share of its cost the roster may at most be improved."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0
