"""Work that takes its time and says how far it is, to who asked for it so; else it answers once, at its end.

The work is a generator: it yields `Step`s and returns what is to be answered. Asked with
`Accept: application/x-ndjson`, each step is a line of the answer while the work goes on, and the last line is
its result, or the problem that ended it (the status is 200 by then). Only for views with
`permit(…, writes=False)`.
"""

from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import marshmallow as ma
import orjson
import structlog
from flask import Response, request, stream_with_context

from guard_api.database import db
from guard_api.errors import Problem

log = structlog.get_logger()
LINES = "application/x-ndjson"
TOLD = {"responses": {"200": {"content": {LINES: {"schema": {"type": "string", "format": "binary"}}}}}}
PARTS = 100


@dataclass(frozen=True)
class Step:
    """So many of so many rows are done with this part of the work: check, prepare, write."""

    part: str
    done: int
    of: int


Work = Generator[Step, None, dict[str, Any]]


def every(part: str, done: int, of: int) -> Iterator[Step]:
    """A step, when it moves the whole by a hundredth or ends it: so few lines never fill a socket's buffer,
    and nobody's slow line holds up a transaction in which they are told."""
    if done == of or done % max(1, of // PARTS) == 0:
        yield Step(part, done, of)


def answered(work: Work, schema: ma.Schema, language: str) -> Response | dict[str, Any]:
    """The work's result; or its steps and then its result, line by line."""
    if LINES not in request.headers.get("Accept", ""):
        return _result(work)
    response = Response(stream_with_context(_lines(work, schema, language)), mimetype=LINES)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _result(work: Work) -> dict[str, Any]:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def _lines(work: Work, schema: ma.Schema, language: str) -> Iterator[bytes]:
    try:
        result = yield from _told(work)
        yield _line({"result": schema.dump(result)})
    except Problem as problem:
        yield _line({"problem": problem.body(language)})
    except Exception:
        log.exception("unexpected", path=request.path)
        yield _line({"problem": Problem("internal", 500).body(language)})
    finally:
        db.session.rollback()


def _told(work: Work) -> Generator[bytes, None, dict[str, Any]]:
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            return end.value
        yield _line({"step": asdict(step)})


def _line(what: dict[str, Any]) -> bytes:
    return orjson.dumps(what, option=orjson.OPT_NON_STR_KEYS) + b"\n"
