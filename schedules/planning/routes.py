from flask_smorest import Blueprint

from guard_api.permissions import permit
from schedules.planning import explain, queries, repair, replacements, service
from schedules.planning.schemas import (
    ExplanationSchema,
    RepairAskSchema,
    RepairSchema,
    ReplacementsSchema,
    SolveAppliedSchema,
    SolveAskSchema,
    SolveRunSchema,
    SolveSchema,
)

blueprint = Blueprint(
    "planning",
    __name__,
    url_prefix="/api/v1",
    description="The solver: runs, explanations, replacements, repairs.",
)


@blueprint.route("/rosters/<uuid:roster_id>/solve", methods=["POST"])
@permit(*service.PLANNERS)
@blueprint.arguments(SolveAskSchema)
@blueprint.response(202, SolveRunSchema)
@blueprint.alt_response(409, description="It is being solved already, or has nothing to solve.")
def solve(actor, asked, roster_id):
    """Have the roster solved. It runs in the background; the live event `solve` tells of progress."""
    run = service.ask_solve(actor, roster_id=roster_id, **asked)
    return queries.shown(actor, run)


@blueprint.route("/rosters/<uuid:roster_id>/solve")
@permit(*service.PLANNERS)
@blueprint.response(200, SolveSchema)
def solving(actor, roster_id):
    """The newest run: how far it is, how good the best roster is, and how much better any could be."""
    return {"run": queries.newest_shown(actor, roster_id)}


@blueprint.route("/rosters/<uuid:roster_id>/solve/stop", methods=["POST"])
@permit(*service.PLANNERS)
@blueprint.response(200, SolveRunSchema)
@blueprint.alt_response(409, description="No run is under way.")
def stop(actor, roster_id):
    """Stop the run; the best roster found so far is kept as its result."""
    return queries.shown(actor, service.ask_stop(actor, roster_id=roster_id))


@blueprint.route("/rosters/<uuid:roster_id>/solve/apply", methods=["POST"])
@permit(*service.PLANNERS)
@blueprint.response(200, SolveAppliedSchema)
@blueprint.alt_response(409, description="There is no result, or it was taken over already.")
def apply(actor, roster_id):
    """Take the result over into the roster, as one edit that can be undone."""
    run, changed, left_out = service.apply(actor, roster_id=roster_id)
    return {"run": queries.shown(actor, run), "changed": changed, "left_out": left_out}


@blueprint.route("/rosters/<uuid:roster_id>/explanation")
@permit(*service.PLANNERS)
@blueprint.response(200, ExplanationSchema)
def explanation(actor, roster_id):
    """Why shifts stay vacant: for each, the least set of rules in the way, and what would help."""
    return explain.explanation(actor, roster_id)


@blueprint.route("/rosters/<uuid:roster_id>/repair", methods=["POST"])
@permit(*service.PLANNERS, writes=False)
@blueprint.arguments(RepairAskSchema)
@blueprint.response(200, RepairSchema)
@blueprint.alt_response(409, description="A shift is not of this roster.")
def repair_roster(actor, asked, roster_id):
    """Propose how to go on when people are missing, moving as few shifts as can be. Changes nothing."""
    return repair.proposal(actor, roster_id, **asked)


@blueprint.route("/shifts/<uuid:shift_id>/replacements")
@permit(*service.PLANNERS)
@blueprint.response(200, ReplacementsSchema)
@blueprint.alt_response(409, description="The shift was called off.")
def replacements_of(actor, shift_id):
    """Who may take this shift, the most suitable first; and who may not, with the reasons."""
    return replacements.replacements(actor, shift_id)
