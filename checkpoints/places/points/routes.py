from flask import current_app
from flask_smorest import Blueprint

from checkpoints.places.access import READERS, WRITERS
from checkpoints.places.exchange.columns import export_of
from checkpoints.places.points import queries, service
from checkpoints.places.points.schemas import (
    CheckpointChangeSchema,
    CheckpointListSchema,
    CheckpointQuerySchema,
    CheckpointSchema,
    FoundTagSchema,
    NewCheckpointSchema,
    NewZoneSchema,
    ReplacementSchema,
    TagListSchema,
    TagSchema,
    ZoneChangeSchema,
    ZoneListSchema,
    ZoneSchema,
)
from checkpoints.places.schemas import ArchivedSchema
from guard_api.permissions import permit
from guard_api.tables import EXPORTED

blueprint = Blueprint(
    "checkpoints", __name__, url_prefix="/api/v1", description="Zones, checkpoints and their tags."
)


def public_address(actor) -> str:
    return queries.public_address(actor.organisation_id, current_app.extensions["anxun.settings"].public_url)


@blueprint.route("/sites/<uuid:site_id>/zones", methods=["GET"])
@permit(*READERS)
@blueprint.arguments(ArchivedSchema, location="query")
@blueprint.response(200, ZoneListSchema)
def zones(actor, query, site_id):
    """Zones of a site, by name."""
    return {"items": queries.zones(actor, site_id, **query)}


@blueprint.route("/sites/<uuid:site_id>/zones", methods=["POST"])
@permit(*WRITERS)
@blueprint.arguments(NewZoneSchema)
@blueprint.response(201, ZoneSchema)
def add_zone(actor, new, site_id):
    """Add a zone: a building, a garage, a garden."""
    return service.add_zone(actor=actor, site_id=site_id, **new)


@blueprint.route("/zones/<uuid:zone_id>", methods=["PATCH"])
@permit(*WRITERS)
@blueprint.arguments(ZoneChangeSchema)
@blueprint.response(200, ZoneSchema)
def change_zone(actor, changes, zone_id):
    """Rename, archive or restore it. A zone with checkpoints in use cannot be archived."""
    return service.change_zone(actor=actor, zone_id=zone_id, changes=changes)


@blueprint.route("/sites/<uuid:site_id>/checkpoints", methods=["GET"])
@permit(*READERS)
@blueprint.arguments(CheckpointQuerySchema, location="query")
@blueprint.response(200, CheckpointListSchema)
@blueprint.doc(**EXPORTED)
def checkpoints(actor, query, site_id):
    """Checkpoints of a site, by zone and name."""
    format = query.pop("format")
    rows = queries.checkpoints(actor, site_id, **query)
    return {"items": rows} if format == "json" else export_of(rows, format, language=actor.language)


@blueprint.route("/sites/<uuid:site_id>/checkpoints", methods=["POST"])
@permit(*WRITERS)
@blueprint.arguments(NewCheckpointSchema)
@blueprint.response(201, CheckpointSchema)
def add_checkpoint(actor, new, site_id):
    """Add a checkpoint. Its first tag is made with it."""
    checkpoint = service.add_checkpoint(actor=actor, site_id=site_id, **new)
    return queries.checkpoint(actor, checkpoint.id)


@blueprint.route("/checkpoints/<uuid:checkpoint_id>", methods=["GET"])
@permit(*READERS)
@blueprint.response(200, CheckpointSchema)
def checkpoint(actor, checkpoint_id):
    """One checkpoint."""
    return queries.checkpoint(actor, checkpoint_id)


@blueprint.route("/checkpoints/<uuid:checkpoint_id>", methods=["PATCH"])
@permit(*WRITERS)
@blueprint.arguments(CheckpointChangeSchema)
@blueprint.response(200, CheckpointSchema)
def change_checkpoint(actor, changes, checkpoint_id):
    """Change, archive or restore it."""
    service.change_checkpoint(actor=actor, checkpoint_id=checkpoint_id, changes=changes)
    return queries.checkpoint(actor, checkpoint_id)


@blueprint.route("/checkpoints/<uuid:checkpoint_id>", methods=["DELETE"])
@permit(*WRITERS)
@blueprint.response(200, CheckpointSchema)
def archive_checkpoint(actor, checkpoint_id):
    """Archive it; its history stays. Refused while a route in use stops there."""
    service.change_checkpoint(actor=actor, checkpoint_id=checkpoint_id, changes={"archived": True})
    return queries.checkpoint(actor, checkpoint_id)


@blueprint.route("/checkpoints/<uuid:checkpoint_id>/tags", methods=["GET"])
@permit(*WRITERS)
@blueprint.response(200, TagListSchema)
def tags(actor, checkpoint_id):
    """A checkpoint's tags, the newest first. Whoever knows a code can print it: keep it from guards."""
    return {"items": queries.tags(actor, checkpoint_id, address=public_address(actor))}


@blueprint.route("/checkpoints/<uuid:checkpoint_id>/tags", methods=["POST"])
@permit(*WRITERS)
@blueprint.arguments(ReplacementSchema)
@blueprint.response(201, TagSchema)
def replace_tag(actor, replacement, checkpoint_id):
    """Make a new tag for a torn, lost or copied one. The old one stays known as replaced."""
    service.replace_tag(actor=actor, checkpoint_id=checkpoint_id, **replacement)
    return queries.tags(actor, checkpoint_id, address=public_address(actor))[0]


@blueprint.route("/tags/<code>", methods=["GET"])
@permit(*READERS)
@blueprint.response(200, FoundTagSchema)
def what_is(actor, code):
    """The checkpoint a code stands for, for those who reach its site."""
    return queries.what_is(actor, code)
