from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from checkpoints.places.access import WRITERS, site_in_reach
from checkpoints.places.checklists.service import ensure_templates
from checkpoints.places.exchange import rules
from checkpoints.places.exchange.columns import columns
from checkpoints.places.exchange.rules import CREATE, KEEP, Decision, Known
from checkpoints.places.models import Checklist, Checkpoint, FloorPlan, Zone
from checkpoints.places.points import queries, service
from guard_api import tables
from guard_api.database import db, new_id
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from guard_api.tenants.models import Site


def import_checkpoints(*, actor: Actor, site_id: str, file: FileStorage, commit: bool) -> dict[str, Any]:
    """Preview a table of checkpoints; with `commit`, and when every row is right, import it whole."""
    upload = tables.read(file, columns())  # takes seconds, so before the first query takes the write turn
    site = site_in_reach(actor, site_id, WRITERS)
    ensure_templates(organisation_id=actor.organisation_id)
    for key in ("name", "id"):
        upload.refuse_repeated(key)
    decisions = rules.decide(upload.rows, _known(site))
    zones = {zone.name: zone for zone in _rows(Zone, site)}
    missing = rules.new_zones(decisions, zones)
    committed = commit and upload.right
    if committed:
        _carry_out(actor, site, decisions, zones)
    return _preview(upload.preview(actor.language, committed=committed), decisions, missing)


def _preview(preview: dict[str, Any], decisions: list[Decision], missing: list[str]) -> dict[str, Any]:
    for row, decision in zip(preview["rows"], decisions, strict=True):
        row["action"] = decision.action
    return preview | {"new_zones": missing}


def _known(site: Site) -> Known:
    plans = {plan.name: plan.id for plan in _rows(FloorPlan, site) if plan.archived_at is None}
    lists = db.session.scalars(
        select(Checklist).where(
            Checklist.organisation_id == site.organisation_id, Checklist.archived_at.is_(None)
        )
    )
    checklists = {name: one.id for one in lists for name in (one.name_zh, one.name_en)}
    return Known(queries.all_of(site.organisation_id, site.id), plans, checklists)


def _rows(model: type, site: Site) -> list[Any]:
    return list(
        db.session.scalars(
            select(model).where(model.organisation_id == site.organisation_id, model.site_id == site.id)
        )
    )


def _carry_out(actor: Actor, site: Site, decisions: list[Decision], zones: dict[str, Zone]) -> None:
    _ensure_zones(site, decisions, zones)
    stored = {checkpoint.id: checkpoint for checkpoint in _rows(Checkpoint, site)}
    touched = []
    for decision in decisions:
        if decision.action != KEEP:
            touched.append(_write(site, stored.get(decision.checkpoint_id), decision, zones))
    db.session.flush()
    service.ensure_tags(organisation_id=site.organisation_id, checkpoints=touched)
    note_change(actor, "import", "site", site.id, checkpoints=len(touched))


def _ensure_zones(site: Site, decisions: list[Decision], zones: dict[str, Zone]) -> None:
    for name in rules.new_zones(decisions, zones):
        zones[name] = Zone(organisation_id=site.organisation_id, id=new_id(), site_id=site.id, name=name)
        db.session.add(zones[name])
    for decision in decisions:
        if zone := zones.get(decision.fields.get("zone")):
            zone.archived_at = None
    db.session.flush()


def _write(site: Site, stored: Checkpoint | None, decision: Decision, zones: dict[str, Zone]) -> Checkpoint:
    fields = dict(decision.fields)
    if "zone" in fields:
        name = fields.pop("zone")
        fields["zone_id"] = name and zones[name].id
    if decision.action == CREATE:
        stored = Checkpoint(organisation_id=site.organisation_id, id=new_id(), site_id=site.id, **fields)
        db.session.add(stored)
        return stored
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.archived_at = None
    return stored
