"""What each deviation costs in a roster, in the order in which they matter.

An hour of overtime, a night too many for one person, a wish not met: each is small beside a shift that nobody
fills. What the organisation prefers for a roster multiplies these figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

UNCOVERED = {1: 10_000, 2: 8_000, 3: 6_000, 4: 5_000, 5: 4_000}  # by the post's priority
LAW = 20  # of each unit of a soft rule, times its weight
UNAVAILABLE = 600
USUAL = 10  # what a preference from 0 to 100 is where nobody said anything


@dataclass(frozen=True)
class Weights:
    law: int = LAW
    fairness: int = 15
    wishes: int = 12
    continuity: int = 4
    travel: int = 1  # of each kilometre beyond the usual site
    overtime: int = 3  # of each hour beyond the fair share of hours

    @staticmethod
    def of(preferences: Mapping[str, int]) -> "Weights":
        """As the roster's people want it; "cost" is the price of hours beyond the fair share."""
        usual = Weights()

        def chosen(name: str, base: int) -> int:
            return round(base * preferences.get(name, USUAL) / USUAL)

        return Weights(
            fairness=chosen("fairness", usual.fairness),
            wishes=chosen("wishes", usual.wishes),
            continuity=chosen("continuity", usual.continuity),
            travel=chosen("travel", usual.travel),
            overtime=chosen("cost", usual.overtime),
        )
