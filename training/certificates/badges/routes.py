from flask_smorest import Blueprint

from guard_api.permissions import public
from training.certificates.badges import service
from training.certificates.badges.schemas import BadgeIssuerSchema, BadgeKeySchema, BadgeRevocationsSchema

blueprint = Blueprint(
    "badges", __name__, url_prefix="/api/v1", description="What others need to verify Open Badges."
)


@blueprint.route("/badges/<uuid:organisation_id>/issuer")
@public
@blueprint.response(200, BadgeIssuerSchema)
@blueprint.alt_response(404, description="There is no such organisation.")
def badge_issuer(organisation_id):
    """Who issues the badges, and with which keys."""
    return service.issuer(organisation_id)


@blueprint.route("/badges/<uuid:organisation_id>/keys/<uuid:key_id>")
@public
@blueprint.response(200, BadgeKeySchema)
@blueprint.alt_response(404, description="There is no such key.")
def badge_key(organisation_id, key_id):
    """One public key, as badges name it."""
    return service.key(organisation_id, key_id)


@blueprint.route("/badges/<uuid:organisation_id>/revocations")
@public
@blueprint.response(200, BadgeRevocationsSchema)
@blueprint.alt_response(404, description="There is no such organisation.")
def badge_revocations(organisation_id):
    """Badges that no longer hold."""
    return service.revocations(organisation_id)
