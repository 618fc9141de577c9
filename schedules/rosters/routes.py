from flask_smorest import Blueprint

from guard_api.fields import Page, items_of
from guard_api.permissions import permit
from guard_api.tables import EXPORTED
from schedules.rosters import acknowledging, exports, grid, lists, queries, service
from schedules.rosters.grid_schemas import GridQuerySchema, GridSchema
from schedules.rosters.reach import DESK, READERS
from schedules.rosters.schemas import (
    CONFLICT,
    AcknowledgedRosterSchema,
    AcknowledgementsQuerySchema,
    AcknowledgeSchema,
    AmendmentSchema,
    CopyRosterSchema,
    EditedSchema,
    ListedShiftSchema,
    NewRosterSchema,
    PublishQuerySchema,
    PublishRosterSchema,
    RosterAcknowledgementSchema,
    RosterChangeSchema,
    RosterEditSchema,
    RosterHeadSchema,
    RosterSchema,
    RostersQuerySchema,
    RosterStepSchema,
    RosterVersionSchema,
    ShiftsQuerySchema,
    ViolationSchema,
    ViolationsQuerySchema,
    WholeVersionSchema,
)

blueprint = Blueprint(
    "rosters", __name__, url_prefix="/api/v1", description="Rosters: drafts, versions, amendments."
)
LAW = "Rules that may not be broken, or warnings to be accepted: `violations` lists them."


@blueprint.route("/rosters")
@permit(*READERS)
@blueprint.arguments(RostersQuerySchema, location="query")
@blueprint.response(200, items_of(RosterSchema))
def rosters(actor, filters):
    """Rosters of the sites that one reaches, the latest first."""
    return queries.rosters(actor, **filters)


@blueprint.route("/rosters", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(NewRosterSchema)
@blueprint.response(201, RosterHeadSchema)
@blueprint.alt_response(409, description="Another roster covers one of the sites in these days.")
def add_roster(actor, facts):
    """A draft, with one row for each place that the demand asks for."""
    return queries.roster(actor, service.add_roster(actor, **facts).id)


@blueprint.route("/rosters/<uuid:roster_id>")
@permit(*READERS)
@blueprint.response(200, RosterHeadSchema)
def roster(actor, roster_id):
    """What it covers, how far it is filled and confirmed, and whether it is in step with the demand."""
    return queries.roster(actor, roster_id)


@blueprint.route("/rosters/<uuid:roster_id>", methods=["PATCH"])
@permit(*DESK)
@blueprint.arguments(RosterChangeSchema)
@blueprint.response(200, RosterHeadSchema)
def change_roster(actor, changes, roster_id):
    """Its name, and what the solver is to prefer."""
    service.change_roster(actor, roster_id=roster_id, **changes)
    return queries.roster(actor, roster_id)


@blueprint.route("/rosters/<uuid:roster_id>", methods=["DELETE"])
@permit(*DESK)
@blueprint.response(204)
@blueprint.alt_response(409, description="It is published, and stays.")
def delete_roster(actor, roster_id):
    """Throw a draft away."""
    service.delete_roster(actor, roster_id=roster_id)


@blueprint.route("/rosters/<uuid:roster_id>/grid")
@permit(*READERS)
@blueprint.arguments(GridQuerySchema, location="query")
@blueprint.response(200, GridSchema)
def roster_grid(actor, filters, roster_id):
    """The roster as a table: people × days with their shifts and what is said of them, or posts × days with
    their needs."""
    return grid.grid(actor, roster_id, **filters)


@blueprint.route("/rosters/<uuid:roster_id>/violations")
@permit(*READERS)
@blueprint.arguments(ViolationsQuerySchema, location="query")
@blueprint.response(200, items_of(ViolationSchema))
def roster_violations(actor, filters, roster_id):
    """Everything that stands in the way of the roster as it is, the worst first."""
    return lists.violations(actor, roster_id, **filters)


@blueprint.route("/rosters/<uuid:roster_id>/edits", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(RosterEditSchema)
@blueprint.response(200, EditedSchema)
@blueprint.alt_response(409, description=f"Changed meanwhile. Or, published: {LAW}", **CONFLICT)
def edit_roster(actor, edit, roster_id):
    """Several changes as one: who stands where, locks, extra places, cancelled ones. A dry run only says what
    they would break and mend. Of a published roster each edit is an amendment, told to whom it concerns."""
    return lists.edited(service.edit(actor, roster_id=roster_id, **edit))


@blueprint.route("/rosters/<uuid:roster_id>/undo", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(AmendmentSchema)
@blueprint.response(200, EditedSchema)
@blueprint.alt_response(409, description="Nothing to undo, or overtaken.", **CONFLICT)
def undo_edit(actor, facts, roster_id):
    """Take back the last change by hand or by the solver."""
    return lists.edited(service.undo(actor, roster_id=roster_id, **facts))


@blueprint.route("/rosters/<uuid:roster_id>/redo", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(AmendmentSchema)
@blueprint.response(200, EditedSchema)
@blueprint.alt_response(409, description="Nothing to redo, or overtaken.", **CONFLICT)
def redo_edit(actor, facts, roster_id):
    """Do again what was taken back."""
    return lists.edited(service.redo(actor, roster_id=roster_id, **facts))


@blueprint.route("/rosters/<uuid:roster_id>/copy-from", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(CopyRosterSchema)
@blueprint.response(200, EditedSchema)
@blueprint.alt_response(409, description=f"Changed meanwhile. Or, published: {LAW}", **CONFLICT)
def copy_roster(actor, facts, roster_id):
    """Fill vacant places with who stood there in an earlier roster, moved by whole weeks."""
    return lists.edited(service.copy_from(actor, roster_id=roster_id, **facts))


@blueprint.route("/rosters/<uuid:roster_id>/keep-in-step", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(RosterStepSchema)
@blueprint.response(200, RosterHeadSchema)
def keep_in_step(actor, facts, roster_id):
    """Take over what the demand asks for now. A place that is filled stays, as an extra one."""
    service.keep_in_step(actor, roster_id=roster_id, **facts)
    return queries.roster(actor, roster_id)


@blueprint.route("/rosters/<uuid:roster_id>/publish", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(PublishQuerySchema, location="query", as_kwargs=True)
@blueprint.arguments(PublishRosterSchema)
@blueprint.response(200, RosterHeadSchema)
@blueprint.alt_response(409, description=f"Published already, or nothing in it. {LAW}", **CONFLICT)
def publish_roster(actor, facts, roster_id, accept):
    """Freeze the first version, tell everybody in it, and ask them to confirm."""
    service.publish(actor, roster_id=roster_id, accept=accept, **facts)
    return queries.roster(actor, roster_id)


@blueprint.route("/rosters/<uuid:roster_id>/versions")
@permit(*READERS)
@blueprint.arguments(Page, location="query")
@blueprint.response(200, items_of(RosterVersionSchema))
def roster_versions(actor, page, roster_id):
    """What was published, the newest first, each with what it changed and why."""
    return queries.versions(actor, roster_id, **page)


@blueprint.route("/rosters/<uuid:roster_id>/versions/<uuid:version_id>")
@permit(*READERS)
@blueprint.response(200, WholeVersionSchema)
def roster_version(actor, roster_id, version_id):
    """Every shift as it was in force in that version."""
    return queries.version(actor, roster_id, version_id)


@blueprint.route("/rosters/<uuid:roster_id>/acknowledgements")
@permit(*READERS)
@blueprint.arguments(AcknowledgementsQuerySchema, location="query")
@blueprint.response(200, items_of(RosterAcknowledgementSchema))
@blueprint.doc(**EXPORTED)
def roster_acknowledgements(actor, filters, roster_id):
    """Who was asked to confirm which version, and when they did."""
    columns = exports.ACKNOWLEDGEMENTS
    return lists.table(actor, "acknowledgements", columns, queries.acknowledgements, roster_id, **filters)


@blueprint.route("/rosters/<uuid:roster_id>/export")
@permit(*READERS)
@blueprint.arguments(exports.RosterExportSchema, location="query")
@blueprint.response(200)
@blueprint.doc(**EXPORTED)
def export_roster(actor, query, roster_id):
    """The roster to print or to pin up: people × days with the codes of their shifts, or one row a shift."""
    return lists.roster_file(actor, roster_id, **query)


@blueprint.route("/shifts")
@permit(*READERS)
@blueprint.arguments(ShiftsQuerySchema, location="query")
@blueprint.response(200, items_of(ListedShiftSchema))
@blueprint.doc(**EXPORTED)
def shifts(actor, filters):
    """Shifts of the sites that one reaches, drafts too, in order of their start."""
    return lists.table(actor, "shifts", exports.shift_columns(actor.language), queries.shifts, **filters)


@blueprint.route("/my/rosters/<uuid:roster_id>/acknowledge", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.arguments(AcknowledgeSchema)
@blueprint.response(200, AcknowledgedRosterSchema)
def acknowledge_roster(actor, facts, roster_id):
    """Say that one has seen one's shifts, as that version has them."""
    return lists.acknowledged(actor, acknowledging.acknowledge(actor, roster_id=roster_id, **facts))
