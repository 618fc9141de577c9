from flask_smorest import Blueprint

from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR
from guard_api.permissions import permit
from training.certificates import service as certificates
from training.certificates.kinds import queries, service
from training.certificates.kinds.schemas import (
    CertificatesIssuedSchema,
    CertificateTypeAddSchema,
    CertificateTypeChangeSchema,
    CertificateTypeSchema,
    TypesQuerySchema,
)

blueprint = Blueprint(
    "certificate_types", __name__, url_prefix="/api/v1", description="Kinds of certificates and licences."
)


@blueprint.route("/certificate-types")
@permit(SUPERVISOR, HR, ADMINISTRATOR, writes=True)
@blueprint.arguments(TypesQuerySchema, location="query")
@blueprint.response(200, items_of(CertificateTypeSchema))
def certificate_types(actor, query):
    """All types; an organisation that has none is given the ready ones."""
    service.ensure_types(actor.organisation_id)
    return {"items": queries.types_of(actor.organisation_id, **query)}


@blueprint.route("/certificate-types", methods=["POST"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(CertificateTypeAddSchema)
@blueprint.response(201, CertificateTypeSchema)
@blueprint.alt_response(409, description="The code is taken.")
def add_certificate_type(actor, facts):
    """Add a type of one's own."""
    return service.add_type(actor, **facts)


@blueprint.route("/certificate-types/<uuid:type_id>/issue", methods=["POST"])
@permit(HR, ADMINISTRATOR)
@blueprint.response(200, CertificatesIssuedSchema)
@blueprint.alt_response(409, description="The type is no longer in use.")
def issue_certificates(actor, type_id):
    """Issue it to everybody who has passed all its modules and does not have it, or is due to renew it."""
    return {"issued": certificates.issue_to_all(actor, type_id=type_id)}


@blueprint.route("/certificate-types/<uuid:type_id>", methods=["PATCH"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(CertificateTypeChangeSchema(partial=True))
@blueprint.response(200, CertificateTypeSchema)
def change_certificate_type(actor, changes, type_id):
    """Change or archive a type. Certificates that exist keep their dates."""
    return service.change_type(actor, type_id=type_id, **changes)
