"""A negative control: a server that says "stored" before it stores. The rig must catch it."""

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import msgspec

import app as product
from evidence.sync.envelope import Answer, Verdict, read_batch


def create_app() -> Any:
    return Hasty(product.create_app())


class Hasty:
    """Answers a sync at once, and hands it to the real application when the answer has left."""

    def __init__(self, application: Any):
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/api/v1/sync":
            return self.application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        promise = promised(body)
        start_response(
            "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(promise)))]
        )
        return Promise(promise, lambda: self._store(environ, body))

    def _store(self, environ: dict[str, Any], body: bytes) -> None:
        answer = self.application(environ | {"wsgi.input": io.BytesIO(body)}, lambda *_: None)
        answer.close()


class Promise:
    """An answer, and the work that is done only after it was sent."""

    def __init__(self, answer: bytes, work: Any):
        self.answer, self.work = answer, work

    def __iter__(self) -> Iterator[bytes]:
        yield self.answer

    def close(self) -> None:
        self.work()


def promised(body: bytes) -> bytes:
    _, events = read_batch(body)
    verdicts = [
        Verdict(msgspec.json.decode(one.sent)["id"], "accepted", hashlib.sha256(one.sent).hexdigest(), ())
        for one in events
    ]
    return msgspec.json.encode(Answer("2026-03-01T00:00:00.000Z", verdicts))
