from flask_smorest import Blueprint

from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR
from guard_api.permissions import permit
from training.certificates.warnings import queries, service
from training.certificates.warnings.schemas import (
    CertificateWarningSchema,
    WarningAnswerSchema,
    WarningsQuerySchema,
)

blueprint = Blueprint(
    "certificate_warnings", __name__, url_prefix="/api/v1", description="Certificates that are about to end."
)
HOLDERS = (GUARD, SUPERVISOR, HR, ADMINISTRATOR)


@blueprint.route("/certificate-warnings")
@permit(*HOLDERS)
@blueprint.arguments(WarningsQuerySchema, location="query")
@blueprint.response(200, items_of(CertificateWarningSchema))
def certificate_warnings(actor, query):
    """Warnings that were sent: one's own, and for the desk those of the people one reaches."""
    return queries.warnings(actor, **query)


@blueprint.route("/certificate-warnings/<uuid:warning_id>/answer", methods=["POST"])
@permit(*HOLDERS)
@blueprint.arguments(WarningAnswerSchema)
@blueprint.response(200, CertificateWarningSchema)
@blueprint.alt_response(409, description="It is answered already.")
def answer_certificate_warning(actor, facts, warning_id):
    """Say what will be done; the certificate's earlier warnings are answered with it."""
    return queries.shown_all(actor, [service.answer(actor, warning_id=warning_id, **facts)])[0]
