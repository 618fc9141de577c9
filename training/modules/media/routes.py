from flask import Response, request
from flask_smorest import Blueprint

from guard_api.permissions import permit
from training.modules.access import DESK, LEARNERS, MAKERS
from training.modules.media import queries, service
from training.modules.media.schemas import (
    MediaFileSchema,
    MediaListSchema,
    MediaNameSchema,
    MediaSchema,
    MediaUploadSchema,
)

A_YEAR_S = 365 * 24 * 3600
UPLOAD = {"requestBody": {"content": {"multipart/form-data": {"schema": MediaUploadSchema}}}}
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE = {
    "responses": {
        "200": {"content": {"*/*": BINARY}},
        "206": {"description": "A range of it.", "content": {"*/*": BINARY}},
    }
}
blueprint = Blueprint(
    "media", __name__, url_prefix="/api/v1", description="Pictures, sound and films of lessons."
)


@blueprint.route("/modules/<uuid:module_id>/media")
@permit(*DESK)
@blueprint.response(200, MediaListSchema)
def media_of_module(actor, module_id):
    """The newest file of each name."""
    return {"items": queries.media_of(actor, module_id)}


@blueprint.route("/modules/<uuid:module_id>/media", methods=["POST"])
@permit(*MAKERS, writes=False)
@blueprint.arguments(MediaFileSchema, location="files")
@blueprint.arguments(MediaNameSchema, location="form", content_type="multipart/form-data")
@blueprint.response(201, MediaSchema)
@blueprint.alt_response(413, description="The file is too large.")
@blueprint.doc(**UPLOAD)
def add_media(actor, files, form, module_id):
    """Add a file, or a newer one of the same name. Published versions keep the one they have."""
    added = service.add_media(actor, module_id=module_id, data=files["file"].read(), **form)
    return queries.shown(added)


@blueprint.route("/media/<uuid:media_id>")
@permit(*LEARNERS)
@blueprint.doc(**FILE)
@blueprint.response(200)
@blueprint.alt_response(304, description="The copy you hold is the same.")
def media_file(actor, media_id):
    """The file. What is at an address never changes."""
    found = queries.file_of(actor, media_id)
    content = queries.bytes_of(found)
    response = Response(content, mimetype=found.type)
    response.set_etag(found.sha256)
    response.cache_control.private, response.cache_control.max_age = True, A_YEAR_S
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.vary.add("Authorization")
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))
