from flask import request
from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.errors import Problem
from guard_api.identity import queries, rules, service
from guard_api.identity.attempts import counted
from guard_api.identity.passwords import hash_secret
from guard_api.identity.schemas import (
    MeChangeSchema,
    MeSchema,
    PasswordChangeSchema,
    PinChangeSchema,
    RefreshSchema,
    SignInSchema,
    TokensSchema,
)
from guard_api.permissions import permit, public, writes_by_itself

blueprint = Blueprint("identity", __name__, url_prefix="/api/v1", description="Signing in; who I am.")


@blueprint.route("/sessions", methods=["POST"])
@public
@writes_by_itself
@blueprint.arguments(SignInSchema)
@blueprint.response(201, TokensSchema)
@blueprint.alt_response(401, description="The name or the password is not right.")
@blueprint.alt_response(409, description="The name is in several organisations: choose one of `choices`.")
@blueprint.alt_response(429, description="Too many failures.")
def sign_in(credentials):
    """Sign in by phone number or e-mail and password."""
    with counted(rules.login(credentials["login"]), request.remote_addr or ""):
        person = service.person_with_password(**credentials)
        with write_transaction():
            return service.open_session(person=person, phone_id=None, user_agent=request.user_agent.string)


@blueprint.route("/sessions/refresh", methods=["POST"])
@public
@writes_by_itself
@blueprint.arguments(RefreshSchema)
@blueprint.response(201, TokensSchema)
@blueprint.alt_response(401, description="The session is over: sign in again.")
def refresh(body):
    """The next tokens. A token that was used before ends its session."""
    with write_transaction():
        answer = service.refresh(**body)
    if answer is None:
        raise Problem("identity.session_over", 401)
    return answer


@blueprint.route("/sessions/current", methods=["DELETE"])
@permit()
@blueprint.response(204)
def sign_out(actor):
    """End this session."""
    service.sign_out(actor=actor)


@blueprint.route("/me")
@permit()
@blueprint.response(200, MeSchema)
def me(actor):
    """The signed-in person."""
    return queries.me(actor)


@blueprint.route("/me", methods=["PATCH"])
@permit()
@blueprint.arguments(MeChangeSchema)
@blueprint.response(200, MeSchema)
def change_me(actor, changes):
    """Choose language and theme."""
    service.change_me(actor=actor, **changes)
    return queries.me(actor)


@blueprint.route("/me/password", methods=["PUT"])
@permit(writes=False)
@blueprint.arguments(PasswordChangeSchema)
@blueprint.response(204)
@blueprint.alt_response(429, description="Too many failures.")
def change_password(actor, body):
    """Change the password. The other sessions end."""
    with counted(f"password:{actor.person_id}", request.remote_addr or ""):
        service.check_password(actor=actor, **body)
    password_hash = hash_secret(body["new"])
    with write_transaction():
        service.change_password(actor=actor, password_hash=password_hash)


@blueprint.route("/me/pin", methods=["PUT"])
@permit()
@blueprint.arguments(PinChangeSchema)
@blueprint.response(204)
def change_pin(actor, body):
    """Set the PIN for shared phones."""
    service.change_pin(actor=actor, **body)
