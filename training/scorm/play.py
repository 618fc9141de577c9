"""Serves a course's files to a frame without an origin: who holds the token in the path may read them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.files import NoSuchFile, store
from guard_api.identity.actor import Actor
from guard_api.permissions import public
from guard_api.web import DIST
from training.scorm import queries
from training.scorm.models import ScormPackage
from training.scorm.service import key_of

HOURS = 12
OURS = "anxun"
PLAYERS = {"1.2": "scorm12.js", "2004": "scorm2004.js"}
BRIDGE = Path(__file__).with_name("bridge.js")
HEAD = re.compile(rb"<head\b[^>]*>|<html\b[^>]*>|<!doctype[^>]*>", re.IGNORECASE)
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SANDBOX = "allow-scripts allow-forms allow-modals"
pages = Blueprint("scorm_pages", __name__, url_prefix="/api/v1/scorm/play")


@dataclass(frozen=True)
class Ticket:
    """What a token stands for."""

    organisation_id: str
    package_id: str
    person_id: str


def token_for(actor: Actor, package: ScormPackage) -> str:
    return _signer().dumps([actor.organisation_id, package.id, actor.person_id])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="scorm.play")


def _ticket(token: str) -> Ticket:
    try:
        return Ticket(*_signer().loads(token, max_age=HOURS * 3600))
    except (BadData, TypeError):
        raise NotFound() from None


@pages.get("/<token>/<int:unit>/<path:path>")
@public
def course_file(token: str, unit: int, path: str) -> Response:
    """A file of the package, or one of ours under `anxun/`; pages are given our script first."""
    ticket = _ticket(token)
    package = db.session.get(ScormPackage, (ticket.organisation_id, ticket.package_id))
    if package is None or unit >= len(package.units):
        raise NotFound()
    home = f"/api/v1/scorm/play/{token}/{unit}/"
    if path.startswith(f"{OURS}/"):
        return _sealed(_ours(path.removeprefix(f"{OURS}/"), ticket, package, unit), home)
    return _sealed(_theirs(path, package, home), home)


def _theirs(path: str, package: ScormPackage, home: str) -> Response:
    if path not in package.files:
        raise NotFound()
    number, _, kind = package.files[path]
    try:
        content = store().get(key_of(package.organisation_id, package.id, number))
    except NoSuchFile:
        raise NotFound() from None
    if kind in ("text/html", "application/xhtml+xml"):
        content = with_script(content, home)
    response = Response(content, mimetype=kind)
    response.cache_control.private, response.cache_control.max_age = True, 3600
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))


def with_script(page: bytes, home: str) -> bytes:
    """The page with our scripts before all of its own."""
    if page.startswith(UTF16):
        return page
    names = ("run.js", "player.js", "bridge.js")
    scripts = "".join(f'<script src="{home}{OURS}/{name}"></script>' for name in names).encode()
    places = [found.end() for found in HEAD.finditer(page[:65_536])]
    at = places[-1] if places else 0
    return page[:at] + scripts + page[at:]


def _ours(name: str, ticket: Ticket, package: ScormPackage, unit: int) -> Response:
    if name == "run.js":
        return _script(f"globalThis.anxunRun = {_run(ticket, package, unit)}".encode(), keep=False)
    if name == "bridge.js":
        return _script(BRIDGE.read_bytes())
    if name == "player.js":
        player = DIST / "scorm" / PLAYERS[package.version]
        if player.is_file():
            return _script(player.read_bytes())
    raise NotFound()


def _run(ticket: Ticket, package: ScormPackage, place: int) -> str:
    """What the course's interface begins with, safe inside a script."""
    unit = package.units[place]
    run = queries.newest_run(package, ticket.person_id)
    said: dict[str, Any] = {
        "version": package.version,
        "package_id": package.id,
        "unit": unit["id"],
        "launch_data": unit["launch_data"],
        "learner": queries.learner(ticket.organisation_id, ticket.person_id),
        "cmi": (run.cmi if run else {}).get(unit["id"], {}),
        "app": request.host_url.rstrip("/"),
    }
    return orjson.dumps(said).decode().replace("<", "\\u003c")


def _script(content: bytes, *, keep: bool = True) -> Response:
    response = Response(content, mimetype="text/javascript")
    response.headers["Cache-Control"] = "private, max-age=3600" if keep else "no-store"
    return response


def _sealed(response: Response, home: str) -> Response:
    """No origin, so none of the app's storage; nothing is loaded but the course's own files."""
    own = f"{request.host_url.rstrip('/')}{home}"
    response.headers["Content-Security-Policy"] = (
        f"sandbox {SANDBOX}; default-src {own} data: blob: 'unsafe-inline' 'unsafe-eval'; "
        "object-src 'none'; base-uri 'none'; form-action 'none'"
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
