"""Serves the app: its shell for every page, its files for good, nothing from another host."""

from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory
from werkzeug.exceptions import NotFound

from guard_api.permissions import public
from guard_api.settings import PROJECT

DIST = PROJECT / "static" / "pwa" / "dist"
blueprint = Blueprint("web", __name__)


@blueprint.get("/")
@blueprint.get("/<path:path>")
@public
def app_file(path: str = "index.html") -> Response:
    """A file of the app, or its shell for a page address. A missing file is a 404, never the shell."""
    if path.startswith("api/"):
        raise NotFound()
    if not (DIST / path).is_file() and not Path(path).suffix:
        path = "index.html"
    return send_from_directory(DIST, path)


def attach(app: Flask) -> None:
    app.register_blueprint(blueprint)
