from flask import Response, request
from flask_smorest import Blueprint

from checkpoints.places.access import READERS, WRITERS
from checkpoints.places.floor_plans import queries, service
from checkpoints.places.floor_plans.schemas import (
    FloorPlanChangeSchema,
    FloorPlanListSchema,
    FloorPlanSchema,
    FloorPlanUploadSchema,
    NewFloorPlanSchema,
    PictureSchema,
)
from checkpoints.places.schemas import ArchivedSchema
from guard_api.permissions import permit

blueprint = Blueprint("floor-plans", __name__, url_prefix="/api/v1", description="Pictures of floors.")
A_YEAR_S = 365 * 24 * 3600
UPLOAD = {"requestBody": {"content": {"multipart/form-data": {"schema": FloorPlanUploadSchema}}}}
WEBP = {"responses": {"200": {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}}}}


@blueprint.route("/sites/<uuid:site_id>/floor-plans", methods=["GET"])
@permit(*READERS)
@blueprint.arguments(ArchivedSchema, location="query")
@blueprint.response(200, FloorPlanListSchema)
def floor_plans(actor, query, site_id):
    """Floor plans of a site, from the lowest position up."""
    return {"items": queries.floor_plans(actor, site_id, **query)}


@blueprint.route("/sites/<uuid:site_id>/floor-plans", methods=["POST"])
@permit(*WRITERS, writes=False)
@blueprint.arguments(PictureSchema, location="files")
@blueprint.arguments(NewFloorPlanSchema, location="form", content_type="multipart/form-data")
@blueprint.response(201, FloorPlanSchema)
@blueprint.alt_response(413, description="The picture is too large.")
@blueprint.doc(**UPLOAD)
def add_floor_plan(actor, files, form, site_id):
    """Add a floor plan: PNG, JPEG or WebP."""
    data = files["file"].read()
    return service.add_floor_plan(actor=actor, site_id=site_id, data=data, **form)


@blueprint.route("/floor-plans/<uuid:floor_plan_id>", methods=["GET"])
@permit(*READERS)
@blueprint.response(200, FloorPlanSchema)
def floor_plan(actor, floor_plan_id):
    """One floor plan."""
    return queries.floor_plan(actor, floor_plan_id)


@blueprint.route("/floor-plans/<uuid:floor_plan_id>", methods=["PATCH"])
@permit(*WRITERS)
@blueprint.arguments(FloorPlanChangeSchema)
@blueprint.response(200, FloorPlanSchema)
def change_floor_plan(actor, changes, floor_plan_id):
    """Rename it, give its scale, archive or restore it."""
    return service.change_floor_plan(actor=actor, floor_plan_id=floor_plan_id, changes=changes)


@blueprint.route("/floor-plans/<uuid:floor_plan_id>", methods=["DELETE"])
@permit(*WRITERS)
@blueprint.response(200, FloorPlanSchema)
def archive_floor_plan(actor, floor_plan_id):
    """Archive it. Refused while checkpoints stand on it."""
    return service.change_floor_plan(actor=actor, floor_plan_id=floor_plan_id, changes={"archived": True})


@blueprint.route("/floor-plans/<uuid:floor_plan_id>/image", methods=["GET"])
@permit(*READERS)
@blueprint.response(200, content_type="image/webp")
@blueprint.doc(**WEBP)
def floor_plan_image(actor, floor_plan_id):
    """The picture."""
    plan = queries.floor_plan(actor, floor_plan_id)
    response = Response(queries.picture(plan), mimetype="image/webp")
    response.cache_control.private, response.cache_control.max_age = True, A_YEAR_S
    response.set_etag(plan.image_sha256)
    return response.make_conditional(request)


@blueprint.route("/floor-plans/<uuid:floor_plan_id>/image", methods=["PUT"])
@permit(*WRITERS, writes=False)
@blueprint.arguments(PictureSchema, location="files")
@blueprint.response(200, FloorPlanSchema)
@blueprint.alt_response(413, description="The picture is too large.")
def redraw_floor_plan(actor, files, floor_plan_id):
    """Another picture of the same floor. Checkpoints keep their place on it."""
    data = files["file"].read()
    return service.redraw_floor_plan(actor=actor, floor_plan_id=floor_plan_id, data=data)
