from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.fields import Page
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from training.modules import exports, queries, service
from training.modules.access import DESK, MAKERS
from training.modules.schemas import (
    DraftSchema,
    ModuleDetailSchema,
    ModuleListSchema,
    ModulesQuerySchema,
    NewModuleSchema,
    PublishSchema,
    VersionDetailSchema,
    VersionListSchema,
)

blueprint = Blueprint(
    "modules", __name__, url_prefix="/api/v1", description="What is learnt: modules and their versions."
)


@blueprint.route("/modules")
@permit(*DESK)
@blueprint.arguments(ModulesQuerySchema, location="query")
@blueprint.response(200, ModuleListSchema)
@blueprint.doc(**EXPORTED)
def modules(actor, query):
    """Modules by code: those in use, or those archived."""
    format = query.pop("format")
    if format == "json":
        return queries.modules(actor, **query)
    query = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.modules, actor, **query))
    with write_transaction():
        note_read(actor, "export", "modules")
    return export(rows, exports.columns(actor.language), format, "modules", language=actor.language)


@blueprint.route("/modules", methods=["POST"])
@permit(*MAKERS)
@blueprint.arguments(NewModuleSchema)
@blueprint.response(201, ModuleDetailSchema)
@blueprint.alt_response(409, description="The code is taken.")
def add_module(actor, facts):
    """Add a module of one's own. It is a draft until it is published."""
    return queries.module(actor, service.add_module(actor, **facts).id)


@blueprint.route("/modules/<uuid:module_id>")
@permit(*DESK)
@blueprint.response(200, ModuleDetailSchema)
def module(actor, module_id):
    """One module: what is learnt now, and the draft of what comes next."""
    return queries.module(actor, module_id)


@blueprint.route("/modules/<uuid:module_id>/draft", methods=["PUT"])
@permit(*MAKERS)
@blueprint.arguments(DraftSchema)
@blueprint.response(200, ModuleDetailSchema)
def save_draft(actor, draft, module_id):
    """Replace the draft. Learners go on seeing the published version."""
    service.save_draft(actor, module_id=module_id, **draft)
    return queries.module(actor, module_id)


@blueprint.route("/modules/<uuid:module_id>/publish", methods=["POST"])
@permit(*MAKERS)
@blueprint.arguments(PublishSchema)
@blueprint.response(200, ModuleDetailSchema)
@blueprint.alt_response(409, description="There is no draft.")
def publish_module(actor, facts, module_id):
    """Publish the draft as a version, which is never changed afterwards."""
    service.publish(actor, module_id=module_id, **facts)
    return queries.module(actor, module_id)


@blueprint.route("/modules/<uuid:module_id>/archive", methods=["POST"])
@permit(*MAKERS)
@blueprint.response(200, ModuleDetailSchema)
def archive_module(actor, module_id):
    """Nobody is asked for it any more. What was learnt stays."""
    service.archive(actor, module_id=module_id, archived=True)
    return queries.module(actor, module_id)


@blueprint.route("/modules/<uuid:module_id>/restore", methods=["POST"])
@permit(*MAKERS)
@blueprint.response(200, ModuleDetailSchema)
def restore_module(actor, module_id):
    """Take it out of the archive."""
    service.archive(actor, module_id=module_id, archived=False)
    return queries.module(actor, module_id)


@blueprint.route("/modules/<uuid:module_id>/versions")
@permit(*DESK)
@blueprint.arguments(Page, location="query")
@blueprint.response(200, VersionListSchema)
def versions(actor, query, module_id):
    """Its published versions, the newest first."""
    return queries.versions(actor, module_id, **query)


@blueprint.route("/module-versions/<uuid:version_id>")
@permit(*DESK)
@blueprint.response(200, VersionDetailSchema)
def version(actor, version_id):
    """One version with its lessons, as it was published."""
    return queries.version(actor, version_id)
