"""Codes and checkpoints as the floor of attendance wants them: where somebody clocked in."""

from collections.abc import Collection

from checkpoints.places.queries import Resolved, resolve_checkpoints, resolve_codes
from checkpoints.places.rules import canonical
from schedules.clocking.tags import Spot

Spots = dict[str, Spot]


def spots(
    organisation_id: str, codes: Collection[str], checkpoint_ids: Collection[str]
) -> tuple[Spots, Spots]:
    """By code as it was read, and by checkpoint."""
    stored = {code: canonical(code) for code in codes}
    by_code = resolve_codes(organisation_id, set(stored.values()))
    by_id = resolve_checkpoints(organisation_id, checkpoint_ids)
    return (
        {code: _spot(by_code[found]) for code, found in stored.items() if found in by_code},
        {id_: _spot(found) for id_, found in by_id.items()},
    )


def _spot(found: Resolved) -> Spot:
    return Spot(found.checkpoint_id, found.site_id, found.lat, found.lon, found.radius_m, found.replaced_at)
