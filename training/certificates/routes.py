from flask import Response, current_app
from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from training.certificates import exports, queries, scans, service
from training.certificates.badges import service as badges
from training.certificates.printing import service as printing
from training.certificates.schemas import (
    CertificateCountsSchema,
    CertificateEnterSchema,
    CertificateFormSchema,
    CertificateRenewSchema,
    CertificateRevokeSchema,
    CertificateScanSchema,
    CertificateSchema,
    CertificatesQuerySchema,
    CountsQuerySchema,
    PrintQuerySchema,
)

blueprint = Blueprint(
    "certificates", __name__, url_prefix="/api/v1", description="Certificates and licences of people."
)
DESK = (SUPERVISOR, HR, ADMINISTRATOR)
HOLDERS = (GUARD, *DESK)
FORM = {"requestBody": {"content": {"multipart/form-data": {"schema": CertificateFormSchema}}}}
BINARY = {"schema": {"type": "string", "format": "binary"}}
PDF, BADGE = "application/pdf", "application/vc+json"
AS_PDF = {"responses": {"200": {"content": {PDF: BINARY}}}}
AS_SCAN = {"responses": {"200": {"content": dict.fromkeys(scans.BEGINNINGS.values(), BINARY)}}}
AS_BADGE = {"responses": {"200": {"content": {BADGE: {"schema": {"type": "object"}}}}}}


@blueprint.route("/certificates")
@permit(*DESK)
@blueprint.arguments(CertificatesQuerySchema, location="query")
@blueprint.response(200, items_of(CertificateSchema))
@blueprint.doc(**EXPORTED)
def certificates(actor, query):
    """Certificates of the people one reaches."""
    format = query.pop("format")
    if format == "json":
        return queries.certificates(actor, **query)
    filters = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.certificates, actor, **filters))
    with write_transaction():
        note_read(actor, "export", "certificates")
    return export(rows, exports.columns(actor.language), format, "certificates", language=actor.language)


@blueprint.route("/certificates", methods=["POST"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(CertificateScanSchema, location="files")
@blueprint.arguments(CertificateEnterSchema, location="form", content_type="multipart/form-data")
@blueprint.response(201, CertificateSchema)
@blueprint.alt_response(409, description="The number is taken, or the type no longer in use.")
@blueprint.alt_response(413, description="The scan is too large.")
@blueprint.doc(**FORM)
def enter_certificate(actor, files, form):
    """Enter a certificate from paper, with a scan if there is one. It replaces the last one of its type."""
    scan = scans.read(files["file"]) if "file" in files else None
    return queries.certificate(actor, service.enter(actor, scan=scan, **form).id)


@blueprint.route("/certificates/counts")
@permit(*DESK)
@blueprint.arguments(CountsQuerySchema, location="query")
@blueprint.response(200, CertificateCountsSchema)
def certificate_counts(actor, query):
    """How many hold, are ending, and have ended without being renewed."""
    return queries.counts(actor, **query)


@blueprint.route("/certificates/<uuid:certificate_id>")
@permit(*HOLDERS)
@blueprint.response(200, CertificateSchema)
def certificate(actor, certificate_id):
    """One certificate: one's own, or that of somebody in reach."""
    return queries.certificate(actor, certificate_id)


@blueprint.route("/certificates/<uuid:certificate_id>/renew", methods=["POST"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(CertificateRenewSchema)
@blueprint.response(201, CertificateSchema)
@blueprint.alt_response(409, description="Too early, never ends, revoked, or replaced already.")
def renew_certificate(actor, facts, certificate_id):
    """A new certificate that names the one it replaces."""
    return queries.certificate(actor, service.renew(actor, certificate_id=certificate_id, **facts).id)


@blueprint.route("/certificates/<uuid:certificate_id>/revoke", methods=["POST"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(CertificateRevokeSchema)
@blueprint.response(200, CertificateSchema)
@blueprint.alt_response(409, description="It is revoked already.")
def revoke_certificate(actor, facts, certificate_id):
    """It no longer holds, from now on."""
    service.revoke(actor, certificate_id=certificate_id, **facts)
    return queries.certificate(actor, certificate_id)


@blueprint.route("/certificates/<uuid:certificate_id>/scan")
@permit(*HOLDERS, writes=False)
@blueprint.response(200)
@blueprint.doc(**AS_SCAN)
def certificate_scan(actor, certificate_id):
    """The scan of the paper. Who looks is written down."""
    found = queries.readable(actor, certificate_id)
    content, type_ = scans.content(found), found.scan_type
    with write_transaction():
        note_read(actor, "certificate_scan", certificate_id)
    return as_file(content, type_, f"certificate-{certificate_id}.{type_.partition('/')[2]}")


@blueprint.route("/certificates/<uuid:certificate_id>/pdf")
@permit(*HOLDERS)
@blueprint.arguments(PrintQuerySchema, location="query")
@blueprint.response(200, content_type=PDF)
@blueprint.alt_response(409, description="Others gave it.")
@blueprint.alt_response(503, description="The font of printed certificates is not installed.")
@blueprint.doc(**AS_PDF)
def certificate_pdf(actor, query, certificate_id):
    """The certificate on one page, with the QR by which anybody may verify it."""
    found = queries.readable(actor, certificate_id)
    fonts = current_app.extensions["anxun.settings"].fonts
    content = printing.printed(found, language=query.get("language", actor.language), fonts=fonts)
    return as_file(content, PDF, f"certificate-{found.number}.pdf")


@blueprint.route("/certificates/<uuid:certificate_id>/badge")
@permit(*HOLDERS, writes=True)
@blueprint.arguments(PrintQuerySchema, location="query")
@blueprint.response(200, content_type=BADGE)
@blueprint.alt_response(409, description="Others gave it, or it is revoked.")
@blueprint.doc(**AS_BADGE)
def certificate_badge(actor, query, certificate_id):
    """The certificate as an Open Badges 3.0 credential, signed (eddsa-rdfc-2022)."""
    found = queries.readable(actor, certificate_id)
    content = badges.credential(found, language=query.get("language", actor.language))
    return as_file(content, BADGE, f"certificate-{found.number}.json")


def as_file(content: bytes, type_: str, name: str) -> Response:
    response = Response(content, mimetype=type_)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
