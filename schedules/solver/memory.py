"""Memory of a thread that is used again and again: fresh pages would cost more than the search."""

import threading

import numpy as np

HELD = threading.local()


def scratch(name: str, size: int, kind: type = np.float64) -> np.ndarray:
    held = getattr(HELD, name, None)
    if held is None or len(held) < size:
        held = np.empty(size, kind)
        setattr(HELD, name, held)
    return held[:size]
