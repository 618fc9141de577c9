from flask_smorest import Blueprint

from guard_api import progress, tables
from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR
from guard_api.identity.people import exchange, queries, service
from guard_api.identity.people.schemas import (
    CHANGEABLE,
    NewPersonSchema,
    PeoplePreviewSchema,
    PeopleQuerySchema,
    PersonChangeSchema,
    PersonInSchema,
    PersonSchema,
    TemplateQuerySchema,
)
from guard_api.permissions import permit
from guard_api.records import note_read

blueprint = Blueprint("people", __name__, url_prefix="/api/v1", description="Who works here.")


@blueprint.route("/people")
@permit(SUPERVISOR, HR, ADMINISTRATOR)
@blueprint.arguments(PeopleQuerySchema, location="query")
@blueprint.response(200, items_of(PersonSchema))
@blueprint.doc(**tables.EXPORTED)
def people(actor, query):
    """People; supervisors see those of their sites."""
    format = query.pop("format")
    if format == "json":
        return queries.people_page(actor, **query)
    filters = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = exchange.exported(
        actor.organisation_id, list(tables.every_page(queries.people_page, actor, **filters))
    )
    with write_transaction():
        note_read(actor, "export", "people")
    columns = [column for column in exchange.COLUMNS if column.key not in exchange.SECRET_COLUMNS]
    return tables.export(rows, columns, format, "people", language=actor.language)


@blueprint.route("/people", methods=["POST"])
@permit(HR, ADMINISTRATOR, writes=False)
@blueprint.arguments(PersonInSchema)
@blueprint.response(201, NewPersonSchema)
def add_person(actor, values):
    """Add somebody. Without a password, a one-time password is made and answered this once."""
    values = service.hashed(values)
    with write_transaction():
        person, password = service.add_person(actor=actor, values=values)
        return {**queries.shown(actor.organisation_id, [person])[0], "one_time_password": password}


@blueprint.route("/people/<uuid:person_id>")
@permit(SUPERVISOR, HR, ADMINISTRATOR)
@blueprint.response(200, PersonSchema)
def person(actor, person_id):
    """One person."""
    return queries.shown(actor.organisation_id, [queries.person_for(actor, person_id)])[0]


@blueprint.route("/people/<uuid:person_id>", methods=["PATCH"])
@permit(HR, ADMINISTRATOR, writes=False)
@blueprint.arguments(PersonChangeSchema(partial=CHANGEABLE))
@blueprint.response(200, PersonSchema)
def change_person(actor, values, person_id):
    """Change somebody. Who is made inactive is signed out everywhere."""
    values = service.hashed(values)
    with write_transaction():
        person = queries.person_for(actor, person_id)
        service.change_person(actor=actor, person=person, values=values)
        return queries.shown(actor.organisation_id, [person])[0]


@blueprint.route("/people/<uuid:person_id>/sessions", methods=["DELETE"])
@permit(SUPERVISOR, HR, ADMINISTRATOR)
@blueprint.response(204)
def sign_out_everywhere(actor, person_id):
    """End all sessions of somebody."""
    service.sign_out_everywhere(actor=actor, person=queries.person_for(actor, person_id))


@blueprint.route("/people/import", methods=["POST"])
@permit(HR, ADMINISTRATOR, writes=False)
@blueprint.arguments(tables.UploadSchema, location="files")
@blueprint.arguments(tables.CommitSchema, location="query")
@blueprint.response(200, PeoplePreviewSchema)
@blueprint.doc(**progress.TOLD)
def import_people(actor, files, query):
    """Add and change people from a CSV or XLSX file, all of them or none."""
    upload = tables.read(files["file"], exchange.COLUMNS)
    work = exchange.import_people(actor, upload, commit=query["commit"])
    return progress.answered(work, PeoplePreviewSchema(), actor.language)


@blueprint.route("/people/import/template")
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(TemplateQuerySchema, location="query")
@blueprint.response(200)
@blueprint.doc(**tables.EXPORTED)
def import_template(actor, query):
    """An empty table to fill in."""
    return tables.template(exchange.COLUMNS, query["format"], "people", language=actor.language)
