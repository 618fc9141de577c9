"""What a slice declares so that phones may send it a kind of event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from guard_api.errors import Problem
from guard_api.identity.actor import Actor

Uuid = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        max_length=36,
        extra_json_schema={"format": "uuid"},
    ),
]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Metres = Annotated[float, Meta(ge=0, le=10_000_000)]
Note = Annotated[str, Meta(max_length=2000)]


class Payload(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, gc=False):
    """Base of every payload: unknown fields are refused."""


class Received(msgspec.Struct, frozen=True, gc=False):
    """A new event, decoded. `clock_skew_s` is the phone's clock minus the server's when it was sent."""

    id: str
    kind: str
    occurred_at: datetime
    received_at: datetime
    clock_skew_s: float
    payload: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an event: stored (perhaps with flags), or refused with a problem.

    `touches` are the ids that the handler's `settle` is to look at once the whole batch is recorded.
    """

    flags: tuple[str, ...] = ()
    refused: Problem | None = None
    touches: tuple[str, ...] = ()


ACCEPTED = Outcome()
Record = Callable[[Actor, Sequence[Received]], dict[str, Outcome]]
Settle = Callable[[Actor, Sequence[str]], None]
Recall = Callable[[Actor, Sequence[str]], dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Handler:
    """`record` stores all new events of one kind at once, in the caller's transaction, and answers by id.

    An id it leaves out is accepted. It refuses by Outcome, one event at a time; it raises only when
    the bulk step as a whole failed, upon which all is undone and it is called again event by event.

    `settle` draws the conclusions once per batch, after every kind was recorded, from the sorted ids
    that the outcomes touched. Handlers that name the same function share one call. Rows that phones
    contend for (rollups, marks) are best written there: late, and always in the same order, so that
    two batches cannot wait for each other.

    `recall` gives the flags of events stored before, for a phone whose first answer was lost.
    """

    payload: type[Payload]
    record: Record
    settle: Settle | None = None
    recall: Recall | None = None
