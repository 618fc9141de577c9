from flask_smorest import Blueprint

from guard_api.permissions import permit
from training.modules.access import DESK, LEARNERS, MAKERS
from training.scorm import play, queries, service
from training.scorm.schemas import (
    ScormFactsSchema,
    ScormFileSchema,
    ScormPackageListSchema,
    ScormPackageSchema,
    ScormRunSchema,
    ScormSaveSchema,
    ScormUploadSchema,
)

UPLOAD = {"requestBody": {"content": {"multipart/form-data": {"schema": ScormUploadSchema}}}}
blueprint = Blueprint("scorm", __name__, url_prefix="/api/v1", description="Bought courses (SCORM).")


@blueprint.route("/scorm", methods=["POST"])
@permit(*MAKERS, writes=False)
@blueprint.arguments(ScormFileSchema, location="files")
@blueprint.arguments(ScormFactsSchema, location="form", content_type="multipart/form-data")
@blueprint.response(201, ScormPackageSchema)
@blueprint.alt_response(404, description="No such module.")
@blueprint.alt_response(409, description="The module is no bought course.")
@blueprint.alt_response(413, description="The package is too large.")
@blueprint.doc(**UPLOAD)
def import_package(actor, files, facts):
    """Take a SCORM 1.2 or 2004 package in: as a new module, or as the newer package of one."""
    return queries.shown(service.import_package(actor, data=files["file"].read(), **facts))


@blueprint.route("/modules/<uuid:module_id>/packages")
@permit(*DESK)
@blueprint.response(200, ScormPackageListSchema)
def packages(actor, module_id):
    """All packages of a bought course, the newest first."""
    service.scorm_module(actor.organisation_id, module_id)
    return {"items": queries.packages(actor, module_id)}


@blueprint.route("/modules/<uuid:module_id>/packages/<uuid:package_id>/play", methods=["POST"])
@permit(*MAKERS)
@blueprint.response(200, ScormPackageListSchema)
@blueprint.alt_response(409, description="It is played already, or the module is no bought course.")
def play_package(actor, module_id, package_id):
    """Go back to an earlier package. Who was in the midst of it goes on there; results stay."""
    service.go_back(actor, module_id=module_id, package_id=package_id)
    return {"items": queries.packages(actor, module_id)}


@blueprint.route("/my/scorm/<uuid:module_id>/run")
@permit(*LEARNERS)
@blueprint.response(200, ScormRunSchema)
@blueprint.alt_response(409, description="The module is no bought course.")
def my_run(actor, module_id):
    """What is needed to play a course: its parts, where each begins, and what it left behind."""
    service.scorm_module(actor.organisation_id, module_id)
    package = queries.package_of(actor.organisation_id, module_id)
    return queries.run_of(actor, package, play.token_for(actor, package))


@blueprint.route("/my/scorm/<uuid:module_id>/run", methods=["POST"])
@permit(*LEARNERS)
@blueprint.response(200, ScormRunSchema)
@blueprint.alt_response(409, description="The module is no bought course.")
def start_over(actor, module_id):
    """Begin the course anew, for instance when what was passed has ended."""
    service.start_over(actor, module_id=module_id)
    package = queries.package_of(actor.organisation_id, module_id)
    return queries.run_of(actor, package, play.token_for(actor, package))


@blueprint.route("/my/scorm/<uuid:module_id>/run", methods=["PUT"])
@permit(*LEARNERS)
@blueprint.arguments(ScormSaveSchema)
@blueprint.response(200, ScormRunSchema)
@blueprint.alt_response(409, description="No bought course, or another package is played by now.")
def save_run(actor, said, module_id):
    """Keep what a part of the course said. Completed or passed fulfils the duty."""
    service.save_run(actor, module_id=module_id, **said)
    package = queries.package_of(actor.organisation_id, module_id)
    return queries.run_of(actor, package, play.token_for(actor, package))
