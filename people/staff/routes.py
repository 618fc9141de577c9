from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from people.employment import service
from people.employment.schemas import (
    AbsenceInSchema,
    CorrectionSchema,
    ExitSchema,
    HireSchema,
    PlacementCorrectionSchema,
    PromoteSchema,
    ReturnSchema,
    TransferSchema,
)
from people.roles import LEADS, OFFICE, STAFF
from people.staff import exports, queries, way_up
from people.staff.file import staff_file
from people.staff.schemas import (
    MyWayUpSchema,
    StaffCountsFilterSchema,
    StaffCountsSchema,
    StaffFileSchema,
    StaffFilterSchema,
    StaffSchema,
)

blueprint = Blueprint(
    "staff", __name__, url_prefix="/api/v1", description="Who is employed, where, as what and since when."
)


@blueprint.route("/staff")
@permit(*LEADS)
@blueprint.arguments(StaffFilterSchema, location="query")
@blueprint.response(200, items_of(StaffSchema))
@blueprint.doc(**EXPORTED)
def staff(actor, filters):
    """Staff and leavers by name; supervisors see those of their sites."""
    format = filters.pop("format")
    if format == "json":
        return queries.staff_page(actor, **filters)
    filters = {name: value for name, value in filters.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.staff_page, actor, **filters))
    with write_transaction():
        note_read(actor, "export", "staff")
    return export(rows, exports.columns(actor.language), format, "staff", language=actor.language)


@blueprint.route("/staff/counts")
@permit(*LEADS)
@blueprint.arguments(StaffCountsFilterSchema, location="query")
@blueprint.response(200, StaffCountsSchema)
def staff_counts(actor, filters):
    """How many work, are on probation, are away, have left."""
    return {"by_state": queries.counts(actor, **filters)}


@blueprint.route("/staff/<uuid:person_id>")
@permit(*LEADS)
@blueprint.response(200, StaffFileSchema)
def staff_member(actor, person_id):
    """The whole file of somebody."""
    return staff_file(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/hire", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(HireSchema)
@blueprint.response(201, StaffFileSchema)
@blueprint.alt_response(409, description="Employed already, or the spells overlap.")
def hire(actor, facts, person_id):
    """Begin an employment. Who was here before comes back with a new one."""
    service.hire(actor, person_id=person_id, **facts)
    return staff_file(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/transfer", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(TransferSchema)
@blueprint.response(200, StaffFileSchema)
@blueprint.alt_response(409, description="Not employed, or a later change is on file.")
def transfer(actor, facts, person_id):
    """Another site, post, shift pattern or manager from a day on. Roles follow to the new site."""
    service.place_anew(actor, person_id=person_id, **facts)
    return staff_file(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/promote", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(PromoteSchema)
@blueprint.response(200, StaffFileSchema)
@blueprint.alt_response(409, description="Not employed, or a later change is on file.")
def promote(actor, facts, person_id):
    """Another grade from a day on."""
    service.place_anew(actor, person_id=person_id, **facts)
    return staff_file(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/absence", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(AbsenceInSchema)
@blueprint.response(201, StaffFileSchema)
@blueprint.alt_response(409, description="Not employed, or absent already.")
def begin_absence(actor, facts, person_id):
    """A leave of absence."""
    service.begin_absence(actor, person_id=person_id, **facts)
    return staff_file(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/return", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(ReturnSchema)
@blueprint.response(200, StaffFileSchema)
@blueprint.alt_response(409, description="Not absent on that day.")
def come_back(actor, facts, person_id):
    """Back from a leave of absence."""
    service.come_back(actor, person_id=person_id, **facts)
    return staff_file(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/exit", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(ExitSchema)
@blueprint.response(200, StaffFileSchema)
@blueprint.alt_response(409, description="Not employed.")
def leave(actor, facts, person_id):
    """The end of an employment, with its reason."""
    service.leave(actor, person_id=person_id, **facts)
    return staff_file(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/employments/<uuid:employment_id>", methods=["PATCH"])
@permit(*OFFICE)
@blueprint.arguments(CorrectionSchema)
@blueprint.response(200, StaffFileSchema)
def correct_employment(actor, changes, person_id, employment_id):
    """Put right what was wrong in an employment; the reason is kept."""
    service.correct(actor, person_id=person_id, employment_id=employment_id, **changes)
    return staff_file(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/placements/<uuid:placement_id>", methods=["PATCH"])
@permit(*OFFICE)
@blueprint.arguments(PlacementCorrectionSchema)
@blueprint.response(200, StaffFileSchema)
def correct_placement(actor, changes, person_id, placement_id):
    """Put right where, as what or under whom somebody was; the reason is kept."""
    service.correct_placement(actor, person_id=person_id, placement_id=placement_id, **changes)
    return staff_file(actor, person_id)


@blueprint.route("/my/way-up")
@permit(*STAFF)
@blueprint.response(200, MyWayUpSchema)
def my_way_up(actor):
    """One's own grade, what is missing to the next one, and what is on file of oneself."""
    return way_up.mine(actor)
