"""Large answers that phones keep for offline use and ask for again by their ETag."""

import gzip
import hashlib
from datetime import date, datetime
from typing import Any

import orjson
from flask import Response, request

from guard_api.fields import iso


def carried(content: dict[str, Any]) -> Response:
    """The content as JSON, or 304 when nothing but `generated_at` is new."""
    tag = hashlib.sha256(_json(content | {"generated_at": None})).hexdigest()[:32]
    response = _packed(content)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def _packed(content: Any) -> Response:
    """Squeezed where the phone can: on mobile data these are the largest answers of a day."""
    body = _json(content)
    response = Response(body, mimetype="application/json")
    response.vary.add("Accept-Encoding")
    if "gzip" in request.accept_encodings:
        response.set_data(gzip.compress(body, 6))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _json(content: Any) -> bytes:
    return orjson.dumps(content, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _plain(value: Any) -> str:
    return iso(value) if isinstance(value, datetime) else date.isoformat(value)
