from flask_smorest import Blueprint

from checkpoints.findings import categories, exports, queries, service
from checkpoints.findings.schemas import (
    AssignSchema,
    CategoryAddSchema,
    CategoryChangeSchema,
    CategorySchema,
    CountsFilterSchema,
    CountsSchema,
    FiltersSchema,
    FindingDetailSchema,
    FindingSchema,
    FixSchema,
    ReopenSchema,
    ReportSchema,
    VerifySchema,
)
from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, export

blueprint = Blueprint(
    "findings", __name__, url_prefix="/api/v1", description="What guards find, and how it is put right."
)


@blueprint.route("/findings")
@permit(*service.READERS)
@blueprint.arguments(FiltersSchema, location="query")
@blueprint.response(200, items_of(FindingSchema))
@blueprint.doc(**EXPORTED)
def findings(actor, filters):
    """Findings of the sites one reaches, the newest first."""
    format = filters.pop("format")
    if format == "json":
        return queries.findings(actor, **filters)
    filters = {name: value for name, value in filters.items() if name not in ("limit", "cursor")}
    return _file(actor, queries.all_findings(actor, **filters), format)


@blueprint.route("/findings", methods=["POST"])
@permit(*service.DESK)
@blueprint.arguments(ReportSchema)
@blueprint.response(201, FindingDetailSchema)
@blueprint.alt_response(404, description="No such site here.")
def report_finding(actor, facts):
    """Report a finding from the desk."""
    return queries.finding(actor, service.report(actor, **facts).id)


@blueprint.route("/findings/counts")
@permit(*service.READERS)
@blueprint.arguments(CountsFilterSchema, location="query")
@blueprint.response(200, CountsSchema)
def finding_counts(actor, filters):
    """How many by status, and of the unsettled ones by severity."""
    return queries.counts(actor, **filters)


@blueprint.route("/findings/<uuid:finding_id>")
@permit(*service.READERS)
@blueprint.response(200, FindingDetailSchema)
def finding(actor, finding_id):
    """One finding with its history, photos and voice note."""
    return queries.finding(actor, finding_id)


@blueprint.route("/findings/<uuid:finding_id>/assign", methods=["POST"])
@permit(*service.DESK)
@blueprint.arguments(AssignSchema)
@blueprint.response(200, FindingDetailSchema)
@blueprint.alt_response(409, description="It is fixed already.")
def assign_finding(actor, facts, finding_id):
    """Give it to somebody who works at its site."""
    service.assign(actor, finding_id=finding_id, **facts)
    return queries.finding(actor, finding_id)


@blueprint.route("/findings/<uuid:finding_id>/fix", methods=["POST"])
@permit(*service.REPORTERS)
@blueprint.arguments(FixSchema)
@blueprint.response(200, FindingDetailSchema)
@blueprint.alt_response(409, description="It is fixed already.")
def fix_finding(actor, facts, finding_id):
    """Say that it is put right. A guard may when it was given to that guard."""
    service.fix(actor, finding_id=finding_id, **facts)
    return queries.finding(actor, finding_id)


@blueprint.route("/findings/<uuid:finding_id>/verify", methods=["POST"])
@permit(*service.DESK)
@blueprint.arguments(VerifySchema)
@blueprint.response(200, FindingDetailSchema)
@blueprint.alt_response(409, description="Not fixed yet, or fixed by the same person.")
def verify_finding(actor, facts, finding_id):
    """Confirm that it is fixed, or send it back; by somebody else than who fixed it."""
    service.verify(actor, finding_id=finding_id, **facts)
    return queries.finding(actor, finding_id)


@blueprint.route("/findings/<uuid:finding_id>/reopen", methods=["POST"])
@permit(*service.DESK)
@blueprint.arguments(ReopenSchema)
@blueprint.response(200, FindingDetailSchema)
@blueprint.alt_response(409, description="It is open already.")
def reopen_finding(actor, facts, finding_id):
    """Open it again."""
    service.reopen(actor, finding_id=finding_id, **facts)
    return queries.finding(actor, finding_id)


@blueprint.route("/finding-categories")
@permit(*service.READERS, writes=True)
@blueprint.response(200, items_of(CategorySchema))
def finding_categories(actor):
    """All categories, archived ones too. An organisation that has none is given the field's own."""
    categories.ensure_categories(actor.organisation_id)
    return {"items": categories.categories_of(actor.organisation_id)}


@blueprint.route("/finding-categories", methods=["POST"])
@permit(ADMINISTRATOR)
@blueprint.arguments(CategoryAddSchema)
@blueprint.response(201, CategorySchema)
@blueprint.alt_response(409, description="The code is taken.")
def add_finding_category(actor, facts):
    """Add a category of one's own."""
    categories.ensure_categories(actor.organisation_id)
    return categories.add_category(actor, **facts)


@blueprint.route("/finding-categories/<uuid:category_id>", methods=["PATCH"])
@permit(ADMINISTRATOR)
@blueprint.arguments(CategoryChangeSchema)
@blueprint.response(200, CategorySchema)
def change_finding_category(actor, changes, category_id):
    """Rename, move or archive a category."""
    return categories.change_category(actor, category_id=category_id, **changes)


def _file(actor, rows, format):
    named = categories.categories_of(actor.organisation_id)
    names = {one.code: one.name_zh if actor.language == "zh-CN" else one.name_en for one in named}
    columns = exports.columns(actor.language, names)
    with write_transaction():
        note_read(actor, "export", "findings")
    return export(rows, columns, format, "findings", language=actor.language)
