from flask import request
from flask_smorest import Blueprint

from guard_api.clock import now
from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR
from guard_api.identity.attempts import counted
from guard_api.identity.phones import queries, service
from guard_api.identity.phones.schemas import (
    CodeSchema,
    EnrolledSchema,
    EnrolmentInSchema,
    EnrolmentSchema,
    OnRosterSchema,
    PhoneSchema,
    PhoneTokenSchema,
)
from guard_api.identity.schemas import PinSignInSchema, TokensSchema
from guard_api.identity.service import open_session
from guard_api.permissions import permit, public, writes_by_itself

blueprint = Blueprint("phones", __name__, url_prefix="/api/v1", description="Phones that guards share.")


@blueprint.route("/phones")
@permit(SUPERVISOR, ADMINISTRATOR)
@blueprint.response(200, items_of(PhoneSchema))
def phones(actor):
    """Enrolled phones of the caller's sites."""
    return {"items": queries.phones_of(actor)}


@blueprint.route("/phones/enrolments", methods=["POST"])
@permit(SUPERVISOR, ADMINISTRATOR)
@blueprint.arguments(EnrolmentInSchema)
@blueprint.response(201, EnrolmentSchema)
def offer_enrolment(actor, body):
    """A one-time code, good for ten minutes, that makes a phone the site's."""
    return service.offer_enrolment(actor=actor, **body)


@blueprint.route("/phones", methods=["POST"])
@public
@writes_by_itself
@blueprint.arguments(CodeSchema)
@blueprint.response(201, EnrolledSchema)
@blueprint.alt_response(404, description="The code is wrong, used or too old.")
@blueprint.alt_response(429, description="Too many failures.")
def enrol(body):
    """Make this phone the site's, with a code from the desk."""
    address = request.remote_addr or ""
    with counted(f"enrolment:{address}", address), write_transaction():
        return service.enrol(**body)


@blueprint.route("/phones/roster")
@public
@blueprint.arguments(PhoneTokenSchema, location="headers")
@blueprint.response(200, items_of(OnRosterSchema))
@blueprint.alt_response(401, description="The phone is not enrolled any more.")
def roster(headers):
    """Guards who may use a PIN on this phone."""
    return {"items": queries.roster(service.phone_with(headers["phone_token"]))}


@blueprint.route("/phones/<uuid:phone_id>", methods=["DELETE"])
@permit(SUPERVISOR, ADMINISTRATOR)
@blueprint.response(204)
def revoke(actor, phone_id):
    """Take a phone out of use; sessions on it end."""
    service.revoke(actor=actor, phone_id=phone_id)


@blueprint.route("/sessions/pin", methods=["POST"])
@public
@writes_by_itself
@blueprint.arguments(PinSignInSchema)
@blueprint.response(201, TokensSchema)
@blueprint.alt_response(401, description="The PIN is not right, or the phone is not enrolled any more.")
@blueprint.alt_response(429, description="Too many failures.")
def sign_in_with_pin(body):
    """Sign in on an enrolled phone."""
    phone = service.phone_with(body["phone_token"])
    with counted(f"pin:{body['person_id']}", f"phone:{phone.id}"):
        person = service.person_with_pin(phone=phone, person_id=body["person_id"], pin=body["pin"])
        with write_transaction() as session:
            session.get(type(phone), (phone.organisation_id, phone.id)).last_seen_at = now()
            return open_session(person=person, phone_id=phone.id, user_agent=request.user_agent.string)
