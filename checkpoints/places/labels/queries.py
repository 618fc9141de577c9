from collections.abc import Iterable

from sqlalchemy import and_, select

from checkpoints.places.labels.sheets import Label
from checkpoints.places.models import Checkpoint, Tag, Zone
from checkpoints.places.points.queries import tags_of
from checkpoints.places.rules import groups, link
from guard_api.clock import local_date
from guard_api.database import db
from guard_api.tenants.models import Site


def labels_of(
    site: Site, address: str, *, checkpoint_ids: Iterable[str] | None, zone_id: str | None
) -> dict[str, Label]:
    """Labels of the tags in use, by checkpoint, in the order of zones and names."""
    rows = _checkpoints(site, checkpoint_ids, zone_id)
    labels = {}
    for checkpoint_id, (number, tag) in _tags_in_use(site.organisation_id, rows).items():
        name, zone = rows[checkpoint_id]
        labels[checkpoint_id] = Label(
            site=site.name,
            zone=zone or "",
            name=name,
            link=link(address, tag.code),
            letters=groups(tag.code),
            number=number,
            made_on=local_date(tag.made_at, site.time_zone).isoformat(),
        )
    return {checkpoint_id: labels[checkpoint_id] for checkpoint_id in rows if checkpoint_id in labels}


def _checkpoints(
    site: Site, checkpoint_ids: Iterable[str] | None, zone_id: str | None
) -> dict[str, tuple[str, str | None]]:
    statement = (
        select(Checkpoint.id, Checkpoint.name, Zone.name.label("zone"))
        .outerjoin(
            Zone, and_(Zone.organisation_id == Checkpoint.organisation_id, Zone.id == Checkpoint.zone_id)
        )
        .where(
            Checkpoint.organisation_id == site.organisation_id,
            Checkpoint.site_id == site.id,
            Checkpoint.archived_at.is_(None),
            Checkpoint.kind != "gps",
        )
        .order_by(Zone.name, Checkpoint.name)
    )
    if checkpoint_ids is not None:
        statement = statement.where(Checkpoint.id.in_(set(checkpoint_ids)))
    if zone_id is not None:
        statement = statement.where(Checkpoint.zone_id == zone_id)
    return {row.id: (row.name, row.zone) for row in db.session.execute(statement)}


def _tags_in_use(organisation_id: str, checkpoint_ids: Iterable[str]) -> dict[str, tuple[int, Tag]]:
    """The tag in use of each checkpoint, and the how-manieth of the checkpoint it is."""
    numbers: dict[str, int] = {}
    in_use = {}
    for tag in tags_of(organisation_id, checkpoint_ids):
        numbers[tag.checkpoint_id] = numbers.get(tag.checkpoint_id, 0) + 1
        if tag.replaced_at is None:
            in_use[tag.checkpoint_id] = (numbers[tag.checkpoint_id], tag)
    return in_use
