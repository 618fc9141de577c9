"""What a scanned code means is known on a floor above, which says so through app.py."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import NamedTuple


class Spot(NamedTuple):
    """Where a code hangs. `replaced_at`: since when another one does."""

    checkpoint_id: str
    site_id: str
    lat: float | None
    lon: float | None
    radius_m: float
    replaced_at: datetime | None = None


# (organisation_id, codes, checkpoint ids) → by code as it was read, by checkpoint id
Resolve = Callable[[str, Collection[str], Collection[str]], tuple[Mapping[str, Spot], Mapping[str, Spot]]]
_resolvers: list[Resolve] = []


def resolve_by(call: Resolve) -> None:
    """Called once by app.py."""
    _resolvers[:] = [call]


def spots(
    organisation_id: str, codes: Collection[str], checkpoint_ids: Collection[str]
) -> tuple[Mapping[str, Spot], Mapping[str, Spot]]:
    if not _resolvers or not (codes or checkpoint_ids):
        return {}, {}
    return _resolvers[0](organisation_id, codes, checkpoint_ids)
