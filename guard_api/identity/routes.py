from flask import request
from flask_smorest import Blueprint

from guard_api.identity import queries, service
from guard_api.identity.schemas import MeSchema, SignInSchema, TokensSchema
from guard_api.permissions import permit, public

blueprint = Blueprint("identity", __name__, url_prefix="/api/v1", description="Sign-in, people, phones.")


@blueprint.route("/sessions", methods=["POST"])
@public
@blueprint.arguments(SignInSchema)
@blueprint.response(201, TokensSchema)
def sign_in(credentials):
    """Sign in by phone number or e-mail and password."""
    return service.sign_in(**credentials, user_agent=request.user_agent.string)


@blueprint.route("/me")
@permit()
@blueprint.response(200, MeSchema)
def me(actor):
    """The signed-in person."""
    return queries.me(actor)
