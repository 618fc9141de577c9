"""How a batch is written on the wire, and how it is read: the envelope first, then each event by itself."""

import hashlib
import re
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from evidence.sync.kinds import Handler, Uuid
from guard_api.errors import Problem

MOST_BYTES = 4 * 1024 * 1024
MOST_EVENTS = 500
MOST_EVENT_BYTES = 64 * 1024
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)

Instant = Annotated[datetime, Meta(tz=True, extra_json_schema={"example": "2026-03-01T14:03:05.123Z"})]
# Halves of characters (a text cut inside an emoji) and NUL can neither be read nor stored.
SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
ESCAPE = re.compile(rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u(?P<half>0000|[dD][89a-fA-F]..)|.)", re.DOTALL)


class Batch(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a phone sends: its own clock, and events exactly as it keeps them."""

    sent_at: Instant
    events: Annotated[list[msgspec.Raw], Meta(max_length=MOST_EVENTS)]


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What became of one event. `sha256` is of its bytes as they stood in the batch."""

    id: str | None
    verdict: Literal["accepted", "duplicate", "conflict", "rejected"]
    sha256: str
    flags: tuple[str, ...]
    code: str = ""
    detail: str = ""


class Answer(msgspec.Struct, frozen=True):
    """One verdict for each event, in the same order."""

    server_time: Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
    verdicts: list[Verdict]


class Arrival(msgspec.Struct, frozen=True, gc=False):
    """An event of the batch: its bytes, their hash, and what they say (or why they cannot be read)."""

    id: str | None
    body: str
    sha256: str
    kind: str = ""
    event: Any = None
    problem: Problem | None = None


class _Named(msgspec.Struct, gc=False):
    """As much of a broken event as is needed to answer it."""

    id: str | None = None
    kind: str | None = None


class Written(msgspec.Struct, frozen=True, gc=False):
    """An event's bytes as sent, and as they can be read: of the same length, and almost always the same."""

    sent: bytes
    readable: bytes


def read_batch(body: bytes) -> tuple[datetime, list[Written]]:
    """The phone's clock and the events, or a problem that says what is wrong with the envelope."""
    readable = _readable(body)
    try:
        batch = _batch.decode(readable)
    except msgspec.ValidationError as error:
        raise Problem("sync.envelope_invalid", 422, errors=[_field_error(error)]) from None
    except (ValueError, RecursionError):
        raise Problem("bad_request", 400) from None
    _refuse_impossible(batch.sent_at)
    return batch.sent_at, _cut(body, readable, [bytes(raw) for raw in batch.events])


def _readable(body: bytes) -> bytes:
    """The body with a mark of the same length in place of each half character."""
    if not SUSPECT.search(body):
        return body
    return ESCAPE.sub(lambda escape: rb"\ufffd" if escape["half"] else escape[0], body)


def _cut(body: bytes, readable: bytes, events: list[bytes]) -> list[Written]:
    if body is readable:
        return [Written(event, event) for event in events]
    written, end = [], 0
    for event in events:
        start = readable.index(event, end)
        end = start + len(event)
        written.append(Written(body[start:end], event))
    return written


class Reader:
    """Reads events of the kinds that the slices accept."""

    def __init__(self, handlers: dict[str, Handler]):
        self._kind_of = {_event_type(kind, handler): kind for kind, handler in handlers.items()}
        self.event = reduce(or_, self._kind_of)
        self._events = msgspec.json.Decoder(self.event)

    def read(self, written: Written) -> Arrival:
        """One event. Never raises: what cannot be read is an arrival with a problem."""
        sha256 = hashlib.sha256(written.sent).hexdigest()
        try:
            _refuse_too_large(written.sent)
            event = self._events.decode(written.readable)
            _refuse_impossible(event.occurred_at)
            return Arrival(event.id, written.sent.decode(), sha256, self._kind_of[type(event)], event)
        except Problem as problem:
            refusal = problem
        except msgspec.ValidationError as error:
            refusal = self._problem(written.readable, error)
        except (ValueError, RecursionError):
            refusal = Problem("sync.unreadable", 400)
        return Arrival(_named(written.readable).id, "", sha256, problem=refusal)

    def _problem(self, body: bytes, error: msgspec.ValidationError) -> Problem:
        kind = _named(body).kind
        if kind is not None and kind not in self._kind_of.values():
            return Problem("sync.kind_unknown", 422, kind=kind[:40])
        field = _field_error(error)
        return Problem("sync.event_invalid", 422, field=field["path"], reason=field["detail"])


def _event_type(kind: str, handler: Handler) -> type[msgspec.Struct]:
    name = "".join(word.capitalize() for word in kind.split(".")) + "Event"
    fields = [
        ("id", Uuid),
        ("occurred_at", Instant),
        ("payload", handler.payload),
        ("phone_seq", Annotated[int, Meta(ge=0, le=2**53)] | None, None),
    ]
    return msgspec.defstruct(
        name, fields, tag_field="kind", tag=kind, forbid_unknown_fields=True, frozen=True, gc=False
    )


def _refuse_too_large(body: bytes) -> None:
    if len(body) > MOST_EVENT_BYTES:
        raise Problem("sync.event_too_large", 413)


def _refuse_impossible(instant: datetime) -> None:
    if not EARLIEST <= instant <= LATEST:
        raise Problem("sync.time_impossible", 422)


def _named(body: bytes) -> _Named:
    try:
        return _names.decode(body)
    except (ValueError, RecursionError):
        return _Named()


def _field_error(error: msgspec.ValidationError) -> dict[str, str]:
    """msgspec says "Expected `int`, got `str` - at `$.events[3].payload`"; the API says path and detail."""
    reason, _, place = str(error).partition(" - at `")
    path = re.sub(r"[.\[]", "/", place.rstrip("`").lstrip("$")).replace("]", "")
    return {"path": path or "/", "detail": reason}


_batch = msgspec.json.Decoder(Batch)
_names = msgspec.json.Decoder(_Named)
