"""How long a search may still go on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


def never() -> bool:
    return False


@dataclass(frozen=True)
class Watch:
    seconds: float
    stopped: Callable[[], bool] = never
    started: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        return self.seconds - self.elapsed

    def over(self) -> bool:
        return self.left <= 0 or self.stopped()

    def part(self, share: float) -> "Watch":
        """A watch that ends when this share of what is left has gone."""
        return Watch(self.elapsed + share * max(0.0, self.left), self.stopped, self.started)
