from typing import Any

from checkpoints.places.access import WRITERS, in_reach, site_in_reach
from checkpoints.places.models import Checklist, Checkpoint, FloorPlan, Tag, Zone
from checkpoints.places.points import queries
from checkpoints.places.points.rules import has_tag, placement_gaps
from checkpoints.places.rules import listed, new_code
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Problem, sentence
from guard_api.identity.actor import Actor
from guard_api.records import note_change

PLACE = ("kind", "lat", "lon", "floor_plan_id", "plan_x", "plan_y")


def add_zone(*, actor: Actor, site_id: str, name: str) -> Zone:
    site = site_in_reach(actor, site_id, WRITERS)
    _refuse_taken(queries.zone_named(actor.organisation_id, site.id, name))
    zone = Zone(organisation_id=actor.organisation_id, id=new_id(), site_id=site.id, name=name)
    db.session.add(zone)
    note_change(actor, "add", "zone", zone.id, name=name)
    return zone


def change_zone(*, actor: Actor, zone_id: str, changes: dict[str, Any]) -> Zone:
    zone = in_reach(actor, Zone, zone_id, WRITERS)
    name, archived = changes.get("name", zone.name), changes.get("archived")
    _refuse_taken(queries.zone_named(actor.organisation_id, zone.site_id, name), zone)
    if archived and (names := queries.names_in(zone)):
        raise Problem("places.zone_in_use", 409, names=listed(names))
    zone.name = name
    _archive(zone, archived)
    note_change(actor, "change", "zone", zone.id, **changes)
    return zone


def add_checkpoint(*, actor: Actor, site_id: str, **fields: Any) -> Checkpoint:
    """A checkpoint and, where something is to be scanned, its first tag."""
    site = site_in_reach(actor, site_id, WRITERS)
    _refuse_taken(queries.named(actor.organisation_id, site.id, fields["name"]))
    checkpoint = Checkpoint(organisation_id=actor.organisation_id, id=new_id(), site_id=site.id, **fields)
    _refuse_misplaced(actor, checkpoint)
    db.session.add(checkpoint)
    db.session.flush()
    ensure_tags(organisation_id=actor.organisation_id, checkpoints=[checkpoint])
    note_change(actor, "add", "checkpoint", checkpoint.id, name=checkpoint.name)
    return checkpoint


def change_checkpoint(*, actor: Actor, checkpoint_id: str, changes: dict[str, Any]) -> Checkpoint:
    """Change, archive or restore a checkpoint. Its tags and its history stay."""
    checkpoint = in_reach(actor, Checkpoint, checkpoint_id, WRITERS)
    fields = {field: value for field, value in changes.items() if field != "archived"}
    if "name" in fields:
        _refuse_taken(queries.named(actor.organisation_id, checkpoint.site_id, fields["name"]), checkpoint)
    if changes.get("archived") and (names := queries.routes_through(actor.organisation_id, checkpoint.id)):
        raise Problem("places.checkpoint_on_routes", 409, names=listed(names))
    with db.session.no_autoflush:
        for field, value in fields.items():
            setattr(checkpoint, field, value)
        _archive(checkpoint, changes.get("archived"))
        if checkpoint.archived_at is None:
            _refuse_misplaced(actor, checkpoint)
    if checkpoint.archived_at is None:
        ensure_tags(organisation_id=actor.organisation_id, checkpoints=[checkpoint])
    note_change(actor, "change", "checkpoint", checkpoint.id, **changes)
    return checkpoint


def replace_tag(*, actor: Actor, checkpoint_id: str, reason: str) -> Tag:
    """A new code for a checkpoint. Scans of the old one keep pointing at the old tag, and are flagged."""
    checkpoint = in_reach(actor, Checkpoint, checkpoint_id, WRITERS)
    if not has_tag(checkpoint.kind):
        raise Problem("places.gps_has_no_tag", 409)
    for tag in queries.tags_of(actor.organisation_id, [checkpoint.id]):
        if tag.replaced_at is None:
            tag.replaced_at, tag.replaced_because = now(), reason
    tag = _new_tag(checkpoint)
    db.session.flush()
    note_change(actor, "replace_tag", "checkpoint", checkpoint.id, reason=reason)
    return tag


def ensure_tags(*, organisation_id: str, checkpoints: list[Checkpoint]) -> None:
    """A tag in use for each checkpoint where something is to be scanned."""
    tags = queries.tags_of(organisation_id, [checkpoint.id for checkpoint in checkpoints])
    tagged = {tag.checkpoint_id for tag in tags if tag.replaced_at is None}
    for checkpoint in checkpoints:
        if has_tag(checkpoint.kind) and checkpoint.id not in tagged:
            _new_tag(checkpoint)
    db.session.flush()


def _new_tag(checkpoint: Checkpoint) -> Tag:
    tag = Tag(
        organisation_id=checkpoint.organisation_id, id=new_id(), checkpoint_id=checkpoint.id, code=new_code()
    )
    db.session.add(tag)
    return tag


def _archive(thing: Zone | Checkpoint, archived: bool | None) -> None:
    if archived is not None:
        thing.archived_at = (thing.archived_at or now()) if archived else None


def _refuse_taken(found: Zone | Checkpoint | None, own: Zone | Checkpoint | None = None) -> None:
    if found is None or found is own:
        return
    code = "places.name_taken" if found.archived_at is None else "places.name_archived"
    raise Problem(code, 409, name=found.name)


def _refuse_misplaced(actor: Actor, checkpoint: Checkpoint) -> None:
    """All of one site, nothing archived, and placed whole."""
    gaps = placement_gaps(**{field: getattr(checkpoint, field) for field in PLACE})
    gaps += [
        (field, "places.reference_unknown")
        for field, model in (("zone_id", Zone), ("floor_plan_id", FloorPlan), ("checklist_id", Checklist))
        if not _usable(checkpoint, model, getattr(checkpoint, field))
    ]
    if gaps:
        errors = [{"path": f"/{field}", "detail": sentence(code, actor.language)} for field, code in gaps]
        raise Problem(gaps[0][1], 422, errors=errors)


def _usable(checkpoint: Checkpoint, model: type, id_: str | None) -> bool:
    if id_ is None:
        return True
    thing = db.session.get(model, (checkpoint.organisation_id, id_))
    if thing is None or thing.archived_at is not None:
        return False
    return getattr(thing, "site_id", checkpoint.site_id) == checkpoint.site_id
