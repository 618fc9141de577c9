from flask import current_app
from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, export
from training.sessions import attendance, exports, queries, service, signing
from training.sessions.schemas import (
    MyTrainingSessionSchema,
    NewTrainingSessionSchema,
    SessionAttendSchema,
    SessionDoorSchema,
    SessionSignOffSchema,
    SessionsQuerySchema,
    SessionWhoSchema,
    TrainingSessionChangeSchema,
    TrainingSessionDetailSchema,
    TrainingSessionSchema,
)

blueprint = Blueprint(
    "training_sessions",
    __name__,
    url_prefix="/api/v1",
    description="Classroom sessions: places, attendance, sign-off.",
)


@blueprint.route("/training-sessions")
@permit(*service.DESK)
@blueprint.arguments(SessionsQuerySchema, location="query")
@blueprint.response(200, items_of(TrainingSessionSchema))
@blueprint.doc(**EXPORTED)
def training_sessions(actor, filters):
    """Sessions that one reaches, in the order of their start."""
    format = filters.pop("format")
    if format == "json":
        return queries.sessions(actor, **filters)
    filters = {name: value for name, value in filters.items() if name not in ("limit", "cursor")}
    rows = queries.all_sessions(actor, **filters)
    with write_transaction():
        note_read(actor, "export", "training_sessions")
    return export(rows, exports.columns(actor.language), format, "sessions", language=actor.language)


@blueprint.route("/training-sessions", methods=["POST"])
@permit(*service.DESK)
@blueprint.arguments(NewTrainingSessionSchema)
@blueprint.response(201, TrainingSessionDetailSchema)
@blueprint.alt_response(404, description="No such module or site here.")
@blueprint.alt_response(409, description="The module is archived.")
def plan_session(actor, facts):
    """Plan a session. HR and administrators may hold one for the whole organisation."""
    return queries.session(actor, service.plan_session(actor, **facts).id)


@blueprint.route("/training-sessions/<uuid:session_id>")
@permit(*service.LEARNERS)
@blueprint.response(200, TrainingSessionDetailSchema)
def training_session(actor, session_id):
    """One session with its people; a guard who does not lead it sees only oneself."""
    return queries.session(actor, session_id)


@blueprint.route("/training-sessions/<uuid:session_id>", methods=["PATCH"])
@permit(*service.DESK)
@blueprint.arguments(TrainingSessionChangeSchema)
@blueprint.response(200, TrainingSessionDetailSchema)
@blueprint.alt_response(409, description="It was called off, or more places are taken.")
def change_session(actor, changes, session_id):
    """Move it, change its places (who waits moves up), or call it off."""
    service.change_session(actor, session_id=session_id, **changes)
    return queries.session(actor, session_id)


@blueprint.route("/training-sessions/<uuid:session_id>/book", methods=["POST"])
@permit(*service.LEARNERS)
@blueprint.arguments(SessionWhoSchema)
@blueprint.response(200, MyTrainingSessionSchema)
@blueprint.alt_response(409, description="It is over or was called off.")
def book(actor, who, session_id):
    """Book a place or, when all are taken, join the waiting list. The desk books for its people.

    The answer shows the place of the person that was booked.
    """
    place = service.book(actor, session_id=session_id, **who)
    return queries.session_of(actor, session_id, place.person_id)


@blueprint.route("/training-sessions/<uuid:session_id>/cancel", methods=["POST"])
@permit(*service.LEARNERS)
@blueprint.arguments(SessionWhoSchema)
@blueprint.response(200, MyTrainingSessionSchema)
@blueprint.alt_response(409, description="It is over, or the person was there.")
def cancel_place(actor, who, session_id):
    """Give a place back; the first of the waiting list has it then."""
    service.cancel_place(actor, session_id=session_id, **who)
    return queries.session_of(actor, session_id, who.get("person_id") or actor.person_id)


@blueprint.route("/training-sessions/<uuid:session_id>/door")
@permit(*service.LEARNERS)
@blueprint.response(200, SessionDoorSchema)
def door_of(actor, session_id):
    """The code for the QR at the door, for its instructor and the desk of its site."""
    return queries.door(actor, session_id, current_app.extensions["anxun.settings"].public_url)


@blueprint.route("/training-sessions/<uuid:session_id>/door", methods=["POST"])
@permit(*service.LEARNERS)
@blueprint.response(200, SessionDoorSchema)
@blueprint.alt_response(409, description="It was called off.")
def renew_door(actor, session_id):
    """A new code; the old one is not known any more."""
    service.renew_door(actor, session_id=session_id)
    return queries.door(actor, session_id, current_app.extensions["anxun.settings"].public_url)


@blueprint.route("/training-sessions/<uuid:session_id>/sign-off", methods=["POST"])
@permit(*service.LEARNERS)
@blueprint.arguments(SessionSignOffSchema)
@blueprint.response(200, TrainingSessionDetailSchema)
@blueprint.alt_response(409, description="Not begun, called off, oneself, or something required is missing.")
def sign_off(actor, word, session_id):
    """The instructor notes practical assessments, and lets people go: their duty is fulfilled."""
    signing.sign_off(actor, session_id=session_id, **word)
    return queries.session(actor, session_id)


@blueprint.route("/my/training-sessions")
@permit(*service.LEARNERS)
@blueprint.response(200, items_of(MyTrainingSessionSchema))
def my_sessions(actor):
    """Sessions that one may book or has booked, the next first."""
    return {"items": queries.my_sessions(actor)}


@blueprint.route("/my/training-sessions/attend", methods=["POST"])
@permit(*service.LEARNERS)
@blueprint.arguments(SessionAttendSchema)
@blueprint.response(200, MyTrainingSessionSchema)
@blueprint.alt_response(404, description="No session has this code.")
def attend(actor, said):
    """Say that one stands at the door: the code of its QR, or the whole link."""
    session = attendance.attend(actor, **said)
    return queries.session_of(actor, session.id, actor.person_id)
