from urllib.parse import urlsplit

from flask import Response, current_app
from flask_smorest import Blueprint

from checkpoints.places.access import WRITERS
from checkpoints.places.labels import service
from checkpoints.places.labels.rules import SIZES
from checkpoints.places.labels.schemas import PrintSchema, SizeListSchema
from checkpoints.places.points.routes import public_address
from guard_api.permissions import permit

blueprint = Blueprint("labels", __name__, url_prefix="/api/v1", description="Printed labels and signs.")
PDF = "application/pdf"
AS_PDF = {"responses": {"200": {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}}
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


@blueprint.route("/labels/sizes", methods=["GET"])
@permit(*WRITERS)
@blueprint.response(200, SizeListSchema)
def sizes(actor):
    """Stocks of labels that can be printed on, and the address that the codes will hold."""
    address = public_address(actor)
    reachable = urlsplit(address).hostname not in THIS_MACHINE
    return {"items": list(SIZES.values()), "address": address, "reachable": reachable}


@blueprint.route("/sites/<uuid:site_id>/labels", methods=["POST"])
@permit(*WRITERS, writes=False)
@blueprint.arguments(PrintSchema)
@blueprint.response(200, content_type=PDF)
@blueprint.alt_response(503, description="The font of printed labels is not installed.")
@blueprint.doc(**AS_PDF)
def print_labels(actor, choice, site_id):
    """Label sheets as PDF, ready to print at 100 %. Only tags in use are printed."""
    fonts = current_app.extensions["anxun.settings"].fonts
    address = public_address(actor)
    sheet = service.print_labels(actor=actor, site_id=site_id, address=address, fonts=fonts, **choice)
    response = Response(sheet, mimetype=PDF)
    response.headers.set("Content-Disposition", "attachment", filename=f"labels-{choice['size']}.pdf")
    response.headers["Cache-Control"] = "no-store"
    return response
