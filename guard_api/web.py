"""Serves the app: its shell for every page, its files for good, nothing from another host."""

import mimetypes
import time
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, g, request, send_file
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.security import safe_join

from guard_api.database import db
from guard_api.permissions import public
from guard_api.settings import PROJECT
from guard_api.tenants.queries import tile_sources

DIST = PROJECT / "static" / "pwa" / "dist"
FOR_GOOD = "public, max-age=31536000, immutable"
PACKED = (("br", ".br"), ("gzip", ".gz"))
TILE_SOURCES_FOR_S = 30.0
NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Anxun 安巡</title>
<h1>The app is not built yet · 应用尚未构建</h1>
<p>The API is running. Build the app with <code>make app</code>, or start with <code>make run</code>.</p>
</html>
"""
mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
blueprint = Blueprint("web", __name__)


@blueprint.get("/")
@blueprint.get("/<path:path>")
@public
def app_file(path: str = "index.html") -> Response:
    """A file of the app, or its shell for a page address. A missing file is a 404, never the shell."""
    if path.startswith("api/"):
        raise NotFound()
    if not (DIST / "index.html").is_file():
        return Response(NOT_BUILT, status=503, mimetype="text/html", headers={"Retry-After": "30"})
    file = _file(path)
    if file is None and not Path(path).suffix:
        file = DIST / "index.html"
    if file is None:
        raise NotFound()
    return _sent(file)


def _file(path: str) -> Path | None:
    inside = safe_join(str(DIST), path)
    return Path(inside) if inside and Path(inside).is_file() else None


def _sent(file: Path) -> Response:
    packed, encoding = _packed(file)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = send_file(packed, mimetype=kind, conditional=True, etag=True)
    if encoding:
        response.content_encoding = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOR_GOOD if file.parent == DIST / "assets" else "no-cache"
    return response


def _packed(file: Path) -> tuple[Path, str | None]:
    for encoding, suffix in PACKED:
        packed = file.with_name(file.name + suffix)
        if encoding in request.accept_encodings and packed.is_file():
            return packed, encoding
    return file, None


def live_address() -> str | None:
    """Where the live feed is. `:8001` in the settings means that port of the host that was asked."""
    address = current_app.extensions["anxun.settings"].live_url
    if address and address.startswith(":"):
        return f"{request.scheme}://{host_without_port()}{address}"
    return address


def host_without_port() -> str:
    host = urlsplit(request.host_url).hostname or ""
    return f"[{host}]" if ":" in host else host


class TileSources:
    """Hosts of map tiles that organisations set, looked up at most every half minute."""

    def __init__(self):
        self.sources, self.until = "", 0.0

    def __str__(self) -> str:
        if self.until < time.monotonic():
            self.until = time.monotonic() + TILE_SOURCES_FOR_S
            self._look_up()
        return self.sources

    def _look_up(self) -> None:
        """The shell is served without a database, too."""
        try:
            self.sources = " ".join(tile_sources())
        except SQLAlchemyError:
            db.session.rollback()


def content_security_policy() -> str:
    tiles = current_app.extensions["anxun.tiles"]
    rules = {
        "default-src": "'self'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "style-src": "'self'",
        "worker-src": "'self'",
        "connect-src": f"'self' {live_address() or ''}",
        "img-src": f"'self' data: blob: {tiles}",
        "media-src": "'self' blob:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value.strip()}" for name, value in rules.items())


def on_this_machine() -> bool:
    """A browser that once heard "only https" of localhost would refuse every other program there."""
    return urlsplit(request.host_url).hostname == "localhost"


def protect(response: Response) -> Response:
    """Headers of every answer."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    if not headers.get("Content-Security-Policy", "").startswith("sandbox"):
        headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault(
        "Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"
    )
    if request.is_secure and not on_this_machine():
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        headers.setdefault("Content-Security-Policy", content_security_policy())
    elif request.path.startswith("/api/"):
        headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        headers.setdefault("Cache-Control", "no-store" if "actor" in g else "no-cache")
    return response


def attach(app: Flask) -> None:
    hops = app.extensions["anxun.settings"].trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    app.extensions["anxun.tiles"] = TileSources()
    app.after_request(protect)
    app.register_blueprint(blueprint)
