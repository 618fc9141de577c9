from flask_smorest import Blueprint

from checkpoints.places.access import READERS, WRITERS
from checkpoints.places.walks import queries, service
from checkpoints.places.walks.columns import export_of
from checkpoints.places.walks.schemas import (
    NewRouteSchema,
    RouteChangeSchema,
    RouteListSchema,
    RouteQuerySchema,
    RouteSchema,
    SuggestionQuerySchema,
    SuggestionSchema,
)
from guard_api.permissions import permit
from guard_api.tables import EXPORTED

blueprint = Blueprint("routes", __name__, url_prefix="/api/v1", description="Routes and their stops.")


@blueprint.route("/sites/<uuid:site_id>/routes", methods=["GET"])
@permit(*READERS)
@blueprint.arguments(RouteQuerySchema, location="query")
@blueprint.response(200, RouteListSchema)
@blueprint.doc(**EXPORTED)
def routes(actor, query, site_id):
    """Routes of a site, by name. As a file: one row for each stop."""
    rows = queries.routes(actor, site_id, archived=query["archived"])
    if query["format"] == "json":
        return {"items": rows}
    return export_of(rows, query["format"], language=actor.language)


@blueprint.route("/sites/<uuid:site_id>/routes", methods=["POST"])
@permit(*WRITERS)
@blueprint.arguments(NewRouteSchema)
@blueprint.response(201, RouteSchema)
def add_route(actor, new, site_id):
    """Add a route through checkpoints of the site."""
    route = service.add_route(actor=actor, site_id=site_id, **new)
    return queries.route(actor, route.id)


@blueprint.route("/sites/<uuid:site_id>/routes/suggest", methods=["POST"])
@permit(*WRITERS, writes=False)
@blueprint.arguments(SuggestionQuerySchema)
@blueprint.response(200, SuggestionSchema)
def suggest_walk(actor, query, site_id):
    """The shortest walk through 2 to 60 checkpoints. Nothing is stored."""
    return service.suggest_walk(actor=actor, site_id=site_id, **query)


@blueprint.route("/routes/<uuid:route_id>", methods=["GET"])
@permit(*READERS)
@blueprint.response(200, RouteSchema)
def route(actor, route_id):
    """One route with its stops."""
    return queries.route(actor, route_id)


@blueprint.route("/routes/<uuid:route_id>", methods=["PATCH"])
@permit(*WRITERS)
@blueprint.arguments(RouteChangeSchema)
@blueprint.response(200, RouteSchema)
def change_route(actor, changes, route_id):
    """Change, archive or restore it. `stops` replaces them all."""
    service.change_route(actor=actor, route_id=route_id, changes=changes)
    return queries.route(actor, route_id)


@blueprint.route("/routes/<uuid:route_id>", methods=["DELETE"])
@permit(*WRITERS)
@blueprint.response(200, RouteSchema)
def archive_route(actor, route_id):
    """Archive it. Refused while a patrol plan in use walks it."""
    service.change_route(actor=actor, route_id=route_id, changes={"archived": True})
    return queries.route(actor, route_id)
