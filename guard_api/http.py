"""The edge: one transaction a request, problems as JSON, the API's description."""

import errno
from typing import Any

import marshmallow as ma
import orjson
import structlog
from flask import Flask, Request, Response, abort, current_app, g, jsonify, request
from flask.json.provider import JSONProvider
from flask_smorest import Api, Blueprint
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from webargs import missing
from werkzeug.exceptions import HTTPException
from werkzeug.routing import UUIDConverter

from guard_api.clock import now
from guard_api.database import db, writing
from guard_api.errors import DEFAULT_LANGUAGE, LANGUAGES, Problem
from guard_api.field_messages import field_sentence
from guard_api.fields import iso
from guard_api.identity.tokens import load_actor

log = structlog.get_logger()
PROBLEM_JSON = "application/problem+json"
LARGEST_JSON_BYTES = 8 * 1024 * 1024
DISK_TROUBLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
}


class FastJson(JSONProvider):
    def dumps(self, obj: Any, **_: Any) -> str:
        return orjson.dumps(obj, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value)} cannot be written as JSON")


class IdConverter(UUIDConverter):
    """`<uuid:…>` in a rule: another text is 404, a UUID is handed on as its canonical text."""

    def to_python(self, value: str) -> str:
        return value.lower()


def read_json(request: Request) -> Any:
    """The body of a request. Refused: what is no JSON (NaN, half characters), what no database keeps."""
    if not request.is_json:
        return missing
    data = request.get_data()
    if len(data) > LARGEST_JSON_BYTES:
        abort(413)
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise Problem(
            "bad_request",
            400,
            errors=[{"path": "/", "detail": field_sentence("Invalid JSON body.", caller_language())}],
        ) from None
    if b"\\u0000" in data:
        raise Problem("invalid", 422)
    return body


class ProblemSchema(ma.Schema):
    """RFC 9457 problem details."""

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(
        required=True, metadata={"description": "What to do, in the caller's language."}
    )
    code = ma.fields.String(required=True, metadata={"description": "Stable, for programs."})
    errors = ma.fields.List(ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String()))


class AnxunApi(Api):
    """flask-smorest, with problem details instead of its own error body."""

    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        usual, self.DEFAULT_RESPONSE_CONTENT_TYPE = self.DEFAULT_RESPONSE_CONTENT_TYPE, PROBLEM_JSON
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = usual

    def _register_error_handlers(self) -> None:
        """Errors are answered by `answer_problems` below."""


def caller_language() -> str:
    actor = g.get("actor")
    if actor is not None:
        return actor.language
    return request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE)


def attach(app: Flask) -> None:
    """Give the application its edge."""
    app.json = FastJson(app)
    Blueprint.ARGUMENTS_PARSER._raw_load_json = read_json
    app.url_map.converters["uuid"] = IdConverter
    app.before_request(_open)
    app.after_request(_close)
    app.teardown_request(_forget)
    answer_problems(app)


def _open() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    writes = getattr(view, "writes", None)
    g.writing_token = writing.set(request.method not in SAFE_METHODS if writes is None else writes)
    g.load_actor = load_actor


def _close(response: Response) -> Response:
    if response.status_code >= 400:
        db.session.rollback()
        return response
    try:
        db.session.commit()
    except OperationalError as error:  # a full disk shows itself only here
        return _answer_busy(error)
    return response


def _forget(_error: BaseException | None) -> None:
    token = g.pop("writing_token", None)
    if token is not None:
        writing.reset(token)


def answer_problems(app: Flask) -> None:
    app.register_error_handler(Problem, _answer)
    app.register_error_handler(HTTPException, _answer_http)
    for busy in (OperationalError, PoolTimeout, TimeoutError):
        app.register_error_handler(busy, _answer_busy)
    app.register_error_handler(OSError, _answer_disk)
    app.register_error_handler(DataError, _answer_unstorable)
    app.register_error_handler(IntegrityError, _answer_conflict)
    app.register_error_handler(Exception, _answer_bug)


def _answer(problem: Problem) -> Response:
    db.session.rollback()
    response = jsonify(problem.body(caller_language()))
    response.status_code = problem.status
    response.content_type = PROBLEM_JSON
    response.headers.update(problem.headers)
    return response


def _answer_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    code = CODES.get(error.code, "bad_request" if error.code < 500 else "internal")
    values = {"seconds": 60} if code == "too_many_requests" else {}
    headers = {name: value for name, value in error.get_headers() if name.lower() in ("allow", "retry-after")}
    return _answer(Problem(code, error.code, errors=_field_errors(error), headers=headers, **values))


def _field_errors(error: HTTPException) -> list[dict[str, str]] | None:
    messages = (getattr(error, "data", None) or {}).get("messages")
    return list(_flatten(messages, "")) if messages else None


def _flatten(messages: Any, path: str):
    if isinstance(messages, dict):
        for key, value in messages.items():
            step = "" if key in ("json", "query", "form", "files", "_schema") and not path else f"/{key}"
            yield from _flatten(value, path + step)
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield {"path": path or "/", "detail": field_sentence(str(message), caller_language())}


def _answer_disk(error: OSError) -> Response:
    return _answer_busy(error) if error.errno in DISK_TROUBLE else _answer_bug(error)


def _answer_busy(error: OperationalError | PoolTimeout | OSError) -> Response:
    """A full disk, a locked or unreachable database."""
    log.warning("busy_or_full", error=str(getattr(error, "orig", error)))
    return _answer(Problem("busy", 503, headers={"Retry-After": "2"}))


def _answer_conflict(error: IntegrityError) -> Response:
    log.warning("integrity", path=request.path, error=str(error.orig))
    return _answer(Problem("conflict", 409))


def _answer_unstorable(error: DataError) -> Response:
    log.warning("unstorable", error=str(error.orig))
    return _answer(Problem("invalid", 422))


def _answer_bug(error: Exception) -> Response:
    log.exception("unexpected", path=request.path, at=iso(now()))
    if current_app.testing:
        raise error
    return _answer(Problem("internal", 500))
