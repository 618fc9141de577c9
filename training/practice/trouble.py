"""Where a person's work goes wrong, told by the floors above: module code → who counts it."""

from collections.abc import Callable

from guard_api.identity.actor import Actor
from training.practice.rules import goes_wrong_often

Count = Callable[[Actor], tuple[int, int]]
_counted: dict[str, Count] = {}


def teaches_about(module_code: str, count: Count) -> None:
    """`count` tells how many of how many went wrong; the module's questions then come first."""
    _counted[module_code] = count


def troubled_codes(actor: Actor) -> set[str]:
    """Codes of the modules that would help this person."""
    counts = {code: count(actor) for code, count in _counted.items()}
    return {code for code, (number, of) in counts.items() if goes_wrong_often(number=number, of=of)}
