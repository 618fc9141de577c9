from pathlib import Path

from checkpoints.places.access import WRITERS, site_in_reach
from checkpoints.places.labels import queries
from checkpoints.places.labels.rules import MOST_LABELS, SIZES, Size
from checkpoints.places.labels.sheets import Label, draw
from guard_api.database import write_transaction
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change


def print_labels(
    *,
    actor: Actor,
    site_id: str,
    address: str,
    fonts: Path,
    size: str,
    language: str,
    start_at: int,
    cut_marks: bool,
    checkpoint_ids: list[str] | None = None,
    zone_id: str | None = None,
) -> bytes:
    """Label sheets as PDF. Who prints codes is written down.

    Drawing takes seconds, so it happens before anything is written.
    """
    site = site_in_reach(actor, site_id, WRITERS)
    chosen = list(dict.fromkeys(checkpoint_ids)) if checkpoint_ids else None
    found = queries.labels_of(site, address, checkpoint_ids=chosen, zone_id=zone_id)
    labels = list(found.values()) if chosen is None else [found[id_] for id_ in chosen if id_ in found]
    _refuse_unprintable(labels, chosen, SIZES[size], start_at)
    sheet = draw(labels, SIZES[size], language=language, start_at=start_at, cut_marks=cut_marks, fonts=fonts)
    with write_transaction():
        note_change(actor, "print_labels", "site", site_id, labels=len(labels), size=size)
    return sheet


def _refuse_unprintable(labels: list[Label], chosen: list[str] | None, size: Size, start_at: int) -> None:
    if not labels:
        raise Problem("places.labels_none", 422)
    if chosen is not None and len(labels) < len(chosen):
        raise Problem("places.labels_untagged", 422, count=len(chosen) - len(labels))
    if len(labels) > MOST_LABELS:
        raise Problem("places.labels_too_many", 422, most=MOST_LABELS)
    if start_at > size.per_sheet:
        raise Problem("places.labels_start_outside", 422, most=size.per_sheet)
