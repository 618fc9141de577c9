from importlib.util import find_spec
from pathlib import Path

import flask
import marshmallow as ma
from flask import Response, current_app, send_from_directory
from flask_smorest import Blueprint

from guard_api.about.health import health
from guard_api.fields import flag
from guard_api.permissions import public
from guard_api.web import live_address

blueprint = Blueprint("about", __name__, url_prefix="/api/v1", description="The installation itself.")
pages = flask.Blueprint("docs", __name__, url_prefix="/api/v1")
ASSETS = Path(find_spec("swagger_ui").submodule_search_locations[0]) / "static"
FROM_ASSETS = {"swagger-ui-bundle.js", "swagger-ui.css"}
OWN = Path(__file__).parent / "docs"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class ConfigSchema(ma.Schema):
    version = ma.fields.String(required=True)
    live_url = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Where /api/v1/live/stream is served; null: poll /api/v1/live."},
    )


class HealthSchema(ma.Schema):
    """Each part that the service stands on."""

    database = flag(required=True)
    store = flag(required=True, metadata={"description": "Whether photos can be written and read."})
    migrations = flag(required=True, metadata={"description": "Whether the tables are up to date."})


@blueprint.route("/config")
@public
@blueprint.response(200, ConfigSchema)
def config():
    """What the app must know of this installation."""
    return {"version": current_app.config["API_VERSION"], "live_url": live_address()}


@blueprint.route("/health")
@public
@blueprint.response(200, HealthSchema)
@blueprint.alt_response(503, schema=HealthSchema, description="Something does not hold.")
def health_of_all():
    """Whether the database, the store and the tables are as they should be."""
    parts = health()
    return parts if all(parts.values()) else (parts, 503)


@pages.get("/docs")
@pages.get("/docs/<path:file>")
@public
def try_it(file: str = "index.html") -> Response:
    """A page on which to try the API."""
    response = send_from_directory(ASSETS if file in FROM_ASSETS else OWN, file)
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response
