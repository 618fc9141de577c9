from flask_smorest import Blueprint

from guard_api import tables
from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.records import note_read
from people.employment.reach import person_in_reach
from people.roles import LEADS, OFFICE, STAFF
from schedules.leave import carrying, desk, exports, service
from schedules.leave.schemas import (
    LeaveAdjustSchema,
    LeaveApproveSchema,
    LeaveBalancesQuerySchema,
    LeaveCarriedSchema,
    LeaveCarrySchema,
    LeaveInSchema,
    LeaveNoteSchema,
    LeaveQuerySchema,
    LeaveRequestSchema,
    MyLeaveInSchema,
    MyLeaveRequestSchema,
    MyLeaveSchema,
    PersonLeaveSchema,
)

blueprint = Blueprint(
    "leave", __name__, url_prefix="/api/v1", description="Leave: balances, asking, deciding."
)


@blueprint.route("/leave")
@permit(*LEADS)
@blueprint.arguments(LeaveQuerySchema, location="query")
@blueprint.response(200, items_of(LeaveRequestSchema))
@blueprint.doc(**tables.EXPORTED)
def leave(actor, query):
    """Leave of the people one leads, the newest first; what waits shows what it would leave undone."""
    format = query.pop("format")
    if format == "json":
        return desk.leave_page(actor, **query)
    query = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(tables.every_page(desk.leave_page, actor, **query))
    with write_transaction():
        note_read(actor, "export", "leave")
    columns = exports.leave_columns(actor.language)
    return tables.export(rows, columns, format, "leave", language=actor.language)


@blueprint.route("/leave", methods=["POST"])
@permit(*LEADS)
@blueprint.arguments(LeaveInSchema)
@blueprint.response(201, LeaveRequestSchema)
@blueprint.alt_response(409, description="There is leave on these days, the balance is short, or oneself.")
def enter_leave(actor, facts):
    """Leave for somebody else, approved at once; the person is told."""
    return desk.requests_shown(actor.organisation_id, [service.enter(actor, **facts)])[0]


@blueprint.route("/leave/<uuid:request_id>")
@permit(*LEADS)
@blueprint.response(200, LeaveRequestSchema)
def leave_request(actor, request_id):
    """One request."""
    return desk.requests_shown(actor.organisation_id, [service.request_for(actor, request_id)])[0]


@blueprint.route("/leave/<uuid:request_id>/approve", methods=["POST"])
@permit(*LEADS)
@blueprint.arguments(LeaveApproveSchema)
@blueprint.response(200, LeaveRequestSchema)
@blueprint.alt_response(
    409, description="Decided already, oneself, the balance is short, or shifts are in the way (`clashes`)."
)
def approve_leave(actor, word, request_id):
    """Approve it. Shifts in the way are named; `despite_clashes` approves although they are."""
    request = service.approve(actor, request_id=request_id, **word)
    return desk.requests_shown(actor.organisation_id, [request])[0]


@blueprint.route("/leave/<uuid:request_id>/refuse", methods=["POST"])
@permit(*LEADS)
@blueprint.arguments(LeaveNoteSchema)
@blueprint.response(200, LeaveRequestSchema)
@blueprint.alt_response(409, description="Decided already, or oneself.")
def refuse_leave(actor, word, request_id):
    """Say no, and why."""
    request = service.refuse(actor, request_id=request_id, **word)
    return desk.requests_shown(actor.organisation_id, [request])[0]


@blueprint.route("/leave/<uuid:request_id>/cancel", methods=["POST"])
@permit(*LEADS)
@blueprint.arguments(LeaveNoteSchema)
@blueprint.response(200, LeaveRequestSchema)
@blueprint.alt_response(409, description="Not approved, or oneself.")
def cancel_leave(actor, word, request_id):
    """An approved leave that is not to be, and why."""
    request = service.cancel(actor, request_id=request_id, **word)
    return desk.requests_shown(actor.organisation_id, [request])[0]


@blueprint.route("/leave/balances")
@permit(*LEADS)
@blueprint.arguments(LeaveBalancesQuerySchema, location="query")
@blueprint.response(200, items_of(PersonLeaveSchema))
@blueprint.doc(**tables.EXPORTED)
def leave_balances(actor, query):
    """What everybody has of a year's leave, by name, with the article it follows."""
    format = query.pop("format")
    if format == "json":
        return desk.balances_page(actor, **query)
    query = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(tables.every_page(desk.balances_page, actor, **query))
    with write_transaction():
        note_read(actor, "export", "leave-balances")
    columns = exports.balance_columns(actor.language)
    return tables.export(rows, columns, format, "leave-balances", language=actor.language)


@blueprint.route("/leave/balances/carry", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(LeaveCarrySchema)
@blueprint.response(200, LeaveCarriedSchema)
@blueprint.alt_response(409, description="The year is not over yet.")
def carry_balances(actor, body):
    """What everybody (of a site) has left of annual leave goes over; the same again is reckoned anew."""
    return carrying.carry_over(actor, **body)


@blueprint.route("/leave/balances/<uuid:person_id>", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(LeaveAdjustSchema)
@blueprint.response(200, PersonLeaveSchema)
@blueprint.alt_response(409, description="Nobody adjusts one's own.")
def adjust_balance(actor, body, person_id):
    """What a year gives beside or instead of the law, carried or adjusted days, with a reason."""
    service.adjust(actor, person_id=person_id, **body)
    return desk.balance_of(actor, person_in_reach(actor, person_id), body["year"])


@blueprint.route("/my/leave")
@permit(*STAFF)
@blueprint.response(200, MyLeaveSchema)
def my_leave(actor):
    """One's balances of this year and the next, and what one asked for."""
    return desk.my_leave(actor)


@blueprint.route("/my/leave", methods=["POST"])
@permit(*STAFF)
@blueprint.arguments(MyLeaveInSchema)
@blueprint.response(201, MyLeaveRequestSchema)
@blueprint.alt_response(409, description="There is leave on some of these days.")
def ask_for_leave(actor, facts):
    """Ask for leave; who decides is told."""
    return desk.mine_shown(actor, [service.ask(actor, **facts)])[0]


@blueprint.route("/my/leave/<uuid:request_id>/withdraw", methods=["POST"])
@permit(*STAFF)
@blueprint.response(200, MyLeaveRequestSchema)
@blueprint.alt_response(409, description="Decided already, or it has begun.")
def withdraw_leave(actor, request_id):
    """Take it back: while it waits, or before an approved one begins."""
    return desk.mine_shown(actor, [service.withdraw(actor, request_id=request_id)])[0]
