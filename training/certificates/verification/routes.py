from flask import request
from flask_smorest import Blueprint

from guard_api.identity.attempts import spend
from guard_api.permissions import public, writes_by_itself
from training.certificates.verification import queries
from training.certificates.verification.schemas import VerificationSchema

blueprint = Blueprint(
    "verification", __name__, url_prefix="/api/v1", description="Whether a certificate that is shown holds."
)
MOST_FROM_ONE_ADDRESS = 60


@blueprint.route("/verify/<code>")
@public
@writes_by_itself
@blueprint.response(200, VerificationSchema, headers={"Cache-Control": {"schema": {"type": "string"}}})
@blueprint.alt_response(404, description="There is no such certificate.")
@blueprint.alt_response(429, description="Too many look-ups from one address.")
def verify(code):
    """Whether the certificate with this code holds, for anybody who holds it in hand."""
    spend("verify", request.remote_addr or "", most=MOST_FROM_ONE_ADDRESS)
    return queries.verification(code), 200, {"Cache-Control": "no-store"}
