from flask import Response, request
from flask_smorest import Blueprint

from evidence.uploads import queries, receiving, rules, service
from evidence.uploads.schemas import CreationSchema, HeadSchema, PatchSchema, PhotoSizeSchema, read_metadata
from guard_api.database import write_transaction
from guard_api.errors import NotFound, Problem
from guard_api.files import NoSuchFile
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR
from guard_api.permissions import permit, public
from guard_api.records import note_read

TUS = "1.0.0"
ADDRESS = "/api/v1/uploads"
BODY = "application/offset+octet-stream"
BINARY = {"schema": {"type": "string", "format": "binary"}}
TUS_PATCH = {"requestBody": {"required": True, "content": {BODY: BINARY}}}
JPEG = {"responses": {"200": {"content": {"image/jpeg": BINARY}}}}
AUDIO = {
    "responses": {
        "200": {"content": {"audio/*": BINARY}},
        "206": {"description": "A range of it.", "content": {"audio/*": BINARY}},
    }
}
UPLOADERS = (GUARD, SUPERVISOR, ADMINISTRATOR)

blueprint = Blueprint("uploads", __name__, url_prefix="/api/v1", description="Photos and voice notes.")


@blueprint.after_request
def say_version(response: Response) -> Response:
    if request.path.startswith(ADDRESS):
        response.headers["Tus-Resumable"] = TUS
    return response


@blueprint.route("/uploads", methods=["OPTIONS"])
@public
@blueprint.response(204)
def tus_options():
    """What of tus is spoken here."""
    most = str(rules.PHOTO_BYTES)
    return empty(204, {"Tus-Version": TUS, "Tus-Extension": "creation", "Tus-Max-Size": most})


@blueprint.route("/uploads", methods=["POST"])
@permit(*UPLOADERS)
@blueprint.arguments(CreationSchema, location="headers")
@blueprint.response(201)
@blueprint.alt_response(412, description="Another version of tus.")
@blueprint.alt_response(413, description="Too large.")
@blueprint.alt_response(415, description="A type that is not taken.")
def create_upload(actor, headers):
    """Announce a photo or voice note (tus creation). Its address is fixed by its SHA-256."""
    check_version(headers)
    about = read_metadata(headers["metadata"])
    upload = service.open_upload(
        actor, sha256=about["sha256"], size_bytes=headers["size_bytes"], type_=about["type"]
    )
    return empty(201, {"Location": f"{ADDRESS}/{about['sha256']}"} | progress(upload.received_bytes))


@blueprint.route("/uploads/<sha256>", methods=["HEAD"])
@permit(*UPLOADERS, writes=False)
@blueprint.arguments(HeadSchema, location="headers")
@blueprint.response(200)
@blueprint.alt_response(410, description="Refused for good, or past its time.")
@blueprint.alt_response(412, description="Another version of tus.")
@blueprint.alt_response(507, description="The disk is full; try again later.")
def upload_offset(actor, headers, sha256):
    """How far an upload has come. Offset equal to length means: verified."""
    check_version(headers)
    upload = receiving.offset_of(actor, sha256=sha256)
    return empty(200, progress(upload.received_bytes) | {"Upload-Length": str(upload.size_bytes)})


@blueprint.route("/uploads/<sha256>", methods=["PATCH"])
@permit(*UPLOADERS, writes=False)
@blueprint.arguments(PatchSchema, location="headers")
@blueprint.doc(**TUS_PATCH)
@blueprint.response(204)
@blueprint.alt_response(409, description="Another offset.")
@blueprint.alt_response(412, description="Another version of tus.")
@blueprint.alt_response(413, description="More than was announced.")
@blueprint.alt_response(415, description="Not application/offset+octet-stream.")
@blueprint.alt_response(507, description="The disk is full; try again later.")
def continue_upload(actor, headers, sha256):
    """Send bytes from the offset on. The last byte is acknowledged once the file is verified."""
    check_version(headers)
    if request.mimetype != BODY:
        raise Problem("unsupported_media_type", 415)
    offset = receiving.receive(
        actor,
        sha256=sha256,
        offset=headers["offset"],
        body=request.stream,
        length=request.content_length,
    )
    return empty(204, progress(offset))


@blueprint.route("/photos/<sha256>")
@permit(*queries.READERS)
@blueprint.arguments(PhotoSizeSchema, location="query")
@blueprint.doc(**JPEG)
@blueprint.response(200)
@blueprint.alt_response(304, description="The copy you hold is the same.")
def photo(actor, query, sha256):
    """A photo as a JPEG of 2048 px (full) or 320 px (thumb) at most, without position data."""
    upload = visible(actor, sha256, photo=True)
    answer = served(upload, receiving.copy_of(upload, query["size"]), "image/jpeg", query["size"])
    return noted(actor, "photo", sha256, answer)


@blueprint.route("/voice-notes/<sha256>")
@permit(*queries.READERS)
@blueprint.doc(**AUDIO)
@blueprint.response(200)
@blueprint.alt_response(304, description="The copy you hold is the same.")
def voice_note(actor, sha256):
    """A voice note."""
    upload = visible(actor, sha256, photo=False)
    answer = served(upload, receiving.original_of(upload), upload.type, "voice")
    return noted(actor, "voice_note", sha256, answer)


def noted(actor, kind: str, sha256: str, answer: Response) -> Response:
    """Who looked is written down before the answer leaves; the store was read before the write turn."""
    with write_transaction():
        note_read(actor, kind, sha256)
    return answer


def visible(actor, sha256, *, photo):
    upload = queries.visible_upload(actor, sha256)
    if upload is None or rules.is_photo(upload.type) != photo:
        raise NotFound()
    return upload


def served(upload, content: bytes, mimetype: str, variant: str) -> Response:
    """Kept by the browser, but asked for again each time: the next person on this phone may not look."""
    response = Response(content, mimetype=mimetype)
    response.set_etag(f"{upload.sha256}-{variant}")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.vary.add("Authorization")
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))


def check_version(headers) -> None:
    if headers["version"] != TUS:
        raise Problem("uploads.version", 412, headers={"Tus-Version": TUS})


def empty(status: int, headers: dict[str, str]) -> Response:
    response = Response(status=status, headers=headers)
    del response.headers["Content-Type"]
    return response


def progress(offset: int) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Cache-Control": "no-store"}


@blueprint.errorhandler(NoSuchFile)
def bytes_are_gone(_error):
    raise NotFound()
